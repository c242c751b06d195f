"""A writer brings a document: by keyboard, with a file that is refused before, and its report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from articles.models import Article, Status
from tests.articles.documents.word_file import (
    WordFile,
    heading,
    item,
    paragraph,
    table,
    text_box,
)
from tests.browser.conftest import OpenPage
from tests.browser.test_desk import ready
from tests.factories import Cast, article_at, picture, topic

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]


def document() -> FilePayload:
    file = WordFile()
    file.add(
        paragraph("Sleep and rest", style="Title"),
        heading("Why", 1),
        paragraph("Sleep helps.", file.footnote("Doe J. A study. 2020;1:2."), text_box("Aside")),
        item("Water"),
        table(["Age", "Hours"], ["Adults", "7"]),
        paragraph(file.picture(picture(), "A cup of tea")),
        paragraph("E is ", "<m:oMath><m:r><m:t>mc2</m:t></m:r></m:oMath>", "."),
    )  # fmt: skip
    return {"name": "sleep.docx", "mimeType": "application/zip", "buffer": file.written()}


PROGRAM: FilePayload = {"name": "sleep.docx", "mimeType": "x", "buffer": b"MZ\x90\x00" * 100}


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, and see that it shows."""
    for _ in range(60):
        if page.locator(f"{selector}:focus").count():
            ring = page.locator(f"{selector}:focus").evaluate(
                "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow"
            )
            assert ring != "nonenone", selector
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by keyboard")


def test_a_document_becomes_a_draft_by_keyboard(
    cast: Cast, open_page: OpenPage, barrier_free: Check
) -> None:
    assert cast.author
    chosen = topic("Sleep")
    page = open_page(user=cast.writer)
    page.goto("/admin/")
    tab_to(page, "a[href$='/article/upload/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Upload a document")).to_be_visible()
    barrier_free(page)

    file = page.get_by_label("Document")
    file.set_input_files(PROGRAM)  # the window in which a file is chosen is the browser's own
    tab_to(page, "#id_topic")
    page.keyboard.type(str(chosen))
    tab_to(page, "button.desk-button--go")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This file is a Windows program")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("No article was begun.")
    expect(page.get_by_label("Topic")).to_have_value(str(chosen.pk))
    expect(page.get_by_text("Wanda Writer").first).to_be_visible()
    assert file.get_attribute("aria-invalid") == "true"
    barrier_free(page)

    file.set_input_files(document())
    tab_to(page, "button.desk-button--go")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/?brought=1")
    ready(page)
    report = page.locator("#brought-in")
    expect(report.get_by_role("heading", name="What came in from “sleep.docx”")).to_be_visible()
    expect(report).to_contain_text("An equation: mc2")
    expect(report).to_contain_text("1 text box")
    expect(report).to_contain_text("Picture 1: A cup of tea")
    barrier_free(page)

    article = Article.objects.get()
    assert (article.title, article.topic, article.status) == (
        "Sleep and rest", chosen, Status.DRAFT
    )  # fmt: skip
    paper = page.frame_locator("iframe.cke_wysiwyg_frame")
    expect(paper.locator("h2")).to_have_text("Why")
    expect(paper.locator("sup.citation")).to_have_count(1)
    expect(paper.locator("figure img")).to_have_attribute("alt", "A cup of tea")
    expect(paper.locator("th")).to_have_count(2)
    expect(page.locator("[data-reference]")).to_have_count(1)

    page.get_by_role("link", name="History").first.click()
    page.get_by_role("link", name="What came in, and what did not").click()
    expect(page.get_by_text("An equation: mc2")).to_be_visible()
    barrier_free(page)


def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    cast: Cast, open_page: OpenPage
) -> None:
    assert cast.author
    page = open_page(user=cast.writer)
    page.goto("/admin/articles/article/upload/")
    file = page.get_by_label("Document")
    file.evaluate("field => { field.dataset.mostBytes = 100 }")
    file.set_input_files(PROGRAM)
    said = page.get_by_text("This file is larger than 40 MB.")
    expect(said).to_be_visible()
    page.get_by_role("button", name="Begin the article").click()
    expect(file).to_be_focused()
    assert page.get_by_label("Byline").input_value() == ""
    file.set_input_files({**PROGRAM, "buffer": b"MZ"})
    expect(said).to_have_count(0)


def test_a_text_is_replaced_without_script(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast)
    page = open_page(user=cast.writer, javascript=False)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="Replace the text from a document").click()
    page.get_by_label("Document").set_input_files(document())
    page.get_by_role("button", name="Replace the text").click()
    page.wait_for_url("**/change/?brought=1")
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    expect(page.get_by_text("What came in from “sleep.docx”")).to_be_visible()
    article.refresh_from_db()
    assert article.title == "Sleep and rest"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_have_no_barrier_and_fit(
    cast: Cast, open_page: OpenPage, barrier_free: Check, width: int, dark: bool
) -> None:
    assert cast.author
    article = article_at(Status.DRAFT, cast)
    page = open_page(user=cast.writer, width=width, dark=dark)
    for address in ("upload/", f"{article.pk}/replace/"):
        page.goto(f"/admin/articles/article/{address}")
        barrier_free(page)
    page.get_by_label("Document").set_input_files(document())
    page.get_by_role("button", name="Replace the text").click()
    page.wait_for_url("**/change/?brought=1")
    ready(page)
    expect(page.locator("#brought-in")).to_contain_text("Left out")
    barrier_free(page)
