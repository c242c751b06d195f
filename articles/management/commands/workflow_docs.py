"""Writes docs/workflow.md from the table of the workflow."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.workflow_docs import render


class Command(BaseCommand):
    help = "Write docs/workflow.md from the table of the workflow, or check that it is fresh."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when the page is stale"
        )
        parser.add_argument(
            "--path",
            type=Path,
            default=settings.BASE_DIR / "docs" / "workflow.md",
            help="the page, when it is another one than docs/workflow.md",
        )

    def handle(self, *, check: bool, path: Path, **options: Any) -> None:
        page = render()
        there = path.read_text(encoding="utf-8") if path.exists() else None
        if there == page:
            self.stdout.write(f"{path.name} is fresh.")
            return
        if check:
            raise CommandError(
                f"{path.name} does not say what the table says: "
                "run “python manage.py workflow_docs” and commit the page."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
        self.stdout.write(f"{path.name} is written.")
