"""Counting queries: the number may not grow with the magazine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@dataclass
class Count:
    """How many queries ran, and which; filled in when the block ends."""

    queries: list[str] = field(default_factory=list)

    def __int__(self) -> int:
        return len(self.queries)


@contextmanager
def counted(at_most: int | None = None) -> Iterator[Count]:
    """Count the queries of the block; more than ``at_most`` fail with their text."""
    count = Count()
    with CaptureQueriesContext(connection) as captured:
        yield count
    count.queries = [query["sql"] for query in captured.captured_queries]
    if at_most is not None and int(count) > at_most:
        listing = "\n".join(f"{n}. {sql[:300]}" for n, sql in enumerate(count.queries, 1))
        raise AssertionError(f"{int(count)} queries where {at_most} were allowed:\n{listing}")


def prices(client: Client, addresses: dict[str, str]) -> dict[str, list[str]]:
    """The queries of each kind of page, once what is kept in memory is there."""
    found = {}
    for kind, address in addresses.items():
        client.get(address)
        with counted(at_most=20) as count:
            client.get(address)
        found[kind] = count.queries
    return found


def same_price(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    """Assert that no kind of page asks more or less often than before."""
    for kind in before | after:
        assert len(after[kind]) == len(before[kind]), f"{kind}:\n" + "\n".join(after[kind])
