"""Put the style sheets together into the one that pages load."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wellness.lib import stylesheet


class Command(BaseCommand):
    help = "Write static/css/site.css from the sheets beside it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail where the file is stale."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        folder = settings.BASE_DIR / "static" / "css"
        site = folder / stylesheet.SITE
        fresh = stylesheet.assemble(folder)
        if site.exists() and site.read_text() == fresh:
            self.stdout.write(f"{stylesheet.SITE} is up to date.")
            return
        if check:
            raise CommandError(f"{stylesheet.SITE} is stale: run manage.py build_css.")
        site.write_text(fresh)
        self.stdout.write(f"{stylesheet.SITE} is written: {len(fresh):,} characters.")
