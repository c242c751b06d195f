"""The desk in a real browser: by keyboard alone, without barriers, and without losing a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, FactCheck, Status
from authors.models import DeskSession
from tests import factories
from tests.browser.conftest import OpenPage
from tests.factories import PASSWORD, Cast, article_at, desk

pytestmark = pytest.mark.django_db(transaction=True)

BODY = (
    "<p>Most adults who sleep badly try to <strong>sleep harder</strong>.</p>"
    "<h2>What is known</h2><ul><li>Rise at the same hour.</li><li>Leave the bed.</li></ul>"
    "<h3>What is not</h3><blockquote><p>We cannot say.</p></blockquote>"
    '<p>H<sub>2</sub>O, a <a href="https://example.org/trial">trial</a>,'
    " café, “quotes” &amp; more.</p>"
    "<table><thead><tr><th>Hour</th><th>Effect</th></tr></thead>"
    "<tbody><tr><td>Seven</td><td>Small</td></tr></tbody></table>"
)
SOURCE = {"authors": "Doe J", "title": "A trial", "publisher": "Journal", "year": 2021, "url": "",
          "doi": "10.1000/182", "pmid": ""}  # fmt: skip


def tab_to(page: Page, target: Locator, *, back: bool = False) -> None:
    """Press Tab until the target has the focus, as a person without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab never reached {target}")


