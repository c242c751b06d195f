"""A body taken apart into blocks, and put together again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wellness.lib.test_html_diff import BODIES, PIECES
from wellness.lib.body_blocks import Block, blocks, body, merge_blocks, sources_of
from wellness.lib.rich_text import clean
from wellness.lib.three_way import Agreed, Contested

CITED = '<p>Sleep helps.<sup class="citation"><a href="#reference-{}">{}</a></sup></p>'


def apart(html: str) -> list[Block]:
    return blocks(clean(html), str)


def together(keys: list[str]) -> str:
    return body(keys, int)


def merged(base: str, theirs: str, mine: str, side: str = "both") -> str:
    keys: list[str] = []
    for part in merge_blocks(apart(base), apart(theirs), apart(mine)):
        items = part.items if isinstance(part, Agreed) else getattr(part, side)
        keys += [item.key for item in items]
    return together(keys)


_CITING = st.lists(
    st.one_of(PIECES, st.sampled_from([CITED.format(n, n) for n in (1, 2, 12)])), max_size=8
).map("".join)


@given(_CITING)
def test_a_body_comes_back_as_it_was(html: str) -> None:
    whole = clean(html)
    found = blocks(whole, str)
    assert together([block.key for block in found]) == whole
    assert clean("\n".join(block.shown for block in found)) == whole


@settings(max_examples=200)
@given(BODIES, BODIES, BODIES)
def test_the_result_of_clean_bodies_is_clean(base: str, theirs: str, mine: str) -> None:
    for side in ("both", "mine", "theirs", "base"):
        result = merged(base, theirs, mine, side)
        assert clean(result) == result
    assert merged(base, base, mine) == mine
    assert merged(base, theirs, base) == theirs
    assert merged(base, mine, mine) == mine


def test_numbers_follow_their_sources() -> None:
    (block,) = blocks(clean(CITED.format(2, 2)), lambda number: f"source-{number}")
    assert sources_of([block.key]) == ["source-2"]
    assert body([block.key], lambda source: 5) == clean(CITED.format(5, 5))
    (other,) = blocks(clean(CITED.format(7, 7)), lambda number: "source-2")
    assert block == other


def test_a_marker_put_in_further_up_is_no_change_of_those_below() -> None:
    above = clean(CITED.format(1, 1) + "<h2>Sleep</h2>" + CITED.format(1, 1))
    alone = clean("<h2>Sleep</h2>" + CITED.format(1, 1))
    assert blocks(above, str)[1:] == blocks(alone, str)


def test_two_people_at_one_list_are_asked_only_about_the_same_item() -> None:
    base = "<ul><li>tea with milk</li><li>coffee</li></ul>"
    theirs = "<ul><li>tea with oat milk</li><li>coffee</li></ul>"
    mine = "<ul><li>tea with milk</li><li>coffee</li><li>water</li></ul>"
    assert merged(base, theirs, mine) == clean(
        "<ul><li>tea with oat milk</li><li>coffee</li><li>water</li></ul>"
    )
    other = "<ul><li>tea with milk</li><li>coffee</li><li>juice</li></ul>"
    (part,) = merge_blocks(apart(base), apart(other), apart(mine))
    assert isinstance(part, Contested)
    # A list that became a numbered one is another block.
    numbered = mine.replace("ul>", "ol>")
    assert any(
        isinstance(part, Contested)
        for part in merge_blocks(apart(base), apart(theirs), apart(numbered))
    )
