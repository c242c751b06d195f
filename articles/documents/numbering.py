"""What the lists of a Word document count by, and where they go on after something between.

Word keeps a counter for each list of its own; a list in HTML begins at one, and counts by numbers,
unless it is told otherwise. It matters: a text says “see step 3” or “as in b”.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from articles.documents.word_names import child, find_all, is_a, value, word


def begins(document: Element, styles: Element | None, numbering: Element | None) -> Iterator[
    tuple[Element, int, str]
]:  # fmt: skip
    """Each paragraph with which a numbered list begins or goes on, the number that it has, and
    what the list counts by: “a”, “A”, “i”, “I”, or nothing for numbers."""
    if numbering is None:
        return
    lists = _Lists(numbering)
    of_style = {
        style.get(word(style, "styleId"), ""): num
        for style in (find_all(styles, "style") if styles is not None else ())
        if (num := value(child(child(child(style, "pPr"), "numPr"), "numId")))
    }
    running: dict[str, str] = {}  # by level, the list that the paragraph before belongs to
    for paragraph in document.iter():
        if is_a(paragraph, "tc"):
            running.clear()  # lists in two cells are two, even if the second goes on counting
        if not is_a(paragraph, "p"):
            continue
        properties = child(paragraph, "pPr")
        numbers = child(properties, "numPr")
        num = value(child(numbers, "numId")) or of_style.get(value(child(properties, "pStyle")), "")
        level = value(child(numbers, "ilvl")) or "0"
        if not lists.knows(num):
            running.clear()
            continue
        number = lists.next(num, level)
        described = lists.level(num, level)
        if described.is_ordered and running.get(level) != num:
            yield paragraph, number, described.letters
        running = {other: of for other, of in running.items() if other < level} | {level: num}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts."""

    start: int
    is_ordered: bool
    letters: str = ""


class _Lists:
    """The lists of a document and how far each has counted.

    What describes them is read once, and not again for each of their paragraphs: a document may
    hold a hundred thousand of both.
    """

    def __init__(self, numbering: Element) -> None:
        self._levels = {
            row.get(word(row, "abstractNumId"), ""): _levels(row)
            for row in find_all(numbering, "abstractNum")
        }
        self._nums = {row.get(word(row, "numId"), ""): row for row in find_all(numbering, "num")}
        self._described_by = {
            num: value(child(row, "abstractNumId")) for num, row in self._nums.items()
        }
        self._counts: dict[tuple[str, str], int] = {}
        self._used: set[str] = set()

    def knows(self, num: str) -> bool:
        return self._described_by.get(num) in self._levels

    def level(self, num: str, level: str) -> _Level:
        return self._levels[self._described_by[num]].get(level, _UNDESCRIBED)

    def next(self, num: str, level: str) -> int:
        """Count one paragraph; lists that share their description share their counter."""
        key = (self._described_by[num], level)
        start = self.level(num, level).start
        if num not in self._used:
            self._used.add(num)
            for row in find_all(self._nums[num], "lvlOverride"):
                override = value(child(row, "startOverride"))
                if override and row.get(word(row, "ilvl")) == level:
                    start = _whole(override, 1)
                    self._counts.pop(key, None)
        self._counts[key] = self._counts[key] + 1 if key in self._counts else start
        for deeper in "123456789":
            if deeper > level:
                self._counts.pop((key[0], deeper), None)
        return self._counts[key]


_UNDESCRIBED: Final = _Level(start=1, is_ordered=False)
_LETTERS: Final = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


def _levels(abstract: Element) -> dict[str | None, _Level]:
    """The levels that a description holds; of two for the same level, the first counts."""
    found: dict[str | None, _Level] = {}
    for row in find_all(abstract, "lvl"):
        counts_by = value(child(row, "numFmt"))
        level = _Level(
            start=_whole(value(child(row, "start")), 1),
            is_ordered=counts_by not in ("", "bullet", "none"),
            letters=_LETTERS.get(counts_by, ""),
        )
        found.setdefault(row.get(word(row, "ilvl")), level)
    return found


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else otherwise
