"""Numbers by order of appearance."""

from __future__ import annotations

from hypothesis import given, settings
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


def cited(body: str, references: list[str] | tuple[str, ...]) -> list[str | int]:
    """What each marker leads to; the number itself where there is no such reference."""
    numbers = [marker.number for marker in rich_text.citations(body)]
    return [references[n - 1] if n <= len(references) else n for n in numbers]


@settings(deadline=None)
@given(texts())
def test_every_marker_leads_to_the_same_reference_as_before(text: tuple[str, list[str]]) -> None:
    body, references = text
    before = cited(rich_text.clean(body), references)
    after, rows = renumbered(body, references)
    assert cited(after, rows) == before
    assert sorted(rows) == sorted(references)


@settings(deadline=None)
@given(texts())
def test_first_appearances_count_up_from_one(text: tuple[str, list[str]]) -> None:
    body, rows = renumbered(*text)
    numbers = [m.number for m in rich_text.citations(body) if m.number <= len(rows)]
    first = list(dict.fromkeys(numbers))
    assert first == list(range(1, len(first) + 1))


@settings(deadline=None)
@given(texts())
def test_what_nothing_cites_comes_last_in_its_order(text: tuple[str, list[str]]) -> None:
    body, references = text
    after, rows = renumbered(body, references)
    named = set(cited(after, rows))
    uncited = [row for row in references if row not in named]
    assert list(rows[len(rows) - len(uncited) :]) == uncited


@settings(deadline=None)
@given(texts())
def test_numbering_again_changes_nothing_and_clean_bytes_stay(text: tuple[str, list[str]]) -> None:
    once = renumbered(*text)
    assert renumbered(*once) == once
    assert rich_text.clean(once[0]) == once[0]


@settings(deadline=None)
@given(texts())
def test_nothing_but_numbers_changes(text: tuple[str, list[str]]) -> None:
    body, references = text
    after, _ = renumbered(body, references)
    assert rich_text.plain_text(after) == rich_text.plain_text(rich_text.clean(body))


def test_the_order_is_that_of_first_appearance() -> None:
    assert by_appearance([3, 1, 3, 9, 0], 4) == [3, 1, 2, 4]
    assert by_appearance([], 2) == [1, 2]
