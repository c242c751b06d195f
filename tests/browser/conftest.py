"""A real browser for the stories, which watches over every page that it opens.

A test fails on an error in the console, on a script that throws and on any request that would
leave this machine, whatever else it looks at.
"""

from __future__ import annotations

import os
import random
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from authors.models import User
from tests.browser import chromium

PICTURES = Path(settings.DATA_DIR) / "test-failures"
PATIENCE = 20_000  # milliseconds until what doesn't come is missed, or a question has no answer
expect.set_options(timeout=PATIENCE)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

passed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[passed] = report.passed
    return report


class Watch:
    """Notes what a page must not do."""

    def __init__(self, host: str, tolerated: tuple[str, ...]) -> None:
        self.hosts = {host}
        self.tolerated = tolerated
        self.complaints: list[str] = []
        self.is_over = False

    def over(self, page: Page) -> None:
        """Look at everything that `page` says and loads from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complain(f"script failed: {error}"))
        page.on("request", self._request)

    def _complain(self, words: str) -> None:
        # A page that is closed while it loads is cut off from its scripts: that is no fault of it.
        if not self.is_over:
            self.complaints.append(words)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in self.tolerated):
            address = message.location.get("url", "")
            self._complain(f"console: {message.text} ({address})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc not in self.hosts:
            self._complain(f"request to elsewhere: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories; each page has a profile of its own."""
    program = chromium.find()
    if program is None:
        pytest.exit(chromium.MISSING, returncode=1)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = playwright.chromium.launch(
            executable_path=program, args=list(chromium.SWITCHES), headless=True
        )
        yield running
        running.close()


def lateness(path: str) -> float:
    """Seconds by which an answer comes late in `make late`: scripts after their page, or a page
    after the next press.
    """
    if path.startswith("/static/js/"):
        choices = (0.0, 0.0, 0.4, 1.0)
    elif path.startswith("/static/"):
        choices = (0.0,)
    else:
        choices = (0.0, 0.0, 0.1, 0.3, 1.0)
    return random.choice(choices)  # noqa: S311 -- nothing is kept secret by it


class Traffic:
    """Requests that the live server is answering now."""

    def __init__(self, *, is_late: bool) -> None:
        self.is_late = is_late
        self.changed = threading.Condition()
        self.number = 0
        request_started.connect(self._started)
        request_finished.connect(self._finished)

    def _started(self, environ: dict[str, str], **kwargs: object) -> None:
        with self.changed:
            self.number += 1
        if self.is_late:
            time.sleep(lateness(environ["PATH_INFO"]))

    def _finished(self, **kwargs: object) -> None:
        with self.changed:
            self.number -= 1
            self.changed.notify_all()

    def over(self, server: LiveServer) -> None:
        """Return once everything that was sent to the server is answered.

        What a page sends while it is closed would otherwise meet the emptying of the database.
        """
        # Connections are taken in turn: when this one is answered, all earlier ones were taken.
        last = HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE / 1000)
        last.request("GET", "/robots.txt")
        last.getresponse().read()
        last.close()
        with self.changed:
            assert self.changed.wait_for(lambda: self.number <= 0, PATIENCE / 1000), self.number

    def end(self) -> None:
        request_started.disconnect(self._started)
        request_finished.disconnect(self._finished)


def let_in(context: BrowserContext, user: User, address: str) -> None:
    """Log this person in, in a browser's profile."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Opens pages in separate profiles, so that two people can work at once.

    `open_page(user=…, width=…, height=…, dark=…, javascript=…, reduced_motion=…, by=…)`; addresses
    are relative to the site: `page.goto("/articles/")`. With `user` that person is logged in; `by`
    is another address by which the site is reached.
    """
    tolerated = tuple(text for mark in request.node.iter_markers("tolerates") for text in mark.args)
    watch = Watch(urlsplit(live_server.url).netloc, tolerated)
    traffic = Traffic(is_late=request.config.getoption("late"))
    opened: list[Page] = []

    def open_one(
        *,
        user: User | None = None,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        javascript: bool = True,
        reduced_motion: bool = False,
        by: str = "",
    ) -> Page:
        address = by or live_server.url
        watch.hosts.add(urlsplit(address).netloc)
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if reduced_motion else "no-preference",
            java_script_enabled=javascript,
            locale="en-US",
        )
        context.set_default_timeout(PATIENCE)
        if user is not None:
            let_in(context, user, address)
        context.on("page", watch.over)
        page = context.new_page()
        opened.append(page)
        return page

    yield open_one

    if not request.node.stash.get(passed, False):
        _photograph(opened, request.node.name)
    watch.is_over = True
    for page in opened:
        if not page.is_closed():
            page.context.set_offline(True)  # what it would say in leaving
        page.context.close()
    traffic.over(live_server)
    traffic.end()
    if watch.complaints:
        pytest.fail("The browser complained:\n" + "\n".join(watch.complaints), pytrace=False)


@pytest.fixture
def page(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    """An empty page of a stranger; the marker `screen` says how it is shown."""
    mark = request.node.get_closest_marker("screen")
    return open_page(**(mark.kwargs if mark else {}))


def too_wide(page: Page) -> int:
    """Pixels by which a page is wider than its window.

    After a press on a link its words are there before its styles are.
    """
    page.wait_for_load_state()
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


@pytest.fixture
def barrier_free() -> Callable[[Page], None]:
    """Asserts that axe finds no violation of WCAG 2.2 AA or good practice on a page.

    Nor may it scroll sideways (WCAG 1.4.10), which axe doesn't look at.
    """
    axe = Axe()

    def check(page: Page) -> None:
        wider = too_wide(page)
        assert wider <= 0, f"{page.url} is {wider} pixels wider than the window"
        options = {"resultTypes": ["violations"], "runOnly": WCAG}
        results = axe.run(page, options=options)
        assert not results.violations_count, f"{page.url}\n{results.generate_report()}"

    return check


def _photograph(pages: list[Page], test: str) -> None:
    """Keep what a failed story looked like at its end."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w.-]+", "-", test)
    for number, page in enumerate(pages, start=1):
        if not page.is_closed():
            page.screenshot(path=PICTURES / f"{stem}-{number}.png", full_page=True)
