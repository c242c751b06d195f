"""Where numbered lists of a Word document go on counting after something that stood between.

Word keeps a counter for each list of its own; a list in HTML begins at one unless it is told
otherwise. The numbers matter: a text says “see step 3”.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from articles.documents.word_names import child, find_all, is_a, value, word


def goes_on(document: Element, styles: Element | None, numbering: Element | None) -> Iterator[
    tuple[Element, int]
]:  # fmt: skip
    """Each paragraph with which a numbered list goes on, and the number that it has."""
    if numbering is None:
        return
    lists = _Lists(numbering)
    of_style = {
        style.get(word(style, "styleId"), ""): num
        for style in (find_all(styles, "style") if styles is not None else ())
        if (num := value(child(child(child(style, "pPr"), "numPr"), "numId")))
    }
    before = ""
    for paragraph in document.iter():
        if not is_a(paragraph, "p"):
            continue
        properties = child(paragraph, "pPr")
        numbers = child(properties, "numPr")
        num = value(child(numbers, "numId")) or of_style.get(value(child(properties, "pStyle")), "")
        level = value(child(numbers, "ilvl")) or "0"
        if not lists.knows(num):
            before = ""
            continue
        number = lists.next(num, level)
        if level == "0" and before != num and number > 1 and lists.is_ordered(num):
            yield paragraph, number
        before = num


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts."""

    start: int
    is_ordered: bool


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

    def _level(self, num: str, level: str) -> _Level:
        return self._levels[self._described_by[num]].get(level, _UNDESCRIBED)

    def is_ordered(self, num: str) -> bool:
        return self._level(num, "0").is_ordered

    def next(self, num: str, level: str) -> int:
        """Count one paragraph; lists that share their description share their counter."""
        key = (self._described_by[num], level)
        start = self._level(num, level).start
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


def _levels(abstract: Element) -> dict[str | None, _Level]:
    """The levels that a description holds; of two for the same level, the first counts."""
    found: dict[str | None, _Level] = {}
    for row in find_all(abstract, "lvl"):
        level = _Level(
            start=_whole(value(child(row, "start")), 1),
            is_ordered=value(child(row, "numFmt")) not in ("", "bullet", "none"),
        )
        found.setdefault(row.get(word(row, "ilvl")), level)
    return found


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else otherwise
