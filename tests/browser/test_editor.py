"""The editor in a real browser: what it makes is what the server keeps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing import READY, Editor
from wellness.lib.editor import NEVER, plugins, toolbar
from wellness.lib.rich_text import FEATURES, clean

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.editor_urls"),
]

WITH_SAMPLES = [feature for feature in FEATURES if feature.sample]


@pytest.fixture
def editor(page: Page) -> Editor:
    return Editor(page)


TOGETHER = (
    (
        '<figure class="image"><a href="/topics/"><img src="/media/a.webp" alt="A" width="4" '
        'height="3"></a><figcaption>Linked</figcaption></figure>'
    ),
    '<figure class="image"><img src="/media/a.webp" alt=""></figure>',
    '<figure class="quotation"><blockquote><p>One.</p><ul><li>Two</li></ul></blockquote></figure>',
    "<ul><li><p>One.</p><p>Two.</p></li><li>Three<ol><li>Four</li></ol></li></ul>",
    "<table><tbody><tr><td>One<ul><li>Two</li></ul></td><td></td></tr></tbody></table>",
    '<p><strong>A <em>b</em></strong> <a href="/x"><em>c</em></a></p>',
)
"""Features inside one another, as writers combine them."""


def test_every_feature_comes_out_as_it_went_in(editor: Editor) -> None:
    editor.open()
    for feature in WITH_SAMPLES:
        editor.write(feature.sample)
        assert editor.body() == feature.sample, feature.name
    for body in TOGETHER:
        assert clean(body) == body
        editor.write(body)
        assert editor.body() == body
    everything = clean("\n".join(feature.sample for feature in WITH_SAMPLES))
    editor.write(everything)
    assert editor.body() == everything


def test_a_saved_text_opens_as_it_was_saved(editor: Editor) -> None:
    for feature in WITH_SAMPLES:
        assert editor.open(feature.sample).body() == feature.sample, feature.name


@pytest.mark.parametrize("editors", [False, True], ids=["writer", "editor"])
def test_the_toolbar_and_the_plugins_are_the_tables(editor: Editor, editors: bool) -> None:
    editor.open(**({"editors": "1"} if editors else {}))
    wanted = [button for group in toolbar(editors) for button in group["items"]]
    shown = editor.run("return editor.toolbar.flatMap((g) => g.items || []).map((i) => i.name)")
    assert [name.lower() for name in shown] == [name.lower() for name in wanted]
    assert editor.page.locator("a.cke_combo_button").count() == 1
    assert editor.page.locator("a.cke_button__source").count() == int(editors)
    loaded = set(editor.run("return Object.keys(editor.plugins)"))
    assert set(plugins(editors)) <= loaded
    assert not loaded & set(NEVER)
    assert ("sourcearea" in loaded) == editors


def test_letters(editor: Editor) -> None:
    buttons = {"Bold": "strong", "Italic": "em", "Subscript": "sub", "Superscript": "sup"}
    for button, element in buttons.items():
        editor.open("<p>Sleep</p>").select_all()
        editor.press(button)
        assert editor.body() == f"<p><{element}>Sleep</{element}></p>"
        editor.expect_on(button)
        editor.press("RemoveFormat")
        assert editor.body() == "<p>Sleep</p>"
        editor.press("Undo")
        assert editor.body() == f"<p><{element}>Sleep</{element}></p>"
        editor.press("Redo")
        assert editor.body() == "<p>Sleep</p>"


def test_headings(editor: Editor) -> None:
    for level in (2, 3, 4):
        editor.open("<p>Sleep</p>").select_all()
        editor.page.locator("a.cke_combo_button").click()
        choices = editor.page.frame_locator("iframe.cke_panel_frame")
        expect(choices.locator("li a")).to_have_count(4)
        choices.locator(f"a:has(h{level})").click()
        assert editor.body() == f'<h{level} id="section-sleep">Sleep</h{level}>'


def test_lists(editor: Editor) -> None:
    for button, element in {"BulletedList": "ul", "NumberedList": "ol"}.items():
        editor.open("<p>One</p><p>Two</p>").select_all()
        editor.press(button)
        assert editor.body() == f"<{element}><li>One</li><li>Two</li></{element}>"
        editor.paper.locator("li").nth(1).click()
        editor.press("Indent")
        assert editor.body() == (
            f"<{element}><li>One<{element}><li>Two</li></{element}></li></{element}>"
        )
        editor.press("Outdent")
        editor.select_all()
        editor.press(button)
        assert editor.body() == "<p>One</p>\n<p>Two</p>"


def test_links(editor: Editor) -> None:
    addresses = {
        "https://example.org/a?b=1": 'href="https://example.org/a?b=1" rel=',
        "/topics/sleep/": 'href="/topics/sleep/">',
        "#section-sleep": 'href="#section-sleep">',
    }
    for address, link in addresses.items():
        editor.open("<p>Sleep</p>").select_all()
        editor.press("Link")
        dialog = editor.dialog()
        kinds = dialog.get_by_label("Link Type").locator("option")
        expect(kinds).to_have_text([" URL", " E-mail"])
        expect(dialog.locator(".cke_dialog_tab:visible")).to_have_count(0)
        dialog.get_by_label(re.compile("^URL")).fill(address)
        editor.confirm()
        assert f"<p><a {link}" in editor.body()
        editor.select_all()
        editor.press("Unlink")
        assert editor.body() == "<p>Sleep</p>"


def test_what_is_written_is_sent(editor: Editor) -> None:
    editor.open("<p>One</p>")
    editor.paper.locator("p").click()
    editor.page.keyboard.press("End")
    editor.page.keyboard.type(" two")
    with editor.page.expect_request(lambda request: request.method == "POST") as sent:
        editor.page.get_by_role("button", name="Save").click()
    assert clean((sent.value.post_data_json or {})["body"].strip()) == "<p>One two</p>"
    editor.page.wait_for_function(READY)


def test_a_quotation_with_who_said_it(editor: Editor) -> None:
    editor.open("<p>Sleep is <em>not</em> optional.</p>").select_all()
    editor.press("Quotation")
    editor.page.keyboard.type("Ada Example")
    assert editor.body() == (
        '<figure class="quotation"><blockquote><p>Sleep is <em>not</em> optional.</p></blockquote>'
        "<figcaption>Ada Example</figcaption></figure>"
    )
    editor.expect_on("Quotation")
    editor.press("Quotation")
    assert editor.body() == "<p>Sleep is <em>not</em> optional.</p>\n<p>Ada Example</p>"


def test_a_quotation_written_from_nothing(editor: Editor) -> None:
    editor.open("<p>Before.</p>")
    editor.paper.locator("p").click()
    editor.page.keyboard.press("End")
    editor.press("Quotation")
    editor.page.keyboard.type("First.")
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.type("Second.")
    assert editor.body() == (
        "<p>Before.</p>\n"
        '<figure class="quotation"><blockquote><p>First.</p><p>Second.</p></blockquote></figure>'
    )
    invitation = editor.paper.locator("figcaption.cke_invites")
    assert invitation.get_attribute("data-cke-invitation") == "Who said it, and what they do"


def test_a_table_has_a_header_row_from_the_start(editor: Editor) -> None:
    editor.open("<p>x</p>")
    editor.paper.locator("p").click()
    editor.press("Table")
    dialog = editor.dialog()
    dialog.get_by_label("Rows").fill("2")
    dialog.get_by_label("Columns").fill("2")
    dialog.get_by_label("Caption").fill("Hours of sleep")
    editor.confirm()
    for index, word in enumerate(["Age", "Hours", "20", "7"]):
        editor.paper.locator("th, td").nth(index).click()
        editor.page.keyboard.type(word)
    assert (
        "<table><caption>Hours of sleep</caption>"
        '<thead><tr><th scope="col">Age</th><th scope="col">Hours</th></tr></thead>'
        "<tbody><tr><td>20</td><td>7</td></tr></tbody></table>"
    ) in editor.body()


def test_a_list_counts_by_what_its_menu_says(editor: Editor) -> None:
    editor.open("<ol><li>One</li></ol><ul><li>Tea</li></ul>")
    editor.paper.locator("ol li").click(button="right")
    menu = editor.page.frame_locator("iframe.cke_panel_frame:visible")
    menu.get_by_text("Numbered List Properties").click()
    editor.dialog().locator("select").select_option(label="a, b, c")
    editor.confirm()
    assert editor.body() == '<ol type="a"><li>One</li></ol>\n<ul><li>Tea</li></ul>'
    style = "getComputedStyle(editor.editable().$.querySelector('ol')).listStyleType"
    assert editor.run(f"return {style}") == "lower-alpha"
    editor.run("editor.execCommand('numberedListStyle')")
    expect(editor.dialog().locator("select")).to_have_value("a")
    editor.dialog().locator("select").select_option(label="1, 2, 3")
    editor.confirm()
    assert editor.body().startswith("<ol><li>")
    # Every bulleted list looks the same on the page, so nobody is asked.
    editor.paper.locator("ul li").click(button="right")
    expect(menu.get_by_text("Paste", exact=True)).to_be_visible()
    expect(menu.get_by_text("List Properties")).to_have_count(0)


def test_a_table_grows_by_its_menu(editor: Editor) -> None:
    editor.open("<table><tr><td>1</td><td>2</td></tr></table>")
    editor.paper.locator("td").first.click(button="right")
    menu = editor.page.frame_locator("iframe.cke_panel_frame:visible")
    menu.get_by_role("menuitem", name="Row").hover()
    rows = editor.page.frame_locator("iframe.cke_panel_frame:visible >> nth=1")
    rows.get_by_role("menuitem", name="Insert Row After").click()
    assert editor.paper.locator("tr").count() == 2


def test_a_rule_a_new_line_and_a_special_character(editor: Editor) -> None:
    editor.open("<p>One</p>")
    editor.paper.locator("p").click()
    editor.page.keyboard.press("End")
    editor.page.keyboard.press("Shift+Enter")
    editor.page.keyboard.type("two")
    editor.press("SpecialChar")
    editor.dialog().get_by_title("Greater than or equal").click()
    expect(editor.dialog()).to_have_count(0)
    editor.press("HorizontalRule")
    assert editor.body() == "<p>One<br>two≥</p>\n<hr>"


def test_a_no_break_space_stays_one(editor: Editor) -> None:
    editor.open("<p>500mg</p>")
    editor.paper.locator("p").click()
    editor.page.keyboard.press("Home")
    for _ in "500":
        editor.page.keyboard.press("ArrowRight")
    editor.press("SpecialChar")
    editor.dialog().get_by_title("No-break space", exact=True).click()
    assert editor.body() == "<p>500&nbsp;mg</p>"


def test_find_and_replace_and_the_whole_window(editor: Editor) -> None:
    editor.open("<p>coffee</p>")
    editor.press("Find")
    dialog = editor.dialog()
    dialog.get_by_role("tab", name="Replace").click()
    dialog.get_by_label("Find what").last.fill("coffee")
    dialog.get_by_label("Replace with").fill("tea")
    editor.page.once("dialog", lambda alert: alert.accept())
    dialog.get_by_title("Replace All").click()
    assert editor.body() == "<p>tea</p>"
    editor.page.locator(".cke_dialog_close_button:visible").click()
    editor.press("Maximize")
    editor.expect_on("Maximize")
    editor.press("Maximize")


def test_editors_can_change_the_source(editor: Editor) -> None:
    editor.open("<p>One</p>", editors="1")
    editor.press("Source")
    editor.page.locator("textarea.cke_source").fill(
        '<p onclick="owned()">Two</p><script>owned()</script><div style="color:red">Three</div>'
    )
    editor.press("Source")
    expect(editor.paper.locator("p").first).to_have_text("Two")
    assert editor.body() == "<p>Two</p>\n<p>Three</p>"


def test_pasted_formatting_is_cut_down_to_the_table(editor: Editor) -> None:
    editor.open("<p>x</p>").select_all()
    editor.run(
        "const dataTransfer = new CKEDITOR.plugins.clipboard.dataTransfer();"
        "const paste = { type: 'auto', method: 'paste', dataValue: argument, dataTransfer };"
        "editor.fire('paste', paste)",
        '<h1 style="color:red">Title</h1><p class="MsoNormal"><font size=7>Big <b>bold</b> <u>u</u>'
        '</font></p><div><span style="font-weight:bold">x</span></div>',
    )
    expect(editor.paper.locator("h2")).to_have_text("Title")  # after Word's filter was loaded
    assert editor.body() == (
        '<h2 id="section-title">Title</h2>\n<p>Big <strong>bold</strong> u</p>\n'
        "<p><strong>x</strong></p>"
    )


def test_text_can_be_pasted_without_its_formatting(editor: Editor) -> None:
    editor.open("<p>x</p>").select_all()
    editor.press("PasteText")  # browsers let nobody read the clipboard: the editor says which keys
    expect(editor.page.locator(".cke_notification")).to_contain_text("to paste")


def test_what_is_hostile_never_reaches_the_editor(editor: Editor) -> None:
    editor.page.add_init_script("window.owned = () => { window.ran = true }")
    editor.open("<p>Kept</p><img src=/media/a.png onerror=parent.owned()><svg onload=owned()>")
    assert "onerror" not in editor.page.content()
    assert editor.page.evaluate("window.ran") is None
    assert editor.body().startswith("<p>Kept</p>")


def test_the_field_has_its_name_no_barrier_and_no_cookie(
    editor: Editor, barrier_free: Callable[[Page], None]
) -> None:
    editor.open()
    frame = editor.page.locator("iframe.cke_wysiwyg_frame")
    assert (frame.get_attribute("title") or "").startswith("Text of the article")
    assert editor.page.context.cookies() == []
    barrier_free(editor.page)
