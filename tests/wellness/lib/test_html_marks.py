"""Changes counted and named in a marked difference, and its two sides."""

from __future__ import annotations

import re

import pytest

from wellness.lib.html_diff import diff_html, diff_text
from wellness.lib.html_marks import line_sides, numbered, sides
from wellness.lib.rich_text import clean


def said(before: str, after: str) -> list[tuple[str, str]]:
    html, changes = numbered(diff_html(clean(before), clean(after)))
    assert re.findall(r'id="(change-\d+)"', html) == [change.id for change in changes]
    return [(change.removed, change.added) for change in changes]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<p>Sleep helps.</p>", "<p>Sleep helps.</p>", []),
        ("<p>Sleep helps.</p>", "<p>Sleep may help.</p>", [("helps", "may help")]),
        ("<p>Sleep helps us.</p>", "<p>Sleep helps.</p>", [("us", "")]),
        ("<p>One two three four.</p>", "<p>A two three b.</p>", [("One", "A"), ("four", "b")]),
        ("<p>Here.</p>", "<p>Here.</p><p>And <em>there</em>.</p>", [("", "And there.")]),
        ("<p>Here.</p><p>There.</p>", "<p>Here.</p>", [("There.", "")]),
        ("<p>Apples grow.</p>", "<p>Cars hum.</p>", [("Apples grow.", "Cars hum.")]),
        ("<ul><li>A</li></ul>", "<ul><li>A</li><li>B b</li></ul>", [("", "B b")]),
        ("<p>Here.</p>", "<p>Here.</p><ul><li>A</li><li>B</li></ul>", [("", "A B")]),
        ("<p>Text.</p>", "<p>Text.</p><p>1 &lt; 2 &amp; 3</p>", [("", "1 < 2 & 3")]),
    ],
)  # fmt: skip
def test_each_place_is_one_change(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert said(before, after) == expected


def test_a_change_knows_its_heading() -> None:
    before = clean("<p>A start.</p><h2>Nights</h2><p>They help.</p>")
    after = clean("<p>The start.</p><h2>Nights</h2><p>They may help.</p>")
    _, changes = numbered(diff_html(before, after), 5)
    assert [(change.id, change.after) for change in changes] == [
        ("change-5", ""), ("change-6", "Nights"),
    ]  # fmt: skip


def test_the_sides_are_the_two_texts() -> None:
    before = clean("<h2>Nights</h2><p>Sleep <em>helps</em>.</p><p>Gone.</p><p>Stays.</p>")
    after = clean("<h2>Nights</h2><p>Sleep may <em>help</em>.</p><p>Stays.</p><p>Came.</p>")
    found = sides(diff_html(before, after))
    assert [row.is_changed for row in found] == [False, True, True, False, True]
    bare = [re.sub(r'<span class="visually-hidden">.*?</span>|<[^>]*>', "", text)
            for row in found for text in row[:2]]  # fmt: skip
    assert bare == [
        "Nights", "Nights", "Sleep helps.", "Sleep may help.", "Gone.", "", "Stays.", "Stays.",
        "", "Came.",
    ]  # fmt: skip


def test_text_stays_text_on_both_sides() -> None:
    row = line_sides(diff_text("1 < 2", "1 < 3 & <b>"))
    assert "&lt;b&gt;" in row.after
    assert "<b>" not in row.before + row.after
    assert "2" in row.before
    assert "2" not in row.after
