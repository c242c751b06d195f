"""The pieces of two people's changes: what is settled by itself, and the places that are chosen.

A field is a row of pieces: of the text its blocks, of the references one source each, of the key
points one line; a short field is a single piece. What both changed differently is a `Place`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.safestring import SafeString

from articles.admin.two_people import same_sources
from articles.admin.two_people.conflict import LABELS, Piece
from wellness.lib import body_blocks, rich_text
from wellness.lib.html_diff import diff_html, diff_text
from wellness.lib.text import one_line
from wellness.lib.three_way import Agreed, Contested, Part, merge
from wellness.lib.trusted_html import marked_difference

PEOPLE: Final = ("authors", "reviewers_asked", "related")
TOGETHER: Final = frozenset({"body", "references"})
"""The text cites by number: a form holds text and references of one version, or of both."""

ENOUGH_IN_COMMON: Final = 0.3
CHOICES: Final = ("mine", "theirs", "both", "base")
PREFIX: Final = "choose-"
PLACE: Final = re.compile(rf"{PREFIX}[0-9a-f]{{16}}")
"""What a form calls the choice at a place."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a field: a block, a line, a reference, a name, or the whole of a short field.

    Attributes:
        key: equal for pieces that say the same.
        shown: for people to read, HTML of a body and otherwise text.
        value: what a desk copy holds.
    """

    key: str
    shown: str = field(compare=False)
    value: Any = field(compare=False, default=None)


@dataclass(frozen=True)
class Version:
    """The fields of one of the three versions, by name, and what its references are called."""

    values: Mapping[str, Any]
    pieces: Mapping[str, Piece]
    sources: Sequence[str] = ()

    def source(self, number: int) -> str:
        """What reference `number` is called; a citation that leads nowhere has a name as well."""
        return self.sources[number - 1] if number <= len(self.sources) else f"none-{number}"

    def items(self, name: str) -> list[Item]:
        value = self.values[name]
        match name:
            case "body":
                found = body_blocks.blocks(rich_text.clean(value), self.source)
                return [Item(block.key, block.shown) for block in found]
            case "key_points":
                lines = [line for row in value.splitlines() if (line := one_line(row))]
                return [Item(line, line, line) for line in lines]
            case "references":
                rows = zip(self.sources, value, strict=True)
                return [
                    Item(same_sources.key(row), same_sources.cited(row), (source, row))
                    for source, row in rows
                ]
            case _ if name in PEOPLE:
                ordered = name != "reviewers_asked"
                people = list(value) if ordered else sorted(value, key=lambda row: row.pk)
                return [Item(str(row.pk), str(row), row) for row in people]
            case _:
                return [Item(self.pieces[name].print, self.pieces[name].shown, value)]


def merged(name: str, base: Version, theirs: Version, mine: Version) -> list[Part[Item]]:
    """A field that both changed; one place as a whole where nobody knows what was there before."""
    their_items, my_items = theirs.items(name), mine.items(name)
    if name not in base.values:
        return [Contested((), tuple(their_items), tuple(my_items))]
    base_items = base.items(name)
    match name:
        case "body":
            return _merged_blocks(base_items, their_items, my_items)
        case "references":
            return merge(base_items, their_items, my_items, _one_source)
        case "key_points":
            return merge(base_items, their_items, my_items, _alike)
        case _:
            return merge(base_items, their_items, my_items)


def _alike(one: Item, other: Item) -> float:
    """How many of their words two lines share; too few are no likeness."""
    words, others = (set(item.key.lower().split()) for item in (one, other))
    share = 2 * len(words & others) / max(len(words) + len(others), 1)
    return share if share >= ENOUGH_IN_COMMON else 0.0


def _one_source(one: Item, other: Item) -> float:
    return float(one.value[0] == other.value[0])


@dataclass
class Place:
    """A place that both changed, each in another way.

    Attributes:
        field: the name of its field.
        number, of: counts the places of the field.
        chosen: what was chosen for it, or nothing.
        knows_base: whether what stood there before is known.
    """

    field: str
    part: Contested[Item]
    knows_base: bool
    key: str
    chosen: str = ""
    number: int = 1
    of: int = 1
    is_missed: bool = False

    @property
    def label(self) -> str:
        label = LABELS[self.field]
        return f"{label}, place {self.number} of {self.of}" if self.of > 1 else label

    @property
    def name(self) -> str:
        """What the form calls the choice."""
        return PREFIX + self.key

    def items(self, choice: str) -> tuple[Item, ...]:
        match choice:
            case "mine":
                return self.part.mine
            case "theirs":
                return self.part.theirs
            case "base":
                return self.part.base
            case _:
                return self.part.both

    @property
    def choices(self) -> list[str]:
        """What can be chosen; two values of a short field can't stand together."""
        apart = self.part.both not in (self.part.mine, self.part.theirs)
        left_out = {"both"} if not (self.has_several and apart) else set()
        left_out |= set() if self.knows_base else {"base"}
        return [choice for choice in CHOICES if choice not in left_out]

    @property
    def has_several(self) -> bool:
        return self.field in (*TOGETHER, "key_points", *PEOPLE)

    @property
    def settled(self) -> tuple[Item, ...]:
        """What was chosen; before that what both wrote, or mine where only one can stand."""
        return self.items(self.chosen or ("both" if self.has_several else "mine"))

    def shown(self, choice: str) -> str:
        return joined(self.items(choice))

    def marked(self, choice: str) -> SafeString:
        """One version, with what it changed of the base marked in it where the base is known."""
        before = self.shown("base") if self.knows_base else self.shown(choice)
        return difference(self.field, before, self.shown(choice))


def joined(items: Iterable[Item]) -> str:
    """Pieces for people to read."""
    return "\n".join(item.shown for item in items)


def difference(name: str, before: str, after: str) -> SafeString:
    """What a field became, with what went and what came marked in it."""
    return marked_difference((diff_html if name == "body" else diff_text)(before, after))


@dataclass
class Field:
    """One field of both versions, as parts that are settled and places that are not."""

    name: str
    parts: list[Agreed[Item] | Place]
    by_me: bool
    by_them: bool

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def is_html(self) -> bool:
        return self.name == "body"

    @property
    def places(self) -> list[Place]:
        return [part for part in self.parts if isinstance(part, Place)]

    def items(self) -> list[Item]:
        """What the field holds; of a place where nothing is chosen yet, nothing is left out."""
        found: list[Item] = []
        for part in self.parts:
            found += part.items if isinstance(part, Agreed) else part.settled
        return found


def _merged_blocks(base: list[Item], theirs: list[Item], mine: list[Item]) -> list[Part[Item]]:
    def blocks(items: list[Item]) -> list[body_blocks.Block]:
        return [body_blocks.Block(item.key, item.shown) for item in items]

    def back(found: Iterable[body_blocks.Block]) -> tuple[Item, ...]:
        return tuple(Item(block.key, block.shown) for block in found)

    return [
        Agreed(back(part.items), part.by)
        if isinstance(part, Agreed)
        else Contested(back(part.base), back(part.theirs), back(part.mine))
        for part in body_blocks.merge_blocks(blocks(base), blocks(theirs), blocks(mine))
    ]
