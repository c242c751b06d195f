"""Differences that people can read, and that give back exactly what was there before and after."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from tests.wellness.lib.hostile import ALL
from wellness.lib.html_diff import diff_html, diff_text
from wellness.lib.rich_text import clean, plain_text

ALLOWED_MARKS = {"ins", "del", "span"}


def words_on_one_side(diff: str, drop: str) -> str:
    """The text of a difference without what carries the mark `drop` and without our remarks."""
    if not diff:
        return ""
    root = lxml_html.fragment_fromstring(diff, create_parent="body")
    for element in [*root.iter()]:
        ours = (element.get("class") or "") in ("visually-hidden", "diff-note", "diff-skipped")
        if element.tag == drop or ours:
            element.drop_tree()
    return "".join(root.itertext())


def letters(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def readable(diff: str) -> str:
    """A difference with its marks as [-removed-] and [+added+], and no other HTML."""
    diff = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", diff)
    diff = re.sub(r"<del>(.*?)</del>", r"[-\1-]", diff)
    diff = re.sub(r"<ins>(.*?)</ins>", r"[+\1+]", diff)
    return re.sub(r"<[^>]+>", "", diff)


def between(before: str, after: str) -> str:
    return diff_html(clean(before), clean(after))


def test_nothing_changed() -> None:
    body = clean("<h2>Sleep</h2><p>Seven <b>hours</b>.</p><ul><li>a</li></ul>")
    diff = diff_html(body, body)
    assert "<ins" not in diff
    assert "<del" not in diff
    assert " id=" not in diff


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("<p>Take 500 mg now.</p>", "<p>Take 400 mg now.</p>", "Take [-500 -][+400 +]mg now."),
        ("<p>Ada</p>", "<p>Ada Example</p>", "Ada [+Example+]"),
        ("<p>One.</p>", "<p>One.</p><p>Two.</p>", "One.[+Two.+]"),
        ("<p>One.</p><p>Two.</p>", "<p>Two.</p>", "[-One.-]Two."),
        ("<p>very good</p>", "<p>very <b>good</b></p>", "very [-good-][+good+]"),
        ("<p>quite unlike</p>", "<p>No word shared</p>", "[-quite unlike-][+No word shared+]"),
        ("<h2>Sleep</h2>", "<h3>Sleep</h3>", "[-Sleep-][+Sleep+]"),
        (
            "<ul><li>tea</li><li>milk</li></ul>",
            "<ul><li>tea</li><li>oat milk</li></ul>",
            "tea[+oat +]milk",
        ),
        (
            "<table><tr><td>Adults</td><td>7</td></tr></table>",
            "<table><tr><td>Adults</td><td>8</td></tr><tr><td>Teens</td><td>9</td></tr></table>",
            "Adults[-7-][+8+][+Teens+][+9+]",
        ),
        (
            "<blockquote>Sleep well.<footer>Ada</footer></blockquote>",
            "<blockquote>Sleep long.<footer>Ada Example</footer></blockquote>",
            "Sleep [-well-][+long+].Ada [+Example+]",
        ),
    ],
)  # fmt: skip
def test_what_changed_is_marked_word_by_word(before: str, after: str, shown: str) -> None:
    assert readable(between(before, after)) == shown


def test_screen_readers_hear_what_was_added_and_removed() -> None:
    diff = between("<p>Take one.</p>", "<p>Take two.</p>")
    heard = re.sub(r"<[^>]+>", "", diff)
    assert heard == "Take [removed: one][added: two]."


def test_a_link_that_leads_elsewhere_shows_both_addresses() -> None:
    diff = between(
        '<p>A <a href="https://a.example/">study</a>.</p>',
        '<p>A <a href="https://b.example/">study</a>.</p>',
    )
    assert readable(diff) == "A [-study (https://a.example/)-][+study (https://b.example/)+]."


def test_pictures() -> None:
    cup = (
        '<figure class="image"><img src="/media/cup.webp" alt="{}">'
        "<figcaption>Tea</figcaption></figure>"
    )
    diff = between(cup.format("A cup"), cup.format("A red cup"))
    assert readable(diff) == "Alternative text: A [+red +]cupTea"
    other = cup.replace("cup.webp", "pot.webp").format("A cup")
    diff = between(cup.format("A cup"), other)
    assert re.findall(r"<(ins|del)><span[^>]*>\[\w+ picture: </span><img src=\"([^\"]*)", diff) == [
        ("del", "/media/cup.webp"),
        ("ins", "/media/pot.webp"),
    ]
    assert 'class="image diff-removed"' in between(cup.format("x") + "<p>a</p>", "<p>a</p>")


def test_a_rule_can_come_and_go() -> None:
    assert "[added: a rule]" in between("<p>a</p>", "<p>a</p><hr>")
    assert "[removed: a rule]" in between("<p>a</p><hr>", "<p>a</p>")


def test_far_from_a_change_only_the_number_of_blocks_is_shown() -> None:
    before = clean("".join(f"<p>Paragraph {n}.</p>" for n in "abcdefghij"))
    diff = diff_html(before, before.replace("e.", "e!"), context=1)
    assert re.findall(r"(\w+ unchanged block\w*) not shown", diff) == [
        "3 unchanged blocks",
        "4 unchanged blocks",
    ]
    assert readable(diff).count("Paragraph") == 3


def test_texts_without_markup() -> None:
    assert readable(diff_text("Sleep & tea", "Sleep & <b>")) == "Sleep &amp; [-tea-][+&lt;b&gt;+]"
    assert diff_text("", "") == ""


@pytest.mark.parametrize("vector", ALL)
def test_no_difference_is_dangerous(vector: str) -> None:
    for diff in (diff_html(vector, ""), diff_html("<p>x</p>", vector), diff_text(vector, "x")):
        root = lxml_html.fragment_fromstring(diff, create_parent="body") if diff else []
        for element in root:
            assert element.tag not in ("script", "style", "iframe", "svg", "form", "object")
            assert not [name for name in element.attrib if name.startswith("on")]
            assert not str(element.get("href", "")).lower().startswith(("javascript", "data"))


PIECES = st.sampled_from(
    "<p>One two three.</p>|<p>One two four.</p>|<p>Two <b>three</b> <a href='/x'>four</a></p>|"
    "<h2>Sleep</h2>|<h3>Sleep</h3>|<ul><li>a b</li><li>c</li></ul>|<ul><li>a</li><li>c<ul><li>d"
    "</li></ul></li></ul>|<ol start=3><li>a</li></ol>|<blockquote>q r<footer>Ada</footer>"
    "</blockquote>|<blockquote><p>q</p><ul><li>r</li></ul></blockquote>|<hr>|<p>x<br>y</p>|"
    "<table><caption>C</caption><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2 3</td></tr>"
    "</table>|"
    "<table><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>|<table><tr><td>1</td></tr></table>|"
    "<figure class=image><img src=/media/a.webp alt=a><figcaption>Cap</figcaption></figure>|"
    "<img src=/media/b.webp>|<p>B<sub>12</sub>, e=mc<sup>2</sup></p>".split("|")
)
BODIES = st.lists(PIECES, max_size=8).map("".join).map(clean)


@settings(max_examples=400)
@given(BODIES, BODIES)
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    diff = diff_html(before, after)
    assert letters(words_on_one_side(diff, "ins")) == letters(plain_text(before))
    assert letters(words_on_one_side(diff, "del")) == letters(plain_text(after))


@settings(max_examples=300)
@given(st.text(alphabet="ab cd,.\n<&'"), st.text(alphabet="ab cd,.\n<&'"))
def test_a_difference_of_texts_holds_both(before: str, after: str) -> None:
    diff = diff_text(before, after)
    assert letters(words_on_one_side(diff, "ins")) == letters(before)
    assert letters(words_on_one_side(diff, "del")) == letters(after)


def test_long_articles_with_many_equal_words() -> None:
    before = clean("".join(f"<p>{'the of and ' * 40}{n}</p>" for n in range(200)))
    after = clean("".join(f"<p>{'the and of ' * 40}{n}</p>" for n in range(200)))
    diff = diff_html(before, after)
    assert letters(words_on_one_side(diff, "del")) == letters(plain_text(after))
