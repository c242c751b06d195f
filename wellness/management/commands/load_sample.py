"""The sample magazine: something to read, to review and to try out on the first day."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from authors.models import User
from wellness.sample import loader
from wellness.sample.accounts import ACCOUNTS, DEMO_PASSWORD

NO_PASSWORD = "none: cannot log in"  # noqa: S105 -- what the table says in its place


class Command(BaseCommand):
    """Puts the sample magazine into an empty database; where it is already, changes nothing."""

    help = (
        "Load the sample magazine: invented people, topics and articles in every state of the "
        "workflow. Only into a database without a magazine of its own."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force-sample",
            action="store_true",
            help="Load it on a production site as well. Its accounts cannot log in there.",
        )

    def handle(self, *args: Any, force_sample: bool, **options: Any) -> None:
        if settings.PRODUCTION and not force_sample:
            raise CommandError(
                "The sample magazine has invented people and articles, for trying the program "
                "out. To show it on a production site all the same, add --force-sample; its "
                "accounts will have no password there."
            )
        password = None if settings.PRODUCTION else DEMO_PASSWORD
        try:
            desk = loader.load(tell=self._tell, password=password)
        except loader.NotEmpty as sentence:
            raise CommandError(str(sentence)) from sentence
        if desk is None:
            self._tell("The sample magazine is here already; nothing was changed.")
        else:
            self._tell(f"The sample magazine is ready: {len(desk.articles)} articles.")
        self._accounts()

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def _accounts(self) -> None:
        """The accounts that are there, as a table."""
        names = dict(User.objects.values_list("email", "name"))
        rows = [("Account", "Password", "Role", "Name")]
        for account in ACCOUNTS:
            if account.email in names:
                password = NO_PASSWORD if settings.PRODUCTION else account.password
                rows.append((account.email, password, account.role, names[account.email]))
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        self._tell("")
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self._tell("   ".join(cells).rstrip())
