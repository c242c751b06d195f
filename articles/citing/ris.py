"""Records in RIS, as databases of literature and reference managers export them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import rispy

from articles.citing import names
from articles.citing.sources import Failed, Found, Outcome, plain, read, year_in
from wellness.lib.text import excerpt

_TAGGED: Final = re.compile(r"^\s*+([A-Z][A-Z0-9])  -(?: |$)")
_NARROW: Final = re.compile(r"^[^\S\n]*+([A-Z][A-Z0-9]) - ?", re.M)
_BEGINS_NARROW: Final = re.compile(r"^[^\S\n]*+TY - ", re.M)
_BOOKS: Final = frozenset({"BOOK", "EBOOK", "EDBOOK", "RPRT", "THES", "GOVDOC", "STAND", "PAMP"})


def records(text: str) -> Iterator[Outcome]:
    """Every record of a text, in order."""
    if _BEGINS_NARROW.search(text):  # some write one space where the format has two
        text = _NARROW.sub(r"\1  - ", text)
    for line, lines in _apart(text):
        yield _record(line, lines)


def _apart(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each record, and the number of its first."""
    begins, kept = 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        tagged = _TAGGED.match(line)
        tag = tagged[1] if tagged else ""
        if tag == "TY":
            if kept:
                yield begins, kept
            begins, kept = number, []
        if tag == "TY" or kept:
            kept.append(line.strip() if tag else line)
        if tag == "ER" and kept:
            yield begins, kept
            kept = []
    if kept:
        yield begins, kept


def _record(line: int, lines: list[str]) -> Outcome:
    label = excerpt(next((row for row in lines[1:] if row.strip()), lines[0]), 80)
    closed = lines if lines[-1].startswith("ER") else [*lines, "ER  - "]
    try:
        (record,) = rispy.loads("\n".join(closed), delimiter_tags_mapping={})
    except (LookupError, TypeError, ValueError, AttributeError):
        return Failed("This record is not written as RIS.", line, label)
    found = _read(record, line)
    if not found.source.title:
        return Failed("This record has no title (TI).", line, label, found.source)
    return found


def _read(record: dict[str, Any], line: int) -> Found:
    def first(*keys: str) -> str:
        for key in keys:
            value = record.get(key)
            words = plain(value[0] if isinstance(value, list) and value else value)
            if words:
                return words
        return ""

    kind = str(record.get("type_of_reference", "")).upper()
    people = [*record.get("authors", ()), *record.get("first_authors", ())]
    if not people and kind in _BOOKS:
        people = [*record.get("secondary_authors", ()), *record.get("tertiary_authors", ())]
    journal = ("alternate_title3", "journal_name", "secondary_title", "alternate_title2")
    where = ("publisher", "secondary_title") if kind in _BOOKS else (*journal, "publisher")
    urls = [plain(url) for url in record.get("urls", ())]
    return read(
        authors=[names.typed(plain(name)) for name in people],
        title=first("title", "primary_title"),
        publisher=first(*where),
        year=year_in(first("year", "publication_year", "date")),
        url=next((url for url in urls if url.lower().startswith("http")), ""),
        doi=first("doi") or _doi_among([*urls, first("type_of_work"), first("notes")]),
        pmid=_pmid(record),
        line=line,
    )


def _doi_among(texts: list[str]) -> str:
    for text in texts:
        found = re.search(r"(?:doi\.org/|doi:\s*)(10\.\d{4,9}/\S+)", text, re.I)
        if found:
            return found[1].rstrip(".,;)")
    return ""


def _pmid(record: dict[str, Any]) -> str:
    number = plain(record.get("accession_number"))
    base = plain(record.get("name_of_database")) + plain(record.get("database_provider"))
    if number.isdecimal() and re.search("pubmed|medline|nlm", base, re.I):
        return number
    for note in record.get("notes", ()):
        if found := re.search(r"\bPMID:?\s*(\d{1,9})\b", plain(note)):
            return found[1]
    return ""
