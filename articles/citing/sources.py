"""A cited source as this room hands it on: plain text in the magazine’s form, within its limits.

Whatever comes from a file or from another server passes `read`: markup, entities and unseen
characters go, what a column cannot hold is cut or left out, and a sentence says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from articles.citing.names import in_one_line
from articles.models import Reference
from articles.models.reference import DOI, clean_doi
from wellness.lib.text import excerpt, one_line

FIRST_YEAR, LAST_YEAR = 1500, 2200

LONGEST: Final = 10_000
"""Characters of a field that are looked at; far more than any column holds."""

RETRACTED: Final = (
    "This work was retracted. Don’t rest a statement on it; cite it only where the text says that "
    "it was retracted."
)
NOTICE: Final = "This is the notice of a retraction, not the work that was retracted."
CONCERN: Final = (
    "Its publisher has voiced concern about this work. Read the notice before you rest a statement "
    "on it."
)

_RETRACTED_TITLE: Final = re.compile(
    r"^\W*(?:(?:RETRACTED|WITHDRAWN)\b|(?i:retracted(?: article)?|withdrawn)\s*[:\])–—])"
)
_TAG: Final = re.compile(r"<!--(?:(?!<!--).)*?-->|</?[a-zA-Z][\w:.-]*(?:\s[^<>]*)?/?>", re.S)
_TIMES_ESCAPED: Final = 3
_NO_CHARACTER: Final = re.compile(r"&#[0-9]{100,}+;?")
"""A number that no character has; Python refuses to read one of several thousand digits."""
_ADDRESS: Final = URLValidator(schemes=["http", "https"])
_NO_ADDRESS: Final = re.compile(
    r"^https?://(?:(?:dx\.|www\.)?doi\.org/|pubmed\.ncbi\.nlm\.nih\.gov/\d|"
    r"(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/\d)",
    re.I,
)
"""What the DOI or the PubMed ID says already."""


@dataclass(frozen=True, slots=True)
class Source:
    """The fields of a reference."""

    authors: str = ""
    title: str = ""
    publisher: str = ""
    year: int | None = None
    url: str = ""
    doi: str = ""
    pmid: str = ""

    def as_typed(self) -> dict[str, str]:
        """The fields as somebody would type them."""
        return {name: "" if value is None else str(value) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Found:
    """A record that could be read.

    Attributes:
        line: where it begins in what was pasted.
        notes: sentences about what the writer should look at.
    """

    source: Source
    line: int = 1
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A record that could not be read, or looked up.

    Attributes:
        label: its beginning, to know it by.
        source: what is known of it all the same, for the writer to go on with.
    """

    reason: str
    line: int = 1
    label: str = ""
    source: Source | None = None


Outcome = Found | Failed


def unescaped(text: str) -> str:
    """Text with characters in place of its entities, whatever number they claim."""
    return html.unescape(_NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text))


def plain(text: object) -> str:
    """Text of somebody else on one line, without markup and entities."""
    words = str(text)[:LONGEST] if isinstance(text, (str, int, float)) else ""
    for _ in range(_TIMES_ESCAPED):
        before = words
        words = unescaped(_TAG.sub("", words))
        if words == before:
            break
    return one_line(_TAG.sub("", words))


def year_in(text: object) -> int | None:
    """The first year that a date names."""
    found = re.search(r"(?<!\d)(1[5-9]\d\d|2[01]\d\d)(?!\d)", plain(text))
    return int(found[1]) if found else None


def read(
    *,
    authors: Iterable[str] = (),
    others: bool = False,
    title: object = "",
    publisher: object = "",
    year: int | None = None,
    url: object = "",
    doi: object = "",
    pmid: object = "",
    line: int = 1,
    notes: Iterable[str] = (),
) -> Found:
    """A record in the form of the magazine.

    Args:
        authors: names in the form “Doe J”, in order.
        others: whether there are more authors than those named.
    """
    said = list(notes)
    words = plain(title)
    if _RETRACTED_TITLE.match(words) and RETRACTED not in said:
        said.insert(0, RETRACTED)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        said.append(f"The year {year} was left out: look it up.")
        year = None
    source = Source(
        authors=in_one_line([plain(name) for name in authors], others, _limit("authors")),
        title=_cut("title", words, said),
        publisher=_cut("journal or publisher", plain(publisher), said),
        year=year,
        url=_address(plain(url), said),
        doi=_doi(plain(doi), said),
        pmid=_pmid(plain(pmid), said),
    )
    return Found(source, line, tuple(said))


def _limit(name: str) -> int:
    limit = getattr(Reference._meta.get_field(name), "max_length", None)
    assert limit is not None  # asked of columns that have one
    return int(limit)


def _cut(label: str, words: str, said: list[str]) -> str:
    limit = _limit("publisher" if label != "title" else label)
    if len(words) <= limit:
        return words
    said.append(f"The {label} is longer than {limit} characters and was cut: check it.")
    return excerpt(words, limit)


def _address(url: str, said: list[str]) -> str:
    if not url or _NO_ADDRESS.match(url):
        return ""
    try:
        _ADDRESS(url)
    except ValidationError:
        said.append(f"“{excerpt(url, 60)}” is no web address and was left out.")
        return ""
    if len(url) > _limit("url"):
        said.append("The web address is too long to be kept and was left out.")
        return ""
    return url


def _doi(doi: str, said: list[str]) -> str:
    doi = clean_doi(doi)
    if doi and (not DOI.match(doi) or len(doi) > _limit("doi")):
        said.append(f"“{excerpt(doi, 60)}” is not a DOI and was left out.")
        return ""
    return doi


def _pmid(pmid: str, said: list[str]) -> str:
    if pmid and not re.fullmatch(r"\d{1,9}", pmid, re.ASCII):
        said.append(f"“{excerpt(pmid, 30)}” is not a PubMed ID and was left out.")
        return ""
    return pmid.lstrip("0")
