"""People are named in comments, and comments are made on the page as readers will see it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import FrameLocator, Locator, Page, expect

from articles.comments import verbs
from articles.comments.anchors import Anchor
from articles.comments.models import Comment
from articles.models import Article, Status
from tests.browser.conftest import OpenPage, too_wide
from tests.browser.test_desk import press, ready, tab_to
from tests.factories import Cast, article_at, desk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.tolerates("Blocked script execution"),  # the page in a frame has no right to any
]

CITED = (
    '<h2>What is known</h2><p>Sleep helps<sup class="citation"><a href="#reference-1">1</a></sup> '
    "the heart. Coffee does not help.</p>"
)
SOURCE = {"authors": "Doe J", "title": "A trial", "publisher": "Journal", "year": 2021, "url": "",
          "doi": "", "pmid": ""}  # fmt: skip
SELECT = """([words, frame]) => {
    const page = frame ? document.querySelector(frame).contentDocument : document;
    const text = page.querySelector(frame ? ".prose" : ".desk-reading [data-part=body]");
    const walker = page.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const [first, last] = words;
    const range = page.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const from = node.data.indexOf(first);
        if (from !== -1) range.setStart(node, from);
        const to = node.data.indexOf(last);
        if (to !== -1) range.setEnd(node, to + last.length);
    }
    page.getSelection().removeAllRanges();
    page.getSelection().addRange(range);
}"""
FRAME = "[data-frame] iframe"


@pytest.fixture
def article(cast: Cast) -> Article:
    assert cast.editor
    assert cast.second_editor
    assert cast.reviewer
    return article_at(Status.IN_REVIEW, cast, copy=desk("On sleep", CITED, references=(SOURCE,)))


def place(article: Article, name: str) -> str:
    return f"/admin/articles/article/{article.pk}/{name}/"


def select(page: Page, first: str, last: str, frame: str = "") -> None:
    """Select from some words to others, as a finger or a mouse does."""
    page.evaluate(SELECT, [[first, last], frame])


def framed(page: Page) -> FrameLocator:
    """The page in its frame, once everything in it is loaded."""
    page.wait_for_function(
        f"'shown' in document.querySelector('{FRAME}').dataset"  # admin-frame.js has seen it
    )
    return page.frame_locator(FRAME)


def marked(page: Page) -> int:
    return int(
        page.evaluate(
            "frame => document.querySelector(frame).contentWindow.CSS.highlights"
            ".get('desk-comments')?.size ?? 0",
            FRAME,
        )
    )


def listed(page: Page) -> Locator:
    return page.get_by_role("listbox", name="People who can be mentioned")


# -- people ---------------------------------------------------------------------------------------


def test_a_colleague_is_mentioned_by_keyboard_told_once_and_answers(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    mail.outbox.clear()
    page = open_page(user=cast.reviewer)
    page.goto(place(article, "comments"))
    field = page.locator("[data-comment-form]").get_by_role("textbox", name="Comment")
    tab_to(page, field)
    page.keyboard.type("Is this so, @e")
    options = listed(page).get_by_role("option")
    expect(options).to_have_text(["Edith Editor Editor", "Emil Editor Editor"])
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("status").filter(has_text="2 people.")).to_be_attached()
    page.keyboard.press("Escape")
    expect(listed(page)).to_be_hidden()
    expect(field).to_have_value("Is this so, @e")
    page.keyboard.press("Backspace")
    page.keyboard.press("ArrowDown")
    expect(options.filter(has_text="Wanda")).to_have_count(1)
    expect(options.filter(has_text=re.compile("Rita|Sam"))).to_have_count(0)
    page.keyboard.type("wri")
    expect(options).to_have_text(["Wanda Writer Writer"])
    page.keyboard.press("Enter")
    expect(field).to_have_value("Is this so, @Wanda Writer ")
    page.keyboard.type("or not?")
    press(page, page.locator("[data-comment-form]").get_by_role("button", name="Comment"))
    thread = page.locator(".desk-thread")
    expect(thread).to_be_focused()
    expect(thread.locator(".desk-mention")).to_have_text("@Wanda Writer")
    (letter,) = mail.outbox
    assert letter.to == [cast.writer.email]
    assert "Is this so, @Wanda Writer or not?" in str(letter.body)

    page = open_page(user=cast.writer)
    page.goto("/admin/")
    page.get_by_role("region", name="You are mentioned").get_by_role("link").click()
    expect(page.locator(".desk-thread:target")).to_contain_text("Is this so")
    page.get_by_label("Answer to Rita Reviewer").fill("It is.")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".desk-thread")).to_contain_text("It is.")
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="You are mentioned")).to_have_count(0)
    assert [letter.to for letter in mail.outbox] == [[cast.writer.email], [cast.reviewer.email]]


@pytest.mark.tolerates("the server responded with a status of 400")
def test_a_mention_of_nobody_who_can_be_told_is_refused_and_the_words_stay(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    assert cast.second_writer
    page = open_page(user=cast.reviewer, width=360)
    page.goto(place(article, "comments"))
    form = page.locator("[data-comment-form]")
    form.get_by_role("textbox", name="Comment").fill("@Sam Second, look here.")
    form.get_by_role("button", name="Comment").click()
    expect(form).to_contain_text("“@Sam” names nobody who may see this article.")
    expect(form.get_by_role("textbox", name="Comment")).to_have_value("@Sam Second, look here.")


def test_without_script_a_typed_name_is_understood(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(user=cast.reviewer, javascript=False)
    page.goto(place(article, "preview/desk"))
    form = page.locator("[data-comment-form]")
    form.get_by_role("textbox", name="Comment").fill("For you, @Wanda Writer.")
    form.get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-mention")).to_have_text("@Wanda Writer")
    expect(page.frame_locator(FRAME).locator("h1")).to_have_text("On sleep")


# -- the page as readers will see it --------------------------------------------------------------


def test_words_of_the_preview_are_commented_by_keyboard(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(user=cast.reviewer)
    page.goto(place(article, "preview/desk"))
    shown = framed(page)
    text = shown.locator(".prose p")
    text.scroll_into_view_if_needed()
    text.dblclick(position={"x": 60, "y": 12})
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("button", name="Comment on this")).to_be_visible()
    page.keyboard.press("Control+Alt+m")
    dialog = page.get_by_role("dialog", name="New comment")
    expect(dialog.get_by_role("textbox", name="Comment")).to_be_focused()
    page.keyboard.type("For @Wan")
    expect(listed(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()  # only the list is closed
    for _ in "@Wan":
        page.keyboard.press("Backspace")
    page.keyboard.type("everybody.")
    press(page, dialog.get_by_role("button", name="Comment"))
    expect(page.locator(".desk-thread")).to_be_focused()
    comment = Comment.objects.get()
    assert comment.part == "body"
    assert comment.quote in "Sleep helps the heart. Coffee does not help."
    expect(page.get_by_role("button", name="Show in the text")).to_be_visible()
    assert marked(page) == 1


def test_a_passage_of_the_preview_is_reworded_on_a_phone(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(user=cast.reviewer, width=360)
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.goto(place(article, "preview/desk"))
    framed(page)
    select(page, "Sleep", "the heart", FRAME)
    bar = page.get_by_role("group", name="The selected words")
    expect(bar).to_be_visible()
    foot = bar.bounding_box()
    assert foot is not None
    # At the foot of the screen: a phone's own menu stands beside the words.
    assert (foot["x"], foot["width"], foot["y"] + foot["height"]) == (0, 360, 900)
    bar.get_by_role("button", name="Suggest other words").click()
    dialog = page.get_by_role("dialog", name="New comment")
    # The number of a citation is no word of the text.
    expect(dialog.get_by_role("textbox", name="Passage")).to_have_value("Sleep helps the heart")
    dialog.get_by_role("textbox", name="Other words").fill("Sleep may help the heart")
    dialog.get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-thread")).to_contain_text("Sleep may help the heart")
    assert marked(page) == 1
    assert too_wide(page) == 0
    comment = Comment.objects.get()
    assert (comment.part, comment.quote) == ("body", "Sleep helps the heart")


DEAF = """
const of = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentDocument").get;
Object.defineProperty(HTMLIFrameElement.prototype, "contentDocument", { get() {
    const page = of.call(this);
    if (page) page.addEventListener = () => {};
    return page;
} });
"""
"""A browser that tells the desk nothing of what happens in a frame without scripts."""


def test_words_are_selected_where_a_frame_tells_nothing(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(user=cast.reviewer)
    page.add_init_script(DEAF)
    page.goto(place(article, "preview/desk"))
    framed(page)
    select(page, "Coffee does", "not help", FRAME)
    page.get_by_role("button", name="Comment on this").click()
    dialog = page.get_by_role("dialog", name="New comment")
    expect(dialog.get_by_role("textbox", name="Passage")).to_have_value("Coffee does not help")


def test_every_part_of_the_page_can_be_commented(
    article: Article, cast: Cast, open_page: OpenPage
) -> None:
    for part, words in (("title", "sleep"), ("subtitle", "we know"), ("references", "A trial")):
        verbs.begin(article, by=cast.reviewer, text=f"On {part}", anchor=Anchor(part, words))
    page = open_page(user=cast.writer)
    page.goto(place(article, "preview/desk"))
    framed(page)
    assert marked(page) == 3
    expect(page.get_by_role("button", name="Show in the text")).to_have_count(3)


def test_the_preview_beside_the_form_takes_comments(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk("On sleep", CITED))
    page = open_page(user=cast.writer, width=1440)
    page.goto(place(article, "change"))
    ready(page)
    with page.expect_response(lambda answer: answer.url.endswith("/preview/typed/")):
        page.get_by_role("button", name="Preview beside the text").click()
    shown = framed(page)
    expect(shown.locator(".prose")).to_contain_text("Coffee does not help.")
    select(page, "Coffee does", "not help", FRAME)
    page.get_by_role("button", name="Comment on this").click()
    dialog = page.get_by_role("dialog", name="New comment")
    expect(dialog.get_by_role("textbox", name="Passage")).to_have_value("Coffee does not help")
    dialog.get_by_role("textbox", name="Comment").fill("Says who?")
    dialog.get_by_role("button", name="Comment").click()
    expect(page.locator(".desk-thread")).to_contain_text("Says who?")
    assert marked(page) == 1
    expect(page.get_by_role("button", name="Show in the text")).to_be_visible()
    page.get_by_role("button", name="Hide the preview").click()
    expect(page.get_by_role("button", name="Show in the text")).to_be_hidden()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_preview_and_the_list_of_people_have_no_barrier(
    width: int,
    dark: bool,
    article: Article,
    cast: Cast,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
) -> None:
    anchor = Anchor("body", "Coffee does not help")
    verbs.begin(article, by=cast.editor, text="For @Rita Reviewer.", anchor=anchor)
    page = open_page(user=cast.reviewer, width=width, dark=dark)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="You are mentioned")).to_be_visible()
    barrier_free(page)
    page.goto(place(article, "preview/desk"))
    framed(page)
    page.get_by_label("Answer to Edith Editor").press_sequentially("Dear @")
    expect(listed(page)).to_be_visible()
    barrier_free(page)
