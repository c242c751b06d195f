"""Brings old addresses in from a table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from wellness.lib.text import count
from wellness.redirects import rules

COLUMNS = ("from", "to")


class Command(BaseCommand):
    help = (
        "Import old addresses from a CSV file with the columns “from” and “to”: paths of this "
        "site. Each row is told; a row that is refused stops no other. Running it again changes "
        "nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8, with a line of titles")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and do nothing"
        )

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        rows = _read(Path(file))
        refused = 0
        # A rehearsal is the real thing, taken back at the end: rows may build on one another.
        with transaction.atomic():
            for line, old, new in rows:
                try:
                    row, changed = rules.keep(rules.settle(old, new))
                    said = f"{row.path} → {row.leads_to}: {'written' if changed else 'as it was'}"
                except ValidationError as error:
                    refused += 1
                    said = f"refused. {' '.join(error.messages)}"
                self.stdout.write(f"line {line}: {said}")
            if dry_run:
                transaction.set_rollback(True)
        self.stdout.write(
            f"{count(len(rows), 'row', 'rows')}, {refused or 'none'} refused."
            + (" Dry run: nothing was changed." if dry_run else "")
        )
        if refused:
            raise CommandError("Some rows were refused; the lines above say why.")


def _read(file: Path) -> list[tuple[int, str, str]]:
    try:
        # utf-8-sig: spreadsheets write a byte order mark.
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text, strict=True)
            titles = [(title or "").strip().lower() for title in reader.fieldnames or []]
            if not set(COLUMNS) <= set(titles):
                raise CommandError(f"{file.name} needs a first line with the titles: from,to")
            reader.fieldnames = titles
            return [
                (reader.line_num, (row["from"] or ""), (row["to"] or ""))
                for row in reader
                if any(row.get(name) for name in COLUMNS)
            ]
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file.name} isn't UTF-8 text: save it as CSV in UTF-8.") from None
    except csv.Error as error:
        raise CommandError(f"{file.name} isn't a CSV file: {error}.") from None
