"""Writers cite the references of the form, by button and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Status
from tests.browser.conftest import OpenPage
from tests.browser.editing import READY, Editor
from tests.factories import Cast, article_at, desk
from wellness.lib import rich_text

pytestmark = pytest.mark.django_db(transaction=True)

TWO = ({"title": "Walks"}, {"title": "Nights", "authors": "Doe J", "year": 2020})


@pytest.fixture
def article(cast: Cast) -> Article:
    copy = desk(
        body='<p>Sleep<sup class="citation">1, 2</sup> helps</p>',
        references=TWO,
    )
    return article_at(Status.DRAFT, cast, copy=copy)


@pytest.fixture
def page(open_page: OpenPage, article: Article, cast: Cast) -> Page:
    page = open_page(user=cast.writer)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.wait_for_function(READY)
    return page


def cited(editor: Editor) -> list[int]:
    return [citation.number for citation in rich_text.citations(editor.body())]


def test_a_citation_is_made_by_keyboard_from_the_references_of_the_form(page: Page) -> None:
    editor = Editor(page)
    editor.paper.locator("body").click()
    page.keyboard.press("Control+End")
    editor.press("Citation")
    choice = editor.dialog().get_by_label("Which reference does this rest on?")
    expect(choice).to_be_focused()
    expect(choice.locator("option")).to_have_text(["1. Walks", "2. Doe J. Nights (2020)"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(editor.dialog()).to_have_count(0)
    assert cited(editor) == [1, 2, 2]
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("saved").first).to_be_visible()
    page.wait_for_function(READY)
    assert cited(Editor(page)) == [1, 2, 2]


def test_citations_go_with_a_reference_that_moves_and_are_marked_when_it_goes(page: Page) -> None:
    editor = Editor(page)
    page.get_by_role("button", name="Move up reference 2").click()
    assert cited(editor) == [2, 1]
    expect(editor.paper.locator(".cke_citation_missing")).to_have_count(0)
    page.get_by_role("button", name="Remove reference 1").click()
    assert cited(editor) == [1, 2]
    expect(editor.paper.locator(".cke_citation_missing")).to_have_count(1)
    page.get_by_role("button", name="Bring back").click()
    assert cited(editor) == [2, 1]
    expect(editor.paper.locator(".cke_citation_missing")).to_have_count(0)
