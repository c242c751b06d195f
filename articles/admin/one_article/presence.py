"""The door by which an open page says “I am here”, and hears who else is and what they saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from articles.admin import access
from articles.admin.one_article import meanwhile
from articles.admin.text.unsaved import door, said
from articles.models import Article
from articles.unsaved import keeping, presence

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin


_NOTHING_NEWER = 2**31


def _number(request: HttpRequest, name: str) -> int:
    """Which version the page goes on from; a page that doesn't say is told of nothing."""
    raw = request.POST.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else _NOTHING_NEWER


def urls(model_admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The address, to stand before Django's own."""

    def beat(request: HttpRequest, pk: int) -> HttpResponse:
        article = access.get_article(pk)
        user = access.person(request)
        sitting = request.POST.get("sitting", "")
        if not keeping.is_sitting(sitting):
            return said("This page did not say which page it is.", 400)
        if request.POST.get("leaves"):
            presence.gone(by=user, sitting=sitting)
            return JsonResponse({"others": []})
        if article is None:
            return said("There is no article at this address of the desk.", 404)
        if not model_admin.has_view_permission(request, article):
            return said(access.why_not(article, user), 403)
        writes = bool(request.POST.get("writes"))
        others = presence.here(by=user, article=article, sitting=sitting, writes=writes)
        version, revision = _number(request, "version"), _number(request, "revision")
        news = meanwhile.news(article, user, version=version, revision=revision)
        return JsonResponse({"others": [other.sentence for other in others], "news": news})

    return [path("<int:pk>/presence/", door(beat), name="articles_article_presence")]
