"""The door by which an open page says “I am here” and hears who else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from articles.admin import access
from articles.admin.unsaved import door, said
from articles.models import Article
from articles.unsaved import keeping, presence

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin


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
        return JsonResponse({"others": [other.sentence for other in others]})

    return [path("<int:pk>/presence/", door(beat), name="articles_article_presence")]
