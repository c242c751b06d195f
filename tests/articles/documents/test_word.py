"""What a Word document becomes: text, lists, tables, pictures; and what is said of the rest."""

from __future__ import annotations

import pytest

from articles.documents import Read
from articles.importing.report import Outcome
from tests.articles.documents.reading import read_blocks, read_bytes, read_word, told
from tests.articles.documents.word_file import (
    WordFile,
    cell,
    drawing,
    heading,
    item,
    link,
    paragraph,
    run,
    table,
    text_box,
)
from tests.factories import picture
from wellness.lib import rich_text
from wellness.lib.rich_text import clean


def body(*blocks: str) -> str:
    return read_blocks(*blocks).body


def test_title_subtitle_and_text() -> None:
    document = read_blocks(
        paragraph("Sleep and the heart", style="Title"),
        paragraph("What we know", style="Subtitle"),
        paragraph("Sleep helps."),
    )
    assert (document.title, document.subtitle) == ("Sleep and the heart", "What we know")
    assert document.body == "<p>Sleep helps.</p>"


def test_the_heading_at_the_top_is_the_title() -> None:
    document = read_blocks(heading("Sleep", 1), heading("Why", 2), paragraph("So."))
    assert document.title == "Sleep"
    assert document.body == '<h2 id="section-why">Why</h2>\n<p>So.</p>'


def test_one_heading_of_several_is_no_title() -> None:
    document = read_blocks(paragraph("First."), heading("One", 1), heading("Two", 1))
    assert document.title == ""
    assert [found.level for found in rich_text.headings(document.body)] == [2, 2]
    assert told(document, "The title: Sleep").outcome == Outcome.UPDATED


def test_headings_begin_at_the_second_level_and_leave_none_out() -> None:
    document = read_blocks(
        paragraph("T", style="Title"),
        *(heading(f"H{n}", n) for n in (1, 3, 6, 6, 2, 1)),
        heading("", 2),
        paragraph("Ours", style="HouseHead"),
    )
    found = [(h.text, h.level) for h in rich_text.headings(document.body)]
    assert found == [
        ("H1", 2), ("H3", 3), ("H6", 4), ("H6", 4), ("H2", 3), ("H1", 2), ("Ours", 3)
    ]  # fmt: skip
    assert told(document, "The level of").outcome == Outcome.UPDATED


def test_a_title_that_is_too_long_stays_in_the_text() -> None:
    words = "word " * 60
    document = read_blocks(paragraph(words, style="Title"), paragraph("Text."))
    assert len(document.title) <= 200
    assert words.strip() in document.body
    assert "300" not in told(document, "The title").what


def test_letters_and_lines() -> None:
    assert body(
        paragraph(
            run("bold", "<w:b/>"), run(" plain ", '<w:b w:val="0"/>'), run("italic", "<w:i/>"),
            " H", run("2", '<w:vertAlign w:val="subscript"/>'), "O m",
            run("2", '<w:vertAlign w:val="superscript"/>'), run("under", "<w:u w:val='single'/>"),
            "<w:r><w:br/></w:r>", "next", "<w:r><w:cr/></w:r>", "last",
        ),
        paragraph(""), paragraph("   "),
    ) == (
        "<p><strong>bold</strong> plain <em>italic</em> H<sub>2</sub>O m<sup>2</sup>under<br>next"
        "<br>last</p>"
    )  # fmt: skip


def test_lists_within_lists() -> None:
    assert body(
        item("One"), item("Two", level=1, num=2), item("Three", level=2), item("Four"),
        paragraph("Between."), item("First", num=3),
    ) == (
        "<ul><li>One<ol><li>Two<ul><li>Three</li></ul></li></ol></li><li>Four</li></ul>\n"
        "<p>Between.</p>\n<ol><li>First</li></ol>"
    )  # fmt: skip


def test_lists_nine_levels_deep() -> None:
    nested = body(*(item(f"Level {n}", level=n) for n in range(9)))
    assert nested.count("<ul>") == 9
    assert clean(nested) == nested


def test_a_numbered_list_goes_on_counting() -> None:
    assert body(
        item("One", num=2), item("Two", num=2), paragraph("Meanwhile."), item("Three", num=2),
        item("Other", num=3),
    ) == (
        "<ol><li>One</li><li>Two</li></ol>\n<p>Meanwhile.</p>\n"
        '<ol start="3"><li>Three</li></ol>\n<ol><li>Other</li></ol>'
    )  # fmt: skip


def test_a_list_counts_by_what_word_showed() -> None:
    assert body(
        item("One", num=4), item("first", level=1, num=4), item("second", level=1, num=4),
        item("Two", num=4), item("anew", level=1, num=4), item("in it", level=2, num=4),
        paragraph("Then."),
        item("Part", num=5), item("Part", num=5), paragraph(""), item("Part", num=5),
        paragraph("And."), item("on", level=0, num=5),
    ) == (
        '<ol><li>One<ol type="a"><li>first</li><li>second</li></ol></li>'
        '<li>Two<ol type="a"><li>anew<ol type="i"><li>in it</li></ol></li></ol></li></ol>\n'
        "<p>Then.</p>\n"
        '<ol type="I"><li>Part</li><li>Part</li><li>Part</li></ol>\n<p>And.</p>\n'
        '<ol start="4" type="I"><li>on</li></ol>'
    )  # fmt: skip


