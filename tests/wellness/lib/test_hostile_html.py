"""Nothing hostile survives `clean`; see tests/browser/test_hostile_html.py for a real browser."""

from __future__ import annotations

import pytest

from tests.wellness.lib.allowed import complaints
from tests.wellness.lib.corpora import hostile_html, needs_corpora
from tests.wellness.lib.hostile import ALL, VECTORS
from wellness.lib.rich_text import clean, headings

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("vector", ALL)
def test_only_the_table_remains(vector: str) -> None:
    cleaned = clean(vector)
    assert complaints(cleaned) == []
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("vector", ALL)
def test_a_vector_among_text_takes_nothing_along(vector: str) -> None:
    cleaned = clean(f"<p>before</p>{vector}")
    assert complaints(cleaned) == []
    assert cleaned.startswith("<p>before</p>")


@needs_corpora
def test_collected_vectors() -> None:
    vectors = hostile_html()
    assert len(vectors) > 8000
    bad = {vector: found for vector in vectors if (found := complaints(clean(vector)))}
    assert bad == {}


@needs_corpora
def test_collected_vectors_stay_clean() -> None:
    assert [v for v in hostile_html() if clean(clean(v)) != clean(v)] == []


@pytest.mark.parametrize("vector", VECTORS["script elements"][:2])
def test_what_is_only_hostile_leaves_nothing(vector: str) -> None:
    assert clean(vector) == ""


def test_a_picture_from_elsewhere_goes_and_the_text_stays() -> None:
    body = '<p>One <img src="https://elsewhere.example/a.png" alt="spy"> two.</p>'
    assert clean(body) == "<p>One</p>\n<p>two.</p>"


def test_an_id_cannot_take_a_name_that_the_page_uses() -> None:
    cleaned = clean('<h2 id="main">Location</h2><h2 id="main">Location</h2>')
    assert [heading.id for heading in headings(cleaned)] == [
        "section-location",
        "section-location-2",
    ]


def test_writing_direction_cannot_be_overridden() -> None:
    assert clean("<p>take \u202e05\u202c mg</p>") == "<p>take 05 mg</p>"
    assert clean("<p>take &#x202e;05&#8236; mg</p>") == "<p>take 05 mg</p>"


@pytest.mark.parametrize("count", [10_000, 40_000])
def test_html_that_would_take_minutes_is_shown_as_its_source(count: int) -> None:
    bomb = "".join(f"<font x={i}>" for i in range(count)) + "<p>x" * count
    cleaned = clean(bomb)
    assert complaints(cleaned) == []
    assert cleaned.startswith("<p>&lt;font x=0&gt;")


@pytest.mark.parametrize("opening", ["<b>", "<div>", "<ul><li>", "<table><tr><td>", "<blockquote>"])
def test_deep_nesting_loses_no_word(opening: str) -> None:
    assert "word" in clean(opening * 900 + "word")
