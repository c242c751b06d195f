"""One line of running text: words with their bold, italic and links, and line breaks.

A line collects pieces of text, each with the inline elements around it, and gives them back as
paragraphs: white space collapsed as a browser shows it, nothing empty, no element twice inside
itself, equal neighbours joined, and two line breaks in a row read as a new paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from wellness.lib.html_tree import Element, Node
from wellness.lib.rich_text_features import CITATION

Wrapper = tuple[str, tuple[tuple[str, str], ...]]
"""An inline element around a piece of text: its tag and its attributes."""

Around = tuple[Wrapper, ...]
"""The inline elements around a piece of text, the outermost first."""

_CITATION: Final[Wrapper] = ("sup", (("class", CITATION),))

# Between pieces stands NUL, which text itself cannot contain (see text.strip_controls).
# A gap that is a single character inside one piece is as it should be, and is not matched.
_GAP: Final = re.compile("[\x00 \xa0\n]{2,}")
_EDGE: Final = "\x00 \xa0\n"
_INVISIBLE: Final = "\xad\u200c\u200d\u200e\u200f\u2060"


class Line:
    """Collects pieces of running text; `paragraphs()` hands them over and empties the line."""

    __slots__ = ("_arounds", "_texts")

    def __init__(self) -> None:
        self._arounds: list[Around] = []
        self._texts: list[str] = []

    def add(self, text: str, around: Around = ()) -> None:
        for white in "\n\t\r\f":
            text = text.replace(white, " ")
        self._push(text.replace("\x00", ""), around)

    def break_line(self, around: Around = ()) -> None:
        self._push("\n", around)

    def cite(self, numbers: Sequence[int]) -> None:
        """Reference markers. They stand in no other element, and those that follow one another,
        or have but white space and commas between them, are one group with each number once."""
        for number in numbers:
            if _cites(self._arounds[-2:-1]) and not self._texts[-1].strip(" ,\xa0"):
                self._arounds.pop()
                self._texts.pop()
            marker = (_CITATION, ("a", (("href", f"#reference-{number}"),)))
            if marker not in self._group():
                self._push(str(number), marker)

    def _group(self) -> list[Around]:
        """The markers at the end of the line."""
        start = len(self._arounds)
        while _cites(self._arounds[start - 1 : start]):
            start -= 1
        return self._arounds[start:]

    def _push(self, text: str, around: Around) -> None:
        if self._arounds and self._arounds[-1] == around:
            self._texts[-1] += text
        else:
            self._arounds.append(around)
            self._texts.append(text)

    def paragraphs(self) -> list[list[Node]]:
        """The collected text as the children of one paragraph after another."""
        arounds, texts = self._arounds, self._texts
        self._arounds, self._texts = [], []
        if not texts:
            return []
        if len(texts) == 1 and "\n" not in texts[0] and not _GAP.search(texts[0]):
            pieces = [(arounds[0], texts[0].strip(_EDGE))]
            return [tree(pieces)] if _visible(pieces) else []
        joined = _one_gap_each("\x00".join(texts), arounds)
        paragraphs: list[list[tuple[Around, str]]] = [[]]
        for around, piece in zip(arounds, _trimmed(joined).split("\x00"), strict=True):
            first, *rest = piece.split("\n\n")
            paragraphs[-1].append((around, first))
            paragraphs.extend([(around, part)] for part in rest)
        return [tree(pieces) for pieces in paragraphs if _visible(pieces)]

    def single(self) -> list[Node]:
        """The collected text as the children of one element that cannot be split."""
        children: list[Node] = []
        for paragraph in self.paragraphs():
            if children:
                children.append(Element("br"))
            children.extend(paragraph)
        return children


def _cites(arounds: Sequence[Around]) -> bool:
    return any(_CITATION in around for around in arounds)


def _one_gap_each(joined: str, arounds: Sequence[Around]) -> str:
    """The pieces with all white space between two words as one character: the end of a paragraph
    or of a line, a space, or a no-break space. Where it lies between two pieces it goes to the one
    with the fewest elements around it, so that `<em>word </em>` becomes `<em>word</em> `.
    """
    seen = 0  # marks up to here, which is the number of the piece that we are in
    end = 0

    def one_gap(match: re.Match[str]) -> str:
        nonlocal seen, end
        gap = match[0]
        marks = gap.count("\x00")
        if marks == len(gap):
            return gap
        lines = gap.count("\n")
        white = "\n\n" if lines > 1 else "\n" if lines else " " if " " in gap else "\xa0"
        if not marks:
            return white
        seen += joined.count("\x00", end, match.start())
        end = match.end()
        place = min(range(marks + 1), key=lambda index: len(arounds[seen + index]))
        seen += marks
        return "\x00" * place + white + "\x00" * (marks - place)

    return _GAP.sub(one_gap, joined)


def _trimmed(joined: str) -> str:
    """The pieces without white space at the beginning and the end of them all."""
    rest = joined.lstrip(_EDGE)
    marks_before = joined.count("\x00", 0, len(joined) - len(rest))
    inside = rest.rstrip(_EDGE)
    marks_after = rest.count("\x00", len(inside))
    return "\x00" * marks_before + inside + "\x00" * marks_after


def _visible(pieces: Sequence[tuple[Around, str]]) -> bool:
    return any(text.strip().strip(_INVISIBLE) for _around, text in pieces)


def tree(pieces: Sequence[tuple[Around, str]]) -> list[Node]:
    """The nodes for pieces in order; neighbours share the elements that they have in common."""
    root = Element("")
    path: list[Element] = [root]
    wrappers: list[Wrapper] = []
    pieces = _joined(pieces)
    for index, (around, text) in enumerate(pieces):
        if not text.strip():  # white space wears only what both its neighbours wear
            before = pieces[index - 1][0] if index else ()
            after = pieces[index + 1][0] if index + 1 < len(pieces) else ()
            around = around[: _shared(around, before)]
            around = around[: _shared(around, after)]
        keep = _shared(wrappers, around)
        del path[keep + 1 :], wrappers[keep:]
        for tag, attrs in around[keep:]:
            element = Element(tag, dict(attrs))
            path[-1].children.append(element)
            path.append(element)
            wrappers.append((tag, attrs))
        _append_text(path[-1], text)
    return root.children


def _joined(pieces: Sequence[tuple[Around, str]]) -> list[tuple[Around, str]]:
    """The pieces without the empty ones, equal neighbours joined."""
    joined: list[tuple[Around, str]] = []
    for around, text in pieces:
        if not text:
            continue
        if joined and joined[-1][0] == around:
            joined[-1] = (around, joined[-1][1] + text)
        else:
            joined.append((around, text))
    return joined


def _shared(one: Sequence[Wrapper], other: Sequence[Wrapper]) -> int:
    """How many of the outermost elements the two have in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _append_text(parent: Element, text: str) -> None:
    for index, line in enumerate(text.split("\n")):
        if index:
            parent.children.append(Element("br"))
        if line:
            last = parent.children[-1] if parent.children else None
            if isinstance(last, str):
                parent.children[-1] = unicodedata.normalize("NFC", last + line)
            else:
                parent.children.append(unicodedata.normalize("NFC", line))
