"""Times the public pages of whatever the database holds, counts their queries, and times the
import of a long Word document."""

from __future__ import annotations

import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from articles.models import Article, Topic
from authors.models import Author, MedicalReviewer
from wellness.management.bench_documents import time_a_document


@dataclass(frozen=True)
class Measured:
    """One page, asked for many times by one client in this process, without a network."""

    name: str
    address: str
    queries: int
    size: int  # bytes of HTML, not compressed
    seconds: list[float]

    def row(self) -> tuple[str, ...]:
        """The cells of the table: times in milliseconds, size in kilobytes."""
        ordered = sorted(self.seconds)
        return (
            self.name,
            self.address,
            str(self.queries),
            f"{self.size / 1000:.1f}",
            f"{statistics.median(ordered) * 1000:.1f}",
            f"{ordered[int(len(ordered) * 0.95)] * 1000:.1f}",
            f"{len(ordered) / sum(ordered):.0f}",
        )


HEAD = ("page", "address", "queries", "kB", "median ms", "95 % ms", "pages/s")
WARM_UP = 5


class Command(BaseCommand):
    help = "Time the public pages, count their queries, and time the import of a document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--requests", type=int, default=200, help="How often each page is asked for."
        )

    def handle(self, *args: Any, requests: int, **options: Any) -> None:
        with override_settings(DEBUG=False):
            measured = [self._measure(name, address, requests) for name, address in self._pages()]
        rows = [HEAD, *(page.row() for page in measured)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
        for row in rows:
            text = [row[n].ljust(widths[n]) for n in (0, 1)]
            numbers = [row[n].rjust(widths[n]) for n in range(2, len(HEAD))]
            self.stdout.write("  ".join(text + numbers))
        self.stdout.write(f"\n{time_a_document()}")

    def _pages(self) -> Iterator[tuple[str, str]]:
        article = Article.objects.published().order_by("pk").first()
        if article is None:
            raise CommandError(
                "Nothing is published, so there are no pages to time. `make run` fills an empty "
                "database with the sample magazine."
            )
        yield "home", "/"
        yield "archive", "/articles/"
        yield "search", "/search/?q=sleep"
        for name, thing in (
            ("article", article),
            ("topic", Topic.objects.filter(articles=article).first()),
            ("author", Author.objects.filter(articles=article).first()),
            ("reviewer", MedicalReviewer.objects.first()),
        ):
            if thing is not None:
                yield name, thing.get_absolute_url()

    def _measure(self, name: str, address: str, requests: int) -> Measured:
        client = Client(SERVER_NAME="127.0.0.1")
        queries = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        for _ in range(WARM_UP):
            response = client.get(address)
        if response.status_code != 200:
            raise CommandError(f"{address} answers with {response.status_code}.")
        with connection.execute_wrapper(count):
            client.get(address)
        seconds = []
        for _ in range(requests):
            began = time.perf_counter()
            client.get(address)
            seconds.append(time.perf_counter() - began)
        return Measured(name, address, queries, len(response.content), seconds)
