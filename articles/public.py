"""What readers see in lists: the read side of the public pages.

Everything here starts from ``Article.objects.published()`` and takes words from the live
revision, never from the desk copy. Each function makes the same number of queries however much
the magazine grows; tests double the data and count again.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, JSONField, OuterRef, Prefetch, Q, QuerySet, Subquery, Window
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, RowNumber, TruncDate

from articles import approvals, shown
from articles.approvals import Review
from articles.content import HeroContent
from articles.models import Article, Byline, FactCheck, Topic
from articles.shown import Shown
from authors.models import Author, MedicalReviewer

PER_PAGE = 24
"""Articles on a page of a list: divides into two, three and four columns."""

TOPIC_SHOWS = 4
"""Articles that the front page shows of each topic."""

_COLUMNS = (
    "slug",
    "is_sample",
    "topic",
    "live_revision__title",
    "live_revision__subtitle",
    "live_revision__digest",
)


Rows = QuerySet[Any]
"""Articles with ``published_on``, the date that readers see."""


_BYLINES = Byline.objects.select_related("author").only(
    "article_id", "position", "author__name", "author__slug"
)

_HERO = KeyTransform("hero", Cast("live_revision__content", JSONField()))


@dataclass(frozen=True, slots=True)
class Teaser:
    """One article among others, in the words of its live revision."""

    id: int
    url: str
    title: str
    subtitle: str
    digest: str
    topic: Topic
    authors: list[Author]
    published: dt.date
    hero: Shown | None
    is_sample: bool
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic with the latest that it published."""

    topic: Topic
    teasers: list[Teaser]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the cover shows."""

    lead: Teaser | None
    latest: list[Teaser]
    reviewed: list[Teaser]
    topics: list[TopicRow]


def topics_in_use() -> QuerySet[Topic]:
    """Topics that have something to read, in the order of the navigation."""
    return Topic.objects.filter(
        Exists(Article.objects.published().filter(topic=OuterRef("pk")))
    ).order_by("position", "name")


def newest_first() -> Rows:
    """Published articles by the date that readers see, the latest first."""
    return (
        Article.objects.published()
        .annotate(published_on=Coalesce("originally_published", TruncDate("first_published_at")))
        .order_by("-published_on", "-first_published_at", "-pk")
    )


def of_topic(topic: Topic) -> Rows:
    """What a topic published."""
    return newest_first().filter(topic=topic)


def of_author(author: Author) -> Rows:
    """What an author published, alone or with others."""
    return newest_first().filter(
        Exists(Byline.objects.filter(article=OuterRef("pk"), author=author))
    )


def of_reviewer(reviewer: MedicalReviewer) -> Rows:
    """What stands on the site under an approval of this reviewer that still holds."""
    mine = _approvals_of_live().filter(reviewer=reviewer)
    return newest_first().filter(Exists(mine))


def last_reviewed() -> Rows:
    """Articles by the day of their last full medical review, the latest first."""
    reviews = (
        _approvals_of_live()
        .filter(reviewer__isnull=False)
        .annotate(full_at=Coalesce("rests_on__decided_at", "decided_at"))
        .order_by("-pk")
    )
    return (
        newest_first()
        .annotate(reviewed_at=Subquery(reviews.values("full_at")[:1]))
        .filter(reviewed_at__isnull=False)
        .order_by("-reviewed_at", "-pk")
    )


def latest_by_topic(each: int = TOPIC_SHOWS) -> Rows:
    """The newest few of every topic, in the order of the navigation."""
    return (
        newest_first()
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("topic_id"),
                order_by=[F("published_on").desc(), F("first_published_at").desc(), F("pk").desc()],
            )
        )
        .filter(place__lte=each)
        .order_by("topic__position", "topic__name", "place")
    )


def _approvals_of_live() -> QuerySet[FactCheck]:
    """For a subquery on articles: standing approvals of exactly what is live."""
    return FactCheck.objects.standing().filter(
        revision__article=OuterRef("pk"), digest=OuterRef("live_revision__digest")
    )


def teasers(articles: Rows, *, with_reviews: bool = False) -> list[Teaser]:
    """What lists print of these articles: two queries, three with their reviews.

    The body stays in the database: of a revision's content only the picture is read, together with
    the sizes in which it is there.
    """
    rows = list(
        articles.select_related("topic", "live_revision")
        .only(*_COLUMNS)
        .annotate(
            picture=_HERO,
            picture_hash=KeyTextTransform("sha256", _HERO),
            picture_facts=shown.facts_of("picture_hash"),
        )
        .prefetch_related(Prefetch("bylines", _BYLINES))
    )
    checks = approvals.of_live_revisions(row.pk for row in rows) if with_reviews else {}
    return [_teaser(row, checks.get(row.pk)) for row in rows]


def _teaser(row: Any, approval: FactCheck | None) -> Teaser:
    return Teaser(
        id=row.pk,
        url=row.get_absolute_url(),
        title=row.live_revision.title,
        subtitle=row.live_revision.subtitle,
        digest=row.live_revision.digest,
        topic=row.topic,
        authors=[byline.author for byline in row.bylines.all()],
        published=row.published_on,
        hero=shown.hero(HeroContent(**row.picture), row.picture_facts) if row.picture else None,
        is_sample=row.is_sample,
        review=Review.of(approval, row.topic.review_months) if approval else None,
    )


def front_page(*, latest: int = 7, reviewed: int = 6) -> FrontPage:
    """The cover: the newest article leads, and stands nowhere else on the page but in review."""
    newest = teasers(newest_first()[: latest + 1], with_reviews=True)
    lead = newest[0] if newest else None
    rows: dict[int, TopicRow] = {}
    for teaser in teasers(latest_by_topic()):
        if lead is None or teaser.id != lead.id:
            rows.setdefault(teaser.topic.pk, TopicRow(teaser.topic, [])).teasers.append(teaser)
    return FrontPage(
        lead=lead,
        latest=newest[1:],
        reviewed=teasers(last_reviewed()[:reviewed], with_reviews=True),
        topics=[TopicRow(row.topic, row.teasers[: TOPIC_SHOWS - 1]) for row in rows.values()],
    )


def authors_in_use() -> QuerySet[Author]:
    """Authors with something to read."""
    written = Byline.objects.filter(author=OuterRef("pk"), article__live_revision__isnull=False)
    return Author.objects.filter(Exists(written)).order_by("name", "pk")


def reviewers_in_use() -> QuerySet[MedicalReviewer]:
    """Medical reviewers who are still with us, or under whose approval something stands."""
    stands = FactCheck.objects.standing().filter(
        reviewer=OuterRef("pk"), digest=F("revision__article__live_revision__digest")
    )
    return (
        MedicalReviewer.objects.filter(Exists(stands) | Q(is_active=True))
        .prefetch_related("credentials")
        .order_by("name", "pk")
    )
