"""Comments on passages in a real browser: selected, suggested, taken over; by keyboard too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.comments import verbs
from articles.comments.models import Comment
from articles.models import Status
from tests.browser.conftest import OpenPage
from tests.browser.test_desk import press, ready, tab_to
from tests.factories import Cast, article_at, desk, step

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "<h2>What is known</h2><p>Sleep helps. Coffee does not help.</p>"


def select(page: Page, words: str) -> None:
    """Select words in the text, as a finger or a mouse does."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(
                document.querySelector('.desk-reading [data-part=body]'), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at === -1) continue;
                const range = new Range();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }""",
        words,
    )


def test_a_reviewer_suggests_words_and_the_writer_takes_them_over(
    cast: Cast, open_page: OpenPage
) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", BODY))
    address = f"/admin/articles/article/{article.pk}/change/"
    page = open_page(user=cast.reviewer, width=360)
    page.goto(address)
    page.get_by_label("Statement").fill("Half a sentence")
    select(page, "Sleep helps")
    page.get_by_role("button", name="Comment on this").click()
    dialog = page.get_by_role("dialog", name="New comment")
    expect(dialog.get_by_role("textbox", name="Passage")).to_have_value("Sleep helps")
    dialog.get_by_label("Suggest other words").check()
    dialog.get_by_role("textbox", name="Other words").fill("Sleep may help")
    dialog.get_by_role("button", name="Comment").click()
    thread = page.locator(".desk-thread")
    expect(thread).to_contain_text("Sleep may help")
    expect(page.get_by_label("Statement")).to_have_value("Half a sentence")
    expect(page.get_by_role("button", name="Show in the text")).to_be_visible()

    step(article, "request_changes", cast)
    page = open_page(user=cast.writer)
    page.goto(address)
    ready(page)
    page.get_by_role("button", name="Take the words over").click()
    expect(page.get_by_text("Taken over in revision 2 by Wanda Writer")).to_be_attached()
    article.refresh_from_db()
    assert article.current_revision is not None
    assert "<p>Sleep may help. Coffee" in article.current_revision.content


def test_a_comment_is_made_and_settled_by_keyboard(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", BODY))
    page = open_page(user=cast.reviewer)
    page.goto(f"/admin/articles/article/{article.pk}/comments/")
    tab_to(page, page.get_by_role("textbox", name="Passage"))
    page.keyboard.type("Coffee does not help")
    page.keyboard.press("Tab")
    page.keyboard.type("Says who?")
    press(page, page.locator("[data-comment-form]").get_by_role("button", name="Comment"))
    expect(page.locator(".desk-thread")).to_be_focused()
    press(page, page.get_by_role("button", name="Settle"))
    expect(page.get_by_text("1 settled")).to_be_visible()
    assert Comment.objects.get().part == "body"


@pytest.mark.tolerates("net::ERR_FAILED")
def test_a_comment_that_does_not_arrive_is_kept(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", BODY))
    page = open_page(user=cast.editor)
    page.goto(f"/admin/articles/article/{article.pk}/comments/")
    page.route("**/comments/", lambda route: route.abort())
    form = page.locator("[data-comment-form]")
    form.get_by_label("Comment").fill("Words that must not be lost")
    form.get_by_role("button", name="Comment").click()
    expect(form.get_by_role("alert")).to_contain_text("did not reach the desk")
    expect(form.get_by_label("Comment")).to_have_value("Words that must not be lost")
    page.unroute("**/comments/")
    form.get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-thread")).to_contain_text("Words that must not be lost")


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_of_comments_has_no_barrier(
    dark: bool, cast: Cast, open_page: OpenPage, barrier_free: Callable[[Page], None]
) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", BODY))
    for words in ("One", "Two"):
        thread = verbs.begin(article, by=cast.editor, text=words)
    verbs.resolve(thread, by=cast.editor)
    for width in (360, 1280):
        page = open_page(user=cast.reviewer, width=width, dark=dark)
        page.goto(f"/admin/articles/article/{article.pk}/comments/")
        page.get_by_text("1 settled").click()
        barrier_free(page)
