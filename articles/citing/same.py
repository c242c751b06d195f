"""Whether an article has a source already: by DOI, PubMed ID, address, or title and year."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from articles.citing.sources import Source
from articles.models.reference import clean_doi


class Known:
    """The sources of an article with their numbers."""

    def __init__(self, rows: Iterable[tuple[int, Source]]) -> None:
        self._rows: dict[tuple[str, str], list[tuple[int, Source]]] = defaultdict(list)
        for number, source in rows:
            self.add(number, source)

    def add(self, number: int, source: Source) -> None:
        for mark in _marks(source):
            self._rows[mark].append((number, source))

    def number_of(self, source: Source) -> int:
        """The number under which the article has it; 0 where it has not."""
        for mark in _marks(source):
            for number, other in self._rows.get(mark, ()):
                if mark[0] != "title" or not _differ(source, other):
                    return number
        return 0


def _marks(source: Source) -> Iterator[tuple[str, str]]:
    if source.doi:
        yield "doi", clean_doi(source.doi).lower()
    if source.pmid:
        yield "pmid", source.pmid.strip().lstrip("0")
    if source.url:
        address = re.sub(r"^https?://(?:www\.)?", "", source.url.strip(), flags=re.I)
        yield "url", address.partition("#")[0].rstrip("/")
    title = _letters(source.title)
    if title and source.year:
        yield "title", f"{title} {source.year}"


def _differ(one: Source, other: Source) -> bool:
    """Whether two works of one title and year are two works all the same: two editorials, or a
    preprint and its article."""
    names = (_letters(source.authors.partition(" ")[0]) for source in (one, other))
    pairs = (
        (clean_doi(one.doi).lower(), clean_doi(other.doi).lower()),
        (one.pmid, other.pmid),
        tuple(names),
    )
    return any(mine and theirs and mine != theirs for mine, theirs in pairs)


def _letters(words: str) -> str:
    """The letters and digits alone, without accents: how a title is spelt varies."""
    apart = unicodedata.normalize("NFKD", words).casefold()
    return "".join(c for c in apart if c.isalnum())
