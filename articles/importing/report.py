"""What an import did, in lines for people."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from articles.importing.facts import Problem


class Outcome(StrEnum):
    """What became of a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


class Kind(StrEnum):
    """What a record is."""

    ARTICLE = "article"
    RELATED = "related draft"
    TOPIC = "topic"
    AUTHOR = "author"
    PICTURE = "picture"


@dataclass(frozen=True)
class Record:
    """One line of the report.

    Attributes:
        what: which record it is, and what there is to know about it.
        reasons: why it failed or was skipped: ``file:line field: sentence``.
        warnings: what somebody should look at, in the same form.
        place: which of how many files it is: ``3/12``.
    """

    outcome: Outcome
    kind: Kind
    what: str
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    place: str = ""

    def lines(self) -> Iterator[str]:
        """The record as it is printed: its line, then each further reason and warning."""
        first, *more = self.reasons or ("",)
        place = f"[{self.place}] " if self.place else ""
        text = place + " — ".join(filter(None, (self.what, first)))
        yield f"{self.outcome:<10} {self.kind:<13}  {text}"
        for reason in more:
            yield f"{'':<10} {'':<13}  {reason}"
        for warning in self.warnings:
            yield f"{'warning':<10} {'':<13}  {warning}"


def placed(file: str, problem: Problem) -> str:
    """A problem with its place: ``drafts/sleep.md:4 date: …``."""
    where = f"{file}:{problem.line}"
    return f"{where} {problem.field}: {problem.sentence}" if problem.field else (
        f"{where}: {problem.sentence}"
    )  # fmt: skip


@dataclass
class Tally:
    """How many records of each kind had which outcome."""

    counts: Counter[tuple[Kind, Outcome]] = field(default_factory=Counter)

    def add(self, record: Record) -> None:
        self.counts[record.kind, record.outcome] += 1

    @property
    def failed(self) -> int:
        """How many records failed."""
        return sum(n for (_kind, outcome), n in self.counts.items() if outcome is Outcome.FAILED)

    def table(self) -> Iterable[str]:
        """The closing summary: a row for each kind that occurred, articles always."""
        yield f"{'':<14}" + "".join(f"{outcome:>11}" for outcome in Outcome)
        for kind in Kind:
            row = [self.counts[kind, outcome] for outcome in Outcome]
            if any(row) or kind is Kind.ARTICLE:
                yield f"{kind:<14}" + "".join(f"{number:>11,}" for number in row)
