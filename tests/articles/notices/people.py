"""Who was told what, in words that a test can compare."""

from __future__ import annotations

from articles.models import Article
from articles.notices.models import Notice

Told = set[tuple[str, str]]


def told(article: Article, verb: str) -> Told:
    """Who was told of the latest step of this kind: first names, with the kind."""
    event = article.events.filter(verb=verb).latest("pk")
    rows = Notice.objects.filter(event=event).select_related("person")
    return {(row.person.name, row.kind) for row in rows}
