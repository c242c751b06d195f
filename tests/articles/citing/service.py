"""A server of the test’s own, which answers as Crossref, doi.org, PubMed and web pages do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pytest_django import Settings

from articles.citing import lookup
from wellness.lib.outgoing import Guard

HERE = Guard(lambda address: str(address) == "127.0.0.1", ports=frozenset())
"""Lets the tests, and nobody else, reach this machine."""

SLEEP = {
    "DOI": "10.1000/sleep.1",
    "title": ["Sleep &amp; <i>mood</i> in CO<sub>2</sub>"],
    "container-title": ["Journal of Sleep"],
    "author": [{"family": "Doe", "given": "Jane Q."}, {"name": "Sleep Study Group"}],
    "issued": {"date-parts": [[2020, 3]]},
}


class Service(ThreadingHTTPServer):
    """What it answers stands in these tables; anything else is 404."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.works: dict[str, Any] = {"10.1000/sleep.1": SLEEP}
        self.data_cite: dict[str, Any] = {}
        self.pubmed: dict[str, Any] = {}
        self.pages: dict[str, bytes] = {}
        self.kind = "text/html; charset=utf-8"
        self.redirects: dict[str, str] = {}
        self.statuses: dict[str, int] = {}
        self.endless: set[str] = set()
        self.drips: set[str] = set()
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Answers(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        service, path = self.server, unquote(urlsplit(self.path).path)
        service.seen.append((path, dict(self.headers)))
        if path in service.redirects:
            self.send_response(302)
            self.send_header("Location", service.redirects[path])
            self.end_headers()
        elif path in service.statuses:
            self.send_response(service.statuses[path])
            self.end_headers()
        elif path in service.endless:
            self._never_ends()
        elif path in service.drips:
            self._drips()
        elif path.startswith("/crossref/works/"):
            self._json({"message": w} if (w := service.works.get(path[16:])) else None)
        elif path.startswith("/doi/"):
            self._json(service.data_cite.get(path[5:]), "application/vnd.citationstyles.csl+json")
        elif path == "/pubmed/esummary.fcgi":
            (number,) = parse_qs(urlsplit(self.path).query)["id"]
            record = service.pubmed.get(number, {"uid": number, "error": "cannot get summary"})
            self._json({"result": {"uids": [number], number: record}})
        else:
            self._send(service.pages.get(path), service.kind)

    def _json(self, answer: Any, kind: str = "application/json") -> None:
        self._send(None if answer is None else json.dumps(answer).encode(), kind)

    def _send(self, body: bytes | None, kind: str) -> None:
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        with suppress(OSError):  # whoever asked has enough
            self.wfile.write(body or b"")

    def _never_ends(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.server.kind)
        self.end_headers()
        with suppress(OSError):  # whoever asked has enough
            while not self.server.over.is_set():
                self.wfile.write(b"<p>more</p>" * 1000)

    def _drips(self) -> None:
        """A header that never ends, a letter at a time."""
        with suppress(OSError):  # whoever asked has enough
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
            while not self.server.over.wait(0.02):
                self.wfile.write(b"x")

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service, with the program led to it and nowhere else."""
    with Service() as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.LOOK_UP_REFERENCES = True
        settings.CROSSREF_URL = service.url("/crossref")
        settings.DOI_URL = service.url("/doi")
        settings.PUBMED_URL = service.url("/pubmed")
        monkeypatch.setattr(lookup, "MAY_REACH", HERE)
        try:
            yield service
        finally:
            service.over.set()
            service.shutdown()
            thread.join()
