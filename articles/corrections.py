"""What readers are told of corrections: over and under an article, and of all articles in one list.

A notice is shown while an approval of the revision that made it stands, and only with its article:
what is withdrawn takes its corrections along (docs/adr/0071).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from articles.content import CorrectionContent, CorrectionKind
from articles.models import Article, Correction, Revision

PER_PAGE: Final = 24
"""Corrections on a page of the list."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction as readers see it.

    Attributes:
        published_at: none in the preview of a text that is not live yet.
    """

    kind: str
    text: str
    published_at: dt.datetime | None

    @property
    def is_material(self) -> bool:
        return self.kind == CorrectionKind.MATERIAL

    @property
    def label(self) -> str:
        """What the notice calls itself: “Correction”, “Clarification”."""
        return str(CorrectionKind(self.kind).label)

    @property
    def date(self) -> dt.date | None:
        """The day, as the magazine counts days."""
        return timezone.localdate(self.published_at) if self.published_at else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A correction in the list of all, with the article that it is of."""

    notice: Notice
    title: str
    url: str
    is_sample: bool


def of_article(article: Article, revision: Revision) -> tuple[Notice, ...]:
    """The notices on the page of an article with the text of ``revision``, newest first.

    A preview shows the notice that going live would add, still without a date.
    """
    shown = tuple(_notice(row) for row in article.corrections.standing())
    pending = revision.data.correction
    if pending is None or _is_among(pending, shown):
        return shown
    return (Notice(pending.kind, pending.text, None), *shown)


def of_articles(articles: Iterable[int]) -> dict[int, tuple[Notice, ...]]:
    """For each article its notices, newest first, in one query."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for row in Correction.objects.standing().filter(article__in=list(articles)):
        found[row.article_id].append(_notice(row))
    return {pk: tuple(notices) for pk, notices in found.items()}


def newest_first() -> QuerySet[Correction]:
    """Every correction of what is published, the latest first."""
    return Correction.objects.standing().filter(article__in=Article.objects.published())


def listed(rows: QuerySet[Any]) -> list[Listed]:
    """What the list prints of these corrections, in one query."""
    wanted = rows.select_related("article__live_revision").only(
        "kind", "text", "published_at", "article__slug", "article__is_sample",
        "article__live_revision__title",
    )  # fmt: skip
    return [
        Listed(
            notice=_notice(row),
            title=row.article.live_revision.title,
            url=row.article.get_absolute_url(),
            is_sample=row.article.is_sample,
        )
        for row in wanted
    ]


def _notice(row: Correction) -> Notice:
    return Notice(row.kind, row.text, row.published_at)


def _is_among(pending: CorrectionContent, shown: Iterable[Notice]) -> bool:
    return any((pending.kind, pending.text) == (notice.kind, notice.text) for notice in shown)
