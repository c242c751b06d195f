"""Times pages and counts their queries, in this process and without a network."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

WARM_UP: Final = 5

HEAD: Final = ("page", "address", "queries", "kB", "median ms", "95 % ms", "pages/s")


@dataclass(frozen=True)
class Measured:
    """One page, asked for many times by one client."""

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


def measure(client: Client, name: str, address: str, requests: int) -> Measured:
    """Ask for a page so many times.

    Raises:
        CommandError: it does not answer with a page.
    """
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


def lines(measured: Iterable[Measured]) -> list[str]:
    """The table, ready to print: names to the left, numbers to the right."""
    rows = [HEAD, *(page.row() for page in measured)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return [
        "  ".join(
            [row[n].ljust(widths[n]) for n in (0, 1)]
            + [row[n].rjust(widths[n]) for n in range(2, len(HEAD))]
        )
        for row in rows
    ]
