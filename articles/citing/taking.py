"""What becomes of what a writer pasted: for each work a row to add, a number, or a reason.

Nothing of this is written anywhere: the answer fills in fields, and the writer saves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from articles.citing import bibtex, nbib, ris
from articles.citing.identify import (
    MOST_CHARACTERS,
    Format,
    Kind,
    Named,
    cleaned,
    form_of,
    named_in,
)
from articles.citing.lookup import Patience, look_up, source_of
from articles.citing.same import Known
from articles.citing.sources import Failed, Found, Outcome, Source
from wellness.lib.text import excerpt

MOST_RECORDS: Final = 300
MOST_LOOKED_UP: Final = 20

NOTHING: Final = "Paste a DOI, a PubMed ID, a web address, or records in RIS or BibTeX."
TOO_LONG: Final = (
    f"This is longer than {MOST_CHARACTERS:,} characters. Export fewer records at a time."
)
NO_RECORDS: Final = "No record could be found in this. Is the file complete?"
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
        problem: why nothing of it can be taken, as a sentence.
        more: a sentence about what was left out.
    """

    outcomes: tuple[Outcome, ...] = ()
    named: tuple[Named, ...] = ()
    problem: str = ""
    more: str = ""

    @property
    def asks(self) -> int:
        """How many works have to be looked up."""
        return sum(named.kind is not Kind.UNKNOWN for named in self.named)


def understood(text: str) -> Pasted:
    """What was pasted, apart."""
    if len(text) > MOST_CHARACTERS:
        return Pasted(problem=TOO_LONG)
    text = cleaned(text)
    if not text.strip():
        return Pasted(problem=NOTHING)
    form = form_of(text)
    if form is Format.LINES:
        named = named_in(text)
        return Pasted(named=tuple(named[:MOST_LOOKED_UP]), more=_more(len(named), MOST_LOOKED_UP))
    found = tuple(islice(_READERS[form](text), MOST_RECORDS + 1))
    if not found:
        return Pasted(problem=NO_RECORDS)
    return Pasted(found[:MOST_RECORDS], more=_more(len(found), MOST_RECORDS))


def _more(number: int, most: int) -> str:
    return _TOO_MANY.format(most) if number > most else ""


def take(pasted: Pasted, rows: Iterable[tuple[int, Source]]) -> Iterator[Taken]:
    """Every work, compared with the references that the article has; asks where it must."""
    known, seen = Known(rows), Known(())
    outcomes = pasted.outcomes or _looked_up(pasted.named, known)
    for place, outcome in enumerate(outcomes, start=1):
        source = outcome.source
        if source is None:
            yield Taken(outcome)
            continue
        number = known.number_of(source)
        twice = bool(seen.number_of(source))
        seen.add(place, source)
        yield Taken(Found(source, outcome.line) if number else outcome, number, twice)


def _looked_up(named: Iterable[Named], known: Known) -> Iterator[Outcome]:
    patience = Patience()
    for one in named:
        if one.kind is Kind.UNKNOWN:
            yield Failed(UNKNOWN, one.line, excerpt(one.value, 80))
            continue
        source = source_of(one)
        if known.number_of(source):  # nobody has to be asked about what is there
            yield Found(source, one.line)
        else:
            yield look_up(one, patience)
