"""Notes and typed lists become references, numbered in the order of the text; no word is lost."""

from __future__ import annotations

import re

import pytest

from articles.documents.sources import source
from articles.importing.report import Outcome
from tests.articles.documents.reading import read_blocks, read_markdown, read_word, told, why
from tests.articles.documents.word_file import (
    WordFile,
    heading,
    item,
    note_mark,
    paragraph,
    run,
)
from wellness.lib import rich_text

VANCOUVER = "Doe J, Roe R. A study of sleep. J Sleep. 2020;12(3):45-67. doi:10.1000/182."
APA = "Doe, J., & Roe, R. (2020). A study of sleep. Journal of Sleep, 12(3), 45–67."


def numbers(body: str) -> list[int]:
    return [found.number for found in rich_text.citations(body)]


def test_footnotes_and_endnotes_are_references_in_the_order_of_the_text() -> None:
    file = WordFile()
    second = file.footnote("Roe R. Second.")
    first = file.footnote("Doe J. First.")
    file.endnotes[1] = paragraph("At the end.")
    document = read_word(
        file.add(
            paragraph("A", first, ". B", note_mark(1, "endnote"), second, " C", first),
        )
    )
    assert [row["title"] for row in document.references] == ["First", "At the end", "Second"]
    assert numbers(document.body) == [1, 2, 3, 1]
    assert rich_text.clean(document.body) == document.body


def test_equal_notes_are_one_reference() -> None:
    file = WordFile()
    marks = [file.footnote(text) for text in (VANCOUVER, "Ibid.", f" {VANCOUVER} ", "Other.")]
    document = read_word(file.add(paragraph(*(part for mark in marks for part in ("x", mark)))))
    assert numbers(document.body) == [1, 1, 1, 2]
    assert len(document.references) == 2
    assert told(document, "1 note with the words of another").outcome == Outcome.UPDATED


def test_a_mark_without_its_note() -> None:
    file = WordFile().add(paragraph("x", note_mark(9), note_mark(0, "endnote")))
    file.footnotes[1] = paragraph("Unused.")
    document = read_word(file)
    assert document.body == "<p>x</p>"
    assert told(document, "A mark of a footnote").outcome == Outcome.SKIPPED
    assert told(document, "A mark of an endnote").outcome == Outcome.SKIPPED
    assert told(document, "A footnote: Unused.").outcome == Outcome.SKIPPED


def test_a_note_that_is_longer_than_a_reference_stands_in_the_text() -> None:
    file = WordFile()
    words = "word " * 150 + "end."
    document = read_word(file.add(paragraph("x", file.footnote(words))))
    assert len(document.references[0]["title"]) == 500
    assert words.strip() in document.body
    assert '<h2 id="section-notes">Notes</h2>' in document.body


def test_more_notes_than_an_article_has_references() -> None:
    file = WordFile()
    file.add(*(paragraph("x", file.footnote(f"Source {n}.")) for n in range(301)))
    assert "more than 300 sources" in why(file.written())


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            VANCOUVER,
            {"authors": "Doe J, Roe R", "title": "A study of sleep", "year": 2020,
             "publisher": "J Sleep; 12(3):45-67", "doi": "10.1000/182"},
        ),
        (
            APA + " https://doi.org/10.1000/182",
            {"authors": "Doe, J., & Roe, R.", "title": "A study of sleep", "year": 2020,
             "publisher": "Journal of Sleep, 12(3), 45–67", "doi": "10.1000/182"},
        ),
        (
            "Doe J, Roe R, Poe E, et al. Does it help? Example Press; 2019. PMID: 1234567",
            {"authors": "Doe J, Roe R, Poe E, et al", "title": "Does it help?", "year": 2019,
             "publisher": "Example Press", "pmid": "1234567"},
        ),
        (
            "Sleep at work. Available from: https://example.org/a_(b).",
            {"title": "Sleep at work", "url": "https://example.org/a_(b)"},
        ),
        (
            "See https://pubmed.ncbi.nlm.nih.gov/7654321/ for more.",
            {"title": "See for more", "pmid": "7654321"},
        ),
        ("https://example.org/", {"title": "https://example.org/", "url": "https://example.org/"}),
        ("Personal communication, June 2021", {"title": "Personal communication, June 2021"}),
        ("He gave 1500 mg in 2019–2020.", {"title": "He gave 1500 mg in 2019–2020"}),
        ("doi:10.1000/abc(1)2).", {"doi": "10.1000/abc(1)2"}),
    ],
)  # fmt: skip
def test_what_can_be_told_of_a_source(text: str, fields: dict[str, object]) -> None:
    row = source(text)
    assert {name: row[name] for name in fields} == fields
    if "year" not in fields:
        assert row["year"] is None


