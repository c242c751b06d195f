"""Pictures in the editor: uploaded, described, captioned, and from nowhere else."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.editing import Editor
from wellness.lib.rich_text_features import FEATURES

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.editor_urls"),
]

SAMPLE = next(feature.sample for feature in FEATURES if feature.name == "image")

PASTE_A_FILE = """
    const bytes = Uint8Array.from(atob(argument), (c) => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "cup.png", { type: "image/png" }));
    const paste = new ClipboardEvent(
        "paste", { clipboardData: data, bubbles: true, cancelable: true });
    editor.editable().$.dispatchEvent(paste);
"""


@pytest.fixture
def editor(page: Page) -> Editor:
    return Editor(page)


def png(size: tuple[int, int] = (40, 30)) -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", size, "tomato").save(out, "PNG")
    return {"name": "cup.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_a_picture_is_uploaded_described_and_captioned(editor: Editor) -> None:
    editor.open("<p>Before.</p>")
    editor.paper.locator("p").click()
    editor.page.keyboard.press("End")
    editor.press("Picture")
    dialog = editor.dialog()
    dialog.get_by_label("Upload from your computer").set_input_files(png())
    expect(dialog.get_by_role("status")).to_have_text(
        "Uploaded. Now describe what the picture shows."
    )
    dialog.get_by_label("Alternative text").fill("A cup of tea")
    editor.confirm()
    expect(editor.paper.locator(".cke_widget_focused")).to_have_count(1)
    editor.paper.locator("figcaption").click()
    expect(editor.paper.locator(".cke_widget_editable_focused")).to_have_count(1)
    editor.page.keyboard.type("Tea at four")
    src = editor.paper.locator("figure img").get_attribute("src")
    assert editor.body() == (
        f'<p>Before.</p>\n<figure class="image"><img src="{src}" alt="A cup of tea" width="40" '
        'height="30"><figcaption>Tea at four</figcaption></figure>'
    )
    assert editor.page.context.cookies() == []


def test_a_picture_needs_a_description_or_is_decorative(editor: Editor) -> None:
    editor.open("<p>x</p>")
    editor.press("Picture")
    dialog = editor.dialog()
    dialog.get_by_label("Address").fill("/media/articles/one.webp")
    said: list[str] = []
    editor.page.once("dialog", lambda alert: (said.append(alert.message), alert.accept()))
    dialog.locator(".cke_dialog_ui_button_ok").click()
    assert said == ["Please describe the picture, or say that it is only decorative."]
    dialog.get_by_label("only decorative").check()
    editor.confirm()
    expect(editor.paper.locator("figure img")).to_have_attribute("width", "1")
    assert '<img src="/media/articles/one.webp" alt="" width="1" height="1">' in editor.body()


def test_a_picture_is_changed_by_a_double_click(editor: Editor) -> None:
    editor.open(SAMPLE)
    editor.paper.locator("figure img").dblclick()
    dialog = editor.dialog()
    expect(dialog.get_by_label("Alternative text")).to_have_value("A cup of green tea")
    dialog.get_by_label("Alternative text").fill("A cup of black tea")
    editor.confirm()
    assert 'alt="A cup of black tea" width="640" height="480">' in editor.body()
    assert "<figcaption>Tea, <em>freshly</em> made</figcaption>" in editor.body()


@pytest.mark.tolerates("status of 400")
def test_a_file_that_is_no_picture_gets_the_servers_sentence(editor: Editor) -> None:
    editor.open("<p>x</p>")
    editor.press("Picture")
    dialog = editor.dialog()
    upload = dialog.get_by_label("Upload from your computer")
    status = dialog.get_by_role("status")
    upload.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    expect(status).to_contain_text("Please choose a picture in the format")
    upload.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"<svg/>"})
    expect(status).to_contain_text("This file is an SVG drawing")


def test_a_pasted_picture_is_uploaded(editor: Editor) -> None:
    editor.open("<p>Before.</p>")
    editor.paper.locator("p").click()
    editor.page.keyboard.press("End")
    editor.run(PASTE_A_FILE, base64.b64encode(png()["buffer"]).decode())
    picture = editor.paper.locator("figure.image img[src^='/media/']")
    expect(picture).to_have_attribute("width", "40")
    assert '<figure class="image"><img src="/media/articles/' in editor.body()
    assert 'width="40" height="30"></figure>' in editor.body()
    expect(editor.paper.locator(".cke_picture_undescribed")).to_have_count(1)


def test_a_picture_pasted_into_a_caption_is_refused_aloud(editor: Editor) -> None:
    editor.open(SAMPLE)
    before = editor.body()
    editor.paper.locator("figcaption").click()
    expect(editor.paper.locator(".cke_widget_editable_focused")).to_have_count(1)
    editor.run(PASTE_A_FILE, base64.b64encode(png()["buffer"]).decode())
    warning = editor.page.locator(".cke_notification_warning")
    expect(warning).to_contain_text("Pictures stand between paragraphs")
    assert editor.body() == before


def test_a_picture_from_another_site_is_left_out_and_that_is_said(editor: Editor) -> None:
    editor.open("<p>x</p>").select_all()
    editor.run("editor.insertHtml(argument)", '<p>a<img src="/elsewhere/spy.gif">b</p>')
    expect(editor.page.locator(".cke_notification_warning")).to_contain_text(
        "A picture from another site was left out"
    )
    assert "spy" not in editor.body()
