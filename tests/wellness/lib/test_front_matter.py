"""What is wrong with a file is said with its line."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness.lib.front_matter import MAX_FILE_BYTES, BadFrontMatter, front_matter

FILE = """\
---
title: "Sleep: a guide"
date: 2024-01-16
featured: true
position: 3
subtitle: No
time: 12:30
topic:
authors:
  - Ada Example
related:
  - title: Tea
    date: 2024-02-30
  - title: Naps
---

First paragraph.

---

Last.
"""


def test_facts_have_their_kinds() -> None:
    assert front_matter(FILE).data == {
        "title": "Sleep: a guide",
        "date": dt.date(2024, 1, 16),
        "featured": True,
        "position": 3,
        "subtitle": "No",
        "time": "12:30",
        "topic": None,
        "authors": ["Ada Example"],
        "related": [{"title": "Tea", "date": "2024-02-30"}, {"title": "Naps"}],
    }


def test_the_text_after_them_is_kept() -> None:
    article = front_matter(FILE)
    assert article.body == "First paragraph.\n\n---\n\nLast.\n"
    assert FILE.splitlines()[article.body_line - 1] == "First paragraph."


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("topic",), 8),
        (("authors",), 9),
        (("authors", 0), 10),
        (("related", 0, "date"), 13),
        (("related", 1), 14),
        (("related", 7), 11),
        (("missing",), 1),
    ],
)
def test_every_fact_has_a_line(path: tuple[str | int, ...], line: int) -> None:
    assert front_matter(FILE).line_of(*path) == line


def test_bytes_are_read_as_utf_8() -> None:
    assert front_matter("---\ntitle: Café\n---\n".encode()).data == {"title": "Café"}
    assert front_matter(b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nA\r\nB\r\n").body == "A\nB\n"


def test_no_facts_are_no_error() -> None:
    assert front_matter("---\n---\nText").data == {}
    assert front_matter("---\n# a remark\n---\nText").body == "Text"
    assert front_matter("---\ntitle: x\n---").body == ""


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("", 1, "must begin with its front matter"),
        ("# Title\n", 1, "must begin with its front matter"),
        ("---\ntitle: x\n", 1, "never ends"),
        ("---\ntitle: x\ndate: a: b\n---\n", 3, "needs quotation marks"),
        ("---\ntitle: x\nnote\nmore: y\n---\n", 3, "a name, a colon, a space"),
        ('---\ntitle: "x\ndate: y\n---\n', 2, "never closed"),
        ("---\ntitle: x\nrelated: [a, b\ndate: y\n---\n", 3, "never closed"),
        ("---\ntitle: x\ntitle: y\n---\n", 3, "“title” is given a second time"),
        ("---\nrelated:\n  - title: x\n    title: y\n---\n", 4, "the first is on line 3"),
        ("---\n- a\n- b\n---\n", 2, "must be a list of facts"),
        ("---\ntitle: x\n\tdate: y\n---\n", 3, "spaces rather than tabs"),
        ("---\ntitle: @home\n---\n", 2, "cannot begin with this sign"),
        ('---\ntitle: "a" b\n---\n', 2, "indented differently"),
        ('---\ntitle: "\\d"\n---\n', 2, "backslash"),
        ("---\ntitle: *name\n---\n", 2, "Anchors and aliases"),
        ("---\ntitle: x\ntopic: &name y\n---\n", 3, "Anchors and aliases"),
        ("---\ntitle: !!python/object/apply:os.system [id]\n---\n", 2, "Tags"),
        ("---\n? [a]\n: x\n---\n", 2, "needs a name"),
        ("---\ntitle: " + "[" * 3000 + "\n---\n", 2, "beyond use"),
        ("---\n" + "a: [1, 2]\n" * 5000 + "---\n", 801, "beyond use"),
        ("---\n" + "#" * 70_000 + "\n---\n", 1, "68.4 KB long"),
        (b"---\ntitle: x\nauthor: Zo\xeb\n---\n", 3, "not UTF-8: the byte 0xeb"),
        ("---\ntitle: x\n".encode("utf-16"), 1, "UTF-16"),
        (b"x" * (MAX_FILE_BYTES + 1), 1, "2 MB at most"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(file: str | bytes, line: int, words: str) -> None:
    with pytest.raises(BadFrontMatter) as refusal:
        front_matter(file)
    assert (refusal.value.line, words in refusal.value.sentence) == (line, True), refusal.value
    assert str(refusal.value) == f"Line {line}: {refusal.value.sentence}"


@given(st.text(alphabet=st.sampled_from("ab:-[]{}\"'&*!#%@|>? \n\t,"), max_size=60))
def test_any_front_matter_is_read_or_explained(head: str) -> None:
    try:
        front_matter(f"---\n{head}\n---\nText")
    except BadFrontMatter as refusal:
        line, sentence = refusal.line, refusal.sentence
    else:
        return
    assert 1 <= line <= head.count("\n") + 3
    assert sentence.endswith(".")