@pytest.mark.parametrize(
    "text",
    [
        VANCOUVER, APA, "Doe J. One. Two. Three. Four. 2019;1:2.", "Doe J.", "X" * 700,
        "Doe J, Roe R. " + "long " * 120 + ". J. 2020;1:1.", "1999; 2001; (2003); 2005.",
        "Smith AB. Vitamin D vs. placebo in adults. N Engl J Med. 2018 Mar 5;379:33-44.",
        "10.1000/1 10.1000/2 doi:10.1000/3 https://a.example https://b.example PMID 1 PMID 2",
        "https://exa mple", "http://", "doi:10.1/x", "(((((2020)))))", "Doe, J. (2020).",
        "Ünlü Ö. Größe. Zeitschrift. 2020;1:1.", "see ibid., p. 4", "‘’“”", "a" * 3000,
    ],
)  # fmt: skip
def test_no_word_of_a_note_is_lost(text: str) -> None:
    from articles.models import Reference

    row = source(text)
    Reference(**row).full_clean(exclude=["article"])
    joined = " ".join(str(value) for value in row.values() if value)
    words = [word for word in re.findall(r"\w+", text[:500]) if word.lower() not in LABELS]
    kept = re.findall(r"\w+", joined)
    assert not [word for word in words if word not in kept and not joined.startswith(word[:400])]


LABELS = {"doi", "pmid", "https", "http", "available", "from"}


def test_italics_and_links_of_a_note_say_more() -> None:
    file = WordFile()
    key = "rIdX"
    file.footnotes[1] = paragraph(
        "Doe J. Sleep vs. rest. A trial. ", run("J Sleep", "<w:i/>"), ". 2020;1:2. ",
        f'<w:hyperlink r:id="{key}">{run("Read it")}</w:hyperlink>',
    )  # fmt: skip
    document = read_word(file.add(paragraph("x", note_mark(1))))
    row = document.references[0]
    assert (row["title"], row["authors"]) == ("Sleep vs. rest. A trial", "Doe J")
    assert row["publisher"].startswith("J Sleep")


def test_a_typed_list_becomes_references() -> None:
    raised = run("1,2", '<w:vertAlign w:val="superscript"/>')
    document = read_blocks(
        paragraph("T", style="Title"),
        paragraph("Adults need seven hours", raised, ". Children need ten [3]. See [1–3]. "
                  "Not [9]."),
        paragraph("30 kg/m", run("2", '<w:vertAlign w:val="superscript"/>'), " and 10",
                  run("3", '<w:vertAlign w:val="superscript"/>'), " mmol",
                  run("1", '<w:vertAlign w:val="superscript"/>'), "."),
        heading("References", 1),
        paragraph("1. Doe J. First study."),
        paragraph("2. Roe R. Second study."),
        paragraph("3. Poe E. Third study."),
        heading("About us", 1),
        paragraph("We write."),
    )  # fmt: skip
    assert numbers(document.body) == [1, 2, 3, 1, 2, 3]
    assert [row["authors"] for row in document.references] == ["Doe J", "Roe R", "Poe E"]
    assert "References" not in document.body
    assert "m<sup>2</sup>" in document.body
    assert "10<sup>3</sup> mmol<sup>1</sup>" in document.body
    assert "Not [9]." in document.body
    assert "About us" in document.body
    assert 'hours<sup class="citation">' in document.body
    assert 'ten<sup class="citation">' in document.body


def test_a_typed_list_made_as_a_list() -> None:
    document = read_blocks(
        paragraph("One [2], two [1]."), heading("Bibliography", 2),
        item("First.", num=2), item("Second.", num=2),
    )  # fmt: skip
    assert [row["title"] for row in document.references] == ["Second", "First"]
    assert numbers(document.body) == [1, 2]


@pytest.mark.parametrize(
    "entries", [["Doe J. One.", "Roe R. Two."], ["1. One.", "3. Three."], ["2. One.", "3. Two."]]
)
def test_a_typed_list_that_does_not_agree_stays_text(entries: list[str]) -> None:
    document = read_blocks(
        paragraph("Text [1]."), heading("References", 2), *(paragraph(e) for e in entries)
    )
    assert document.references == ()
    for words in ("[1]", "References", *entries):
        assert words in document.body
    assert told(document, "The section “References”").outcome == Outcome.UPDATED


def test_notes_of_markdown() -> None:
    document = read_markdown(
        "# Sleep\n\nSeven hours.[^a] Ten.[^2] Again.[^a] None.[^9]\n\n"
        "[^2]: Roe R. *Second*.\n\n[^a]: Doe J. First\n    and on.\n\n    More.\n"
    )
    assert [row["title"] for row in document.references] == ["First and on", "Second"]
    assert numbers(document.body) == [1, 2, 1]
    assert "None.[^9]" in document.body
    assert told(document, "The mark “[^9]”").outcome == Outcome.SKIPPED


def test_references_of_front_matter_and_notes_together() -> None:
    document = read_markdown(
        "---\ntitle: Sleep\nreferences:\n  - title: Listed\n  - title: Unused\n---\n"
        "One.[^1] Two.[^n]\n\n[^n]: A note.\n"
    )
    assert [row["title"] for row in document.references] == ["Listed", "A note", "Unused"]
    assert numbers(document.body) == [1, 2]
