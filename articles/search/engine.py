"""The engine that finds: PostgreSQL, or a service named by WELLNESS_SEARCH_URL."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

from articles.models import LiveText

log = logging.getLogger(__name__)


class Unavailable(Exception):
    """The search service did not answer."""


def engine() -> BaseSearchBackend:
    """The engine of the settings."""
    return get_search_backend("default")


def in_database() -> bool:
    """Whether the index lies in our own database, so that it commits with everything else."""
    return isinstance(engine(), PostgresSearchBackend)


def take(pk: int) -> None:
    """Have the engine know the live text of an article as it is now, or forget it.

    May be repeated, and in any order: it reads what is true at that moment.
    """
    entry = LiveText.objects.filter(pk=pk).first()
    if entry is not None:
        engine().add(entry)
    elif not in_database():  # there the entry went with its row
        engine().delete(LiveText(pk=pk))


@contextmanager
def asked() -> Iterator[BaseSearchBackend]:
    """The engine, to be asked.

    Raises:
        Unavailable: a service beside the database has trouble; an error of the database stays what
            it is, because nothing else of the site works without it.
    """
    try:
        yield engine()
    except Exception as trouble:
        if in_database():
            raise
        log.exception("The search service failed.")
        raise Unavailable from trouble


def hits(entries: Any) -> list[int]:
    """Articles of search results, the best first."""
    return [entry.pk for entry in entries]
