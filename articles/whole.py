"""Published articles as wholes, for programs: what feeds and the API hand out.

Lists for readers leave the text in the database (``articles.public``); programs want all of it.
Four queries for any number of articles: the articles with their live revisions, their bylines,
the approvals under which they stand, and their corrections.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from articles import approvals, corrections
from articles.approvals import Review
from articles.content import Content
from articles.corrections import Notice
from articles.models import Article, Byline, Topic
from articles.public import Rows
from authors.models import Author
from wellness.lib import rich_text
from wellness.lib.json_ld import absolute
from wellness.lib.text import excerpt


@dataclass(frozen=True, slots=True)
class Whole:
    """A published article with all of its live text; addresses are absolute.

    Attributes:
        id: a name that stays when the address changes (RFC 4151).
        published: the moment that readers are told; midnight where only the day is known.
        updated: the moment at which this text went live.
        review: the approval under which the text stands.
        corrections: notices of changes to what readers had seen before, newest first.
    """

    id: str
    slug: str
    url: str
    content_url: str
    content: Content
    summary: str
    number: int
    digest: str
    topic: Topic
    authors: list[Author]
    published: dt.datetime
    published_on: dt.date
    updated: dt.datetime
    review: Review | None
    corrections: tuple[Notice, ...]
    is_sample: bool

    @property
    def material(self) -> list[Notice]:
        """Corrections that stand before the text."""
        return [notice for notice in self.corrections if notice.is_material]

    @property
    def clarifications(self) -> list[Notice]:
        """Those that stand after it."""
        return [notice for notice in self.corrections if not notice.is_material]


def wholes(rows: Rows) -> list[Whole]:
    """These articles, in their order."""
    articles = list(
        rows.select_related("topic", "live_revision")
        .defer("body", "live_revision__body_source")
        .prefetch_related(Prefetch("bylines", Byline.objects.select_related("author")))
    )
    checks = approvals.of_live_revisions(article.pk for article in articles)
    notices = corrections.of_articles(article.pk for article in articles)
    found = []
    for article in articles:
        approval = checks.get(article.pk)
        review = Review.of(approval, article.topic.review_months) if approval else None
        found.append(_whole(article, review, notices.get(article.pk, ())))
    return found


def _whole(article: Article, review: Review | None, notices: tuple[Notice, ...]) -> Whole:
    revision = article.live_revision
    first, since = article.first_published_at, article.live_since
    # The database holds to it: what is live has both.
    assert revision is not None
    assert first is not None
    assert since is not None
    content = revision.data
    day = article.originally_published
    return Whole(
        id=tag_of("articles", article.pk, first),
        slug=article.slug,
        url=absolute(article.get_absolute_url()),
        content_url=absolute(reverse("articles:content", args=[article.slug])),
        content=content,
        summary=content.description
        or content.subtitle
        or excerpt(rich_text.plain_text(content.body)),
        number=revision.number,
        digest=revision.digest,
        topic=article.topic,
        authors=[byline.author for byline in article.bylines.all()],
        published=_midnight(day) if day else first,
        published_on=day or timezone.localdate(first),
        updated=since,
        review=review,
        corrections=notices,
        is_sample=article.is_sample,
    )


def tag_of(kind: str, pk: int, since: dt.datetime) -> str:
    """A tag URI (RFC 4151): the magazine's name, a day on which it had it, and a number."""
    host = settings.SITE_URL.split("//", 1)[1].split(":", 1)[0]
    return f"tag:{host},{since.astimezone(dt.UTC).date().isoformat()}:{kind}/{pk}"


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
