"""Handing files to the command, and reading what it says."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

FILES = Path(__file__).parent / "files"
OWN = FILES / "what-is-evening-light.md"
FRONT = {"title": "Sleep and age", "topic": "Sleep", "authors": "[Noor Example]"}


@dataclass
class Told:
    """What the command said, and the sentence it ended with where files failed."""

    out: str
    error: str

    @property
    def lines(self) -> list[str]:
        """The report's lines without the closing table, with single spaces."""
        report = self.out.rpartition("\n\n")[0]
        return [" ".join(line.split()) for line in report.splitlines()]

    def line(self, beginning: str) -> str:
        """The one line that begins so."""
        (found,) = [line for line in self.lines if line.startswith(beginning)]
        return found

    def row(self, kind: str) -> list[int]:
        """A row of the table: created, updated, unchanged, skipped, failed."""
        table = self.out.rpartition("\n\n")[2]
        (found,) = [row for row in table.splitlines() if row.startswith(kind)]
        return [int(figure.replace(",", "")) for figure in found.split()[-5:]]


def take(*paths: Path, **options: Any) -> Told:
    """Run ``import_articles`` and keep what it says."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_articles", *map(str, paths), stdout=out, stderr=err, **options)
    except CommandError as error:
        return Told(out.getvalue(), str(error))
    return Told(out.getvalue(), "")


def write(
    folder: Path, name: str = "sleep.md", body: str = "Sleep helps.", **facts: str | None
) -> Path:
    """A file with the given facts (as YAML) over the usual ones; None leaves one out."""
    lines = [f"{key}: {value}" for key, value in (FRONT | facts).items() if value is not None]
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", *lines, "---", "", body, ""]), encoding="utf-8")
    return path
