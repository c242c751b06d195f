"""A comment or an answer that is half written stays until it is sent or thrown away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from articles.comments import verbs
from articles.models import Article, Status
from authors.models import User
from tests.browser.conftest import OpenPage, let_in
from tests.browser.test_comments import BODY, select
from tests.browser.test_desk import opened, ready
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db(transaction=True)

BACK = "Your unfinished comment is back."
ANSWER_BACK = "Your unfinished answer is back."


def at(page: Page, article: Article, place: str = "comments") -> Page:
    page.goto(f"/admin/articles/article/{article.pk}/{place}/")
    return page


def new(page: Page) -> Locator:
    return page.locator("[data-comment-form]")


def words(page: Page) -> Locator:
    return new(page).get_by_label("Comment")


def answer(page: Page, thread: int) -> Locator:
    return page.locator(f"#answer-{thread}")


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", BODY))


def test_an_answer_leaves_what_is_typed_elsewhere(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    one, other, old = (verbs.begin(article, by=cast.editor, text=text) for text in "abc")
    verbs.resolve(old, by=cast.editor)
    page = at(open_page(user=cast.reviewer), article)
    page.get_by_text("1 settled").click()
    new(page).get_by_role("textbox", name="Passage").fill("Sleep helps")
    words(page).fill("Half a comment")
    new(page).get_by_label("Suggest other words").check()
    new(page).get_by_role("textbox", name="Other words").fill("Sleep may help")
    answer(page, other.pk).fill("Half an answer")
    answer(page, one.pk).fill("A whole answer")
    page.locator(f"#comment-{one.pk}").get_by_role("button", name="Answer").click()

    expect(page.locator(f"#comment-{one.pk}")).to_contain_text("A whole answer")
    expect(answer(page, one.pk)).to_have_value("")
    expect(answer(page, other.pk)).to_have_value("Half an answer")
    expect(answer(page, old.pk)).to_be_visible()
    expect(new(page).get_by_role("textbox", name="Passage")).to_have_value("Sleep helps")
    expect(words(page)).to_have_value("Half a comment")
    expect(new(page).get_by_role("textbox", name="Other words")).to_have_value("Sleep may help")

    # Settling sends no answer, so that the words stay.
    page.locator(f"#comment-{other.pk}").get_by_role("button", name="Settle").click()
    expect(page.get_by_text("2 settled")).to_be_visible()
    expect(answer(page, other.pk)).to_have_value("Half an answer")


def test_who_types_on_while_an_answer_is_sent_keeps_their_place(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    thread = verbs.begin(article, by=cast.editor, text="Which study?")
    page = at(open_page(user=cast.reviewer), article)
    held: list[Route] = []
    page.route("**/reply/", lambda route: held.append(route))
    answer(page, thread.pk).fill("The one of 2021")
    with page.expect_request("**/reply/"):
        page.locator(f"#comment-{thread.pk}").get_by_role("button", name="Answer").click()
    words(page).press_sequentially("Half a ")
    held[0].continue_()
    expect(page.locator(f"#comment-{thread.pk}")).to_contain_text("The one of 2021")
    expect(words(page)).to_be_focused()
    page.keyboard.type("comment")
    expect(words(page)).to_have_value("Half a comment")


def test_a_comment_outlives_the_page_until_it_is_sent(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    thread = verbs.begin(article, by=cast.editor, text="Which study?")
    verbs.resolve(thread, by=cast.editor)
    page = at(open_page(user=cast.reviewer), article)
    new(page).get_by_role("textbox", name="Passage").fill("Sleep helps")
    words(page).fill("Half a comment")
    page.get_by_text("1 settled").click()
    answer(page, thread.pk).fill("Half an answer")

    page.goto("/admin/")
    at(page, article)
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(words(page)).to_have_value("Half a comment")
    expect(new(page).get_by_role("textbox", name="Passage")).to_have_value("Sleep helps")
    expect(page.get_by_text(ANSWER_BACK)).to_be_visible()
    expect(answer(page, thread.pk)).to_have_value("Half an answer")
    page.locator(f"#comment-{thread.pk}").get_by_role("button", name="Throw it away").click()
    expect(answer(page, thread.pk)).to_have_value("")
    expect(answer(page, thread.pk)).to_be_focused()
    new(page).get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-thread", has_text="Half a comment")).to_be_visible()

    at(page, article)
    expect(words(page)).to_have_value("")
    assert page.get_by_text("is back.").count() == 0


def test_nobody_else_of_the_same_browser_is_shown_a_draft(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(user=cast.reviewer)
    words(at(page, article)).fill("For my eyes only")

    def as_other(user: User) -> None:
        page.context.clear_cookies()
        let_in(page.context, user, page.url)
        at(page, article)

    as_other(cast.editor)
    expect(words(page)).to_have_value("")
    as_other(cast.reviewer)
    expect(words(page)).to_have_value("For my eyes only")


def test_a_save_of_the_article_leaves_a_comment_where_it_is(
    cast: Cast, open_page: OpenPage, barrier_free: Callable[[Page], None]
) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk("On sleep", BODY))
    page = opened(open_page(user=cast.writer), article)
    words(page).fill("Half a comment")
    page.get_by_label("Title", exact=False).first.fill("On sleeping")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(BACK)).to_be_visible()
    ready(page)
    expect(words(page)).to_have_value("Half a comment")
    article.refresh_from_db()
    assert article.title == "On sleeping"
    barrier_free(page)  # the line and the message that it is saved can be read


@pytest.mark.parametrize("way", ["Close", "beside"])
def test_the_dialog_closes_on_a_phone_and_keeps_the_words(
    way: str, article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = at(open_page(user=cast.reviewer, width=360), article)
    select(page, "Sleep helps")
    page.get_by_role("button", name="Comment on this").click()
    dialog = page.get_by_role("dialog", name="New comment")
    dialog.get_by_label("Comment").fill("Half a comment")
    close = dialog.get_by_role("button", name="Close")
    place = close.bounding_box()
    assert place is not None
    assert place["height"] >= 44
    if way == "Close":
        close.click()
    else:
        page.mouse.click(4, 4)
    expect(dialog).to_have_count(0)
    expect(words(page)).to_have_value("Half a comment")
    page.reload()
    expect(words(page)).to_have_value("Half a comment")
    expect(new(page).get_by_role("textbox", name="Passage")).to_have_value("Sleep helps")


def test_the_help_speaks_of_what_a_finger_can_do(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = at(open_page(user=cast.reviewer), article)
    expect(new(page).get_by_text("Control, Alt and M")).to_be_visible()
    expect(new(page).get_by_text("tap “Comment on this”")).to_be_hidden()
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.context.new_cdp_session(page).send(
        "Emulation.setEmitTouchEventsForMouse", {"enabled": True, "configuration": "mobile"}
    )
    expect(new(page).get_by_text("Control, Alt and M")).to_be_hidden()
    expect(new(page).get_by_text("tap “Comment on this”")).to_be_visible()
