"""What the lines that a writer pasted name: DOIs, PubMed IDs and web addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit

from wellness.lib.text import strip_controls

MOST_CHARACTERS: Final = 600_000
"""Of what is pasted or of a file: a few hundred records with their abstracts."""


class Kind(StrEnum):
    """What a line names."""

    DOI = "DOI"
    PMID = "PubMed ID"
    URL = "web address"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Named:
    """One work that was named, and in which line."""

    kind: Kind
    value: str
    line: int = 1


_DOI: Final = re.compile(r"(?<![\d.])10\.\d{4,9}/[^\s<>\"“”]+")
_PMID: Final = re.compile(r"\bPMID\b[\s:#]*(\d{1,9})\b", re.I)
_ONLY_DIGITS: Final = re.compile(r"\d{1,9}(?:[\s,;]+\d{1,9})*")
_URL: Final = re.compile(r"https?://[^\s<>\"“”]+|\bwww\.[^\s<>\"“”]+\.[^\s<>\"“”]+", re.I)
_BARE_URL: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.I)
_PUBMED: Final = re.compile(
    r"^https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed|"
    r"(?:www\.)?pubmed\.gov)/(\d{1,9})(?!\d)",
    re.I,
)
_LONGEST: Final = 2_000
"""Characters of a line, or of an address, that are looked at."""

_PAIRS: Final = {")": "(", "]": "[", "}": "{", ">": "<"}
_TAIL: Final = re.compile(
    r"(?:/(?:full|fulltext|abstract|pdf|epdf|html|meta|summary|references|pdfdirect|"
    r"full/html)|\.(?:full|pdf|abstract|full\.pdf))$",
    re.I,
)
"""What publishers put behind a DOI in the addresses of their pages."""


def cleaned(text: str) -> str:
    """What was pasted, with line feeds only and without unseen characters."""
    return strip_controls(text)


def named_in(text: str) -> list[Named]:
    """Every work that the lines name, each once, in order."""
    found: dict[tuple[Kind, str], Named] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for kind, value in _of_line(line.strip()[:_LONGEST]):
            found.setdefault((kind, value.lower()), Named(kind, value, number))
    return list(found.values())


def doi_within(url: str) -> str:
    """The DOI that stands in the address of a publisher’s page; empty where none does."""
    found = _DOI.search(unquote(url).partition("#")[0])
    if not found:
        return ""
    doi = _trimmed(found[0].partition("?")[0].partition("&")[0])
    while (shorter := _TAIL.sub("", doi)) != doi:
        doi = shorter
    return doi


def _of_line(line: str) -> list[tuple[Kind, str]]:
    if not line:
        return []
    if _ONLY_DIGITS.fullmatch(line):
        return [(Kind.PMID, _digits(number)) for number in re.findall(r"\d+", line)]
    urls = [_trimmed(url) for url in _URL.findall(line)]
    if urls:
        return [_of_address(url if "://" in url else f"https://{url}") for url in urls]
    if dois := [_trimmed(doi) for doi in _DOI.findall(line)]:
        return [(Kind.DOI, doi) for doi in dois]
    if pmids := _PMID.findall(line):
        return [(Kind.PMID, _digits(number)) for number in pmids]
    if _BARE_URL.fullmatch(line):
        return [_of_address(f"https://{line}")]
    return [(Kind.UNKNOWN, line)]


def _of_address(url: str) -> tuple[Kind, str]:
    if found := _PUBMED.match(url):
        return Kind.PMID, _digits(found[1])
    try:
        parts = urlsplit(url)
    except ValueError:
        return Kind.UNKNOWN, url
    if (parts.hostname or "").lower() in {"doi.org", "dx.doi.org", "www.doi.org"}:
        doi = _trimmed(unquote(parts.path).lstrip("/"))
        if _DOI.fullmatch(doi):
            return Kind.DOI, doi
    return Kind.URL, url


def _trimmed(text: str) -> str:
    """Without the punctuation of the sentence around it; a bracket stays where it is a pair."""
    text = text[:_LONGEST]
    while text:
        last = text[-1]
        opening = _PAIRS.get(last)
        if last in ".,;:!?'’”\"|*_" or (opening and text.count(last) > text.count(opening)):
            text = text[:-1]
        else:
            break
    return text


def _digits(number: str) -> str:
    return number.lstrip("0") or "0"
