"""What a page costs whoever reads it: weight, waiting, movement, and what it tells others."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Status
from tests import kinds
from tests.browser.conftest import OpenPage
from tests.factories import Cast, article_at

pytestmark = pytest.mark.django_db(transaction=True)

BUDGET = 120_000
"""Bytes that an article may send before its pictures."""

SEEN = ("home", "article", "topic", "search with results")

WATCH = """
window.movements = [];
window.watching = new PerformanceObserver(list => window.movements.push(...list.getEntries()));
window.watching.observe({type: "layout-shift", buffered: true});
"""

TO_THE_END = """
async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo({top: y, behavior: "instant"});
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  await Promise.all([...document.images].map(picture => picture.decode()));
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""

MOVED = """
() => [...movements, ...watching.takeRecords()].map(moved => ({
  value: moved.value,
  what: moved.sources.map(source => source.node?.outerHTML?.slice(0, 120) ?? "text"),
}))
"""

BLOCKING = """
() => performance.getEntriesByType("resource")
  .filter(resource => resource.renderBlockingStatus === "blocking")
  .map(resource => new URL(resource.name).pathname)
"""

PICTURES = """
() => [...document.images].map(picture => ({
  what: picture.outerHTML,
  below: picture.getBoundingClientRect().top >= innerHeight,
  lazy: picture.loading === "lazy",
  first: picture.fetchPriority === "high",
}))
"""


@dataclass
class Visit:
    """What came while a page was opened and read to its end."""

    page: Page
    answers: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", lambda answer: self.answers.append(answer))
        self.page.add_init_script(WATCH)

    def read(self, address: str) -> None:
        self.page.goto(address, wait_until="load")
        self.page.evaluate(TO_THE_END)
        self.page.wait_for_load_state("networkidle")

    def weight(self) -> dict[str, int]:
        """Bytes by address, without pictures.

        Fonts go as they are. Text goes compressed, by the server in front or as it was collected
        (docs/deployment.md).
        """
        weighed = {}
        for answer in self.answers:
            path = urlsplit(answer.url).path
            if not path.startswith("/media/"):
                body = answer.body()
                packed = path.endswith(".woff2")
                weighed[path] = len(body if packed else gzip.compress(body, 6, mtime=0))
        return weighed


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    article: Article = kinds.full_article(cast)
    return kinds.addresses(article, article_at(Status.WITHDRAWN, cast))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_keeps_to_itself_stands_still_and_waits_for_one_style_sheet(
    open_page: OpenPage, live_server: LiveServer, addresses: dict[str, str], width: int
) -> None:
    for kind in SEEN:
        page = open_page(width=width)
        visit = Visit(page)
        visit.read(addresses[kind])
        assert page.context.cookies() == [], kind
        assert not any(answer.header_value("set-cookie") for answer in visit.answers), kind
        hosts = {urlsplit(answer.url).netloc for answer in visit.answers}
        assert hosts == {urlsplit(live_server.url).netloc}, kind
        assert page.evaluate(BLOCKING) == ["/static/css/site.css"], kind
        moved = page.evaluate(MOVED)
        # Labels change their width by a hair where our fonts come after the first paint.
        assert sum(shift["value"] for shift in moved) < 0.01, (kind, moved)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_picture_comes_first_and_those_below_wait(
    open_page: OpenPage, addresses: dict[str, str], width: int
) -> None:
    page = open_page(width=width)
    for kind in SEEN:
        page.goto(addresses[kind], wait_until="load")
        pictures = page.evaluate(PICTURES)
        first = [picture for picture in pictures if picture["first"]]
        assert len(first) == (0 if kind.startswith("search") else 1), (kind, first)
        assert not any(picture["lazy"] or picture["below"] for picture in first), (kind, first)
        below = [picture for picture in pictures if picture["below"]]
        assert below, f"nothing of {kind} could wait"
        assert all(picture["lazy"] for picture in below), (kind, below)


@pytest.mark.parametrize("width", [360, 1280])
def test_an_article_weighs_little_before_its_pictures(
    open_page: OpenPage, addresses: dict[str, str], width: int
) -> None:
    visit = Visit(open_page(width=width))
    visit.read(addresses["article"])
    weights = visit.weight()
    assert addresses["article"] in weights
    assert sum(weights.values()) < BUDGET, (sum(weights.values()), weights)
