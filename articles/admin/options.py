"""What the bars over lists offer to narrow them by: topics, authors, reviewers."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest

from articles.models import Topic
from authors.models import Author, MedicalReviewer

KINDS: Final = ("topic", "author", "reviewer")


def named(kind: str, request: HttpRequest) -> list[tuple[str, str]]:
    """Everything of a kind, as pairs of key and name; asked once for each request, in one query."""
    known: dict[str, list[tuple[str, str]]] | None = getattr(request, "_desk_options", None)
    if known is None:
        known = {kind: [] for kind in KINDS}
        for found, pk, name, _ in _everything():
            known[found].append((str(pk), name))
        request._desk_options = known  # type: ignore[attr-defined]
    return known[kind]


def _everything() -> list[tuple[str, int, str, int]]:
    def rows(model: type[Topic | Author | MedicalReviewer], kind: str, place: Any) -> Any:
        return (
            model._default_manager.order_by()
            .annotate(
                kind=Value(kind, output_field=CharField()),
                called=Cast("name", CharField()),
                place=Cast(place, IntegerField()),
            )
            .values_list("kind", "pk", "called", "place")
        )

    topics = rows(Topic, "topic", "position")
    people = [rows(Author, "author", Value(0)), rows(MedicalReviewer, "reviewer", Value(0))]
    return list(topics.union(*people, all=True).order_by("kind", "place", "called"))
