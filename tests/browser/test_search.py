"""Readers search with keyboard, pointer and screen reader, with script and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Status
from tests import factories
from tests.browser.conftest import OpenPage
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owls(cast: Cast) -> Article:
    """Two published articles about owls; the second is returned."""
    topic = factories.topic("Owlish", accent="dusk")
    for title in ("Owls of the wood", "Owls of the town"):
        article = article_at(
            Status.PUBLISHED,
            cast,
            topic=topic,
            copy=desk(
                title,
                "<p>Feathers are quiet at night.</p>",
                hero=factories.image(width=800, height=500),
                hero_alt="An owl",
            ),
        )
    return article


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_of_search_has_barriers_or_overflows(
    open_page: OpenPage,
    owls: Article,
    barrier_free: Callable[[Page], None],
    width: int,
    dark: bool,
) -> None:
    page = open_page(width=width, dark=dark)
    for address in (
        "/search/",
        "/search/?q=feathers&topic=" + owls.topic.slug,
        "/search/?q=owlz+nothing",
        "/search/?q=the",
        "/search/?q=" + "W" * 300,
    ):
        page.goto(address)
        barrier_free(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_suggestions_are_walked_and_taken_by_keyboard(
    open_page: OpenPage, owls: Article, barrier_free: Callable[[Page], None], width: int
) -> None:
    page = open_page(width=width)
    page.goto("/")
    field = page.get_by_role("combobox", name="Search the magazine")
    field.press_sequentially("owls")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("2 suggestions")
    barrier_free(page)
    field.press("ArrowDown")
    field.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    barrier_free(page)
    field.press("ArrowDown")  # past the last: back in the field, where nothing is chosen
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    field.press("ArrowUp")
    title = second.locator("span").inner_text()
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_escape_closes_and_enter_searches(page: Page, owls: Article) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Search the magazine")
    field.press_sequentially("owls")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("owls")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=owls$"))
    expect(page.get_by_role("heading", level=2).first).to_have_text("2 articles for “owls”")


def test_a_suggestion_is_taken_by_pointer(page: Page, owls: Article) -> None:
    page.goto("/search/")
    page.get_by_role("combobox", name="What are you looking for?").press_sequentially("town")
    page.get_by_role("option", name="Owls of the town").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Owls of the town")


def test_search_is_complete_without_script(open_page: OpenPage, owls: Article) -> None:
    page = open_page(javascript=False)
    page.goto("/")
    field = page.get_by_role("searchbox", name="Search the magazine")
    field.fill("quiet feather")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=3)).to_have_count(2)
    page.get_by_label("Topic", exact=True).select_option(owls.topic.slug)
    page.get_by_role("search").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(rf"topic={owls.topic.slug}"))
    page.get_by_role("link", name="Owls of the wood").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Owls of the wood")
