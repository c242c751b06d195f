"""Writes the parts of docs/ that come from the code."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wellness import documents


class Command(BaseCommand):
    help = "Write the generated parts of docs/; with --check, only say which are stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing, fail if stale.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        stale = documents.stale()
        names = [str(path.relative_to(settings.BASE_DIR)) for path in stale]
        if check:
            if stale:
                raise CommandError(f"Stale: {', '.join(names)}. `make docs` writes them anew.")
            self.stdout.write("The generated documents are fresh.")
            return
        for path, text in stale.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.stdout.write(f"Written: {', '.join(names)}." if names else "Nothing was stale.")
