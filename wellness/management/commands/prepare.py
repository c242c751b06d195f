"""Brings the database to where the site can be used: migrated, with roles, and not empty."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import renditions
from articles.models import Article
from wellness.lib.database import DatabaseUnavailable
from wellness.sample import loader
from wellness.sample.accounts import DEMO_PASSWORD


class Command(BaseCommand):
    """May be run at any time; it does only what is still to be done."""

    help = "Migrate the database, sync the roles, and fill an empty one with the sample magazine."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "`prepare` fills a database for development. docs/deployment.md says what to do "
                "in production."
            )
        with self._step("PostgreSQL"):
            try:
                connection.ensure_connection()
            except DatabaseUnavailable as error:
                raise CommandError(str(error)) from error
        with self._step("Migrations and roles"):
            call_command("migrate", verbosity=0, interactive=False)
        if not Article.objects.exists():
            self.stdout.write("  The database is empty and gets the sample magazine …")
            try:
                loader.load(tell=self._tell, password=DEMO_PASSWORD)
            except loader.NotEmpty as sentence:
                self._tell(str(sentence))
        # A magazine from before there was search, or smaller copies of its pictures.
        call_command("update_search", if_needed=True, stdout=self.stdout)
        for sha256 in renditions.add_missing():
            renditions.enqueue(sha256)

    def _tell(self, line: str) -> None:
        self.stdout.write(f"    {line}")
        self.stdout.flush()

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        self.stdout.write(f"  {name} … ", ending="")
        self.stdout.flush()
        began = time.monotonic()
        yield
        self.stdout.write(f"ready ({time.monotonic() - began:.1f} s)")