def test_steps_in_the_cells_of_a_table_go_on_counting() -> None:
    steps = table([cell(item("Lie down", num=2)), "at ten"], [cell(item("Sleep", num=2)), "soon"])
    assert '<ol start="2"><li>Sleep</li></ol>' in body(steps)


def test_a_table_has_the_head_that_word_shows() -> None:
    shown = table(["Age", "Hours"], ["Adults", "7"])
    without = table(["Adults", "7"], ["Children", "10"], look="0480")
    said = "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
    document = read_blocks(shown, without, without.replace("<w:tr>", said, 1))
    assert document.body.count("<thead>") == 2
    assert (
        '<table><thead><tr><th scope="col">Age</th><th scope="col">Hours</th></tr></thead>'
        "<tbody><tr><td>Adults</td><td>7</td></tr></tbody></table>"
    ) in document.body
    assert told(document, "The first row of 1 table").outcome == Outcome.UPDATED


def test_merged_cells_and_a_frame_of_one_cell() -> None:
    wide = cell("Both", '<w:gridSpan w:val="2"/>')
    top = cell("Down", '<w:vMerge w:val="restart"/>')
    document = read_blocks(
        table([wide], [top, "a"], [cell("", "<w:vMerge/>"), "b"], look="0000"),
        table(["In a frame"], look="0000"),
        table([cell("x", '<w:gridSpan w:val="boom"/>'), "y"], ["1", "2"], look="0000"),
    )
    assert '<td colspan="2">Both</td>' in document.body
    assert '<td rowspan="2">Down</td><td>a</td>' in document.body
    assert "<p>In a frame</p>" in document.body
    assert told(document, "1 frame").outcome == Outcome.UPDATED


def test_quotations_and_who_said_it() -> None:
    assert body(
        paragraph("Sleep is not optional.", style="Quote"),
        paragraph("It never was.", style="Quote"),
        paragraph("— Ada Example, sleep clinic", style="Quote"),
        paragraph("After."),
    ) == (
        '<figure class="quotation"><blockquote><p>Sleep is not optional.</p><p>It never was.</p>'
        "</blockquote><figcaption>Ada Example, sleep clinic</figcaption></figure>\n<p>After.</p>"
    )


def test_links_that_lead_somewhere() -> None:
    file = WordFile()
    links = [
        link("web", file.address("https://example.org/a?b=1")),
        link("mail", file.address("mailto:desk@example.org")),
        link("file", file.address("file:///etc/passwd")),
        link("script", file.address("javascript:alert(1)")),
        f'<w:hyperlink w:anchor="chapter">{run("inside")}</w:hyperlink>',
        '<w:hyperlink r:id="nowhere">' + run("dangling") + "</w:hyperlink>",
    ]
    document = read_word(file.add(paragraph(*links)))
    assert [found.text for found in rich_text.links(document.body)] == ["web", "mail"]
    for words in ("file", "script", "inside", "dangling"):
        assert words in document.body
    assert told(document, "The target of 2 links: file, script").outcome == Outcome.SKIPPED
    assert "etc/passwd" not in document.body


def test_pictures_with_their_words() -> None:
    file = WordFile()
    document = read_word(
        file.add(
            paragraph("Before ", file.picture(picture(), "A cup of tea"), " after."),
            paragraph(file.picture(picture(90), "Rain")),
            paragraph("Figure 1. Rain", style="Caption"),
            paragraph(drawing("rIdP1", "The cup again")),
        )
    )
    found = rich_text.images(document.body)
    assert [(image.alt, image.caption) for image in found] == [
        ("A cup of tea", ""), ("Rain", "Figure 1. Rain"), ("The cup again", "")
    ]  # fmt: skip
    assert [picture.name for picture in document.pictures] == ["Picture 1", "Picture 2"]
    assert document.pictures[0].open() == picture()


def test_what_word_made_up_of_a_picture_is_no_alternative_text() -> None:
    file = WordFile()
    guess = "A picture containing cup Description automatically generated"
    document = read_word(file.add(paragraph(file.picture(picture(), guess))))
    assert rich_text.images(document.body)[0].alt == ""
    assert "Word made it up" in told(document, "The alternative text of Picture 1").reason


def test_a_caption_of_a_table() -> None:
    made = body(paragraph("Table 1. Hours", style="Caption"), table(["a", "b"], ["1", "2"]))
    assert made.startswith("<table><caption>Table 1. Hours</caption>")


