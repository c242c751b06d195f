"""Cleaned hostile HTML on a page without a protecting policy: nothing runs, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request

from tests.browser import editor_urls
from tests.wellness.lib.allowed import ALLOWED
from tests.wellness.lib.corpora import hostile_html, needs_corpora
from tests.wellness.lib.hostile import ALL

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.editor_urls"),
]

# What a browser that follows the HTML standard found on the page that the table does not name.
FOREIGN = """
(allowed) => [...document.querySelectorAll("main *")].flatMap((element) => {
    const tag = element.localName;
    if (tag === "article") return [];
    if (!(tag in allowed) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") return [tag];
    const odd = element.getAttributeNames().filter((name) => !allowed[tag].includes(name));
    if (tag === "a" && !/^(https?:|mailto:)$/.test(element.protocol)) odd.push(element.href);
    return odd.map((name) => `${tag} ${name}`);
})
"""

# Everything that people do to a page: point at it, touch it, focus it, press its links.
TOUCH = """
() => {
    const events = ["click", "dblclick", "mousedown", "mouseover", "pointerenter", "focus", "blur",
        "keydown", "input", "copy", "paste", "wheel", "toggle", "animationend", "error", "load"];
    document.addEventListener("click", (event) => event.preventDefault());
    for (const element of document.querySelectorAll("main *")) {
        for (const name of events) {
            element.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));
        }
    }
}
"""


@pytest.fixture
def vectors() -> Iterator[list[str]]:
    """The vectors that the page shows."""
    yield editor_urls.VECTORS
    editor_urls.VECTORS[:] = ALL


def nothing_happens(page: Page, count: int) -> None:
    requests: list[Request] = []
    dialogs: list[str] = []
    page.on("request", lambda request: requests.append(request))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for start in range(0, count, 1000):
        page.goto(f"/hostile/?from={start}&to={start + 1000}")
        page.wait_for_load_state("networkidle")
        assert page.locator("main > article").count() == min(1000, count - start)
        assert page.evaluate(FOREIGN, {tag: sorted(names) for tag, names in ALLOWED.items()}) == []
        page.evaluate(TOUCH)
        assert page.evaluate("window.ran") == 0
        assert page.url.endswith(f"/hostile/?from={start}&to={start + 1000}")
    assert dialogs == []
    assert [
        request.url
        for request in requests
        if "/media/" not in request.url and "/hostile/" not in request.url
    ] == []


def test_our_own_vectors(page: Page, vectors: list[str]) -> None:
    assert vectors == [*ALL]
    nothing_happens(page, len(vectors))


@needs_corpora
def test_collected_vectors(page: Page, vectors: list[str]) -> None:
    vectors[:] = hostile_html()
    nothing_happens(page, len(vectors))


def test_this_page_would_let_a_vector_run(page: Page) -> None:
    """The proof of the proof: the same page with an uncleaned vector does run it."""
    page.goto("/hostile/?to=0")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=data:, onerror=owned()>'")
    page.wait_for_function("window.ran === 1")
