"""The sections of the magazine, for the head and foot of every public page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.public import topics_in_use


def site_topics(request: HttpRequest) -> dict[str, Any]:
    """Topics that have something to read, fetched in one query when a template first asks."""
    return {"site_topics": SimpleLazyObject(lambda: list(topics_in_use()))}
