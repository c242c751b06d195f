"""Asking links: only where the site may, only what is due, only public addresses."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from articles.checks import links, tasks
from articles.checks.models import AskedLink
from articles.content import Content, ReferenceContent
from articles.models import Status
from tests.factories import Cast, article_at, desk
from wellness.lib import outgoing
from wellness.lib.outgoing import Guard, is_public, problem_with

HERE = Guard(lambda address: str(address) == "127.0.0.1", ports=frozenset())
"""Lets the tests, and nobody else, reach this machine."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.seen: list[tuple[str, str, dict[str, str]]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Answers(BaseHTTPRequestHandler):
    """What an address answers stands in its path."""

    server: Server

    def do_HEAD(self) -> None:
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        name, _, rest = self.path[1:].partition("/")
        match name:
            case "to":
                self.send_response(302)
                self.send_header("Location", rest.replace("%3A", ":"))
            case "round":
                self.send_response(301)
                self.send_header("Location", self.path)
            case "getonly":
                self.send_response(405 if self.command == "HEAD" else 200)
            case _:
                self.send_response(int(name))
        self.end_headers()
        if self.command == "GET":
            for _ in range(1000):
                try:
                    self.wfile.write(b"x" * 10_000)
                except OSError:
                    break

    do_GET = do_HEAD  # noqa: N815 -- the name is the library’s

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_a_page_that_answers_has_no_problem(server: Server) -> None:
    assert problem_with(server.url("/200"), may_reach=HERE) == ""
    ((method, _path, headers),) = server.seen
    assert method == "HEAD"
    assert {"cookie", "authorization", "referer"}.isdisjoint(name.lower() for name in headers)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_a_problem(server: Server, status: int) -> None:
    said = problem_with(server.url(f"/{status}"), may_reach=HERE)
    assert said == f"There is no page at this address any more ({status})."


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_server_that_does_not_speak_to_programs_is_none(server: Server, status: int) -> None:
    assert problem_with(server.url(f"/{status}"), may_reach=HERE) == ""


def test_a_server_that_knows_no_head_is_asked_to_get(server: Server) -> None:
    assert problem_with(server.url("/getonly"), may_reach=HERE) == ""
    assert [method for method, _, _ in server.seen] == ["HEAD", "GET"]


def test_redirects_are_followed_and_end(server: Server) -> None:
    assert "(404)" in problem_with(server.url("/to//404"), may_reach=HERE)
    assert "leads on and on" in problem_with(server.url("/round"), may_reach=HERE)


def test_a_server_that_is_not_there_is_a_problem() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert problem_with(url, may_reach=HERE) == ("The server at this address does not answer.")


def test_this_machine_is_never_asked_by_the_guard_of_the_site(server: Server) -> None:
    assert problem_with(server.url("/404")) == ""
    anywhere = Guard(is_public, ports=frozenset())
    assert problem_with(server.url("/404"), may_reach=anywhere) == ""
    assert problem_with(f"http://localhost:{server.server_port}/404", may_reach=anywhere) == ""
    assert server.seen == []


def test_a_redirect_inside_is_not_followed(server: Server) -> None:
    """The first step may be reached; where it leads may not."""
    inside = f"http://127.0.0.2:{server.server_port}/404"
    assert problem_with(server.url(f"/to/{inside}"), may_reach=HERE) == ""
    assert len(server.seen) == 1


