"""What the words of a note say of the source that it names, as far as that is certain.

A note is free text. Identifiers can be told for certain; authors, title and journal only where the
note keeps to a known form (Vancouver and AMA, or APA). Whatever is not certain stays in the title,
so that no word of a note is lost: this is counted before the parts are believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError

from articles.models import Reference
from wellness.lib.text import one_line

Row = dict[str, Any]

_DOI: Final = re.compile(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|\bdoi:?\s*)?\b(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE
)
_PMID: Final = re.compile(r"\bPMID:?\s*(\d{1,9})\b", re.IGNORECASE)
_PUBMED: Final = re.compile(
    r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})/?"
)
_URL: Final = re.compile(
    r"(?:\b(?:Available|Retrieved|Accessed) (?:from|at):?\s+|\bURL:?\s+)?(https?://[^\s<>\"]+)",
    re.IGNORECASE,
)
_PERSON: Final = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
_VANCOUVER: Final = re.compile(
    rf"(?P<authors>{_PERSON} [A-Z]{{1,3}}(?:, {_PERSON} [A-Z]{{1,3}})*(?:,? et al)?)\.\s+(?=\S)"
)
_INITIALS: Final = r"[A-Z]\.(?:[ -]?[A-Z]\.){0,3}"
_APA: Final = re.compile(
    rf"(?P<authors>{_PERSON}, {_INITIALS}(?:,? (?:& |and )?{_PERSON}, {_INITIALS})*"
    r"(?:,? et al\.)?)"
    r"\s*\((?P<year>\d{4})[a-z]?\)\.\s+(?=\S)"
)
_YEARS: Final = (
    re.compile(r"\((\d{4})[a-z]?\)"),
    re.compile(r"(?<!\d)(\d{4})(?: [A-Z][a-z]{2,8}(?: \d{1,2})?)?;"),
    re.compile(r"[,.;] (\d{4})\.?$"),
)
_LONGEST: Final = 2_000  # what is longer is no source but a note of another kind
_SENTENCES: Final = re.compile(r"(?<=[.?!])\s+")
_WORD: Final = re.compile(r"\w+")


def source(text: str, *, links: Sequence[str] = (), italic: Sequence[str] = ()) -> Row:
    """A row with the fields of ``Reference`` for the words of a note.

    Args:
        links: where the links of the note lead, whatever their words say.
        italic: what is set in italics in it, which is the journal or the book.
    """
    text = one_line(text)
    if len(text) > _LONGEST:
        return _whole(text, _identified(text[:_LONGEST], links)[1])
    rest, row = _identified(text, links)
    parts = _parted(rest, italic) if rest else {}
    if parts and not _lossless(rest, parts):
        parts = {}
    row |= parts or {"title": rest.rstrip(" .") or text}
    if not row["year"]:
        row["year"] = _year(rest)
    return row if _fits(row) else _whole(text, row)


def key(text: str) -> str:
    """What makes two notes the same: their words, whatever stands between them."""
    return " ".join(_WORD.findall(one_line(text).casefold()))


def _identified(text: str, links: Sequence[str]) -> tuple[str, Row]:
    """The note without its DOI, PubMed ID and address, and these as fields."""
    row = Reference(title="").as_row()
    rest = text
    for pattern, name in ((_PUBMED, "pmid"), (_DOI, "doi"), (_PMID, "pmid"), (_URL, "url")):
        found = pattern.search(rest)
        if found is None:
            continue
        value = _closed(found[1])
        if row[name] and row[name] != value:
            continue
        row[name] = value
        rest = _joined(rest[: found.start()], rest[found.start(1) + len(value) :].lstrip("/"))
    for link in links:
        if (found := _PUBMED.match(link)) and not row["pmid"]:
            row["pmid"] = found[1]
        elif (found := _DOI.search(link)) and "doi.org" in link:
            row["doi"] = row["doi"] or _closed(found[1])
        elif link.startswith(("http:", "https:")) and not row["url"]:
            row["url"] = link
    return rest.strip(" ,;"), row


def _joined(before: str, after: str) -> str:
    """A sentence without what stood in it, and without the mark that belonged to that."""
    before, after = before.rstrip(), after.lstrip()
    if before.endswith((".", ",", ";", ":")) and after.startswith((".", ",", ";")):
        after = after[1:].lstrip()
    return f"{before}{'' if after.startswith(('.', ',', ';')) else ' '}{after}"


def _closed(value: str) -> str:
    """An identifier without the marks of the sentence that it ends."""
    value = value.rstrip(".,;:’”\"'")
    while value.endswith((")", "]")) and value.count(value[-1]) > value.count(
        "(" if value[-1] == ")" else "["
    ):  # fmt: skip
        value = value[:-1].rstrip(".,;:")
    return value


def _parted(rest: str, italic: Sequence[str]) -> Row:
    """Authors, title and where it appeared, where the note keeps to a known form."""
    found = _APA.match(rest) or _VANCOUVER.match(rest)
    if found is None:
        return {}
    year = found.groupdict().get("year")
    after = rest[found.end() :]
    title, publisher = _title(after, italic)
    row: Row = {"authors": found["authors"].strip(" ,"), "title": title, "publisher": publisher}
    number = int(year) if year else _year(publisher)
    if number:
        row["year"] = number
        row["publisher"] = re.sub(
            rf"[\s.,;(]*\b{number}[a-z]?\b[\s.,;)]*", "; ", publisher, count=1
        ).strip(" ;")
    return row


def _title(text: str, italic: Sequence[str]) -> tuple[str, str]:
    """The title and the rest, which says where it appeared; all is title where nothing parts it."""
    for words in italic:
        place = text.find(words)
        if place == 0:
            return words.rstrip("."), text[len(words) :].strip(" .,")
        before = text[:place].rstrip() if place > 0 else ""
        if before.endswith((".", "?", "!")):
            return before.rstrip("."), text[place:].rstrip(" .")
    sentences = _SENTENCES.split(text.strip())
    if len(sentences) == 2 or (
        len(sentences) == 3 and re.match(r"\d{4}\b", sentences[2]) and not re.search(
            r"\d", sentences[1]
        )
    ):  # fmt: skip
        return sentences[0].rstrip("."), " ".join(sentences[1:]).rstrip(" .")
    return text.rstrip(" ."), ""


def _year(text: str) -> int | None:
    """The year, where all that reads like one agrees."""
    found = {int(match[1]) for pattern in _YEARS for match in pattern.finditer(text)}
    years = {year for year in found if 1500 <= year <= 2100}
    return years.pop() if len(years) == 1 else None


def _lossless(text: str, row: Row) -> bool:
    """Whether the parts hold every word of the text, and no other."""
    joined = " ".join(str(value) for value in row.values() if value)
    return Counter(_WORD.findall(text)) == Counter(_WORD.findall(joined)) and bool(row["title"])


def _fits(row: Row) -> bool:
    try:
        Reference(**row).full_clean(exclude=["article"])
    except ValidationError:
        return False
    return True


def _whole(text: str, row: Row) -> Row:
    """The whole text as the title, with the identifiers that can be stored."""
    bare = Reference(title=text[:500]).as_row()
    for name in ("doi", "pmid", "url", "year"):
        if row[name] and _fits(bare | {name: row[name]}):
            bare[name] = row[name]
    return bare
