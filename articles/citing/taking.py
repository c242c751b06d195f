"""What becomes of what a writer pasted: for each work a row to add, a number, or a reason.

Nothing of this is written anywhere: the answer fills in fields, and the writer saves them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from articles.citing import bibtex, nbib, ris
from articles.citing.identify import (
    MOST_CHARACTERS,
    Kind,
    Named,
    cleaned,
    named_in,
)
from articles.citing.lookup import Patience, look_up, source_of
from articles.citing.same import Known
from articles.citing.sources import Failed, Found, Outcome, Source
from articles.citing.stretches import Format, Stretches
from wellness.lib.text import excerpt

MOST_RECORDS: Final = 300
MOST_LOOKED_UP: Final = 20

NOTHING: Final = "Paste a DOI, a PubMed ID, a web address, or records in RIS or BibTeX."
TOO_LONG: Final = (
    f"This is longer than {MOST_CHARACTERS:,} characters. Export fewer records at a time."
)
NO_RECORDS: Final = "No record could be found in this. Is the file complete?"
NOT_READ: Final = "This entry is not written as BibTeX."
UNKNOWN: Final = "This is no DOI, PubMed ID or web address."
_TOO_MANY: Final = "Here are the first {}. Take the rest in a second step."

_READERS: Final = {
    Format.RIS: ris.records,
    Format.BIBTEX: bibtex.records,
    Format.NBIB: nbib.records,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One work of what was pasted.

    Attributes:
        number: of the reference that the article has already; 0 where it has none.
        twice: the same as the one at this place of the list; nothing where it is not.
    """

    outcome: Outcome
    number: int = 0
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, as far as it is understood without asking anybody.

    Attributes:
        works: records that were read and lines that name a work, in the order of the lines.
        problem: why nothing of it can be taken, as a sentence.
        more: a sentence about what was left out.
    """

    works: tuple[Outcome | Named, ...] = ()
    problem: str = ""
    more: str = ""

    @property
    def asks(self) -> int:
        """How many works have to be looked up."""
        return sum(_has_to_be_asked(work) for work in self.works)


def understood(text: str) -> Pasted:
    """What was pasted, apart; each stretch is read as the format that it has."""
    if len(text) > MOST_CHARACTERS:
        return Pasted(problem=TOO_LONG)
    text = cleaned(text)
    if not text.strip():
        return Pasted(problem=NOTHING)
    cut = Stretches(text)
    found: list[Outcome | Named] = [*named_in(cut.text(Format.LINES)), *_records(cut)]
    if not found:
        return Pasted(problem=NO_RECORDS)
    found.sort(key=lambda work: work.line)
    works = tuple(_first(found))
    return Pasted(works, more=_TOO_MANY.format(len(works)) if len(works) < len(found) else "")


def _records(cut: Stretches) -> Iterator[Outcome]:
    for form, records in _READERS.items():
        if not cut.has(form):
            continue
        found = tuple(islice(records(cut.text(form)), MOST_RECORDS + 1))
        yield from found
        if form is Format.BIBTEX and len(found) <= MOST_RECORDS:
            told = Counter(outcome.line for outcome in found)
            lines = cut.text(form).split("\n")
            for line in cut.begins:
                told[line] -= 1
                if told[line] < 0:
                    yield Failed(NOT_READ, line, excerpt(lines[line - 1], 80))


def _first(works: Iterable[Outcome | Named]) -> Iterator[Outcome | Named]:
    """As many as are taken in one step."""
    asked = 0
    for work in islice(works, MOST_RECORDS):
        asked += _has_to_be_asked(work)
        if asked > MOST_LOOKED_UP:
            return
        yield work


def _has_to_be_asked(work: Outcome | Named) -> bool:
    return isinstance(work, Named) and work.kind is not Kind.UNKNOWN


def take(pasted: Pasted, rows: Iterable[tuple[int, Source]]) -> Iterator[Taken]:
    """Every work, compared with the references that the article has; asks where it must."""
    known, seen = Known(rows), Known(())
    for place, outcome in enumerate(_looked_up(pasted.works, known), start=1):
        source = outcome.source
        if source is None:
            yield Taken(outcome)
            continue
        number = known.number_of(source)
        twice = bool(seen.number_of(source))
        seen.add(place, source)
        yield Taken(Found(source, outcome.line) if number else outcome, number, twice)


def _looked_up(works: Iterable[Outcome | Named], known: Known) -> Iterator[Outcome]:
    patience = Patience()
    for one in works:
        if not isinstance(one, Named):
            yield one
            continue
        if one.kind is Kind.UNKNOWN:
            yield Failed(UNKNOWN, one.line, excerpt(one.value, 80))
            continue
        source = source_of(one)
        if known.number_of(source):  # nobody has to be asked about what is there
            yield Found(source, one.line)
        else:
            yield look_up(one, patience)
