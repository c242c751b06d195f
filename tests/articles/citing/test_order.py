"""Numbers by order of appearance."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from articles.citing.order import by_appearance, renumbered
from wellness.lib import rich_text


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A body that cites some references, some of them missing, and the references."""
    count = draw(st.integers(0, 8))
    group = st.lists(st.integers(1, 10), min_size=1, max_size=4)
    paragraphs = draw(st.lists(st.lists(group, max_size=4), max_size=4))
    body = "".join(
        "<p>"
        + "".join(f'Words<sup class="citation">{", ".join(map(str, g))}</sup> ' for g in groups)
        + "end</p>"
        for groups in paragraphs
    )
    return body, [f"reference {number}" for number in range(count)]


def groups(body: str) -> list[list[int]]:
    """The numbers of each group of markers."""
    found = re.findall(r'<sup class="citation">(.*?)</sup>', body)
    return [[int(number) for number in re.findall(r'href="#reference-(\d+)"', g)] for g in found]


def cited(body: str, references: list[str] | tuple[str, ...]) -> list[list[str]]:
    """What each group leads to; the number itself where there is no such reference."""
    return [
        sorted(references[n - 1] if n <= len(references) else str(n) for n in group)
        for group in groups(body)
    ]


@given(texts())
def test_every_group_leads_to_the_same_references_as_before(text: tuple[str, list[str]]) -> None:
    body, references = text
    before = cited(rich_text.clean(body), references)
    after, rows = renumbered(body, references)
    assert cited(after, rows) == before
    assert sorted(rows) == sorted(references)


@given(texts())
def test_first_appearances_count_up_from_one(text: tuple[str, list[str]]) -> None:
    body, rows = renumbered(*text)
    numbers = [m.number for m in rich_text.citations(body) if m.number <= len(rows)]
    first = list(dict.fromkeys(numbers))
    assert first == list(range(1, len(first) + 1))


@given(texts())
def test_what_nothing_cites_comes_last_in_its_order(text: tuple[str, list[str]]) -> None:
    body, references = text
    after, rows = renumbered(body, references)
    named = {row for group in cited(after, rows) for row in group}
    uncited = [row for row in references if row not in named]
    assert list(rows[len(rows) - len(uncited) :]) == uncited


@given(texts())
def test_numbering_again_changes_nothing_and_clean_bytes_stay(text: tuple[str, list[str]]) -> None:
    once = renumbered(*text)
    assert renumbered(*once) == once
    assert rich_text.clean(once[0]) == once[0]


@given(texts())
def test_nothing_but_numbers_changes(text: tuple[str, list[str]]) -> None:
    body, references = text
    after, _ = renumbered(body, references)
    assert rich_text.plain_text(after) == rich_text.plain_text(rich_text.clean(body))


@given(texts())
def test_inside_a_group_numbers_count_up(text: tuple[str, list[str]]) -> None:
    body, _ = renumbered(*text)
    assert groups(body) == [sorted(group) for group in groups(body)]
    assert sum(map(len, groups(body))) == len(rich_text.citations(body))


def test_a_group_that_cites_an_earlier_source_again_counts_up() -> None:
    body, rows = renumbered(
        '<p>A<sup class="citation">3</sup> b<sup class="citation">1, 3, 2</sup></p>', "abc"
    )
    assert (groups(body), rows) == ([[1], [1, 2, 3]], ("c", "a", "b"))


def test_the_order_is_that_of_first_appearance() -> None:
    assert by_appearance([3, 1, 3, 9, 0], 4) == [3, 1, 2, 4]
    assert by_appearance([], 2) == [1, 2]
