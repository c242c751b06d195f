"""Text that was copied in Word, Google Docs or LibreOffice arrives clean in the editor."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clipboard import LETTERED, PROGRAMS, WORD
from tests.browser.editing import Editor
from tests.factories import picture
from wellness.lib.rich_text import clean

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.editor_urls"),
]

PASTE = """
    const data = new DataTransfer();
    data.setData("text/html", argument);
    data.setData("text/plain", "plain");
    editor.editable().$.dispatchEvent(new ClipboardEvent(
        "paste", { clipboardData: data, bubbles: true, cancelable: true }));
"""

PASTED = (
    '<h2 id="section-sleep-and-the-heart">Sleep and the heart</h2>\n'
    '<h3 id="section-how-much-is-enough">How much is enough</h3>\n'
    "<p>Most <strong>adults</strong> need <em>seven</em> hours, says Exampletown: see "
    '<a href="https://example.org/sleep" rel="external noopener noreferrer">the study</a>. '
    "Water is H<sub>2</sub>O.{mark}</p>\n"
    "<ul><li>Water<ul><li>Green tea</li></ul></li><li>Rest</li></ul>\n<p>Then:</p>\n"
    "<ol><li>Lie down</li><li>Close the eyes</li></ol>\n"
    '<table><thead><tr><th scope="col">Age</th><th scope="col">Hours</th></tr></thead>'
    "<tbody><tr><td>Adults</td><td>7</td></tr></tbody></table>{note}"
)

MARKS = {
    "word": ("<sup>[1]</sup>", "\n<p>[1] Doe J. A study of sleep.</p>"),
    "libreoffice": ("<sup>1</sup>", "\n<p>1Doe J. A study of sleep.</p>"),
    "google docs": ("", ""),
}
"""What is left of a note: its number, raised, and its words."""


@pytest.fixture
def editor(page: Page) -> Editor:
    return Editor(page)


def paste(editor: Editor, html: str, waits_for: str) -> None:
    """Put something on the clipboard, paste it, and wait until it stands on the paper."""
    editor.run(PASTE, html)
    expect(editor.paper.locator("body")).to_contain_text(waits_for)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_copied_text_arrives_clean(editor: Editor, program: str) -> None:
    editor.open("<p>x</p>").select_all()
    paste(editor, PROGRAMS[program], "Close the eyes")
    mark, note = MARKS[program]
    assert editor.body() == PASTED.format(mark=mark, note=note)
    source = editor.run("return editor.getData()")
    for trace in ("mso", "style=", "class=", "dir=", "<o:p", "<font", "&nbsp;", "<span", "#_ftn"):
        assert trace not in source, trace
    said = editor.page.locator(".cke_notification_warning")
    expect(said.filter(has_text="A picture did not come along")).to_have_count(1)
    expect(said.filter(has_text="Notes came along as text")).to_have_count(1 if note else 0)
    expect(said).to_have_count(2 if note else 1)


def test_a_picture_inside_the_copied_text_goes_to_the_library(editor: Editor) -> None:
    editor.open("<p>x</p>").select_all()
    data = base64.b64encode(picture(40, 30)).decode()
    html = f'<p>Before.</p><p><img src="data:image/png;base64,{data}" alt="Tea"></p><p>After.</p>'
    paste(editor, html, "After.")
    shown = editor.paper.locator("figure.image img[src^='/media/']")
    expect(shown).to_have_attribute("width", "40")
    assert "data:" not in editor.body()


def test_headings_stand_under_the_heading_before_the_cursor(editor: Editor) -> None:
    editor.open("<h2>Sleep</h2><p>x</p>")
    editor.paper.locator("p").click()
    editor.page.keyboard.press("End")
    html = "<h3>Part</h3><p>One.</p><h5>Detail</h5><p>Two.</p><h3>Other</h3><p>Three.</p>"
    paste(editor, html, "Three.")
    levels = [heading.evaluate("e => e.localName") for heading in
              editor.paper.locator("h2, h3, h4").all()]  # fmt: skip
    assert levels == ["h2", "h3", "h4", "h3"]


def test_a_no_break_space_beside_a_figure_stays(editor: Editor) -> None:
    editor.open("<p>x</p>").select_all()
    paste(editor, "<p>Take&nbsp;500&nbsp;mg at&nbsp;night,&nbsp; &nbsp;or&nbsp;not.</p>", "or not")
    assert editor.body() == "<p>Take&nbsp;500&nbsp;mg at night, or not.</p>"


@pytest.mark.parametrize("program", LETTERED)
def test_a_copied_list_counts_by_letters_as_before(editor: Editor, program: str) -> None:
    editor.open("<p>x</p>").select_all()
    paste(editor, LETTERED[program], "Close the eyes")
    assert editor.body() == '<ol type="a"><li>Lie down</li><li>Close the eyes</li></ol>'


def test_text_that_was_set_line_by_line_keeps_its_lines(editor: Editor) -> None:
    editor.open("<p>x</p>").select_all()
    paste(editor, "<pre>one\n  <b>two</b>\nthree\n</pre><p>After.</p>", "After.")
    assert editor.body() == "<p>one<br><strong>two</strong><br>three</p>\n<p>After.</p>"


def test_a_link_that_no_article_may_have_leaves_its_words_and_is_told(editor: Editor) -> None:
    editor.open("<p>x</p>").select_all()
    html = (
        '<p><a href="javascript:alert(1)">Run</a>, <a href="file:///C:/a.docx">open</a>, '
        '<a href="/topics/sleep/">read</a>.</p>'
    )
    paste(editor, html, "read")
    source = editor.run("return editor.getData()")
    assert source.strip() == '<p>Run, open, <a href="/topics/sleep/">read</a>.</p>'
    said = editor.page.locator(".cke_notification_warning")
    expect(said).to_contain_text("The target of 2 links did not come along")


def test_links_within_another_document_become_words(editor: Editor) -> None:
    editor.open("<p>x</p>").select_all()
    html = (
        '<p><a name="_Toc1"></a><a href="#_Toc1">Contents</a> and <a href="#section-sleep">ours</a>'
        ' and <a href="#chapter">theirs</a>.</p>'
    )
    paste(editor, html, "theirs")
    assert editor.body() == ('<p>Contents and <a href="#section-sleep">ours</a> and theirs.</p>')


def test_what_was_copied_here_stays_as_it_is(editor: Editor) -> None:
    body = '<h3 id="section-part">Part</h3>\n<p>Ten&nbsp;days.</p>'
    editor.open(body).select_all()
    copied = editor.run(
        "const data = new CKEDITOR.plugins.clipboard.dataTransfer(new DataTransfer(), editor);"
        "data.setData('text/html', argument); data.sourceEditor = editor;"
        "const paste = { type: 'html', method: 'paste', dataValue: argument, dataTransfer: data };"
        "editor.fire('paste', paste); return paste.dataValue",
        body,
    )
    assert "<h3" in copied
    assert "&nbsp;" in copied


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_server_cleans_the_same_text(program: str) -> None:
    """Whatever the editor does, what is saved has passed the server, which knows no styles."""
    body = clean(PROGRAMS[program])
    assert clean(body) == body
    for trace in ("mso", "style", "class=", "<o:p", "<font", "<xml", "#_ftn", "#sdfoot", "clip_"):
        assert trace not in body, trace
    assert "A study of sleep" in body or program == "google docs"
    for heading in (
        '<h2 id="section-sleep-and-the-heart">',
        '<h3 id="section-how-much-is-enough">',
    ):
        assert heading in body


def test_links_to_notes_of_another_program_lead_nowhere_and_so_are_none() -> None:
    for place in ("_ftn1", "_ftnref2", "_edn1", "_msocom_1", "_Toc1234", "sdfootnote1sym", "ftnt1"):
        assert clean(f'<p>See <a href="#{place}">[1]</a>.</p>') == "<p>See [1].</p>"
    kept = '<p><a href="#section-sleep">Sleep</a></p>'
    assert clean(kept) == kept


def test_the_pasted_text_is_not_sent_anywhere_else(editor: Editor) -> None:
    """The watch over the page fails the story if a request leaves this machine, or a file of the
    copied text is asked for."""
    asked: list[str] = []
    editor.page.on("request", lambda request: asked.append(request.url))
    editor.open("<p>x</p>").select_all()
    paste(editor, WORD, "Close the eyes")
    assert not [url for url in asked if "clip_image" in url or url.startswith("file:")]
