"""Files that are not what they seem, or mean harm: each is refused with a sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from articles.documents import package
from articles.documents.kinds import MAX_BYTES
from articles.documents.numbering import begins
from articles.documents.package import MAX_XML
from articles.documents.report import Report
from articles.documents.typed_list import take_typed_list
from articles.documents.word_names import TRANSITIONAL
from tests.articles.documents.reading import read_bytes, read_markdown, read_word, told, why
from tests.articles.documents.word_file import (
    NAMESPACES,
    WordFile,
    heading,
    paragraph,
    run,
    zipped,
)
from tests.factories import picture
from tests.wellness.lib.corpora import FOLDER, needs_corpora
from tests.wellness.lib.hostile import ALL
from wellness.lib import archive, html_tree
from wellness.lib.markdown import to_html
from wellness.lib.rich_text import clean

ORDINARY = WordFile().add(heading("Sleep", 1), paragraph("Sleep helps."))


def with_document(xml: str) -> bytes:
    return zipped(ORDINARY.files() | {"word/document.xml": xml.encode()})


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000
PROTECTED = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.docx", "This file is empty."),
        (b"MZ\x90\x00\x03" + b"\x00" * 500, "a.docx", "This file is a Windows program"),
        (b"MZ\x90\x00\x03" + b"\x00" * 500, "a.md", "This file is a Windows program"),
        (b"\x7fELF\x02" + b"\x00" * 90, "a.docx", "This file is a Linux program"),
        (b"#!/bin/sh\nrm -rf /", "a.md", "This file is a script"),
        (b"%PDF-1.7\n", "a.docx", "This file is a PDF."),
        (b"{\\rtf1 Sleep}", "a.docx", "This file is in the Rich Text Format."),
        (picture(), "a.docx", "This file is a picture."),
        (OLD_OFFICE, "a.docx", "Word wrote before 2007"),
        (PROTECTED, "a.docx", "protected with a password"),
        (b"\x00" * 1024 * 1024, "a.md", "This file is of an unknown kind."),
        (b"<html><body>x", "a.docx", "This file is a web page"),
        (b"<?xml version='1.0'?><svg/>", "a.md", "This file is a web page or XML"),
        (b"Sleep helps.", "a.docx", "This file is plain text"),
        (b"Sleep helps.", "a.txt", "This file is plain text"),
        (b"PK\x05\x06" + b"\x00" * 18, "a.docx", "This file is an empty archive."),
        (b"PK\x03\x04" + b"\x00" * 50, "a.docx", "is damaged, or breaks off"),
        (zipped({"a.txt": b"x"}), "a.docx", "an archive with other files"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "a.docx",
         "an Excel workbook"),
        (zipped({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}), "a.docx",
         "a PowerPoint presentation"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.docx",
         "an OpenDocument text (.odt)"),
        (zipped({"word/document.xml": b"<x/>"}), "a.docx", "has lost its text"),
        ("Schläfrig".encode("latin-1"), "a.md", "is not UTF-8"),
        ("Sleep".encode("utf-16"), "a.md", "UTF-16"),
        (b"---\ntitle: [\n---\n", "a.md", "Line 2"),
        (b"---\nyear: 3\nreferences:\n  - year: x\n---\nText", "a.md", "Line 4"),
        (b"  \n\n", "a.md", "There is no text in this document."),
        (b"a " * (2 * 1024 * 1024), "a.md", "2 MB at most"),
        (WordFile().add(paragraph("")).written(), "a.docx", "There is no text in this document."),
    ],
)  # fmt: skip
def test_what_is_no_document(data: bytes, name: str, sentence: str) -> None:
    said = why(data, name)
    assert sentence in said
    assert said.endswith(".")


def test_a_document_is_read_whatever_it_is_called() -> None:
    assert read_bytes(ORDINARY.written(), "sleep.exe").title == "Sleep"
    assert read_bytes(ORDINARY.written(), "sleep.md").title == "Sleep"


def test_a_document_that_breaks_off_anywhere() -> None:
    whole = ORDINARY.written()
    for end in range(4, len(whole), 97):
        assert why(whole[:end]).endswith(".")


def test_a_document_with_a_changed_byte_anywhere() -> None:
    """Whatever is changed: it is refused with a sentence or read, and never anything else."""
    from articles.documents import Refused

    whole = ORDINARY.written()
    for place in range(0, len(whole), 13):
        data = whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :]
        try:
            body = read_bytes(data, "a.docx").body
        except Refused as refused:
            said = str(refused)
        else:
            said = "."
            assert clean(body) == body
        assert said.endswith(".")


def test_a_file_that_is_too_large() -> None:
    from articles.documents import Refused, read

    with pytest.raises(Refused, match="40 MB at most"):
        read(io.BytesIO(b"PK\x03\x04"), "a.docx", MAX_BYTES + 1)


# -- archives that unpack to more than they should -------------------------------------------------


def test_a_bomb_of_one_part() -> None:
    bomb = ORDINARY.files() | {"word/document.xml": b"0" * 30_000_000}
    assert "no document does that" in why(zipped(bomb))


def test_a_bomb_that_nothing_reads_is_refused_as_well() -> None:
    bomb = ORDINARY.files() | {"word/media/x.png": b"0" * 30_000_000}
    assert "no document does that" in why(zipped(bomb))


def test_many_small_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 10_000_000)
    parts = {f"word/{n}.bin": b"0" * 1_000_000 for n in range(11)}
    assert "unpacks to" in why(zipped(ORDINARY.files() | parts))


def test_too_many_parts() -> None:
    parts = {f"x/{n}": b"" for n in range(archive.MAX_ENTRIES + 1)}
    assert "parts, and 2,000 is the limit" in why(zipped(ORDINARY.files() | parts))


def test_a_part_that_is_larger_than_it_says() -> None:
    """The size in the list is a lie: no more comes out than was said, and then nothing is taken."""
    inside = f"<w:document {NAMESPACES}><w:body>{paragraph('x' * 5000)}</w:body></w:document>"
    data = bytearray(with_document(inside))
    size = struct.pack("<L", len(inside.encode()))
    assert data.count(size) >= 2
    assert "damaged" in why(bytes(data.replace(size, struct.pack("<L", 900))))


def test_a_long_text(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "".join(f"<w:p>{n:x}</w:p>" for n in range(MAX_XML // 12))
    assert "16 MB is the limit" in why(
        with_document(f"<w:document {NAMESPACES}><w:body>{long}</w:body></w:document>")
    )


def test_more_or_deeper_elements_than_an_article_has(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400
    assert "nested more deeply" in why(
        with_document(f"<w:document {NAMESPACES}><w:body>{deep}</w:body></w:document>")
    )
    monkeypatch.setattr(package, "MAX_ELEMENTS", 50)
    assert "longer or nested" in why(WordFile().add(*(paragraph("x") for _ in range(30))).written())


def test_tables_within_tables_as_deep_as_xml_may_be() -> None:
    inner = paragraph("x")
    for _ in range(27):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    body = read_word(WordFile().add(inner)).body
    assert "x" in body
    assert clean(body) == body


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "word\\..\\x", "C:/x", "word/../../x"]
)
def test_names_that_lead_out_of_the_file(name: str) -> None:
    assert "leads out of the file" in why(zipped(ORDINARY.files() | {name: b"x"}))


def test_the_same_part_twice() -> None:
    out = io.BytesIO(ORDINARY.written())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as twice:
        twice.writestr("word/document.xml", "<x/>")
    assert "same part twice" in why(out.getvalue())


def test_an_encrypted_part_and_a_strange_packing() -> None:
    data = bytearray(ORDINARY.written())
    listed = data.rfind(b"PK\x01\x02")
    data[listed + 8] |= 1
    assert "encrypted" in why(bytes(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as packed:
        for name, content in ORDINARY.files().items():
            packed.writestr(name, content)
    assert "packed in a way" in why(out.getvalue())


def test_an_archive_in_an_archive_is_not_opened() -> None:
    nested = ORDINARY.files() | {"word/embeddings/x.docx": ORDINARY.written()}
    assert read_bytes(zipped(nested)).body == "<p>Sleep helps.</p>"


# -- XML that does more than hold text -------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "https://elsewhere.example/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "https://elsewhere.example/x"> %p;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_entities_and_document_types(declared: str, encoding: str, part: str) -> None:
    files = ORDINARY.files()
    text = files[part].decode().replace("?>", f"?>{declared}", 1).replace("UTF-8", encoding)
    assert "document type" in why(zipped(files | {part: text.encode(encoding)}))


def test_an_encoding_that_is_declared_and_not_used() -> None:
    files = ORDINARY.files()
    for declared in ("cp037", "utf-7", "unknown", "utf-16"):
        text = files["word/document.xml"].replace(b"UTF-8", declared.encode())
        assert read_bytes(zipped(files | {"word/document.xml": text})).title == "Sleep"
    wrong = files["word/document.xml"].replace(b"Sleep helps", b"Sl\xffep")
    assert "unknown encoding" in why(zipped(files | {"word/document.xml": wrong}))


def test_text_in_utf_16() -> None:
    files = ORDINARY.files()
    text = files["word/document.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_bytes(zipped(files | {"word/document.xml": text})).title == "Sleep"


@pytest.mark.parametrize(
    "xml",
    [
        "", "<", "<x>", "<x/>", "Sleep", f"<w:document {NAMESPACES}/>",
        f"<w:document {NAMESPACES}><w:body><w:p></w:body></w:document>",
    ],
)  # fmt: skip
def test_xml_that_is_no_document(xml: str) -> None:
    assert why(with_document(xml)).endswith(".")


def test_attributes_that_are_missing_or_strange() -> None:
    strange = (
        '<w:footnoteReference/>', '<w:footnoteReference w:id="a b"/>', "<w:sym/>",
        '<w:sym w:char="zz" w:font="Wingdings"/>', '<w:sym w:char="F0FE" w:font="Nothing"/>',
        '<w:br w:type="strange"/>', '<w:fldChar w:fldCharType="end"/>', "<w:instrText/>",
    )  # fmt: skip
    document = read_word(
        ORDINARY.__class__().add(
            paragraph("Kept", *(f"<w:r>{element}</w:r>" for element in strange)),
            paragraph(
                "also", properties='<w:numPr><w:ilvl w:val="x"/><w:numId w:val="77"/></w:numPr>'
            ),
        )
    )
    assert document.body == "<p>Kept</p>\n<p>also</p>"
    assert told(document, "Symbols of a special font").reason.endswith(".")


class Counted(Element):
    """An element that counts how often somebody goes through its children."""

    times = 0

    def __iter__(self) -> Iterator[Element]:
        self.times += 1
        return (self[place] for place in range(len(self)))


def test_what_describes_a_list_is_read_once_however_many_paragraphs_it_has() -> None:
    def element(name: str, *children: Element, **given: object) -> Counted:
        said = {TRANSITIONAL + key: str(word) for key, word in given.items()}
        made = Counted(TRANSITIONAL + name, said)
        made.extend(children)
        return made

    level = element("lvl", element("start", val=4), element("numFmt", val="decimal"), ilvl=0)
    later = element("lvl", element("start", val=9), element("numFmt", val="bullet"), ilvl=0)
    described = element("abstractNum", level, later, abstractNumId=1)
    num = element("num", element("abstractNumId", val=1), numId=1)
    document = element("document")
    for _ in range(50):
        numbers = element("numPr", element("ilvl", val=0), element("numId", val=1))
        document.append(element("p", element("pPr", numbers)))
        document.append(element("p"))
    told = begins(document, None, element("numbering", described, num))
    assert [number for _paragraph, number, _letters in told] == list(range(4, 54))
    assert max(one.times for one in (level, later, described, num)) <= 3


@pytest.mark.parametrize(
    "mark", ["[1{}]", "[1{}, 2]", "[1,{}2]", "[1{}–{}2]", "{}[1]", "[1", "{}"], ids=range(7)
)
def test_marks_of_a_typed_list_with_much_white_space(mark: str) -> None:
    """Where a space is looked at again for each one before it, this takes hours."""
    spaces = "\N{NO-BREAK SPACE}" * 300_000
    root = html_tree.Element("", {}, [
        html_tree.Element("p", {}, ["Tea" + mark.replace("{}", spaces)]),
        html_tree.Element("h2", {}, ["References"]),
        html_tree.Element("p", {}, [spaces, html_tree.Element("b", {}, ["1. Doe J. Tea."])]),
        html_tree.Element("p", {}, ["2. Doe J. Sleep."]),
    ])  # fmt: skip
    assert list(take_typed_list(root, Report("a.docx"))) == ["typed-1", "typed-2"]


def test_a_quotation_in_markdown_with_much_white_space() -> None:
    spaces = "\N{NO-BREAK SPACE}" * 300_000
    assert "<figcaption>Doe</figcaption>" in to_html(f"> Tea{spaces}.\n> — Doe")
    assert "<figcaption>" not in to_html(f"> Tea{spaces}.")


# -- what is inside --------------------------------------------------------------------------------


def test_hostile_text_is_text() -> None:
    document = read_word(WordFile().add(*(paragraph(run(vector)) for vector in HARMLESS_IN_XML)))
    assert clean(document.body) == document.body
    assert "<script" not in document.body
    assert "onerror=" not in document.body.replace("&lt;", "").partition("<img")[2]


HARMLESS_IN_XML = [v for v in ALL if v.isprintable()][:400]


def test_hostile_markdown_is_cleaned() -> None:
    for vector in HARMLESS_IN_XML[:200]:
        body = read_markdown(f"Sleep helps.\n\n{vector}\n\n[x](javascript:alert(1))").body
        assert clean(body) == body
        assert 'javascript:alert(1)"' not in body


def test_pictures_of_markdown_stay_where_they_are() -> None:
    document = read_markdown(
        "# T\n\n![Tea](tea.jpg)\n\n![Far](https://elsewhere.example/p.png)\n\n![Up](../../x.png)\n"
        "\n![](/media/document/picture-7)\n\n![Kept](/media/images/ab/abc.webp)"
    )
    assert document.pictures == []
    assert document.body.count("<img") == 1
    assert "put it in with the Picture button" in told(document, "The picture “tea.jpg”").reason
    assert "Nothing is fetched" in told(document, "The picture “https://elsewhere").reason


@needs_corpora
def test_hostile_uploads_under_the_name_of_a_document() -> None:
    for file in sorted((FOLDER / "uploads").iterdir()):
        assert why(file.read_bytes(), f"{file.name}.docx").endswith("."), file.name