def test_pictures_that_are_not_in_the_file() -> None:
    file = WordFile()
    file.relationships["rIdOut"] = ("image", "https://elsewhere.example/p.png", True)
    file.relationships["rIdGone"] = ("image", "media/gone.png", False)
    document = read_word(
        file.add(
            paragraph("a", drawing("rIdOut", attribute="r:link")),
            paragraph("b", drawing("rIdOut")),
            paragraph("c", drawing("rIdDangling")),
            paragraph("d", drawing("rIdGone")),
            paragraph('<w:r><w:pict><v:shape><v:imagedata r:id="rIdX"/></v:shape></w:pict></w:r>'),
        )
    )
    assert document.report.lost
    assert "nothing is fetched" in " ".join(line.reason for line in document.report.lost)
    assert len(document.pictures) == 1  # its file is missed when it is opened
    words = "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>"
    assert rich_text.plain_text(document.body) == rich_text.plain_text(words)


@pytest.fixture
def tracked() -> Read:
    inserted = f'<w:ins w:id="1" w:author="x">{run("new ")}</w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3">{run("left")}</w:moveFrom>'
    return read_blocks(
        paragraph("The ", inserted, deleted, "words.", moved),
        paragraph("half ", properties='<w:rPr><w:del w:id="4"/></w:rPr>'),
        paragraph("joined"),
    )


def test_tracked_changes_are_accepted(tracked: Read) -> None:
    assert tracked.body == "<p>The new words.</p>\n<p>half joined</p>"
    line = told(tracked, "Tracked changes: 1 insertion and 2 deletions")
    assert line.outcome == Outcome.UPDATED


def test_words_that_hide_or_stand_aside() -> None:
    document = read_blocks(
        paragraph("Seen", run(" unseen", "<w:vanish/>"), run(" struck", "<w:strike/>")),
        paragraph("Anchor", text_box("In the box")),
        paragraph('<w:fldSimple w:instr=" SEQ Table ">' + run("7") + "</w:fldSimple>"),
        paragraph("Contents", style="TOC1"),
        '<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>'
        f'{paragraph("Click here to enter text.")}</w:sdtContent></w:sdt>',
    )  # fmt: skip
    assert document.body == ("<p>Seen struck</p>\n<p>Anchor</p>\n<p>In the box</p>\n<p>7</p>")
    assert told(document, "Hidden text").outcome == Outcome.SKIPPED
    assert told(document, "Struck-through words").outcome == Outcome.UPDATED
    assert told(document, "1 text box").outcome == Outcome.UPDATED
    assert told(document, "The table of contents").outcome == Outcome.SKIPPED


def test_what_cannot_come_along_is_said() -> None:
    file = WordFile(
        extra={
            "word/comments.xml": b'<w:comments xmlns:w="http://schemas.openxmlformats.org/'
            b'wordprocessingml/2006/main"><w:comment w:id="0"/><w:comment w:id="1"/></w:comments>',
            "word/header1.xml": b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessing'
            b'ml/2006/main"><w:p><w:r><w:t>Draft of June</w:t></w:r></w:p></w:hdr>',
            "word/vbaProject.bin": b"Sub AutoOpen()",
        },
        main="application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    file.relationships["c"] = ("comments", "comments.xml", False)
    file.relationships["h"] = ("header", "header1.xml", False)
    chart = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.'
        'org/drawingml/2006/chart"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    document = read_word(
        file.add(
            paragraph("E is ", "<m:oMath><m:r><m:t>mc2</m:t></m:r></m:oMath>", "."),
            paragraph("Look:", chart),
            '<w:altChunk r:id="x"/>',
            paragraph('<w:r><w:commentReference w:id="0"/></w:r>', "Said."),
        )
    )
    assert document.body == "<p>E is [equation].</p>\n<p>Look:</p>\n<p>Said.</p>"
    for what in ("An equation: mc2", "A chart", "2 comments of Word", "Macros", "A part that lies",
                 "The header of the pages: “Draft of June”"):  # fmt: skip
        line = told(document, what)
        assert line.outcome == Outcome.SKIPPED
        assert line.reason.endswith(".")


def test_a_line_across_the_page_is_a_rule() -> None:
    line = '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'
    assert body(paragraph("a"), paragraph(line), paragraph("b")) == "<p>a</p>\n<hr>\n<p>b</p>"


def test_a_map_of_styles_in_the_document_is_not_obeyed() -> None:
    file = WordFile(extra={"mammoth/style-map": b"p => h1"}).add(paragraph("Text."))
    assert read_word(file).body == "<p>Text.</p>"


def test_bookmarks_of_the_document_change_nothing() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="start-7"/><w:bookmarkEnd w:id="1"/>'
    assert body(item("One", num=2), paragraph(mark, "x")) == "<ol><li>One</li></ol>\n<p>x</p>"


def test_a_document_of_the_strict_kind() -> None:
    files = WordFile().add(heading("Why", 1), item("One"), paragraph("So.")).files()
    from tests.articles.documents.word_file import zipped

    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in files.items()
    }
    document = read_bytes(zipped(strict))
    assert document.title == "Why"
    assert document.body == "<ul><li>One</li></ul>\n<p>So.</p>"


def test_markup_in_a_document_is_text() -> None:
    made = body(paragraph("<w:r><w:t>&lt;script&gt;alert(1)&lt;/script&gt;</w:t></w:r>"))
    assert made == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
