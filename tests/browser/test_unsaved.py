"""Nothing typed is lost: a browser that is killed, a server that is away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from articles.models import Article, Status
from tests.browser.conftest import OpenPage, let_in
from tests.browser.test_desk import opened, ready, type_in_body
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCE = " Most of what we know of sleep"


def kept(page: Page, words: str) -> None:
    """Type at the end of the text and wait until the server has said that it keeps it."""
    with page.expect_response(
        lambda answer: (
            answer.url.endswith("/unsaved/")
            and answer.ok
            and words.split()[-1] in (answer.request.post_data or "")
        )
    ):
        type_in_body(page, words)


def restore(page: Page, article: Article) -> None:
    opened(page, article)
    expect(page.get_by_role("heading", name="and did not save it")).to_be_visible()
    page.get_by_role("link", name="Restore").click()
    page.wait_for_url("**?typed=*")
    ready(page)


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.DRAFT, cast, copy=desk(body="<p>Sleep helps.</p>"))


def test_a_browser_killed_in_mid_sentence_loses_no_word_that_was_kept(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.writer), article)
    kept(page, SENTENCE)
    expect(page.get_by_text("not yet saved as a revision.").first).to_be_visible()
    page.context.close()  # no question, no last word of the page

    page = open_page(user=cast.writer)
    restore(page, article)
    assert SENTENCE.strip() in page.evaluate("CKEDITOR.instances.id_body.getData()")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    assert SENTENCE.strip() in Article.objects.get(pk=article.pk).body
    expect(page.get_by_role("heading", name="and did not save it")).to_have_count(0)


@pytest.mark.tolerates("Failed to load resource", "ERR_")
def test_words_typed_while_the_server_is_away_reach_it_when_it_is_back(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.writer), article)
    kept(page, SENTENCE)

    def away(route: Route) -> None:
        route.abort()

    page.route("**/unsaved/", away)
    type_in_body(page, " was learned at night.")
    expect(page.get_by_text("The server does not answer.").first).to_be_visible()
    copy = page.evaluate("Object.values(sessionStorage).join()")
    assert "learned at night" in copy
    page.unroute("**/unsaved/", away)
    with page.expect_response(lambda answer: answer.url.endswith("/unsaved/") and answer.ok):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-keeping-says]")).to_contain_text("Typing kept")
    page.context.close()
    page = open_page(user=cast.writer)
    restore(page, article)
    assert "learned at night." in page.evaluate("CKEDITOR.instances.id_body.getData()")


@pytest.mark.tolerates("Failed to load resource", "ERR_", "Blocked script execution")
def test_a_preview_that_was_opened_while_the_server_was_away_comes_when_it_is_back(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.writer, width=1440), article)
    page.context.set_offline(True)
    page.get_by_role("button", name="Preview beside the text").click()
    says = page.locator("[data-beside-says]")
    expect(says).to_contain_text("could not be brought up to date")
    page.context.set_offline(False)
    expect(page.frame_locator(".desk-beside iframe").locator("article")).to_contain_text("Sleep")
    expect(says).to_have_text("")


@pytest.mark.tolerates("Failed to load resource", "Blocked script execution")
def test_whoever_logs_in_again_in_another_tab_goes_on_with_preview_and_typing(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.writer, width=1440), article)
    page.get_by_role("button", name="Preview beside the text").click()
    shown = page.frame_locator(".desk-beside iframe").locator("article")
    expect(shown).to_contain_text("Sleep")
    page.context.clear_cookies()
    type_in_body(page, " One.")
    expect(page.locator("[data-keeping-says]")).to_contain_text("Your session has ended.")
    let_in(page.context, cast.writer, page.url)
    opened(page.context.new_page(), article)
    with page.expect_response(lambda answer: answer.url.endswith("/unsaved/") and answer.ok):
        type_in_body(page, " Two.")
    expect(shown).to_contain_text("One. Two.")


def test_two_writers_see_each_other_come_and_go(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    mine = opened(open_page(user=cast.writer), article)
    theirs = opened(open_page(user=cast.editor), article)
    told = theirs.locator("[data-presence]")
    expect(told).to_contain_text("Wanda Writer has this article open too (open since")
    with mine.expect_response(lambda answer: answer.url.endswith("/presence/") and answer.ok):
        type_in_body(mine, " More.")
    theirs.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(told).to_contain_text("(writing since")


@pytest.mark.tolerates("Blocked script execution")  # the frame has no right to any
def test_the_preview_beside_the_text_follows_what_is_typed(
    article: Article, cast: Cast, open_page: OpenPage, barrier_free: Callable[[Page], None]
) -> None:
    page = opened(open_page(user=cast.writer, width=1440), article)
    expect(page.locator(".desk-words")).to_have_text("2 words, 1 minute to read")
    page.get_by_role("button", name="Preview beside the text").click()
    shown = page.frame_locator(".desk-beside iframe")
    expect(shown.locator("article")).to_contain_text("Sleep helps.")
    type_in_body(page, " And this is new.")
    expect(shown.locator("article")).to_contain_text("And this is new.")
    expect(page.locator(".desk-words")).to_have_text("6 words, 1 minute to read")
    page.get_by_role("radio", name="Phone").check()
    assert (
        page.locator(".desk-beside iframe").evaluate("frame => frame.contentWindow.innerWidth")
        == 360
    )
    barrier_free(page)
    assert Article.objects.get(pk=article.pk).current_revision.number == 1
