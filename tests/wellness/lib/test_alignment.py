from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wellness.lib.alignment import align, pair

_WORDS = st.lists(st.integers(min_value=0, max_value=6), max_size=40)


@given(_WORDS, _WORDS)
def test_spans_cover_both_sequences_and_alternate(before: list[int], after: list[int]) -> None:
    end = to_end = 0
    last = None
    for span in align(before, after):
        assert (span.start, span.to_start) == (end, to_end)
        assert span.equal != last
        if span.equal:
            assert before[span.start : span.end] == after[span.to_start : span.to_end]
        end, to_end, last = span.end, span.to_end, span.equal
    assert (end, to_end) == (len(before), len(after))


def test_what_occurs_once_holds_the_rest_in_place() -> None:
    spans = align([*"aXb", *"aYb"], [*"aXb", *"cc", *"aYb"])
    assert [(span.equal, span.to_start, span.to_end) for span in spans] == [
        (True, 0, 3),
        (False, 3, 5),
        (True, 5, 8),
    ]


def test_a_sequence_longer_than_the_stack() -> None:
    before = list(range(20_000))
    after = [number if number % 3 else -number for number in before]
    assert align(before, after)[-1].to_end == 20_000


@given(_WORDS, _WORDS)
def test_pairs_keep_every_item_and_the_order(before: list[int], after: list[int]) -> None:
    pairs = pair(before, after, lambda one, other: float(one == other))
    assert [old for old, _new in pairs if old is not None] == before
    assert [new for _old, new in pairs if new is not None] == after


def test_the_likest_become_pairs() -> None:
    assert pair(["ab", "xy"], ["a", "abc", "xyz"], lambda a, b: len(set(a) & set(b)) / 3) == [
        (None, "a"),
        ("ab", "abc"),
        ("xy", "xyz"),
    ]


def test_long_stretches_are_paired_piece_by_piece() -> None:
    pairs = pair(range(400), range(400), lambda one, other: float(one == other))
    assert pairs == [(number, number) for number in range(400)]
