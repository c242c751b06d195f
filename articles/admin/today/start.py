"""The page on which the admin opens: what waits for the person who logged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, OuterRef, Subquery, Value, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from articles.admin import reports
from articles.admin.access import is_of_the_desk, person
from articles.admin.listing import loaded
from articles.admin.planning import due
from articles.admin.review import entitlement
from articles.admin.talk import mentions
from articles.admin.today import waiting
from articles.admin.today.left_unsaved import left_unsaved
from articles.admin.today.waiting import Queue
from articles.models import Article, FactCheck

SHOWN: Final = 5
"""Articles of each queue on the page; the list has them all."""


@dataclass(frozen=True)
class Waiting:
    """One queue on the page: its first articles and how many there are."""

    queue: Queue
    number: int
    articles: list[Article]

    @property
    def more(self) -> int:
        return self.number - len(self.articles)


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the start page shows, added to the context of Django's index."""
    user = person(request)
    if not is_of_the_desk(request):
        return {**context, "title": "Today", "has_role": False}
    numbers = waiting.counts_for(request)
    filled = [queue for queue in waiting.queues_of(user) if numbers[queue.key]]
    first = _first(filled, request)
    queues = [Waiting(queue, numbers[queue.key], first[queue.key]) for queue in filled]
    return {
        **context,
        "title": "Today",
        "has_role": True,
        "greeting": f"{_greeting()}, {user.get_short_name()}.",
        "entitlement": entitlement.of(user),
        "calling": sum(found.number for found in queues if found.queue.calls),
        "waiting": queues,
        "reports": reports.waiting_for(request),
        "mentions": mentions.waiting_for(user),
        "left_unsaved": left_unsaved(user) if user.is_writer else [],
        "zone": timezone.get_default_timezone_name(),
        "new_article": reverse("admin:articles_article_add")
        if user.is_writer or user.is_editor
        else "",
        "upload": reverse("admin:articles_article_upload")
        if user.is_writer or user.is_editor
        else "",
        "all_articles": reverse("admin:articles_article_changelist"),
    }


def _first(queues: list[Queue], request: HttpRequest) -> dict[str, list[Article]]:
    """The first articles of each queue, however many queues there are in the same few queries."""
    user = person(request)
    seen = Article.objects.visible_to(user).order_by().values("pk")
    tops = [
        Article.objects.filter(queue.which(user), pk__in=seen)
        .annotate(
            queue=Value(queue.key, output_field=CharField()),
            place=Window(RowNumber(), order_by=[*queue.order]),
        )
        .order_by("place")
        .values_list("queue", "place", "pk")[:SHOWN]
        for queue in queues
    ]
    if not tops:
        return {}
    places = list(tops[0].union(*tops[1:], all=True) if len(tops) > 1 else tops[0])
    latest = FactCheck.objects.filter(revision__article=OuterRef("pk")).order_by("-pk")
    articles = (
        loaded(Article.objects.filter(pk__in={pk for _, _, pk in places}))
        .annotate(
            asked_by=Subquery(latest.values("decided_by_name")[:1]),
            asked_what=Subquery(latest.values("statement")[:1]),
        )
        .in_bulk()
    )
    for article in articles.values():
        article.due = due.next_of(article)  # type: ignore[attr-defined]
    found: dict[str, list[Article]] = {queue.key: [] for queue in queues}
    for key, _, pk in sorted(places):
        found[key].append(articles[pk])
    return found


def _greeting() -> str:
    hour = timezone.localtime().hour
    return (
        "Good morning"
        if 4 <= hour < 12
        else "Good afternoon"
        if 12 <= hour < 18
        else "Good evening"
    )
