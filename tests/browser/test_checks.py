"""The checks in a real browser: a finding leads to its place, and asking loses nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Status
from tests.browser.conftest import OpenPage
from tests.factories import Cast, article_at, desk
from wellness.lib.rich_text import clean, word_count

pytestmark = pytest.mark.django_db(transaction=True)

BODY = (
    "<p>Ask your doctor about the the lamp. Nothing else is known.</p>" * 12
    + "<h2>Tea</h2><p>This tea <strong>always</strong> works, says the box.</p>"
    + '<h4>More</h4><p>Read <a href="/x/">more</a>, or <a href="#reference-3">(3)</a>.</p>'
)


def opened(page: Page, article: Article) -> Page:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.wait_for_function(
        "() => !window.CKEDITOR || !document.querySelector('[data-type=ckeditortype]') || "
        "Object.values(CKEDITOR.instances).some((editor) => editor.status === 'ready')"
    )
    return page


def selected(page: Page) -> str:
    return page.evaluate("CKEDITOR.instances.id_body.getSelection().getSelectedText()")


def press(page: Page, label: str) -> None:
    """Follow a finding by the keyboard."""
    page.locator("#checks").get_by_role("link", name=label, exact=True).focus()
    page.keyboard.press("Enter")


def in_sight(page: Page) -> bool:
    """Whether the selected passage stands between the edges of the window."""
    return page.evaluate(
        """() => {
            const editor = CKEDITOR.instances.id_body;
            const range = editor.window.$.getSelection().getRangeAt(0).getBoundingClientRect();
            const top = editor.window.$.frameElement.getBoundingClientRect().top + range.top;
            return top >= 0 && top + range.height <= innerHeight;
        }"""
    )


def test_a_finding_leads_to_its_place_by_keyboard(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body=BODY, description="Short."))
    page = opened(open_page(user=cast.writer), article)
    press(page, "“always works”")
    expect(page.locator("iframe.cke_wysiwyg_frame")).to_be_focused()
    assert selected(page) == "always works"
    assert in_sight(page)
    press(page, "“More”")
    assert selected(page) == "More"
    press(page, "“(3)”")
    assert selected(page) == "(3)"
    repeated = page.locator("#checks").get_by_role("link", name="“the the”")
    repeated.nth(11).focus()
    page.keyboard.press("Enter")
    assert selected(page) == "the the"
    page.keyboard.type("the")
    text = page.evaluate("CKEDITOR.instances.id_body.getData()")
    assert text.count("the the lamp") == 11
    assert text.rindex("the the lamp") < text.index("about the lamp")
    page.locator("#checks").get_by_role("link", name="Description").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Description")).to_be_focused()


def test_asking_again_looks_at_what_is_typed_and_loses_nothing(
    cast: Cast, open_page: OpenPage
) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body="<p>Ask your doctor.</p>"))
    page = opened(open_page(user=cast.writer), article)
    expect(page.locator("#checks").get_by_text("It never fails")).to_have_count(0)
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    page.keyboard.type("It never fails. ")
    page.get_by_label("Subtitle").fill("Not saved yet")
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_role("status").filter(has_text="In what is typed")).to_be_visible()
    press(page, "“never fails”")
    assert selected(page) == "never fails"
    expect(page.get_by_label("Subtitle")).to_have_value("Not saved yet")
    assert Article.objects.get(pk=article.pk).revisions.count() == 1


@pytest.mark.tolerates("status of 403")
def test_asking_without_a_session_says_so_and_loses_nothing(
    cast: Cast, open_page: OpenPage
) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body="<p>Ask your doctor.</p>"))
    page = opened(open_page(user=cast.writer), article)
    page.get_by_label("Subtitle").fill("Not saved yet")
    page.context.clear_cookies()
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text("The checks can’t be reached.")).to_be_visible()
    expect(page.get_by_label("Subtitle")).to_have_value("Not saved yet")


def test_a_reviewer_is_led_to_the_passage_that_they_read(cast: Cast, open_page: OpenPage) -> None:
    body = BODY.replace("#reference-3", "#section-tea")
    article = article_at(Status.IN_REVIEW, cast, copy=desk(body=body))
    page = opened(open_page(user=cast.reviewer), article)
    press(page, "“always works”")
    assert page.evaluate("getSelection().toString()") == "always works"
    expect(page.locator(".desk-prose p:focus")).to_contain_text("This tea always works")


def test_without_a_script_the_panel_works_as_a_page(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body="<p>Ask your doctor.</p>"))
    page = open_page(user=cast.writer, javascript=False)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("#id_body").fill("<p>It never fails.</p>")
    page.get_by_role("button", name="Check now").click()
    expect(page.locator("#checks").get_by_role("link", name="“never fails”")).to_be_visible()
    expect(page.locator("#id_body")).to_have_value("<p>It never fails.</p>")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_panel_has_no_barrier(
    cast: Cast,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
    width: int,
    dark: bool,
) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body=BODY))
    page = opened(open_page(user=cast.editor, width=width, dark=dark), article)
    barrier_free(page)
    page.goto(f"/admin/articles/topic/{article.topic_id}/change/")
    barrier_free(page)


def test_one_page_tells_one_number_of_words(cast: Cast, open_page: OpenPage) -> None:
    """The script under the editor, the checks and the server count alike."""
    body = clean(
        "<h2>Naps – 0.5 hours of well-being</h2><p>Sleep helps,"
        '<sup class="citation"><a href="#reference-1">1</a></sup> says<br>Ada.</p>'
        "<ul><li>One<ul><li>two</li></ul></li><li>three</li></ul>"
        "<table><caption>Cups</caption><tr><th>Tea</th><td>3</td></tr></table>"
        '<figure class="quotation"><blockquote><p>Rest.</p></blockquote>'
        "<figcaption>Doe</figcaption></figure>"
    )
    article = article_at(
        Status.DRAFT, cast, copy=desk(body=body, references=({"title": "A study"},))
    )
    page = opened(open_page(user=cast.writer), article)
    number = word_count(body)
    assert number == 17
    expect(page.locator(".desk-words")).to_have_text(f"{number} words, 1 minute to read")
    expect(page.locator("[data-checks-summary]")).to_contain_text(f"{number} words")
