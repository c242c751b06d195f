"""A reviewer at work in a real browser: by keyboard, on a telephone, and after an accident."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import actions
from articles.comments import verbs
from articles.comments.models import Comment
from articles.desk import DeskCopy
from articles.models import Article, FactCheck, Status
from tests import factories
from tests.browser.conftest import OpenPage, too_wide
from tests.browser.test_desk import press, tab_to
from tests.factories import PASSWORD, Cast, article_at, desk, step

pytestmark = pytest.mark.django_db(transaction=True)

CITED = '<sup class="citation"><a href="#reference-{0}">{0}</a></sup>'
BODY = (
    "<h2>What is known</h2>"
    f"<p>Sleep helps the heart.{CITED.format(1)} Everybody knows that it does.</p>"
    + "".join(f"<p>Paragraph {n} says what such a text says. It is long enough.</p>" * 2
              for n in range(1, 7))
    + f"<h2>What is not</h2><p>Coffee does not help.{CITED.format(2)}</p><p>It stays.</p>"
)  # fmt: skip
SOURCES = (
    {"authors": "Doe J", "title": "Short nights", "publisher": "Journal of Examples", "year": 2021,
     "url": "https://example.org/an/address/without/a/place/to/break/it/in/two/anywhere",
     "doi": "10.1000/182", "pmid": "123"},
    {"authors": "Roe R", "title": "Dark rooms", "publisher": "Press", "year": 2019,
     "url": "", "doi": "", "pmid": ""},
)  # fmt: skip


def review_url(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/review/"


def first_text(cast: Cast, title: str = "On sleep") -> Article:
    return article_at(Status.IN_REVIEW, cast, copy=desk(title, BODY, references=SOURCES))


def changed_text(cast: Cast) -> Article:
    """Live, and changed in three places."""
    copy = desk("On sleep", BODY, references=SOURCES, key_points="Sleep helps")
    article = article_at(Status.PUBLISHED, cast, copy=copy)
    copy = DeskCopy.to_write_on(article).change(
        title="On rest",
        body=BODY.replace("does not help", "may help").replace("Everybody knows", "Some think"),
        hero=factories.image("Cat", width=1200, height=800),
        hero_alt="A cat",
    )
    return step(actions.save(article, desk=copy, by=cast.writer), "submit", cast)


def opened(page: Page, article: Article) -> Page:
    page.goto(review_url(article))
    expect(page.get_by_role("button", name="I have none")).to_be_visible()
    return page


def test_a_reviewer_comes_in_reads_and_approves_by_keyboard(
    cast: Cast, open_page: OpenPage
) -> None:
    article = changed_text(cast)
    waiting = first_text(cast, "Next in line")
    page = open_page()
    page.goto("/admin/")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type(cast.reviewer.email)
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="On rest"))

    expect(page).to_have_url(re.compile(f"{review_url(article)}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("For your decision: revision 2")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    # What changed, from place to place.
    press(page, page.get_by_role("button", name="Next change"))
    status = page.locator("[data-review-says]")
    expect(status).to_have_text("Change 1 of 4. Title “sleep” became “rest”")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(status).to_contain_text("Change 3 of 4. What is known “Everybody knows” became")
    expect(page.locator("ins", has_text="Some think")).to_be_in_viewport()

    # A source, and back to the passage.
    marker = page.locator("[data-review-marked=body] a[href='#reference-2']")
    tab_to(page, marker)
    source = page.locator("#reference-2")
    expect(source).to_have_class(re.compile("is-near"))
    expect(source).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(source).to_be_focused()
    press(page, source.get_by_role("link", name="Back to the text"))
    expect(marker).to_be_focused()
    expect(marker).to_be_in_viewport()

    # The decision.
    press(page, page.get_by_role("button", name="Approve"))
    statement = page.get_by_label("Statement")
    expect(statement).to_have_attribute("aria-invalid", "true")
    expect(statement).to_be_focused()
    page.keyboard.type("Read it all, against its sources.")
    press(page, page.get_by_role("button", name="I have none"))
    expect(page.get_by_label("Declared interests")).to_have_value("None")
    press(page, page.get_by_role("button", name="Approve"))
    done = page.locator("[data-review-decided]")
    expect(done).to_be_focused()
    expect(done).to_contain_text("Approved: an editor can publish it now.")
    press(page, page.get_by_role("link", name="Next to review: Next in line"))
    expect(page).to_have_url(re.compile(review_url(waiting)))
    check = FactCheck.objects.latest("pk")
    assert (check.statement, check.interests) == ("Read it all, against its sources.", "None")
    assert check.revision == article.current_revision


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, open_page: OpenPage) -> Callable[..., Page]:
    """A telephone with a finger on it."""

    def open_one(user: Any) -> Page:
        desktop = open_page(user=user)
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": 360, "height": 740},
            has_touch=True,
            is_mobile=True,
            locale="en-US",
            storage_state=desktop.context.storage_state(),
        )
        page = context.new_page()
        desktop.context.on("close", lambda _: context.close())
        return page

    return open_one


def test_a_reviewer_reads_and_decides_on_a_telephone(
    cast: Cast, phone: Callable[..., Page]
) -> None:
    article = changed_text(cast)
    page = phone(cast.reviewer)
    page.goto("/admin/")
    page.get_by_role("link", name="On rest").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("For your decision: revision 2")
    assert too_wide(page) == 0
    bar = page.locator("[data-review-bar]")
    expect(bar).to_be_in_viewport(ratio=1)
    for target in bar.locator("a, button").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target
        assert box["width"] >= 44, target

    page.get_by_role("button", name="Next change").tap()
    page.get_by_role("button", name="Next change").tap()
    page.get_by_role("button", name="Next change").tap()
    expect(page.locator("ins", has_text="Some think")).to_be_in_viewport()

    # A source comes over the text, and goes; the place is the same.
    marker = page.locator("[data-review-marked=body] a[href='#reference-1']")
    marker.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    marker.tap()
    sheet = page.get_by_role("dialog", name="Reference 1")
    expect(sheet).to_contain_text("Short nights")
    expect(sheet.get_by_role("link", name="doi:10.1000/182")).to_have_attribute("target", "_blank")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(marker).to_be_focused()
    assert page.evaluate("scrollY") == before

    bar.get_by_role("link", name="Decide").tap()
    expect(page.get_by_label("Statement")).to_be_in_viewport()
    page.get_by_label("Statement").fill("Please name the trial.")
    page.get_by_role("button", name="Request changes").tap()
    expect(page.locator("[data-review-decided]")).to_contain_text("Changes requested")
    article.refresh_from_db()
    assert article.status == Status.CHANGES_REQUESTED


def test_the_focus_stays_in_the_sheet_until_it_is_closed(cast: Cast, open_page: OpenPage) -> None:
    page = opened(open_page(user=cast.reviewer, width=360), first_text(cast))
    marker = page.locator("#reading-body a[href='#reference-1']")
    tab_to(page, marker)
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Reference 1")
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || "
            "document.querySelector('dialog').contains(document.activeElement)"
        )
    sheet.get_by_role("button", name="Back to the text").click()
    expect(marker).to_be_focused()


def test_the_two_looks_keep_the_place_and_the_address(cast: Cast, open_page: OpenPage) -> None:
    page = opened(open_page(user=cast.reviewer, reduced_motion=True), changed_text(cast))
    expect(page.locator("del", has_text="does not")).to_be_visible()
    page.locator("[data-review-marked=body] > p", has_text="Coffee").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('[data-review-show=clean]').click()")
    expect(page.locator("del", has_text="does not")).to_be_hidden()
    expect(page.get_by_text("Coffee may help.").first).to_be_in_viewport()
    expect(page).to_have_url(re.compile("show=clean"))
    expect(page.get_by_role("button", name="Next change")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("link", name="As readers will see it")).to_have_attribute(
        "aria-current", "true"
    )


def test_the_list_of_changes_leads_to_each(cast: Cast, open_page: OpenPage) -> None:
    page = opened(open_page(user=cast.reviewer), changed_text(cast))
    page.get_by_role("link", name="What is not “does not” became “may”").click()
    mark = page.locator("del", has_text="does not")
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()


def choose(page: Page, root: str, words: str) -> None:
    """Select words in a text, as a finger or a mouse does."""
    page.evaluate(
        """([root, words]) => {
            const walker = document.createTreeWalker(
                document.querySelector(root), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at === -1) continue;
                node.parentElement.scrollIntoView({block: "center", behavior: "instant"});
                const range = new Range();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }""",
        [root, words],
    )


@pytest.mark.parametrize("look", ["clean", "marked"])
def test_other_words_are_suggested_for_a_chosen_passage(
    look: str, cast: Cast, open_page: OpenPage
) -> None:
    article = changed_text(cast)
    page = open_page(user=cast.reviewer, width=360)
    page.goto(f"{review_url(article)}?show={look}")
    page.get_by_label("Statement").fill("Half a sentence")
    root = "#reading-body" if look == "clean" else "[data-review-marked=body]"
    choose(page, root, "helps the heart")
    page.get_by_role("button", name="Comment on this").click()
    dialog = page.get_by_role("dialog", name="New comment")
    expect(dialog.get_by_role("textbox", name="Passage")).to_have_value("helps the heart")
    dialog.get_by_label("Suggest other words").check()
    dialog.get_by_role("textbox", name="Other words").fill("may help the heart")
    dialog.get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-thread")).to_contain_text("may help the heart")
    expect(page.get_by_text("Your comment stands under the text.")).to_be_visible()
    expect(page.locator(f"{root} > p", has_text="helps the heart")).to_be_in_viewport()
    expect(page.get_by_label("Statement")).to_have_value("Half a sentence")
    comment = Comment.objects.get()
    assert (comment.part, comment.quote) == ("body", "helps the heart")


@pytest.mark.parametrize("suggests", [False, True])
def test_what_is_chosen_grows_to_whole_words(
    suggests: bool, cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.reviewer, width=360), first_text(cast))
    choose(page, "#reading-body", "elps the hea")
    name = "Suggest other words" if suggests else "Comment on this"
    page.get_by_role("button", name=name).click()
    dialog = page.get_by_role("dialog", name="New comment")
    expect(dialog.get_by_role("textbox", name="Passage")).to_have_value("helps the heart")
    dialog.get_by_label("Suggest other words").check()
    dialog.get_by_role("textbox", name="Other words").fill("may help the heart")
    dialog.get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-thread")).to_contain_text("may help the heart")
    comment = Comment.objects.get()
    assert (comment.quote, comment.before[-6:], comment.after[0]) == (
        "helps the heart",
        "Sleep ",
        ".",
    )


def test_more_than_can_be_commented_together_is_said(cast: Cast, open_page: OpenPage) -> None:
    long = "Sleep helps. " * 100
    article = article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", f"<p>{long}</p>"))
    page = opened(open_page(user=cast.reviewer, width=360), article)
    choose(page, "#reading-body", long.strip())
    bar = page.get_by_role("group", name="The selected words")
    expect(bar.get_by_text("At most 1,000 characters are commented together")).to_be_visible()
    expect(bar.get_by_role("button")).to_have_count(0)
    page.keyboard.press("Control+Alt+KeyM")
    expect(page.get_by_role("dialog")).to_have_count(0)
    choose(page, "#reading-body", long[:500].strip())
    expect(bar.get_by_role("button")).to_have_count(2)


def test_a_pasted_comment_is_counted_and_not_cut_off(cast: Cast, open_page: OpenPage) -> None:
    article = first_text(cast)
    verbs.begin(article, by=cast.writer, text="Look here.")
    page = opened(open_page(user=cast.reviewer), article)
    answer = page.get_by_role("textbox", name="Answer to")
    for _ in range(2):  # once more in the panel that came in the place of the first
        answer.fill("word " * 500)
        expect(page.locator(".desk-thread .desk-limit")).to_have_text("2,499 of 2,000 characters")
        answer.fill("Short.")
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(answer).to_have_value("")


def test_words_of_a_title_are_commented_between_its_marks(cast: Cast, open_page: OpenPage) -> None:
    page = opened(open_page(user=cast.reviewer), changed_text(cast))
    choose(page, "[data-review-marked=title]", "On ")
    page.get_by_role("button", name="Comment on this").click()
    dialog = page.get_by_role("dialog", name="New comment")
    expect(dialog.get_by_role("textbox", name="Passage")).to_have_value("On")
    dialog.get_by_label("Comment").fill("About?")
    dialog.get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-thread")).to_contain_text("About?")
    assert Comment.objects.get().part == "title"


def test_a_closed_tab_keeps_the_statement(cast: Cast, open_page: OpenPage) -> None:
    article = first_text(cast)
    page = opened(open_page(user=cast.reviewer), article)
    page.get_by_label("Statement").fill("I have read half of it.")
    context = page.context
    page.close()
    page = context.new_page()
    opened(page, article)
    expect(page.get_by_label("Statement")).to_have_value("")
    expect(page.get_by_text("is kept in this browser")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Statement")).to_have_value("I have read half of it.")
    page.get_by_role("button", name="Request changes").click()
    expect(page.locator("[data-review-decided]")).to_be_visible()
    assert (
        page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('desk-review:'))") == []
    )


def test_a_press_without_a_network_leaves_the_page_as_it_is(
    cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.reviewer, width=360), first_text(cast))
    page.get_by_label("Statement").fill("All of it is right.")
    page.get_by_role("button", name="I have none").click()
    page.context.set_offline(True)
    for _ in range(2):
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_role("alert")).to_contain_text("Nothing was decided: you are offline.")
    page.context.set_offline(False)
    expect(page.get_by_label("Statement")).to_have_value("All of it is right.")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("[data-review-decided]")).to_be_visible()
    assert FactCheck.objects.get().statement == "All of it is right."


@pytest.mark.tolerates("net::ERR_FAILED")
def test_a_decision_that_does_not_arrive_is_offered_again(cast: Cast, open_page: OpenPage) -> None:
    article = first_text(cast)
    page = opened(open_page(user=cast.reviewer), article)
    page.get_by_label("Statement").fill("All of it is right.")
    page.get_by_role("button", name="I have none").click()
    page.route("**/review/", lambda route: route.abort())
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/review/")
    opened(page, article)
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("[data-review-decided]")).to_be_visible()
    assert FactCheck.objects.get().statement == "All of it is right."


def test_words_that_the_browser_brought_back_itself_are_not_offered(
    cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.reviewer), first_text(cast))
    page.get_by_label("Statement").fill("Half of it.")
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="To review")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Statement")).to_have_value("Half of it.")
    expect(page.get_by_text("is kept in this browser")).to_have_count(0)


def test_kept_words_are_thrown_away_when_asked(cast: Cast, open_page: OpenPage) -> None:
    article = first_text(cast)
    page = opened(open_page(user=cast.reviewer), article)
    page.get_by_label("Statement").fill("Not this.")
    page.reload()
    page.get_by_role("button", name="Throw it away").click()
    page.reload()
    expect(page.get_by_role("button", name="I have none")).to_be_visible()
    expect(page.get_by_text("is kept in this browser")).to_have_count(0)


def test_all_of_it_works_without_script(cast: Cast, open_page: OpenPage) -> None:
    article = changed_text(cast)
    page = open_page(user=cast.reviewer, width=360, javascript=False)
    page.goto(review_url(article))
    expect(page.locator("del", has_text="does not")).to_be_visible()
    page.get_by_role("link", name="As readers will see it").click()
    expect(page.locator("del", has_text="does not")).to_be_hidden()
    expect(page.locator("#reading-body")).to_be_visible()
    page.locator("#reading-body a[href='#reference-2']").click()
    expect(page).to_have_url(re.compile("#reference-2$"))
    expect(page.locator("#reference-2")).to_be_in_viewport()
    page.get_by_label("Statement").fill("Checked.")
    page.get_by_label("Declared interests").fill("None")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved: an editor can publish it now.")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.tolerates("403 (Forbidden)")
def test_no_state_of_the_page_has_barriers(
    cast: Cast,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
    width: int,
    dark: bool,
) -> None:
    article = changed_text(cast)
    page = open_page(user=cast.reviewer, width=width, dark=dark, reduced_motion=True)

    opened(page, article)
    barrier_free(page)
    page.get_by_role("link", name="As readers will see it").click()
    page.locator("#reading-body a[href='#reference-1']").click()
    barrier_free(page)
    page.keyboard.press("Escape")
    choose(page, "#reading-body", "helps the heart")
    page.get_by_role("button", name="Comment on this").click()
    barrier_free(page)
    page.get_by_role("dialog", name="New comment").get_by_label("Comment").fill("Says who?")
    page.get_by_role("dialog").get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-thread")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_label("Statement")).to_have_attribute("aria-invalid", "true")
    barrier_free(page)
    page.get_by_label("Statement").fill("Checked.")
    page.get_by_role("button", name="I have none").click()
    step(article, "withdraw_submission", cast)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Nothing was decided.")).to_be_visible()
    barrier_free(page)
    step(article, "submit", cast)
    opened(page, article)
    page.get_by_label("Statement").fill("Checked.")
    page.get_by_role("button", name="I have none").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("[data-review-decided]")).to_be_visible()
    barrier_free(page)
    page.goto(f"/admin/articles/article/{article.pk}/compare/?view=side&from=1&to=2")
    expect(page.get_by_role("link", name="Side by side")).to_have_attribute("aria-current", "true")
    barrier_free(page)
