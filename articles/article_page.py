"""What the page of one article shows, for readers and for its preview."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import around_text, corrections, shown
from articles.approvals import Review
from articles.around_text import Neighbour, ShareLink
from articles.content import ReferenceContent
from articles.corrections import Notice
from articles.models import Article, RelatedPost, Revision, Topic
from articles.public import Teaser, newest_first, teasers
from articles.shown import Shown
from articles.sources import Source, sources
from authors.models import Author
from wellness.lib import rich_text
from wellness.lib.json_ld import absolute
from wellness.lib.rich_text import Heading
from wellness.lib.text import excerpt, reading_minutes, word_count
from wellness.lib.trusted_html import shown_body

RELATED = 3
"""Related posts under an article, filled up by topic and date where fewer are curated."""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One revision of an article with everything that stands around it.

    Words come from ``revision``, never from the desk copy.

    Attributes:
        body: the revision's body, word for word; its pictures come in several sizes.
        published: the day readers are told; none before the first publication.
        updated: the day this text went live, where that is later than ``published``.
        review: the standing approval of exactly this revision; none in an early preview.
        corrections: notices of changes to what readers had seen before, newest first.
        disclosure: interests of people whom the article quotes or names.
    """

    url: str
    provenance_url: str
    history_url: str
    report_url: str
    content_url: str
    title: str
    subtitle: str
    description: str
    key_points: tuple[str, ...]
    body: SafeString
    references: tuple[ReferenceContent, ...]
    hero: Shown | None
    sources: tuple[Source, ...]
    contents: list[Heading]
    share_links: list[ShareLink]
    topic: Topic
    authors: list[Author]
    is_sample: bool
    published: dt.date | None
    updated: dt.date | None
    published_at: dt.datetime | None
    updated_at: dt.datetime | None
    review: Review | None
    revision_number: int
    digest: str
    is_live: bool
    status_label: str
    words: int
    minutes: int
    has_table: bool
    corrections: tuple[Notice, ...] = ()
    disclosure: str = ""
    previous: Neighbour | None = None
    next: Neighbour | None = None
    related: list[Teaser] = field(default_factory=list)

    @property
    def material(self) -> list[Notice]:
        """Corrections that stand before the text."""
        return [notice for notice in self.corrections if notice.is_material]

    @property
    def clarifications(self) -> list[Notice]:
        """Those that stand after it."""
        return [notice for notice in self.corrections if not notice.is_material]

    @property
    def full_address(self) -> str:
        """The address as readers pass it on."""
        return absolute(self.url)


def article_page(article: Article, revision: Revision, *, related: bool = True) -> ArticlePage:
    """The page of ``article`` with the text of ``revision``, in a constant number of queries.

    Args:
        related: whether the related posts are wanted too.
    """
    content = revision.data
    approval = (
        article.standing_approvals()
        .filter(digest=revision.digest)
        .select_related("reviewer", "rests_on")
        .first()
    )
    # What is only typed yet is no row, and as little live as an article that never was.
    is_live = revision.pk is not None and article.live_revision_id == revision.pk
    published, updated = _dates(article) if is_live else (_published(article), None)
    plain = rich_text.plain_text(content.body)
    words = word_count(plain)
    previous, following = around_text.neighbours(article) if related and is_live else (None, None)
    authors = [byline.author for byline in article.bylines.select_related("author")]
    pictures = shown.of_content(content, authors)
    shown.with_portraits(authors, pictures)
    return ArticlePage(
        url=article.get_absolute_url(),
        provenance_url=reverse("articles:provenance", args=[article.slug]),
        history_url=reverse("articles:history", args=[article.slug]),
        report_url=reverse("articles:report", args=[article.slug]),
        content_url=reverse("articles:content", args=[article.slug]),
        title=content.title,
        subtitle=content.subtitle,
        description=content.description or content.subtitle or excerpt(plain),
        key_points=content.key_points,
        body=shown_body(content.body, shown.in_body(pictures)),
        references=content.references,
        hero=shown.hero(content.hero, pictures.get(content.hero.sha256) if content.hero else None),
        sources=sources(content),
        contents=around_text.contents(content.body, words),
        share_links=around_text.share_links(article.get_absolute_url(), content.title),
        topic=article.topic,
        authors=authors,
        is_sample=article.is_sample,
        published=published,
        updated=updated,
        published_at=article.first_published_at,
        updated_at=article.live_since if is_live and updated else None,
        review=Review.of(approval, article.topic.review_months) if approval else None,
        revision_number=revision.number,
        digest=revision.digest,
        is_live=is_live,
        status_label=article.get_status_display().lower(),
        words=words,
        minutes=reading_minutes(words),
        has_table="<table" in content.body,
        corrections=corrections.of_article(article, revision),
        disclosure=content.disclosure,
        previous=previous,
        next=following,
        related=related_posts(article) if related else [],
    )


def _published(article: Article) -> dt.date | None:
    if article.originally_published:
        return article.originally_published
    first = article.first_published_at
    return timezone.localdate(first) if first else None


def _dates(article: Article) -> tuple[dt.date | None, dt.date | None]:
    """When a live article was published, and when updated if that was on a later day.

    An article that first appeared elsewhere counts as updated only once its text here changed.
    """
    published = _published(article)
    first, since = article.first_published_at, article.live_since
    if first is None or since is None:
        return published, None
    live_on = timezone.localdate(since)
    return published, live_on if live_on > timezone.localdate(first) else None


def related_posts(article: Article) -> list[Teaser]:
    """The curated posts that are published, in their order; up to RELATED from topic and date."""
    curated = RelatedPost.objects.filter(article=article, related=OuterRef("pk"))
    candidates = (
        newest_first()
        .exclude(pk=article.pk)
        .annotate(
            place=Subquery(curated.values("position")[:1]),
            row=Subquery(curated.values("pk")[:1]),
            elsewhere=Case(When(topic=article.topic_id, then=Value(0)), default=Value(1)),
        )
        .order_by(
            F("place").asc(nulls_last=True),
            F("row").asc(nulls_last=True),
            "elsewhere",
            "-published_on",
            "-first_published_at",
            "-pk",
        )
    )
    chosen = RelatedPost.objects.filter(Q(article=article), related__live_revision__isnull=False)
    return teasers(candidates[: max(RELATED, chosen.count())])
