"""Every page of the desk that anybody may open, looked at by axe: the table of doors says which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from articles.models import Status
from tests.articles.admin import doors
from tests.articles.admin.test_matrix import COLUMNS, rows
from tests.browser.conftest import OpenPage
from tests.factories import Cast, article_at, step

pytestmark = pytest.mark.django_db(transaction=True)

NO_PAGE: Final = {
    "articles_article_choices": "answers in JSON",
    "articles_article_comment_people": "answers in JSON",
    "autocomplete": "answers in JSON",
    "search": "a fragment of the menu",
}


def screens(cast: Cast) -> Iterator[tuple[str, str]]:
    """Who opens which address: everybody to whom the page could look different."""
    things = doors.things(cast)
    for name, method, cells in rows():
        if method != "GET" or name in NO_PAGE:
            continue
        address = reverse(
            name if ":" in name else f"admin:{name}", args=doors.arguments(name, things)
        )
        insiders = [who for who in COLUMNS if cells[who] == "in"]
        # The one who may do most there, and one who may do less, if there is such a person.
        for who in dict.fromkeys([insiders[-1], insiders[0]] if insiders else []):
            yield who, address
    article = step(article_at(Status.IN_REVIEW, cast), "request_changes", cast)
    for door in doors.OF_AN_ARTICLE:
        if door.method == "GET" and door.audience == "sees" and door.name not in NO_PAGE:
            address, _ = doors.way_to(door, article, cast)
            yield from ((who, address) for who in ("writer", "reviewer", "editor"))


@pytest.mark.parametrize(
    ("width", "dark"), [(360, True), (1280, False)], ids=["360 dark", "1280 light"]
)
@pytest.mark.tolerates("the server responded with a status of", "Blocked script execution")
def test_no_page_of_the_desk_has_barriers_or_scrolls_sideways(
    cast: Cast,
    open_page: OpenPage,
    barrier_free: Callable[[Page], None],
    width: int,
    dark: bool,
) -> None:
    pages: dict[str, Page] = {}
    complaints = []
    for who, address in screens(cast):
        if who not in pages:
            user: Any = None if who == "anonymous" else getattr(cast, who)
            pages[who] = open_page(user=user, width=width, dark=dark)
        page = pages[who]
        page.goto(address)
        try:
            barrier_free(page)
        except AssertionError as found:
            complaints.append(f"{address} for {who}: {found}")
    assert not complaints, "\n\n".join(complaints)
