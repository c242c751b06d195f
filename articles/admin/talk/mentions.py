"""Who can be mentioned in a comment, and the mentions that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from articles.admin import access
from articles.admin.past.history import opened
from articles.models import Article
from articles.notices import audiences
from articles.notices.kinds import Kind
from articles.notices.models import Notice
from authors.models import User
from authors.roles import Role

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin

SHOWN: Final = 5
"""Mentions on the start page; the notices have them all."""


@dataclass(frozen=True)
class Waiting:
    """The open mentions of a person: the latest ones and how many there are."""

    number: int
    notices: list[Notice]

    @property
    def more(self) -> int:
        return self.number - len(self.notices)


def waiting_for(user: User) -> Waiting:
    """Where somebody waits for an answer of this person, the latest first."""
    rows = Notice.objects.of(user).open().filter(kind=Kind.MENTIONED)
    counted = rows.select_related("comment").annotate(number=Window(Count("pk")))
    latest: list[Any] = list(counted[:SHOWN])
    return Waiting(latest[0].number if latest else 0, latest)


def urls(model_admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The address at which the script of the comments asks whom an “@” can name."""

    def people(request: HttpRequest, article: Article) -> HttpResponse:
        return JsonResponse({"people": offered(article, access.person(request))})

    door = require_safe(opened(model_admin, people))
    return [
        path(
            "<path:object_id>/comments/people/",
            model_admin.admin_site.admin_view(door),
            name="articles_article_comment_people",
        )
    ]


def offered(article: Article, user: User) -> list[dict[str, Any]]:
    """Who may see the article, but for whoever asks: the name, what they are, and what is written.

    Of two with the same name the address tells which is meant.
    """
    found = audiences.who_may_see(article).exclude(pk=user.pk)
    people = list(found.order_by("name", "email").prefetch_related("groups"))
    names = [str(one).lower() for one in [*people, user]]
    return [
        {
            "name": str(one),
            "detail": _what(one),
            "write": one.email if names.count(str(one).lower()) > 1 else str(one),
        }
        for one in people
    ]


def _what(user: User) -> str:
    held = {group.name for group in user.groups.all()}
    roles = [role.value for role in Role if role.value in held]
    return ", ".join(roles) or ("Administrator" if user.is_superuser else "")