def test_a_name_with_one_address_inside_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(host: str, port: int, **kwargs: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, port)) for address in ("127.0.0.1", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    assert problem_with("http://two.example/404", may_reach=HERE) == ""
    assert server.seen == []


def test_the_connection_goes_to_the_address_that_was_looked_at(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers otherwise the second time changes nothing: there is none."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def once(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        if host == "rebinds.example":
            return [(2, 1, 6, "", ("127.0.0.1", port))]
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    url = f"http://rebinds.example:{server.server_port}/404"
    assert "(404)" in problem_with(url, may_reach=HERE)
    # HEAD and GET each look and go; the connection itself is to a number.
    assert asked.count("rebinds.example") == 2
    assert server.seen[0][2]["Host"] == f"rebinds.example:{server.server_port}"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/", "gopher://x/", "//example.org/", "mailto:a@b.c",
        "http://", "http://user:pass@example.org/", "http://example.org:22/", "http://[::1",
        "http://example.org:99999/", "javascript:alert(1)", "", "/articles/",
    ],
)  # fmt: skip
def test_what_is_no_public_web_address_is_not_asked(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("was looked up"))
    assert problem_with(url) == ""


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::1", "2002:808:808::1", "64:ff9b::808:808",
        "64:ff9b:1::808:808", "::ffff:0:808:808", "::808:808", "fec0::1", "feff::1", "3fff::1",
        "3fff:fff::1", "192.0.0.1", "192.0.0.9", "192.0.0.170", "192.88.99.1", "192.0.2.1",
        "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "::ffff:192.88.99.1",
        "::ffff:192.0.0.9", "2001:db8::1", "2001:2::1", "2001:10::1", "2001:20::1", "5f00::1",
        "100::1", "fdff::1", "ff0e::1",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8", "192.0.1.1", "192.88.98.1", "2606:4700::1111", "2001:4860:4860::8888", "2003::1",
        "2a00::1", "::ffff:8.8.8.8",
    ],
)  # fmt: skip
def test_an_address_of_the_internet_is(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


# -- what is asked, and when ----------------------------------------------------------------------


def test_each_address_of_a_text_is_asked_once() -> None:
    content = Content(
        "T",
        body='<p><a href="https://a.example/">a</a> <a href="/x/">x</a> <a href="#y">y</a> '
        '<a href="https://a.example/">a</a></p>',
        references=(ReferenceContent(url="https://b.example/"), ReferenceContent()),
    )
    assert links.addresses_of(content) == ["https://a.example/", "https://b.example/"]


@pytest.mark.django_db
def test_an_answer_serves_for_a_week_and_is_asked_again(server: Server) -> None:
    url = server.url("/404")
    (row,) = links.ask_now([url], may_reach=HERE)
    assert "(404)" in row.problem
    assert list(links.unreachable_among([url])) == [url]
    assert links.ask_now([url], may_reach=HERE) == []
    AskedLink.objects.update(asked_at=row.asked_at - links.FRESH)
    assert len(links.ask_now([url], may_reach=HERE)) == 1
    AskedLink.objects.update(asked_at=row.asked_at - links.KEPT - timedelta(hours=1))
    assert links.unreachable_among([url]) == {}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the program would ask; none is."""
    seen: list[str] = []

    def note(url: str, *, may_reach: Guard = outgoing.PUBLIC) -> str:
        assert may_reach is outgoing.PUBLIC
        seen.append(url)
        return ""

    monkeypatch.setattr(outgoing, "problem_with", note)
    return seen


LINKED = '<p>From <a href="https://example.org/x">the register</a>.</p>'


@pytest.mark.django_db
def test_nothing_is_asked_unless_the_site_says_so(
    cast: Cast, asked: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        article_at(Status.DRAFT, cast, copy=desk(body=LINKED))
    assert asked == []


@pytest.mark.django_db
def test_the_links_of_a_saved_text_are_asked_after_the_commit(
    cast: Cast, settings: Settings, asked: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    settings.CHECK_LINKS = True
    with django_capture_on_commit_callbacks(execute=True):
        article_at(Status.DRAFT, cast, copy=desk(body=LINKED))
        assert asked == []
    assert asked == ["https://example.org/x"]
    assert AskedLink.objects.get().problem == ""


@pytest.mark.django_db
def test_a_task_asks_by_the_guard_of_the_site(asked: list[str]) -> None:
    tasks.ask.call(["https://example.org/y"])
    assert asked == ["https://example.org/y"]
