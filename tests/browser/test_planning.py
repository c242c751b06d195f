"""Planning in a real browser: a day for a review, the calendar by keyboard, several at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import actions
from articles.models import Article, Status
from tests.browser.conftest import OpenPage
from tests.factories import Cast, article_at

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/articles/article/"
CALENDAR = f"{LIST}calendar/"


def soon(days: int = 3) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def test_an_editor_assigns_a_review_and_finds_it_in_the_calendar_by_keyboard(
    cast: Cast, open_page: OpenPage
) -> None:
    assert cast.reviewer
    article = article_at(Status.IN_REVIEW, cast)
    page = open_page(user=cast.editor)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.locator("summary", has_text="Assign the review").press("Enter")
    page.get_by_label("Reviewers asked").last.fill("Rita")
    page.get_by_role("option", name=re.compile("Rita Reviewer")).click()
    page.get_by_label("Review wanted by").fill(soon().isoformat())
    page.get_by_role("button", name="Assign", exact=True).press("Enter")
    expect(page.get_by_text("Assigned: Rita Reviewer may review it")).to_be_visible()
    expect(page.locator(".desk-facts")).to_contain_text("in 3 days")

    page.goto(f"{CALENDAR}?month={soon():%Y-%m}")
    later = page.get_by_role("link", name=re.compile("^Later"))
    later.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"month=\d{4}-\d\d"))
    page.get_by_role("link", name=re.compile("^Earlier")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"{soon():%B %Y}")).to_be_visible()
    entry = page.get_by_role("table").get_by_role("link", name=re.compile("Review wanted"))
    entry.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/{article.pk}/change/"))


def test_several_are_published_and_the_one_that_cannot_says_why(
    cast: Cast, open_page: OpenPage
) -> None:
    ready = [article_at(Status.APPROVED, cast) for _ in range(2)]
    draft = article_at(Status.DRAFT, cast)
    page = open_page(user=cast.editor)
    page.goto(LIST)
    page.get_by_label("All on this page").check()
    expect(page.locator("[data-several-says]")).to_have_text("3 ticked")
    page.get_by_label("With the ticked articles").select_option("publish")
    page.get_by_role("button", name="Go on").click()
    rows = page.get_by_role("row")
    expect(rows.filter(has_text=draft.title)).to_contain_text("Cannot.")
    expect(rows.filter(has_text=ready[0].title)).to_contain_text("exactly as it was approved")
    assert set(Article.objects.values_list("status", flat=True)) == {"approved", "draft"}
    # What comes between the look and the press is refused, and hinders no other.
    approval = ready[0].standing_approval(ready[0].current_revision)
    assert approval is not None
    actions.revoke(approval, by=cast.reviewer, reason="Wrong text.")
    page.get_by_role("button", name="Publish the ticked articles").press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 done, 1 not")).to_be_visible()
    expect(rows.filter(has_text=ready[1].title)).to_contain_text("is live")
    expect(rows.filter(has_text=ready[0].title)).to_contain_text("Not done.")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_screen_of_the_plan_has_barriers_or_scrolls_sideways(
    cast: Cast,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
    width: int,
    dark: bool,
) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    actions.assign(article, by=cast.editor, day=soon(0))
    # A day that was to come when it was set has passed.
    Article.objects.filter(pk=article.pk).update(review_wanted_by=soon(-2))
    article_at(Status.SCHEDULED, cast)
    article_at(Status.APPROVED, cast)
    page = open_page(user=cast.editor, width=width, dark=dark)

    for address in (CALENDAR, f"{CALENDAR}?as=list", f"{CALENDAR}?month=2031-02", LIST):
        page.goto(address)
        barrier_free(page)
    page.get_by_label("All on this page").check()
    page.get_by_label("With the ticked articles").select_option("schedule")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("The first goes live on")).to_be_visible()
    barrier_free(page)
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing has happened yet")
    barrier_free(page)
    page.get_by_label("The first goes live on").fill(f"{soon():%Y-%m-%d}T09:00")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    barrier_free(page)
    page.get_by_role("button", name="Schedule the ticked articles").click()
    expect(page.get_by_role("status").filter(has_text="2 done")).to_be_visible()
    barrier_free(page)
