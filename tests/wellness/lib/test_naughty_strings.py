"""Strings that break naive text handling, through every door of the text helpers."""

from __future__ import annotations

import json

import pytest

from tests.wellness.lib.allowed import complaints
from tests.wellness.lib.corpora import FOLDER, needs_corpora
from wellness.lib import text
from wellness.lib.front_matter import BadFrontMatter, front_matter
from wellness.lib.html_diff import diff_html, diff_text
from wellness.lib.markdown import to_html
from wellness.lib.rich_text import clean, plain_text

OURS = [
    "",
    "\x00",
    "\ufeff",
    "\ud83d",
    "é" * 3 + "e\u0301",
    "\u202eabc",
    "🏳️‍🌈👩‍👩‍👧",
    "田中さんにあげて下さい",
    "הָיְתָה test الصفحات",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè",
    "'; DROP TABLE articles; --",
    "{{ 7 * 7 }} {% include 'x' %} %s %(x)s ${x} `x`",
    "<!--[--><script>owned()</script>",
    "undefined null NaN -1 1e1000 0x0 1/0",
    "a" * 10_000,
]


def strings() -> list[str]:
    corpus = FOLDER / "strings" / "blns.json"
    return OURS + (json.loads(corpus.read_text("utf-8")) if corpus.is_file() else [])


@pytest.fixture(params=[False, pytest.param(True, marks=needs_corpora)], ids=["ours", "collected"])
def naughty(request: pytest.FixtureRequest) -> list[str]:
    return strings() if request.param else OURS


def test_as_a_body(naughty: list[str]) -> None:
    for string in naughty:
        for raw in (string, f"<p>{string}</p>", to_html(string)):
            cleaned = clean(raw)
            assert complaints(cleaned) == [], string
            assert clean(cleaned) == cleaned, string
            plain_text(cleaned).encode("utf-8")


def test_as_a_title(naughty: list[str]) -> None:
    for string in naughty:
        line = text.one_line(string)
        assert "\n" not in line
        assert text.one_line(line) == line
        assert len(text.excerpt(string, 40)) <= 40


def test_as_a_fact_in_a_file(naughty: list[str]) -> None:
    for string in naughty:
        single = text.one_line(string).replace("'", "''")
        assert front_matter(f"---\ntitle: '{single}'\n---\n").data["title"] == text.one_line(string)
        try:
            front_matter(f"---\ntitle: {string}\n---\n")
        except BadFrontMatter as refusal:
            sentence = refusal.sentence
        else:
            continue
        assert sentence.endswith("."), string


def test_as_a_difference(naughty: list[str]) -> None:
    for string in naughty:
        assert "<script" not in diff_text(string, "x") + diff_html(clean(string), "<p>x</p>")
