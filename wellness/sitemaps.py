"""What search engines may find: every public page with the day on which it changed.

An index leads to one or more pages for each section, and to the news of the last two days. Django's
Sitemap cuts sections into pages; addresses come from SITE_URL, never from the Host header.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import JSONField, Max
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import public as read
from articles.models import Article
from wellness.lib.json_ld import absolute
from wellness.policies.kinds import Kind

XML: Final = "application/xml; charset=utf-8"

NEWS_DAYS: Final = 2
NEWS_LIMIT: Final = 1_000
"""Both as Google asks for in a news sitemap."""


class Section(Sitemap[Any]):
    """A kind of page. The protocol allows 50,000 addresses in a file."""

    limit = 50_000

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    @property
    def pages(self) -> int:
        """How many files the section fills; none while it is empty."""
        return math.ceil(self.paginator.count / self.limit)

    def changed(self) -> dt.datetime | None:
        """When anything in the section last changed, where that is known."""
        return None

    def picture(self, item: Any) -> str:
        """The full address of a picture on the page."""
        return ""


class Articles(Section):
    """Articles with the moment at which their text went live, and the picture at the top."""

    def items(self) -> read.Rows:
        # By number, so that an article stays on its page of the sitemap.
        return (
            Article.objects.published()
            .only("slug", "live_since")
            .annotate(
                picture=KeyTransform("hero", Cast("live_revision__content", JSONField())),
            )
            .order_by("pk")
        )

    def lastmod(self, item: Article) -> dt.datetime | None:
        return item.live_since

    def changed(self) -> dt.datetime | None:
        # Which file a change is in is not known for more than one.
        if self.pages != 1:
            return None
        latest: dt.datetime | None = Article.objects.published().aggregate(at=Max("live_since"))[
            "at"
        ]
        return latest

    def picture(self, item: Any) -> str:
        return absolute(item.picture["src"]) if item.picture else ""


class Topics(Section):
    def items(self) -> Any:
        return read.topics_in_use()


class Authors(Section):
    def items(self) -> Any:
        return read.authors_in_use()


class Reviewers(Section):
    def items(self) -> Any:
        return read.reviewers_in_use().prefetch_related(None)


class Pages(Section):
    """Pages whose addresses are written in the program."""

    NAMES: ClassVar[Sequence[str]] = (
        "home",
        "articles:archive",
        "authors:authors",
        "authors:reviewers",
        *Kind.values,
        "articles:corrections",
        "api",
    )

    def items(self) -> Sequence[str]:
        return [reverse(name) for name in self.NAMES]

    def location(self, item: str) -> str:
        return item


SECTIONS: Final[dict[str, type[Section]]] = {
    "pages": Pages,
    "articles": Articles,
    "topics": Topics,
    "authors": Authors,
    "reviewers": Reviewers,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    location: str
    changed: dt.datetime | None
    picture: str = ""


def _second(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.replace(microsecond=0) if moment else None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where the sections lie. An empty one is left out: a sitemap needs an address."""
    entries = []
    for name, section in SECTIONS.items():
        part = section()
        changed = part.changed()
        entries += [
            _Entry(absolute(reverse("sitemap", args=[name, number])), _second(changed))
            for number in range(1, part.pages + 1)
        ]
    if _news().exists():
        entries.append(_Entry(absolute(reverse("news_sitemap")), None))
    return render(request, "sitemaps/index.xml", {"entries": entries}, content_type=XML)


@require_safe
def section(request: HttpRequest, name: str, page: int) -> HttpResponse:
    """One file of a section."""
    kind = SECTIONS.get(name)
    if kind is None:
        raise Http404("There is no such section.")
    part = kind()
    if not 1 <= page <= part.pages:
        raise Http404(f"This section has {part.pages} files.")
    entries = [
        _Entry(url["location"], _second(url["lastmod"]), part.picture(url["item"]))
        for url in part.get_urls(page)
    ]
    return render(request, "sitemaps/section.xml", {"entries": entries}, content_type=XML)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What was published in the last two days. Without any it is empty and still answers."""
    rows = _news().select_related("live_revision").only(
        "slug", "first_published_at", "live_revision__title"
    )[:NEWS_LIMIT]  # fmt: skip
    entries = [
        {
            "location": absolute(row.get_absolute_url()),
            "title": row.live_revision.title,
            "published": _second(row.first_published_at),
        }
        for row in rows
    ]
    return render(request, "sitemaps/news.xml", {"entries": entries}, content_type=XML)


def _news() -> read.Rows:
    """Published first here, and in the last two days; what appeared elsewhere before is no news."""
    since = timezone.now() - dt.timedelta(days=NEWS_DAYS)
    return read.newest_first().filter(
        first_published_at__gte=since, published_on__gte=timezone.localdate(since)
    )
