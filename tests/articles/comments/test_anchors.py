"""A quoted passage is found again after edits, and other words go exactly into its place."""

from __future__ import annotations

import pytest
from hypothesis import example, given
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


# -- words that stand very often -------------------------------------------------------------------


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that was compared, character by character, with what was kept."""
    found: list[str] = []
    common = anchors._common

    def spy(one: str, other: str) -> int:
        found.append(one)
        return common(one, other)

    monkeypatch.setattr(anchors, "_common", spy)
    return found


@pytest.mark.parametrize("kept", ["a" * anchors.CONTEXT, "b" * anchors.CONTEXT, ""])
def test_a_letter_that_stands_everywhere_costs_few_comparisons(
    kept: str, compared: list[str]
) -> None:
    found = place("a" * 200_000, "a", kept, kept)
    assert found is not None
    assert not found.is_certain
    assert len(compared) <= 2 * anchors.MOST


def test_a_word_that_stands_everywhere_is_found_between_all_that_was_kept() -> None:
    text = " ".join(f"the {number}" for number in range(4000))
    start = text.index("the 3123")
    here = anchors.Place(start, start + 3, is_certain=True)
    assert place(text, "the", *anchors.around(text, here)) == here


@pytest.mark.parametrize(("times", "is_certain"), [(anchors.MOST, True), (anchors.MOST + 1, False)])
def test_where_too_many_places_would_have_to_be_compared_none_is_certain(
    times: int, is_certain: bool
) -> None:
    before, after = "Once upon a time ", " there was a heart"
    text = f"{before}our{after} new " + "our " * (times - 1)
    found = place(text, "our", f"{'gone ' * 20}{before}", f"{after}{' gone' * 20}")
    assert found == anchors.Place(len(before), len(before) + 3, is_certain, is_alone=is_certain)


@pytest.mark.parametrize("times", [1, 3])
def test_of_places_between_all_that_was_kept_one_of_whole_words_is_meant(times: int) -> None:
    text = "cab " * times + "c a b"
    found = place(text, "a", "c", "b")
    assert found is not None
    assert found.start == text.index(" a ") + 1


@given(st.text(alphabet="ab ", max_size=60), words, words, words)
@example("ab b", "", "b", "")
def test_the_short_way_finds_what_comparing_everything_finds(
    text: str, before: str, quote: str, after: str
) -> None:
    """The place that has most in common with what was kept, of several the first of whole words."""
    whole, quoted, left, right = ("".join(one.split()) for one in (text, quote, before, after))
    offsets = [at for at, character in enumerate(text) if not character.isspace()]
    starts = [at for at in range(len(whole)) if quoted and whole.startswith(quoted, at)]

    def alike(one: str, other: str) -> int:
        return next((n for n in range(len(other), 0, -1) if one[:n] == other[:n]), 0)

    def fits(at: int) -> int:
        ahead, behind = whole[:at][::-1], whole[at + len(quoted) :]
        return alike(ahead, left[::-1]) + alike(behind, right)

    def cuts_no_word(at: int) -> bool:
        start, end = offsets[at], offsets[at + len(quoted) - 1] + 1
        return not (text[:start][-1:].strip() or text[end:][:1].strip())

    found = place(text, quote, before, after)
    if not starts:
        assert found is None
        return
    ranks = {at: (fits(at), cuts_no_word(at)) for at in starts}
    best = max(starts, key=lambda at: (ranks[at], -at))
    assert found is not None
    assert len("".join(text[: found.start].split())) == best
    if found.is_certain:
        assert list(ranks.values()).count(ranks[best]) == 1


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
