"""Two changed copies of one sequence made one again: what only one side changed is taken from it.

This is the three-way merge of version control, on whatever people see as one piece: a block of a
text, a line, a source, a name. The pieces are compared as they are; whoever calls decides what
makes two of them equal, and which of them can have become each other.

Where both sides changed the same pieces differently nothing is decided here: such a place is
`Contested`, and people choose. Changes that stand beside each other are not contested, only those
of the same pieces, and two that were put in at the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

from wellness.lib.alignment import align, pair

T = TypeVar("T", bound=Hashable)

Likeness = Callable[[T, T], float]
"""How alike two pieces are; 0 for pieces that cannot have become each other."""


class By(Enum):
    """Who changed some pieces."""

    NOBODY = "nobody"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Agreed(Generic[T]):
    """Pieces about which there is no question; none where pieces were removed."""

    items: tuple[T, ...]
    by: By


@dataclass(frozen=True, slots=True)
class Contested(Generic[T]):
    """A place that both sides changed, each in another way."""

    base: tuple[T, ...]
    theirs: tuple[T, ...]
    mine: tuple[T, ...]

    @property
    def both(self) -> tuple[T, ...]:
        """Mine and then theirs, with what they have in common once."""
        found: list[T] = []
        for span in align(self.mine, self.theirs):
            found += self.mine[span.start : span.end]
            if not span.equal:
                found += self.theirs[span.to_start : span.to_end]
        return tuple(found)


Part = Agreed[T] | Contested[T]


class _Change(NamedTuple):
    """What stood in `base[start:end]` and stands in `side[to_start:to_end]` instead."""

    start: int
    end: int
    to_start: int
    to_end: int

    @property
    def growth(self) -> int:
        return (self.to_end - self.to_start) - (self.end - self.start)


def _never(one: T, other: T) -> float:
    return 0.0


def merge(
    base: Sequence[T], theirs: Sequence[T], mine: Sequence[T], likeness: Likeness[T] = _never
) -> list[Part[T]]:
    """The two sides as one sequence of parts, in order.

    With `likeness`, a row of changed pieces is taken apart into pieces that became each other, so
    that two people who each changed one of two neighbours are not asked about both.
    """
    parts: list[Part[T]] = []
    my_changes, their_changes = _changes(base, mine, likeness), _changes(base, theirs, likeness)
    at = my_at = their_at = 0
    for low, high, my_own, their_own in _groups(my_changes, their_changes):
        _add(parts, Agreed(tuple(theirs[their_at : their_at + low - at]), By.NOBODY))
        my_at, their_at = my_at + low - at, their_at + low - at
        my_end = my_at + high - low + sum(change.growth for change in my_own)
        their_end = their_at + high - low + sum(change.growth for change in their_own)
        before = tuple(base[low:high])
        my_items, their_items = tuple(mine[my_at:my_end]), tuple(theirs[their_at:their_end])
        if my_items == their_items:
            _add(parts, Agreed(their_items, By.BOTH))
        elif my_items == before:
            _add(parts, Agreed(their_items, By.THEIRS))
        elif their_items == before:
            _add(parts, Agreed(my_items, By.MINE))
        else:
            parts.append(Contested(before, their_items, my_items))
        at, my_at, their_at = high, my_end, their_end
    _add(parts, Agreed(tuple(theirs[their_at:]), By.NOBODY))
    return parts


def _add(parts: list[Part[T]], part: Agreed[T]) -> None:
    if part.items or part.by is not By.NOBODY:
        parts.append(part)


def _changes(base: Sequence[T], side: Sequence[T], likeness: Likeness[T]) -> list[_Change]:
    changes: list[_Change] = []
    for span in align(base, side):
        if not span.equal:
            changes += _apart(base, side, likeness, span[1:])
    return changes


def _apart(
    base: Sequence[T], side: Sequence[T], likeness: Likeness[T], span: tuple[int, int, int, int]
) -> list[_Change]:
    """A stretch taken apart: pieces that became each other one by one, rows of others whole."""
    start, end, to_start, to_end = span
    changes: list[_Change] = []
    at, to_at = start, to_start

    def end_row() -> None:
        if at > start or to_at > to_start:
            changes.append(_Change(start, at, to_start, to_at))

    for was, became in pair(base[start:end], side[to_start:to_end], likeness):
        if was is None or became is None:
            at, to_at = at + (was is not None), to_at + (became is not None)
            continue
        end_row()
        if was != became:
            changes.append(_Change(at, at + 1, to_at, to_at + 1))
        at, to_at = at + 1, to_at + 1
        start, to_start = at, to_at
    end_row()
    return changes


def _groups(
    mine: list[_Change], theirs: list[_Change]
) -> list[tuple[int, int, list[_Change], list[_Change]]]:
    """The changes of both sides, those together that touch the same pieces of the base.

    What was put in before a piece and a change of that piece do not: their order is plain.
    """
    groups: list[tuple[int, int, list[_Change], list[_Change]]] = []
    both = [(change, True) for change in mine] + [(change, False) for change in theirs]
    for change, is_mine in sorted(both, key=lambda entry: entry[0][:2]):
        low, high, my_own, their_own = groups[-1] if groups else (-1, -1, [], [])
        same = change.start < high or low == high == change.start == change.end
        if not same:
            low, my_own, their_own = change.start, [], []
            groups.append((low, change.end, my_own, their_own))
        (my_own if is_mine else their_own).append(change)
        groups[-1] = (low, max(high, change.end), my_own, their_own)
    return groups
