"""Brings articles in from Markdown files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from psycopg2.errors import UndefinedTable

from articles import importing
from articles.actions import Actor
from articles.workflow import IMPORT
from authors.models import User
from wellness.lib.text import count


class Command(BaseCommand):
    help = (
        "Import articles from Markdown files with front matter. Each becomes a draft, or updates "
        "the one that it became before; nothing that people changed at the desk is overwritten. "
        "docs/importing.md says what a file may contain."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            type=Path,
            metavar="PATH",
            help="a file, or a folder whose .md files are meant",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and do nothing"
        )
        parser.add_argument(
            "--by",
            metavar="EMAIL",
            help="the account in whose name it is done: its rights apply, and it counts as a "
            "writer of the text. Left out, the history says “Import”.",
        )

    def handle(self, *, paths: list[Path], dry_run: bool, by: str | None, **options: Any) -> None:
        try:
            tally = importing.run(
                [Path(path) for path in paths], by=_actor(by), dry_run=dry_run, tell=self._tell
            )
        except ProgrammingError as error:
            if not isinstance(error.__cause__, UndefinedTable):
                raise
            raise CommandError(
                "The database has no tables yet: start the magazine once with make run, "
                "or run manage.py migrate."
            ) from None
        self.stdout.write("")
        for row in tally.table():
            self.stdout.write(row)
        if dry_run:
            # Not on standard output, which says the same with and without it.
            self.stderr.write("Dry run: nothing was changed.", self.style.NOTICE)
        if tally.failed:
            raise CommandError(
                f"{count(tally.failed, 'file', 'files')} could not be imported; "
                "the lines above say why."
            )

    def _tell(self, record: importing.Record) -> None:
        for line in record.lines():
            self.stdout.write(line)
        self.stdout.flush()


def _actor(email: str | None) -> Actor:
    """The import itself, or the account with that address.

    Raises:
        CommandError: there is none, or it may not write.
    """
    if email is None:
        return IMPORT
    try:
        user = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise CommandError(f"There is no account with the address {email}.") from None
    if not user.is_active:
        raise CommandError(f"The account of {user} is switched off.")
    if not (user.is_writer or user.is_editor):
        raise CommandError(f"{user} is neither writer nor editor, and cannot begin articles.")
    return user
