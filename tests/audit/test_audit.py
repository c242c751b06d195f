"""What the Nu HTML checker and Lighthouse say of every kind of page."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Status
from tests import kinds
from tests.audit.tools import LIGHTHOUSE, VNU
from tests.browser import chromium
from tests.factories import Cast, article_at

pytestmark = [pytest.mark.audit, pytest.mark.django_db(transaction=True)]

WANTED = {"accessibility": 1.0, "best-practices": 1.0, "seo": 1.0, "performance": 0.98}


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    article: Article = kinds.full_article(cast)
    return kinds.addresses(article, article_at(Status.WITHDRAWN, cast))


def complaints(pages: dict[str, bytes], folder: Path) -> list[str]:
    """What the Nu HTML checker says of pages, errors and warnings alike."""
    files = []
    for kind, content in pages.items():
        files.append(folder / f"{kind.replace(' ', '-')}.html")
        files[-1].write_bytes(content)
    command = ["java", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always"]
    said = subprocess.run(
        [*command, *map(str, files)],
        check=True,
        capture_output=True,
    )
    return [
        f"{m.get('url', '').rpartition('/')[2]}: {m['message']} {m.get('extract', '')!r}"
        for m in json.loads(said.stdout)["messages"]
        if m["type"] == "error" or m.get("subType") == "warning"
    ]


def test_every_kind_of_page_is_valid_html(
    client: Client, addresses: dict[str, str], tmp_path: Path
) -> None:
    pages = {kind: client.get(address).content for kind, address in addresses.items()}
    pages |= {status: printed.encode() for status, printed in kinds.errors().items()}
    assert complaints(pages, tmp_path) == []


def test_the_checker_is_heard(tmp_path: Path) -> None:
    bad = b"<!DOCTYPE html><html lang=en><title>x</title><p><div id=a></div id=a><b></p>"
    assert complaints({"bad": bad}, tmp_path)


@pytest.mark.parametrize("kind", ["home", "article", "topic", "search with results"])
def test_lighthouse_finds_nothing(
    live_server: LiveServer, addresses: dict[str, str], kind: str, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    # A page of results asks search engines to stay away, which is meant.
    left_out = "is-crawlable" if kind.startswith("search") else ""
    switches = " ".join(["--headless", *chromium.SWITCHES])
    subprocess.run(
        ["node", str(LIGHTHOUSE), f"{live_server.url}{addresses[kind]}", "--quiet",
         "--output=json", f"--output-path={report}", f"--chrome-flags={switches}",
         f"--skip-audits={left_out}", f"--only-categories={','.join(WANTED)}"],
        check=True,
        env={**os.environ, "CHROME_PATH": str(chromium.find())},
    )  # fmt: skip
    found = json.loads(report.read_text())
    scores = {name: found["categories"][name]["score"] for name in WANTED}
    failed = [
        f"{audit['id']}: {audit['title']}"
        for audit in found["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.9
    ]
    assert all(scores[name] >= wanted for name, wanted in WANTED.items()), (scores, failed)
