"""Two changed copies of one text become one, and nothing that either side wrote gets lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from wellness.lib.three_way import Agreed, By, Contested, Part, merge

_ITEMS = st.lists(st.sampled_from("abcdefgh"), max_size=9).map("".join)


def alike(one: str, other: str) -> float:
    """Capitals have become their small letters, and small letters capitals."""
    return float(one.lower() == other.lower())


def joined(parts: Sequence[Part[str]], side: str = "both") -> str:
    found: list[str] = []
    for part in parts:
        found += part.items if isinstance(part, Agreed) else getattr(part, side)
    return "".join(found)


def contested(parts: Sequence[Part[str]]) -> list[tuple[str, str, str]]:
    """The open places as base, theirs and mine."""
    return [
        ("".join(p.base), "".join(p.theirs), "".join(p.mine))
        for p in parts
        if isinstance(p, Contested)
    ]


@given(_ITEMS, _ITEMS)
def test_what_one_side_alone_changed_is_taken_from_it(base: str, side: str) -> None:
    assert merge(base, base, side) == [p for p in merge(base, base, side) if isinstance(p, Agreed)]
    assert joined(merge(base, base, side)) == side
    assert joined(merge(base, side, base)) == side
    assert joined(merge(base, base, base)) == base


@given(_ITEMS, _ITEMS)
def test_what_both_changed_in_the_same_way_is_there_once(base: str, side: str) -> None:
    assert contested(merge(base, side, side)) == []
    assert joined(merge(base, side, side)) == side


@given(_ITEMS, _ITEMS, _ITEMS)
def test_neither_side_is_preferred(base: str, theirs: str, mine: str) -> None:
    here, there = merge(base, theirs, mine), merge(base, mine, theirs)
    assert contested(here) == [(b, t, m) for b, m, t in contested(there)]
    agreed = [p.items for p in here if isinstance(p, Agreed)]
    assert agreed == [p.items for p in there if isinstance(p, Agreed)]


@given(_ITEMS, _ITEMS, _ITEMS)
def test_choosing_both_loses_nothing_that_either_side_wrote(
    base: str, theirs: str, mine: str
) -> None:
    found = Counter(joined(merge(base, theirs, mine)))
    for side in (theirs, mine):
        for item, times in Counter(side).items():
            if item not in base:
                assert found[item] >= times


@given(_ITEMS, _ITEMS, _ITEMS)
def test_choosing_one_side_everywhere_keeps_its_order(base: str, theirs: str, mine: str) -> None:
    """With mine chosen, all that I wrote stands in my order."""
    result = iter(joined(merge(base, theirs, mine), "mine"))
    added = [item for item in mine if item not in base]
    assert all(item in result for item in added)


@given(_ITEMS, _ITEMS, _ITEMS)
def test_both_holds_each_side_in_its_order(base: str, theirs: str, mine: str) -> None:
    for part in merge(base, theirs, mine):
        if isinstance(part, Contested):
            for side in (part.theirs, part.mine):
                whole = iter(part.both)
                assert all(item in whole for item in side)


@settings(max_examples=300)
@given(st.data())
def test_changes_of_different_pieces_are_never_contested(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 8))
    base = [str(number) for number in range(size)]
    owners = data.draw(st.lists(st.sampled_from("mt-"), min_size=size, max_size=size))
    kinds = data.draw(st.lists(st.sampled_from(["other", "gone"]), min_size=size, max_size=size))
    sides: dict[str, list[str]] = {"m": [], "t": []}
    expected = []
    for piece, owner, kind in zip(base, owners, kinds, strict=True):
        became = [] if kind == "gone" else [f"{piece}{owner}"]
        for name, side in sides.items():
            side += became if owner == name else [piece]
        expected += [piece] if owner == "-" else became

    def same_number(one: str, other: str) -> float:
        return float(one[0] == other[0])

    parts = merge(base, sides["t"], sides["m"], same_number)
    assert not [part for part in parts if isinstance(part, Contested)]
    assert [item for part in parts if isinstance(part, Agreed) for item in part.items] == expected


def test_neighbours_that_were_changed_by_two_people_are_not_contested() -> None:
    assert joined(merge("abcd", "aBcd", "abCd", alike)) == "aBCd"
    # Without a way to tell which became which, a row of changed pieces is one place.
    assert contested(merge("abcd", "aBCd", "abCd")) == [("bc", "BC", "bC")]
    assert contested(merge("abcd", "aBCd", "abxd", alike)) == [("c", "C", "x")]


def test_who_changed_what_is_told() -> None:
    parts = merge("abcde", "xabcd", "abCde", alike)
    found = [(p.by, "".join(p.items)) for p in parts if isinstance(p, Agreed)]
    assert found == [
        (By.THEIRS, "x"),
        (By.NOBODY, "ab"),
        (By.MINE, "C"),
        (By.NOBODY, "d"),
        (By.THEIRS, ""),
    ]


def test_two_pieces_put_in_at_the_same_place_are_a_question() -> None:
    assert contested(merge("ab", "axb", "ayb")) == [("", "x", "y")]
    assert joined(merge("ab", "axb", "ayb")) == "ayxb"
    # One put in beside a changed piece is none.
    assert joined(merge("ab", "axb", "Ab", alike)) == "Axb"


def test_a_piece_that_one_removed_and_the_other_changed_is_a_question() -> None:
    assert contested(merge("abc", "aBc", "ac", alike)) == [("b", "B", "")]
