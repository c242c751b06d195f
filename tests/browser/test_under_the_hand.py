"""What somebody at the desk is about to press stays where it is, in reach and in sight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from articles.models import Status
from tests.browser.conftest import OpenPage
from tests.browser.test_desk import BODY, SOURCE, opened, ready, tab_to
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db(transaction=True)

LATE = re.compile(r"/static/js/|\.woff2|/presence/$")
"""What may come after a page is seen: its own scripts, letters and icons, and who else is here."""

PLACES = """
() => Object.fromEntries([...document.querySelectorAll("a, button, input, select, summary")]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, at]) => at.width > 1 && at.top >= 0 && at.bottom <= innerHeight && at.left >= 0)
  .map(([e, at]) => [e.outerHTML.slice(0, 160), [at.left, at.top]]))
"""

COVERED = """
() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "nothing has the focus";
  const at = focused.getBoundingClientRect();
  const seen = [0.1, 0.5, 0.9].some(x => [0.1, 0.5, 0.9].some(y => {
    const top = document.elementFromPoint(at.left + at.width * x, at.top + at.height * y);
    const label = top?.closest("label");
    return top && (focused.contains(top) || (label && label.control === focused));
  }));
  return seen ? "" : `${focused.outerHTML.slice(0, 160)} at ${at.top}`;
}
"""


class Held:
    """Requests that are kept waiting until somebody lets them go."""

    def __init__(self, page: Page, which: re.Pattern[str] = LATE) -> None:
        self.holds = True
        self.waiting: list[Route] = []
        page.route(which, self._came)

    def _came(self, route: Route) -> None:
        if self.holds:
            self.waiting.append(route)
        else:
            route.continue_()

    def let_go(self) -> None:
        self.holds = False
        for route in self.waiting:
            route.continue_()


@contextmanager
def standing_still(page: Page, address: str, awaited: Locator) -> Iterator[None]:
    """Opens a page without what may come late, lets that come, and looks whether anything moved.

    Args:
        awaited: what has to be seen before the places are taken.
    """
    held = Held(page)
    page.goto(address, wait_until="commit")
    expect(awaited).to_be_visible()
    page.wait_for_function("document.readyState !== 'loading'")  # nothing more will be laid out
    before: dict[str, Any] = page.evaluate(PLACES)
    assert len(before) >= 5, before
    held.let_go()
    yield
    after: dict[str, Any] = page.evaluate(PLACES)
    moved = {
        what: (place, after.get(what))
        for what, place in before.items()
        if after.get(what) != pytest.approx(place, abs=1)
    }
    assert not moved, moved


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("status", [Status.CHANGES_REQUESTED, Status.APPROVED, Status.PUBLISHED])
def test_no_button_moves_when_scripts_come_and_others_are_announced(
    cast: Cast, open_page: OpenPage, status: Status, width: int
) -> None:
    article = article_at(status, cast, copy=desk(body=BODY, references=(SOURCE,)))
    opened(open_page(user=cast.writer), article)
    page = open_page(user=cast.editor, width=width)
    address = f"/admin/articles/article/{article.pk}/change/"
    with standing_still(page, address, page.get_by_role("group", name="Next steps")):
        told = page.locator("[data-presence]")
        expect(told).to_contain_text("Wanda Writer has this article open")
        ready(page)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["upload/", "add/"])
def test_no_field_moves_when_its_script_comes(
    cast: Cast, open_page: OpenPage, address: str, width: int
) -> None:
    assert cast.author.user == cast.writer  # stands in the field for authors from the start
    page = open_page(user=cast.writer, width=width)
    begin = page.get_by_role("button", name="Begin the article")
    with standing_still(page, f"/admin/articles/article/{address}", begin):
        expect(page.get_by_role("button", name=f"Remove {cast.author.name}")).to_be_visible()


def test_a_press_counts_though_somebody_is_announced_meanwhile(
    cast: Cast, open_page: OpenPage
) -> None:
    article = article_at(Status.APPROVED, cast)
    opened(open_page(user=cast.writer), article)
    page = open_page(user=cast.editor)
    held = Held(page, re.compile("/presence/$"))
    opened(page, article)
    page.locator("summary", has_text="Publish").click()
    page.get_by_role("button", name="Publish now").hover()
    page.mouse.down()
    held.let_go()
    expect(page.locator("[data-presence]")).to_contain_text("Wanda Writer has this article open")
    page.mouse.up()
    expect(page.locator(".desk-panel__state")).to_contain_text("Published")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1280, 720)])
def test_nothing_covers_what_has_the_focus(
    cast: Cast, open_page: OpenPage, width: int, height: int
) -> None:
    article = article_at(Status.APPROVED, cast, copy=desk(body=BODY * 4, references=(SOURCE,) * 3))
    opened(open_page(user=cast.writer), article)
    page = opened(open_page(user=cast.editor, width=width, height=height), article)
    expect(page.locator("[data-presence]")).to_contain_text("Wanda Writer has this article open")
    last = page.get_by_role("button", name="Save", exact=True)
    covered = []
    for _ in range(200):
        page.keyboard.press("Tab")
        if last.evaluate("element => element === document.activeElement"):
            break
        covered.append(page.evaluate(COVERED))
    else:
        raise AssertionError("Tab never reached the button that saves")
    assert len(covered) > 40
    assert not [what for what in covered if what]


def test_the_sidebar_scrolls_where_the_window_is_low(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(user=cast.editor, height=600)
    page.goto("/admin/authors/invitation/")
    sidebar = page.locator("#nav-sidebar")
    expect(sidebar.get_by_role("link", name="Invitations")).to_be_in_viewport(ratio=1)
    who = sidebar.get_by_role("button", name=cast.editor.get_full_name())
    expect(who).to_be_in_viewport(ratio=1)
    first = sidebar.get_by_role("link", name="Today")
    expect(first).not_to_be_in_viewport()
    tab_to(page, first)
    expect(first).to_be_in_viewport(ratio=1)
    tab_to(page, who)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Log out")).to_be_in_viewport(ratio=1)
