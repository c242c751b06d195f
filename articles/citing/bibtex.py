"""Records in BibTeX, with accents as LaTeX writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import bibtexparser
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import Block, Entry, ParsingFailedBlock
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

from articles.citing import names
from articles.citing.sources import LONGEST, Failed, Found, Outcome, plain, read, year_in
from wellness.lib.text import excerpt

_DEEPEST: Final = 40
"""Braces in braces that are still read."""

_LATEX: Final = re.compile(r"[\\{}$~%^_`'-]")
"""Characters that may mean something to LaTeX; without one of them nothing has to be decoded."""

_DECODER: Final = LatexNodes2Text(math_mode="text", strict_latex_spaces=False)


def records(text: str) -> Iterator[Outcome]:
    """Every entry of a text, in order."""
    library = bibtexparser.parse_string(text)
    for block in sorted(library.blocks, key=lambda block: block.start_line or 0):
        entry = _entry(block)
        line = (block.start_line or 0) + 1
        if entry is not None:
            yield _record(entry, line)
        elif isinstance(block, ParsingFailedBlock):
            yield Failed(_reason(block), line, excerpt(block.raw or "", 80))


def _entry(block: Block) -> Entry | None:
    """The entry in a block; one whose key or field stands there twice is an entry all the same."""
    if isinstance(block, Entry):
        return block
    if isinstance(block, ParsingFailedBlock) and isinstance(block.ignore_error_block, Entry):
        return block.ignore_error_block
    return None


def _reason(block: ParsingFailedBlock) -> str:
    aborted = str(getattr(block.error, "abort_reason", ""))
    if "end of file" in aborted or "block start" in aborted:
        return "This entry is not closed: a brace or a quotation mark is missing."
    return "This entry is not written as BibTeX."


def _record(entry: Entry, line: int) -> Outcome:
    label = excerpt(f"@{entry.entry_type}{{{entry.key}", 80)
    try:
        found = _read(entry, line)
    except (LatexWalkerError, InvalidNameError, RecursionError, LookupError, ValueError):
        return Failed("This entry could not be read.", line, label)
    if not found.source.title:
        return Failed("This entry has no title.", line, label, found.source)
    return found


def _read(entry: Entry, line: int) -> Found:
    # Of a field that stands there twice the first counts.
    raw: dict[str, str] = {}
    for field in entry.fields:
        raw.setdefault(field.key.lower(), str(field.value))

    def first(*keys: str) -> str:
        return next((words for key in keys if (words := decoded(raw.get(key, "")))), "")

    people, others = _people(raw.get("author") or raw.get("editor", ""))
    journal = ("journal", "journaltitle", "booktitle", "publisher", "institution", "school")
    pmid = re.search(r"\d{1,9}", raw.get("pmid", ""))
    if not pmid and raw.get("eprinttype", "").lower() == "pubmed":
        pmid = re.search(r"\d{1,9}", raw.get("eprint", ""))
    title = first("title")
    if subtitle := first("subtitle"):
        title = f"{title}: {subtitle}"
    return read(
        authors=people,
        others=others,
        title=title,
        publisher=first(*journal, "organization"),
        year=year_in(first("year", "date")),
        url=_unescaped(raw.get("url", "") or _address_in(raw.get("howpublished", ""))),
        doi=_unescaped(raw.get("doi", "")),
        pmid=pmid[0] if pmid else "",
        line=line,
    )


def decoded(latex: str) -> str:
    """Plain text from LaTeX: “M{\\"u}ller” is “Müller”."""
    latex = latex[:LONGEST]
    if _depth(latex) > _DEEPEST:
        raise ValueError("braces too deep")
    if not _LATEX.search(latex):
        return plain(latex)
    # In a record a per cent sign is one, and begins no comment.
    escaped = re.sub(r"(?<!\\)%", r"\\%", latex)
    result: Any = _DECODER.latex_to_text(escaped)
    return plain(result)


def _depth(latex: str) -> int:
    deepest = depth = 0
    for character in latex:
        if character in "{}":
            depth += 1 if character == "{" else -1
            deepest = max(deepest, depth)
    return deepest


def _unescaped(address: str) -> str:
    """An address or a number: no text, so that only what LaTeX adds is taken away."""
    found = re.sub(r"^\\url\s*\{(.*)\}$", r"\1", address.strip())
    return re.sub(r"\\([_%&#~$])", r"\1", found).strip("{} ")


def _address_in(latex: str) -> str:
    found = re.search(r"https?://[^\s{}]+", latex)
    return found[0] if found else ""


def _people(field: str) -> tuple[list[str], bool]:
    """The names in the magazine’s form, and whether there are “others”."""
    field, others = field[:LONGEST], len(field) > LONGEST
    if _depth(field) > _DEEPEST:
        raise ValueError("braces too deep")
    found: list[str] = []
    for name in split_multiple_persons_names(" ".join(field.split())):
        if len(found) > names.MOST_NAMED:
            return found, True
        if name.lower() == "others":
            others = True
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        family = decoded(" ".join([*parts.von, *parts.last]))
        given = " ".join(decoded(word) for word in parts.first)
        suffix = decoded(" ".join(parts.jr))
        if names.is_suffix(given):  # “Doe, Jane, Jr.” for “Doe, Jr., Jane”
            given, suffix = suffix, given
        found.append(names.person(family, given, suffix))
    return found, others
