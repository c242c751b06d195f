from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness.lib import text


def test_unseen_characters_go_and_words_stay() -> None:
    assert text.strip_controls("a\x00b\u200bc\u202ed\ud800e\U000e0041f") == "abcdef"
    assert text.strip_controls("one\r\ntwo\rthree\u2028four\tfive") == "one\ntwo\nthree\nfour\tfive"
    family = "\U0001f469\u200d\U0001f467"
    assert text.strip_controls(family) == family


@given(st.text())
def test_normalised_text_is_composed_and_stays_so(raw: str) -> None:
    once = text.normalise(raw)
    assert unicodedata.is_normalized("NFC", once)
    assert text.normalise(once) == once
    once.encode("utf-8")


def test_one_line() -> None:
    assert text.one_line("  A\n title\x00 \xa0 here ") == "A title here"


@pytest.mark.parametrize(
    ("words", "number"),
    [("", 0), ("well-being, patient's 0.5 mg", 4), ("a – b", 2), ("don’t 1,200", 2)],
)
def test_words(words: str, number: int) -> None:
    assert text.word_count(words) == number


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (238, 1), (356, 1), (357, 2), (2380, 10)])
def test_reading_minutes(words: int, minutes: int) -> None:
    assert text.reading_minutes(words) == minutes


def test_excerpts_end_after_a_whole_word() -> None:
    assert text.excerpt("Short.") == "Short."
    assert text.excerpt("One two, three", 9) == "One two…"
    assert text.excerpt("One two three", 8) == "One two…"
    assert text.excerpt("Pneumonoultramicroscopic", 6) == "Pneum…"


@given(st.text(), st.integers(min_value=1, max_value=200))
def test_an_excerpt_keeps_its_limit(raw: str, limit: int) -> None:
    assert len(text.excerpt(raw, limit)) <= limit


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (1536, "1.5 KB"),
        (10 * 1024 * 1024, "10 MB"),
        (5000 * 1024**3, "5,000 GB"),
    ],
)
def test_sizes_as_people_say_them(size: int, words: str) -> None:
    assert text.human_bytes(size) == words


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("Sleep helps.", (1, 2, 3, 4, 7, 8, 9, 10)),
        ("1,000 IU", (1, 2, 3, 4, 7)),
        ("it’s", (1, 2, 3)),
        ("a b", ()),
        ("眠" * 2 * text.LONGEST_WORD, ()),
        ("", ()),
    ],
)
def test_where_a_word_would_be_cut_in_two(words: str, inside: tuple[int, ...]) -> None:
    places = range(len(words) + 1)
    assert tuple(at for at in places if text.cuts_a_word(words, at)) == inside


def test_a_number_with_its_noun() -> None:
    assert text.count(1, "word", "words") == "1 word"
    assert text.count(1200, "word", "words") == "1,200 words"
