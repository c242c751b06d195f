"""A cleaned body as a row of blocks that can be put together anew.

What the program writes by itself into a block, because of what stands elsewhere, is left out of
its key: the ids of headings and of reference markers. A marker names its source instead of its
number, which changes when the list of references does. `body` writes all of it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from wellness.lib import rich_text
from wellness.lib.html_tree import Element, parse, serialise, text_of, walk
from wellness.lib.rich_text_features import CITED
from wellness.lib.three_way import Agreed, By, Contested, Part, merge

_SOURCE: Final = "#source:"
_ENOUGH_IN_COMMON: Final = 0.3
_WORD: Final = re.compile(r"\w+")
_LISTS: Final = ("ul", "ol")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body.

    Attributes:
        key: equal for blocks that say the same, wherever they stand.
        shown: its HTML with the numbers that its own version has; plays no part in comparing.
    """

    key: str
    shown: str = field(compare=False)


def blocks(body: str, source: Callable[[int], str]) -> list[Block]:
    """The blocks of a cleaned body.

    Args:
        source: what a reference is called by its number in this version.
    """
    found = []
    for block in parse(body).elements:
        shown = serialise([block])
        found.append(Block(_key(block, source), shown))
    return found


def _key(block: Element, source: Callable[[int], str]) -> str:
    for element in (block, *walk(block)):
        if element.tag != "a":
            element.attrs.pop("id", None)
        elif number := CITED.fullmatch(element.attrs.get("href", "")):
            element.attrs = {"href": _SOURCE + source(int(number[1]))}
            element.children = []
    return serialise([block])


def sources_of(keys: Iterable[str]) -> list[str]:
    """The sources that blocks cite, each once, in the order in which they are cited."""
    found: dict[str, None] = {}
    for key in keys:
        for element in walk(parse(key)):
            href = element.attrs.get("href", "")
            if element.tag == "a" and href.startswith(_SOURCE):
                found[href.removeprefix(_SOURCE)] = None
    return list(found)


def body(keys: Iterable[str], number: Callable[[str], int]) -> str:
    """The clean body of these blocks.

    Args:
        number: where a source stands in the list of references.
    """
    root = parse("\n".join(keys))
    for element in walk(root):
        href = element.attrs.get("href", "")
        if element.tag == "a" and href.startswith(_SOURCE):
            place = number(href.removeprefix(_SOURCE))
            element.attrs["href"] = f"#reference-{place}"
            element.children = [str(place)]
    return rich_text.clean(serialise(root.children))


@lru_cache(maxsize=4096)
def _looks(key: str) -> tuple[str, frozenset[str]]:
    """What a block is recognised by: its kind, and its words and pictures."""
    (block,) = parse(key).elements
    pictures = [e.attrs.get("src", "") for e in walk(block) if e.tag == "img"]
    return block.tag, frozenset([*_WORD.findall(text_of(block).lower()), *pictures])


def likeness(one: Block, other: Block) -> float:
    """How much two blocks of one kind have in common; 0 where it is too little."""
    (tag, words), (other_tag, other_words) = _looks(one.key), _looks(other.key)
    if tag != other_tag:
        return 0.0
    share = 2 * len(words & other_words) / max(len(words) + len(other_words), 1)
    return share if share >= _ENOUGH_IN_COMMON else 0.0


def merge_blocks(base: list[Block], theirs: list[Block], mine: list[Block]) -> list[Part[Block]]:
    """The blocks of two changed bodies as one row of parts.

    A list that both changed is looked at item by item; if no item is contested it is one list
    with the changes of both, otherwise the whole list is what people choose.
    """
    parts: list[Part[Block]] = []
    for part in merge(base, theirs, mine, likeness):
        agreed = _one_list(part) if isinstance(part, Contested) else None
        parts.append(agreed or part)
    return parts


def _one_list(part: Contested[Block]) -> Part[Block] | None:
    """The list that both changed, as one; nothing where more than its items is contested."""
    if not len(part.base) == len(part.theirs) == len(part.mine) == 1:
        return None
    sides = (part.base[0], part.theirs[0], part.mine[0])
    lists = [next(parse(side.key).elements) for side in sides]
    if lists[0].tag not in _LISTS or any(_frame(one) != _frame(lists[0]) for one in lists):
        return None
    base, theirs, mine = ([Block(serialise([item]), "") for item in one.elements] for one in lists)
    items: list[str] = []
    for row in merge(base, theirs, mine, likeness):
        if isinstance(row, Contested):
            return None
        items += [item.key for item in row.items]
    if not items:
        return Agreed((), By.BOTH)
    whole = serialise([Element(lists[0].tag, lists[0].attrs, parse("".join(items)).children)])
    return Agreed((Block(whole, ""),), By.BOTH)


def _frame(element: Element) -> tuple[str, dict[str, str]]:
    return element.tag, element.attrs
