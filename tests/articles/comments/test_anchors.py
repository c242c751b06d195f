"""A quoted passage is found again after edits, and other words go exactly into its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from articles.comments import anchors
from articles.comments.anchors import Anchor
from wellness.lib import rich_text

TEXT = "Sleep helps. Coffee does not help. Sleep helps the heart."

words = st.text(alphabet="ab c\n", max_size=30)


def place(text: str, quote: str, before: str = "", after: str = "") -> anchors.Place | None:
    return anchors.find(text, Anchor("body", quote, before, after))


def test_a_passage_is_found_by_its_words() -> None:
    found = place(TEXT, "does not help")
    assert found == anchors.Place(20, 33, is_certain=True)


def test_of_two_the_one_between_the_same_words_is_meant() -> None:
    found = place(TEXT, "Sleep helps", before="does not help. ", after=" the heart.")
    assert found is not None
    assert (TEXT[found.start : found.end], found.start, found.is_certain) == (
        "Sleep helps",
        35,
        True,
    )


def test_of_two_alike_neither_is_certain() -> None:
    found = place("again and again", "again")
    assert found is not None
    assert not found.is_certain


def test_words_that_are_gone_are_not_found() -> None:
    assert place(TEXT, "Tea helps") is None
    assert place(TEXT, "  ") is None


def test_white_space_does_not_count() -> None:
    found = place("Water\n\nTea", "Water Tea")
    assert found == anchors.Place(0, 10, is_certain=True)


@given(words, words, words)
def test_what_was_kept_of_a_place_leads_back_to_it(before: str, quote: str, after: str) -> None:
    text = f"{before}{quote}{after}"
    if not quote.strip():
        return
    start = len(before)
    here = anchors.Place(start, start + len(quote), is_certain=True)
    kept_before, kept_after = anchors.around(text, here)
    found = place(text, quote, kept_before, kept_after)
    assert found is not None
    assert "".join(text[found.start : found.end].split()) == "".join(quote.split())


def test_markup_around_stays() -> None:
    body = rich_text.clean("<p>Take <strong>five</strong> drops &amp; wait.</p>")
    plain = "Take five drops & wait."
    start = plain.index("five drops")
    after = anchors.replaced(body, anchors.Place(start, start + 10, is_certain=True), "ten < drops")
    assert after == "<p>Take <strong>ten &lt; drops</strong> &amp; wait.</p>"


def test_no_markup_comes_in_with_the_words() -> None:
    body = rich_text.clean("<p>Sleep helps.</p>")
    after = anchors.replaced(body, anchors.Place(0, 5, is_certain=True), "<script>x</script>")
    assert after == "<p>&lt;script&gt;x&lt;/script&gt; helps.</p>"
