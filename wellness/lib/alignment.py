"""Which parts of two sequences belong together: the arithmetic under `html_diff`.

The method is Bram Cohen's patience diff: what occurs once in both sequences anchors them, and what
lies between two anchors is compared on its own. Its time grows with the length rather than with
its square, and its result is close to what people would mark by hand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple, TypeVar

# Two stretches without an anchor are compared item by item up to this product of their lengths;
# beyond it they have so little in common that one simply replaced the other.
_SMALL: Final = 2_500
# Up to this product of their lengths, stretches of blocks are paired in the best way of all;
# longer ones are cut into pieces of this many first, in the same places of both.
_FEW: Final = 10_000
_PIECE: Final = 60

T = TypeVar("T")


class Span(NamedTuple):
    """What stood in `before[start:end]` stands, equal or changed, in `after[to_start:to_end]`."""

    equal: bool
    start: int
    end: int
    to_start: int
    to_end: int


def align(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Span]:
    """The spans of the two sequences in order, together covering both; no two equal in a row."""
    spans: list[Span] = []
    end = to_end = 0
    for start, to_start, length in _matches(before, after):
        if start > end or to_start > to_end:
            spans.append(Span(False, end, start, to_end, to_start))
        end, to_end = start + length, to_start + length
        if spans and spans[-1].equal:
            spans[-1] = spans[-1]._replace(end=end, to_end=to_end)
        elif length:
            spans.append(Span(True, start, end, to_start, to_end))
    return spans


def _matches(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> Iterator[tuple[int, int, int]]:
    """Equal stretches (start, start in `after`, length) in order; the last has length 0."""
    # A stack of our own, because a long text has more anchors than Python has stack frames.
    todo = [(0, len(before), 0, len(after))]
    while todo:
        low, high, to_low, to_high = todo.pop()
        head = _common(before, low, high, after, to_low, to_high, 1)
        if head:
            yield low, to_low, head
            low, to_low = low + head, to_low + head
        if low == high or to_low == to_high:
            continue
        tail = _common(before, high - 1, low - 1, after, to_high - 1, to_low - 1, -1)
        if tail:
            todo.append((high - tail, high, to_high - tail, to_high))
            high, to_high = high - tail, to_high - tail
        anchors = _anchors(before, low, high, after, to_low, to_high)
        if anchors:
            parts = []
            for at, to_at in anchors:
                parts.append((low, at, to_low, to_at))
                low, to_low = at, to_at  # the anchor is the common head of the next part
            parts.append((low, high, to_low, to_high))
            todo.extend(reversed(parts))
        elif (high - low) * (to_high - to_low) <= _SMALL:
            matcher = SequenceMatcher(None, before[low:high], after[to_low:to_high], autojunk=False)
            for at, to_at, length in matcher.get_matching_blocks():
                if length:
                    yield low + at, to_low + to_at, length
    yield len(before), len(after), 0


def _common(
    before: Sequence[Hashable],
    at: int,
    end: int,
    after: Sequence[Hashable],
    to_at: int,
    to_end: int,
    step: int,
) -> int:
    """How many items are equal from these places on, forwards or backwards."""
    count = 0
    while at != end and to_at != to_end and before[at] == after[to_at]:
        at, to_at, count = at + step, to_at + step, count + 1
    return count


def _anchors(
    before: Sequence[Hashable],
    low: int,
    high: int,
    after: Sequence[Hashable],
    to_low: int,
    to_high: int,
) -> list[tuple[int, int]]:
    """The longest row of pairs, in order in both, of items that occur once in each stretch."""
    here, there = _once(before, low, high), _once(after, to_low, to_high)
    pairs = [(at, there[item]) for item, at in here.items() if item in there]
    # The longest increasing subsequence, by piles as in the card game that names the method.
    tops: list[int] = []
    piles: list[int] = []
    links: list[int] = []
    for index, (_at, to_at) in enumerate(pairs):
        pile = bisect_left(tops, to_at)
        links.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(to_at)
            piles.append(index)
        else:
            tops[pile] = to_at
            piles[pile] = index
    row: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        row.append(pairs[index])
        index = links[index]
    return row[::-1]


def _once(items: Sequence[Hashable], low: int, high: int) -> dict[Hashable, int]:
    """The items that occur once in the stretch, with their places, in order."""
    places: dict[Hashable, int] = {}
    for at in range(low, high):
        item = items[at]
        places[item] = -1 if item in places else at
    return {item: at for item, at in places.items() if at >= 0}


def pair(
    before: Sequence[T], after: Sequence[T], likeness: Callable[[T, T], float]
) -> list[tuple[T | None, T | None]]:
    """The items of two changed stretches side by side, each with what it became.

    `likeness` is 0 for items that have nothing to do with each other; of all ways to pair items
    without crossing, the one with the greatest sum is taken. An item that was added or removed
    stands beside None.
    """
    pieces = 1
    if len(before) * len(after) > _FEW:
        pieces = -(-max(len(before), len(after)) // _PIECE)
    pairs: list[tuple[T | None, T | None]] = []
    for piece in range(pieces):
        old = before[len(before) * piece // pieces : len(before) * (piece + 1) // pieces]
        new = after[len(after) * piece // pieces : len(after) * (piece + 1) // pieces]
        best = _best_pairs(old, new, likeness)
        pairs.extend(best)
    return pairs


def _best_pairs(
    before: Sequence[T], after: Sequence[T], likeness: Callable[[T, T], float]
) -> list[tuple[T | None, T | None]]:
    rows, columns = len(before), len(after)
    alike = [[likeness(old, new) for new in after] for old in before]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        here, below, likes = best[row], best[row + 1], alike[row]
        for column in range(columns - 1, -1, -1):
            score = max(below[column], here[column + 1])
            if likes[column]:
                score = max(score, likes[column] + below[column + 1])
            here[column] = score
    pairs: list[tuple[T | None, T | None]] = []
    row = column = 0
    while row < rows and column < columns:
        value = alike[row][column]
        if value and best[row][column] == value + best[row + 1][column + 1]:
            pairs.append((before[row], after[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            pairs.append((before[row], None))
            row += 1
        else:
            pairs.append((None, after[column]))
            column += 1
    pairs += [(item, None) for item in before[row:]]
    pairs += [(None, item) for item in after[column:]]
    return pairs
