"""Where each format begins and ends in what a writer pasted: several may follow one another.

Each format gets the whole text with the lines of all others blank, so that its reader counts lines
as the writer does. What belongs to no record stays for the lines that name works: whatever nothing
reads there is told by its line, and nothing vanishes.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Format(StrEnum):
    """How a stretch of what was pasted is to be read."""

    RIS = "RIS"
    BIBTEX = "BibTeX"
    NBIB = "PubMed"
    LINES = "lines"


_RIS: Final = re.compile(r"[ \t]*TY {1,2}- ?\w")
_RIS_TAG: Final = re.compile(r"[ \t]*[A-Z][A-Z0-9] {1,2}-(?: |$)")
_RIS_END: Final = re.compile(r"[ \t]*ER {1,2}-(?: |$)")
_NBIB: Final = re.compile(r"PMID ?- ?\d")
_NBIB_LINE: Final = re.compile(r"[A-Z]{2,4} {0,2}- ?| {2,}\S")
_BIBTEX: Final = re.compile(r"[ \t]*@([a-zA-Z]+)[ \t]*[{(]")
_BRACKET: Final = re.compile(r"(?<!\\)[{}]|[()]")
_CLOSES: Final = {"{": "}", "(": ")"}
_NO_ENTRIES: Final = frozenset({"comment", "string", "preamble"})
_HEADER: Final = re.compile(r"\s*(?:%|(?:Provider|Database|Content|Encoding):)", re.I)
"""What programs write over or between the records that they export."""


class Stretches:
    """A text, cut.

    Attributes:
        begins: the lines in which an entry of BibTeX begins; its reader gives up some silently.
    """

    def __init__(self, text: str) -> None:
        self.begins: list[int] = []
        self._lines = text.split("\n")
        self._of = {form: [""] * len(self._lines) for form in Format}
        self._cut()

    def text(self, form: Format) -> str:
        """The lines of one format at their places."""
        return "\n".join(self._of[form])

    def has(self, form: Format) -> bool:
        return any(line.strip() for line in self._of[form])

    def _cut(self) -> None:
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            if _RIS.match(line):
                at = self._put(Format.RIS, at, self._end_of_ris(at))
            elif _NBIB.match(line):
                at = self._put(Format.NBIB, at, self._end_of_nbib(at))
            elif _BIBTEX.match(line):
                at = self._take_entries(at)
            else:
                at = self._put(Format.LINES, at, at + 1)
        if any(self.has(form) for form in Format if form is not Format.LINES):
            lines = self._of[Format.LINES]
            lines[:] = ["" if _HEADER.match(line) else line for line in lines]

    def _put(self, form: Format, begin: int, end: int) -> int:
        self._of[form][begin:end] = self._lines[begin:end]
        return end

    def _end_of_ris(self, begin: int) -> int:
        """Behind the line that closes a record; without one, behind its last tag."""
        for at in range(begin + 1, len(self._lines)):
            if _RIS_END.match(self._lines[at]):
                return at + 1
            if _RIS.match(self._lines[at]):
                break
        at = begin + 1
        blank = False
        while at < len(self._lines):
            line = self._lines[at]
            if _RIS.match(line) or _NBIB.match(line) or _BIBTEX.match(line):
                break
            if blank and line.strip() and not _RIS_TAG.match(line):
                break
            blank = not line.strip()
            at += 1
        return at

    def _end_of_nbib(self, begin: int) -> int:
        """Behind the last line with a tag; a blank line ends a record."""
        at = begin + 1
        while at < len(self._lines):
            line = self._lines[at]
            if _RIS.match(line) or _NBIB.match(line) or not _NBIB_LINE.match(line):
                break
            at += 1
        return at

    # -- BibTeX ------------------------------------------------------------------------------------

    def _take_entries(self, begin: int) -> int:
        """Take the entry that begins in a line, and those that begin where one closes."""
        first, column = begin, 0
        while found := _BIBTEX.match(self._lines[begin], column):
            if found[1].lower() not in _NO_ENTRIES:
                self.begins.append(begin + 1)
            closed = self._close_of(begin, found.end() - 1)
            if closed is None:
                return self._put(Format.BIBTEX, first, self._end_of_open(begin))
            begin, column = closed
        self._put(Format.BIBTEX, first, begin + 1)
        rest = self._lines[begin][column:]
        if rest.strip(" \t,"):
            self._of[Format.BIBTEX][begin] = self._lines[begin][:column]
            self._of[Format.LINES][begin] = rest
        return begin + 1

    def _close_of(self, begin: int, column: int) -> tuple[int, int] | None:
        """The line and the column behind what closes an entry; nothing where it stays open."""
        opens = self._lines[begin][column]
        closes = _CLOSES[opens]
        depth = 0
        for at in range(begin, len(self._lines)):
            line = self._lines[at]
            if at > begin and _BIBTEX.match(line):
                return None
            for found in _BRACKET.finditer(line, column if at == begin else 0):
                depth += (found[0] == opens) - (found[0] == closes)
                if not depth:
                    return at, found.end()
        return None

    def _end_of_open(self, begin: int) -> int:
        """The end of an entry that nothing closes: a blank line, or another record."""
        at = begin + 1
        while at < len(self._lines):
            line = self._lines[at]
            if not line.strip() or any(r.match(line) for r in (_RIS, _NBIB, _BIBTEX)):
                break
            at += 1
        return at
