"""Where the page of an article leads to, and back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from articles.models import Article

KEPT = "_changelist_filters"
"""Django's name for the filters of the list from which somebody opened a row."""


def kept_filters(request: HttpRequest) -> str:
    filters = request.GET.get(KEPT, "")
    return "?" + urlencode({KEPT: filters}) if filters else ""


class Ways:
    """The part of an article's page that holds its links; `Page` of the neighbour `page` is one."""

    article: Article | None

    def link(self, name: str) -> str:
        """An address of a page about this article; empty where there is no such page."""
        assert self.article is not None
        try:
            return reverse(f"admin:articles_article_{name}", args=[self.article.pk])
        except NoReverseMatch:
            return ""

    @property
    def history_link(self) -> str:
        return self.link("history") if self.article else ""

    @property
    def preview_link(self) -> str:
        """The preview with its frame, for people."""
        return self.link("preview_desk") if self.article else ""

    @property
    def page_link(self) -> str:
        """The page alone, for a frame."""
        return self.link("preview") if self.article else ""

    @property
    def review_link(self) -> str:
        article = self.article
        return self.link("review") if article and article.current_revision_id else ""

    @property
    def compare_link(self) -> str:
        """To the live text beside that on the desk."""
        return f"{self.link('compare')}?view=side" if self.article else ""

    @property
    def public_link(self) -> str:
        if self.article is None or self.article.live_revision_id is None:
            return ""
        try:
            return self.article.get_absolute_url()
        except NoReverseMatch:
            return ""

    @property
    def upload_link(self) -> str:
        try:
            return reverse("admin:articles_image_add")
        except NoReverseMatch:
            return ""
