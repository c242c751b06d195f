"""Readers meet the public pages in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from articles import actions
from articles.models import Article, Status
from tests import kinds
from tests.browser.conftest import OpenPage
from tests.factories import Cast, article_at, corrected, desk

pytestmark = pytest.mark.django_db(transaction=True)

SHIFTS = """
new Promise(done => new PerformanceObserver(list => done(
  list.getEntries().filter(e => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0)
)).observe({type: "layout-shift", buffered: true})
 || setTimeout(() => done(0), 500))
"""


class Slow:
    """Holds fonts and pictures back until they may arrive."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] = []
        self.open = False
        page.route(re.compile(r"\.woff2$|/media/"), lambda route: self._take(route))

    def _take(self, route: Route) -> None:
        if self.open:
            route.continue_()
        else:
            self.held.append(route)

    def arrive(self) -> None:
        self.open = True
        for route in self.held:
            route.continue_()


@pytest.fixture
def article(cast: Cast) -> Article:
    return kinds.full_article(cast)


@pytest.fixture
def put_right(cast: Cast) -> Article:
    """With a correction over the text, a clarification under it, and a disclosure."""
    copy = desk("Put right", disclosure="The baker sells bread.")
    article = corrected(cast, article=article_at(Status.PUBLISHED, cast, copy=copy))
    return corrected(cast, kind="clarification", text="W" * 200, article=article)


@pytest.fixture
def gone(cast: Cast) -> Article:
    return article_at(Status.WITHDRAWN, cast)


@pytest.mark.tolerates("404 (Not Found)", "410 (Gone)")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_has_barriers_or_overflows(
    open_page: OpenPage,
    article: Article,
    put_right: Article,
    gone: Article,
    barrier_free: Callable[[Page], None],
    width: int,
    dark: bool,
) -> None:
    page = open_page(width=width, dark=dark)
    pages = [put_right.get_absolute_url(), *kinds.addresses(article, gone).values()]
    for address in pages:
        page.goto(address)
        barrier_free(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_error_has_barriers_or_overflows(
    open_page: OpenPage, barrier_free: Callable[[Page], None], width: int, dark: bool
) -> None:
    page = open_page(width=width, dark=dark)
    printed = kinds.errors()
    page.route(
        re.compile("/broken/"),
        lambda route: route.fulfill(
            body=printed[route.request.url.rpartition("/")[2]], content_type="text/html"
        ),
    )
    for status in printed:
        page.goto(f"/broken/{status}")
        barrier_free(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_fonts_and_pictures_arrive(
    open_page: OpenPage, article: Article, gone: Article, width: int
) -> None:
    """Pages are first printed in the fallback fonts, then ours and the pictures come."""
    for kind in ("home", "article", "topic", "reviewer"):
        page = open_page(width=width)
        slow = Slow(page)
        page.goto(kinds.addresses(article, gone)[kind], wait_until="domcontentloaded")
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        assert slow.held, kind
        slow.arrive()
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate(SHIFTS) < 0.01, kind


def test_an_article_is_complete_without_script(open_page: OpenPage, article: Article) -> None:
    page = open_page(javascript=False)
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("What the night shift does to sleep")
    for text in (
        "Medically reviewed and fact-checked by",
        "Key points",
        "Sleep is not optional.",
        "A study",
        "About the author",
        "Offer 2",
    ):
        expect(page.get_by_text(text).first).to_be_visible()
    page.get_by_role("link", name="below").click()
    expect(page).to_have_url(re.compile(r"#section-more$"))


def test_structured_data_passes_the_policy_and_is_not_executed(
    open_page: OpenPage, article: Article
) -> None:
    """The fixture fails the test on any complaint of the policy in the console."""
    page = open_page()
    violations: list[Any] = []
    page.expose_function("violated", lambda directive: violations.append(directive))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => violated(e.violatedDirective))"
    )
    response = page.goto(article.get_absolute_url())
    assert response is not None
    assert "unsafe-inline" not in (response.header_value("content-security-policy") or "")
    block = page.locator('script[type="application/ld+json"]')
    assert block.evaluate("node => JSON.parse(node.textContent)['@graph'].length") > 4
    assert violations == []


def test_the_keyboard_skips_to_the_content(page: Page, article: Article) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_whatever_has_the_focus_shows_it(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    unmarked = page.evaluate(
        """() => [...document.querySelectorAll("a[href], [tabindex='0']")].filter(element => {
            element.focus({focusVisible: true});
            const boxes = [element, element.closest(".card")].filter(Boolean);
            return !boxes.some(box => getComputedStyle(box).outlineStyle === "solid");
        }).map(element => element.textContent.trim())"""
    )
    assert unmarked == []


def test_a_wide_table_scrolls_by_itself_and_by_keyboard(
    open_page: OpenPage, article: Article
) -> None:
    page = open_page(width=360)
    page.goto(article.get_absolute_url())
    table = page.locator(".prose table")
    expect(table).to_have_attribute("tabindex", "0")
    assert table.evaluate("t => t.scrollWidth > t.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(table).not_to_have_attribute("tabindex", "0")


def test_pages_keep_still_for_those_who_ask(open_page: OpenPage, article: Article) -> None:
    page = open_page(reduced_motion=True)
    page.goto("/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(element => {
            const style = getComputedStyle(element);
            return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none"
                || style.scrollBehavior === "smooth";
        }).length"""
    )
    assert moving == 0


def test_print_has_the_text_and_its_sources_and_no_promotion(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    page.emulate_media(media="print")
    for selector in (".prose", ".ticket", ".references", ".dates"):
        expect(page.locator(selector).first).to_be_visible()
    for selector in (".announcement", ".promotion", ".closing", ".sections", ".related"):
        expect(page.locator(selector).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_fonts_are_ours(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    page.evaluate("document.fonts.ready.then(() => true)")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {"Bricolage Display", "Bricolage Small", "Newsreader"} <= {
        family.strip('"') for family in loaded
    }


def test_one_card_is_one_target_and_its_links_stay_links(page: Page, article: Article) -> None:
    page.goto("/articles/")
    card = page.locator(".card", has_text="What the night shift").first
    card.get_by_role("link", name="Wanda Writer").click()
    expect(page).to_have_url(re.compile(r"/authors/"))
    page.goto("/articles/")
    box = card.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 40)
    expect(page).to_have_url(re.compile(re.escape(article.get_absolute_url())))


def test_a_reader_follows_the_proof(page: Page, article: Article, cast: Cast) -> None:
    page.goto("/")
    page.get_by_role("link", name="What the night shift does to sleep").first.click()
    page.get_by_role("link", name="Rita Reviewer, PA-C").click()
    expect(page.get_by_role("heading", name="Credentials")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="See what was approved").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was approved")
    with page.expect_download() as download:
        page.get_by_role("link", name="the content as it was approved").click()
    assert download.value.suggested_filename == "content.json"
    actions.take_down(article, by=cast.editor, notice="A source was retracted.")


@pytest.mark.tolerates("404 (Not Found)")
def test_colours_follow_the_readers_scheme(open_page: OpenPage, article: Article) -> None:
    grounds = []
    for dark in (False, True):
        page = open_page(dark=dark)
        page.goto("/")
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(254, 253, 251)", "rgb(23, 18, 28)"]
