"""A reader reports an error, by keyboard and without script; an editor settles it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import Status
from articles.reports import stamps
from articles.reports.models import ReaderReport
from tests.browser.conftest import OpenPage
from tests.browser.test_desk import press, tab_to
from tests.factories import Cast, article_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("width", "dark", "javascript"), [(360, True, True), (1280, False, True), (1280, False, False)]
)
def test_an_error_is_reported_by_keyboard_and_settled(
    cast: Cast,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    dark: bool,
    javascript: bool,
) -> None:
    monkeypatch.setattr(stamps, "SOONEST", dt.timedelta(seconds=-1))
    article = article_at(Status.PUBLISHED, cast)
    page = open_page(width=width, dark=dark, javascript=javascript)
    page.goto(article.get_absolute_url())
    press(page, page.get_by_role("link", name="Report an error"))
    send = page.get_by_role("button", name="Send the report")
    press(page, send)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Your report was not sent")
    expect(summary).to_be_focused()
    if javascript:
        barrier_free(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first link of the summary leads to the choice
    tab_to(page, page.get_by_role("radio", name="A statement is wrong"))
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_label("The passage")).to_be_focused()
    page.keyboard.type("Sleep helps.")
    page.keyboard.press("Tab")
    page.keyboard.type("Not always.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    page.keyboard.press("Tab")
    expect(send).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    report = ReaderReport.objects.get()
    expect(page.get_by_text(report.reference)).to_be_visible()
    assert page.evaluate("document.cookie") == "" if javascript else True
    assert not page.context.cookies()
    if not javascript:
        return
    barrier_free(page)

    desk = open_page(user=cast.editor, width=width, dark=dark)
    desk.goto("/admin/")
    about = desk.get_by_role("region", name="Reader reports").get_by_role(
        "link", name=article.title
    )
    expect(about).to_be_visible()
    barrier_free(desk)
    about.click()
    expect(desk.get_by_text("Not always.")).to_be_visible()
    barrier_free(desk)
    desk.get_by_label("What you found").fill("It says “helps”, not “cures”.")
    press(desk, desk.get_by_role("button", name="Close: no change"))
    expect(desk.get_by_text("by Edith Editor")).to_be_visible()
    expect(desk.get_by_text("It says “helps”")).to_be_visible()