def press(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def ready(page: Page) -> Page:
    """Wait until the writing surface is there and the form is watched over."""
    expect(page.locator("iframe.cke_wysiwyg_frame")).to_be_visible()
    page.wait_for_function("document.querySelector('[name=receipt]').value !== ''")
    return page


def opened(page: Page, article: Article) -> Page:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    return ready(page)


def body_of(page: Page) -> str:
    return str(page.evaluate("CKEDITOR.instances.id_body.getData()"))


def type_in_body(page: Page, text: str) -> None:
    surface = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    surface.press("Control+End")
    surface.press_sequentially(text)


def test_a_writer_begins_and_hands_in_an_article_by_keyboard(
    cast: Cast, open_page: OpenPage
) -> None:
    topic = factories.topic("Sleep")
    reviewer = cast.reviewer.medicalreviewer
    assert cast.author.user == cast.writer
    page = open_page(user=cast.writer)
    page.goto("/admin/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="Begin an article"))

    ready(page)
    tab_to(page, page.get_by_label("Title", exact=False).first)
    page.keyboard.type("The hour of rising")
    tab_to(page, page.locator("iframe.cke_wysiwyg_frame"))
    page.keyboard.type("Most adults who sleep badly try to sleep harder.")
    assert "sleep harder" in body_of(page)

    press(page, page.get_by_role("button", name="Add a reference"))
    page.keyboard.type("A regular hour of rising")
    expect(page.get_by_role("textbox", name="Title required").last).to_be_focused()
    tab_to(page, page.get_by_role("textbox", name="DOI"))
    page.keyboard.type("10.1000/182")

    tab_to(page, page.get_by_label("Topic required"))
    page.keyboard.type(topic.name)
    search = page.get_by_role("combobox", name="Reviewers asked")
    tab_to(page, search)
    page.keyboard.type("rita")
    expect(page.get_by_role("option", name="Rita Reviewer, PA-C")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove Rita Reviewer, PA-C")).to_be_visible()
    press(page, page.get_by_role("button", name="Begin the article", exact=True))

    expect(page.get_by_text("is on your desk, as a draft.")).to_be_visible()
    ready(page)
    step = page.locator("summary", has_text="Hand in for review")
    press(page, step)
    tab_to(page, page.get_by_label("Note to the reviewer"))
    page.keyboard.type("The second source is new")
    press(page, page.get_by_role("button", name="Save and hand in"))
    expect(page.get_by_text("Handed in: it is a medical reviewer’s turn now.")).to_be_visible()

    article = Article.objects.get()
    assert (article.status, article.topic) == (Status.IN_REVIEW, topic)
    assert article.references.get().doi == "10.1000/182"
    assert list(article.reviewers_asked.all()) == [reviewer]


def test_a_reviewer_decides_by_keyboard_on_the_page_of_the_article(
    cast: Cast, open_page: OpenPage
) -> None:
    article = article_at(Status.IN_REVIEW, cast, copy=desk(body=BODY))
    page = open_page(user=cast.reviewer)
    page.goto(f"/admin/articles/article/{article.pk}/review/")
    press(page, page.get_by_role("link", name="The article’s own page"))
    expect(page.get_by_role("heading", name=article.title).last).to_be_visible()
    press(page, page.get_by_role("link", name="Go to your decision"))
    expect(page.locator("#decision")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Statement")).to_be_focused()
    press(page, page.get_by_role("button", name="Approve"))

    # Without its words the decision is refused, and what is missing is said beside the field.
    statement = page.get_by_label("Statement")
    expect(statement).to_have_attribute("aria-invalid", "true")
    tab_to(page, statement)
    page.keyboard.type("Read it all, against its source.")
    tab_to(page, page.get_by_label("Declared interests"))
    page.keyboard.type("None")
    press(page, page.get_by_role("button", name="Approve"))
    expect(page.get_by_text("Approved: an editor can publish it now.")).to_be_visible()
    assert FactCheck.objects.get().statement == "Read it all, against its source."


def test_rows_are_ordered_removed_and_brought_back_by_keyboard(
    cast: Cast, open_page: OpenPage
) -> None:
    sources = tuple({**SOURCE, "title": f"Source {n}"} for n in (1, 2, 3))
    article = article_at(Status.DRAFT, cast, copy=desk(references=sources))
    others = [factories.author(name) for name in ("Oda Other", "Pia Third")]
    actions.arrange(article, by=cast.editor, authors=[cast.author, *others])
    page = opened(open_page(user=cast.editor), article)

    press(page, page.get_by_role("button", name="Move down reference 1"))
    expect(page.get_by_role("button", name="Move down reference 2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move up reference 3")).to_be_focused()
    press(page, page.get_by_role("button", name="Remove reference 3"))
    expect(page.get_by_role("button", name="Bring back “Doe J. Source 1 (2021)”")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Remove reference 2"), back=True)
    page.keyboard.press("Enter")

    press(page, page.get_by_role("button", name="Move Oda Other up"))
    press(page, page.get_by_role("button", name="Remove Pia Third"))
    press(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    article = Article.objects.get(pk=article.pk)
    assert [r.title for r in article.references.all()] == ["Source 2", "Source 1"]
    assert [str(b) for b in article.bylines.all()] == ["Oda Other", "Wanda Writer"]


def test_opening_and_saving_in_the_editor_changes_nothing(cast: Cast, open_page: OpenPage) -> None:
    """The editor program lays the source out anew; the words, and their approval, stay."""
    article = article_at(Status.PUBLISHED, cast, copy=desk(body=BODY, references=(SOURCE,)))
    page = opened(open_page(user=cast.writer), article)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing had changed, so nothing was saved.")).to_be_visible()
    assert Article.objects.get(pk=article.pk).version == article.version


@pytest.mark.tolerates("409 (Conflict)")
def test_two_people_at_one_article_lose_no_word(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body="<p>Sleep helps.</p>"))
    mine = opened(open_page(user=cast.writer), article)
    theirs = opened(open_page(user=cast.editor), article)
    type_in_body(theirs, " Walking.")
    theirs.get_by_label("Subtitle").fill("Their subtitle")
    theirs.get_by_role("button", name="Save", exact=True).click()
    expect(theirs.get_by_text("Saved as revision 2.")).to_be_visible()

    type_in_body(mine, " Reading.")
    mine.get_by_role("button", name="Save", exact=True).click()
    panel = mine.get_by_role("region", name="Somebody else saved this article meanwhile")
    expect(panel).to_contain_text("changed by both")
    expect(panel.locator("dd ins").filter(has_text="Reading")).to_be_visible()
    expect(panel.locator("dd ins").filter(has_text="Walking")).to_be_visible()
    ready(mine)
    assert "Reading." in body_of(mine)
    expect(mine.get_by_label("Subtitle")).to_have_value("Their subtitle")

    panel.get_by_role("button", name="Save mine over theirs").click()
    expect(mine.get_by_text("Saved as revision 3.")).to_be_visible()
    content = Article.objects.get(pk=article.pk).current_revision.data
    assert "Reading." in content.body
    assert content.subtitle == "Their subtitle"
    assert "Walking." in article.revisions.get(number=2).data.body


@pytest.mark.tolerates("401 (Unauthorized)")
def test_a_session_that_ends_while_writing_loses_no_word(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body="<p>Sleep helps.</p>"))
    page = opened(open_page(user=cast.writer), article)
    type_in_body(page, " Typed for an hour.")
    page.get_by_label("Key points").fill("One\nTwo")
    DeskSession.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("E-mail").fill(cast.writer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("alert")).to_contain_text("was not saved, and is kept in this browser")
    page.get_by_role("button", name="Bring it back").click()
    ready(page)
    assert "Typed for an hour." in body_of(page)
    expect(page.get_by_label("Key points")).to_have_value("One\nTwo")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    ready(page)
    expect(page.get_by_text("kept in this browser")).to_have_count(0)
    assert "Typed for an hour." in Article.objects.get(pk=article.pk).body


@pytest.mark.tolerates("401 (Unauthorized)")
def test_who_logs_in_again_in_another_tab_saves_in_this_one(
    cast: Cast, open_page: OpenPage
) -> None:
    article = article_at(Status.DRAFT, cast)
    page = opened(open_page(user=cast.writer), article)
    type_in_body(page, " Typed for an hour.")
    DeskSession.objects.all().delete()
    other = page.context.new_page()
    other.goto("/admin/login/")
    other.get_by_label("E-mail").fill(cast.writer.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("heading", name="Today")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    assert "Typed for an hour." in Article.objects.get(pk=article.pk).body


def test_the_menu_of_a_narrow_screen_opens_and_closes_by_keyboard(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(user=cast.editor, width=360)
    page.goto("/admin/")
    menu = page.get_by_role("banner").get_by_role("button", name="Menu")
    press(page, menu)
    sidebar = page.get_by_role("navigation").filter(has=page.get_by_role("link", name="Articles"))
    expect(sidebar.get_by_role("link", name="Wellness, editorial desk")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(sidebar).to_be_hidden()


def test_a_reload_by_mistake_loses_no_word(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast)
    page = opened(open_page(user=cast.writer), article)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    ready(page)
    assert asked == []  # nothing typed, nothing asked
    page.get_by_label("Subtitle").press_sequentially("A subtitle nobody saved")
    page.reload()
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Subtitle")).to_have_value("A subtitle nobody savedWhat we know")


def test_what_was_dropped_on_purpose_does_not_come_back(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast)
    page = opened(open_page(user=cast.writer), article)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Subtitle").fill("A subtitle nobody saved")
    page.reload()
    page.get_by_role("button", name="Throw it away").click()
    ready(page).reload()
    ready(page)
    expect(page.get_by_text("kept in this browser")).to_have_count(0)


def test_a_step_takes_along_what_is_typed(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.PUBLISHED, cast)
    actions.save(
        article, desk=DeskCopy.of_article(article).change(subtitle="Newer"), by=cast.writer
    )
    page = opened(open_page(user=cast.writer), article)
    type_in_body(page, " At the last moment.")
    page.locator("summary", has_text="Hand in for review").click()
    page.get_by_label("Minor change").check()
    page.get_by_role("button", name="Save and hand in").click()
    expect(page.get_by_text("Handed in:")).to_be_visible()
    article = Article.objects.get(pk=article.pk)
    assert article.submitted_as_minor
    assert "At the last moment." in article.current_revision.data.body


def test_only_one_step_is_open_at_a_time_and_one_form_of_words(
    cast: Cast, open_page: OpenPage
) -> None:
    page = opened(open_page(user=cast.editor), article_at(Status.APPROVED, cast))
    page.locator("summary", has_text="Publish").click()
    page.locator("summary", has_text="Schedule").click()
    expect(page.get_by_role("button", name="Publish now")).to_be_hidden()
    expect(page.get_by_role("button", name="Schedule", exact=True)).to_be_visible()


SCREENS: list[tuple[str, str, Status | None]] = [
    ("anonymous", "/admin/login/", None),
    ("writer", "/admin/", Status.CHANGES_REQUESTED),
    ("second_writer", "/admin/", None),
    ("stranger", "/admin/", None),
    ("editor", "/admin/articles/article/", Status.PUBLISHED),
    ("editor", "/admin/articles/article/?q=zebra", Status.PUBLISHED),
    ("writer", "/admin/articles/article/add/", None),
    ("writer", "change", Status.CHANGES_REQUESTED),
    ("reviewer", "change", Status.IN_REVIEW),
    ("editor", "change", Status.IN_REVIEW),
    ("editor", "change", Status.APPROVED),
    ("editor", "change", Status.PUBLISHED),
    ("editor", "change", Status.WITHDRAWN),
]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_the_screens_of_the_desk_have_no_barrier(
    width: int,
    dark: bool,
    cast: Cast,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
) -> None:
    copies = {s: desk(body=BODY, references=(SOURCE,), key_points="One\nTwo") for s in Status}
    articles = {s: article_at(s, cast, copy=copies[s]) for _, _, s in SCREENS if s}
    pages: dict[str, Page] = {}
    for name, address, status in SCREENS:
        user = None if name == "anonymous" else getattr(cast, name)
        if name not in pages:
            pages[name] = open_page(user=user, width=width, dark=dark)
        page = pages[name]
        if address == "change" and status:
            address = f"/admin/articles/article/{articles[status].pk}/change/"
        page.goto(address)
        for summary in page.locator("details[name=step] > summary").all():
            summary.click()
        barrier_free(page)
