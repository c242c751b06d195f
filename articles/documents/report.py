"""What came in from a document, what was changed on the way, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from articles.importing.report import Outcome
from wellness.lib.text import count, excerpt

_MARK: Final = "From the document “"
_COUNTED: Final = {
    "words": ("word", "words"),
    "headings": ("heading", "headings"),
    "pictures": ("picture", "pictures"),
    "tables": ("table", "tables"),
    "lists": ("list", "lists"),
    "references": ("reference", "references"),
    "citations": ("citation", "citations"),
}
_MAX_LINES: Final = 400


@dataclass(frozen=True)
class Line:
    """What became of one thing of the document."""

    outcome: Outcome
    what: str
    reason: str = ""


@dataclass
class Report:
    """The account of one document.

    Attributes:
        name: the name of the file, without folders.
        counts: how much of what came in.
    """

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def add(self, outcome: Outcome, what: str, reason: str = "") -> None:
        """Note what became of something; the same is noted once."""
        if len(self.lines) >= _MAX_LINES:
            return
        line = Line(outcome, excerpt(what, 200), reason)
        if len(self.lines) == _MAX_LINES - 1:
            line = Line(
                Outcome.SKIPPED, "More than is listed here", "Compare it with the document."
            )
        if line not in self.lines:
            self.lines.append(line)

    def left_out(self, what: str, reason: str) -> None:
        self.add(Outcome.SKIPPED, what, reason)

    def changed(self, what: str, reason: str = "") -> None:
        self.add(Outcome.UPDATED, what, reason)

    @property
    def note(self) -> str:
        """What the history says of the revision that the document became."""
        return f"{_MARK}{excerpt(self.name, 200)}”."

    # -- how it is read --------------------------------------------------------------------------

    @property
    def came_in(self) -> list[str]:
        """“5,980 words”, “20 pictures”: how much of what, nothing that there was none of."""
        return [
            count(number, *words)
            for name, words in _COUNTED.items()
            if (number := self.counts.get(name, 0))
        ]

    def _with(self, *outcomes: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome in outcomes]

    @property
    def created(self) -> list[Line]:
        return self._with(Outcome.CREATED, Outcome.UNCHANGED)

    @property
    def updated(self) -> list[Line]:
        return self._with(Outcome.UPDATED)

    @property
    def lost(self) -> list[Line]:
        """What is not in the draft: left out on purpose, or impossible to read."""
        return self._with(Outcome.SKIPPED, Outcome.FAILED)

    # -- how it is kept --------------------------------------------------------------------------

    def as_data(self) -> dict[str, Any]:
        """The report as the history keeps it, in JSON."""
        return {
            "name": self.name,
            "counts": self.counts,
            "lines": [[line.outcome.value, line.what, line.reason] for line in self.lines],
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Report:
        lines = [Line(Outcome(outcome), what, reason) for outcome, what, reason in data["lines"]]
        return cls(data["name"], dict(data["counts"]), lines)


def is_of_document(note: str) -> bool:
    """Whether a note is one of a text that came from a document."""
    return note.startswith(_MARK)
