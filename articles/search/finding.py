"""The answer to a search."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from modelsearch.query import SearchQuery as EngineQuery

from articles import public
from articles.models import LiveText, Topic
from articles.public import Teaser
from articles.search import engine
from articles.search.marks import Marked, marked
from articles.search.query import Query
from authors.models import Author
from wellness.lib.dates import months_later

PER_PAGE: Final = 12
"""Results on a page: with their excerpts, about four screens."""

CLOSE: Final = 3
"""Articles that are offered where nothing has all the words."""

SUGGESTED: Final = 6
"""Articles that are suggested while somebody types."""

REVIEWED_WITHIN: Final = {"6": "the last 6 months", "12": "the last year", "24": "the last 2 years"}
"""Choices of the filter by medical review: months, and how people say it."""


@dataclass(frozen=True, slots=True)
class Result:
    """An article that was found: as any list shows it, with what was looked for marked."""

    teaser: Teaser
    title: SafeString | str
    subtitle: SafeString | str
    excerpt: SafeString | str


@dataclass(frozen=True)
class Filters:
    """What the results are narrowed to.

    Attributes:
        unknown: what was asked for and means nothing here, in words; it is left out.
    """

    topic: Topic | None = None
    author: Author | None = None
    reviewed: str = ""
    unknown: list[str] = field(default_factory=list)

    @classmethod
    def read(
        cls, asked: Mapping[str, str], topics: list[Topic], authors: list[Author]
    ) -> "Filters":
        """The filters that an address asks for, among the topics and authors in use."""
        topic = _one("topic", asked, {topic.slug: topic for topic in topics})
        author = _one("author", asked, {author.slug: author for author in authors})
        reviewed = asked.get("reviewed", "")
        within = reviewed if reviewed in REVIEWED_WITHIN else ""
        chosen = {
            "topic": ("topic", topic),
            "author": ("author", author),
            "reviewed": ("span of time", within),
        }
        return cls(
            topic=topic,
            author=author,
            reviewed=within,
            unknown=[
                word for name, (word, found) in chosen.items() if asked.get(name) and not found
            ],
        )

    def __bool__(self) -> bool:
        return bool(self.topic or self.author or self.reviewed)

    @property
    def parameters(self) -> dict[str, str]:
        """The filters as they stand in an address."""
        return {
            name: value
            for name, value in (
                ("topic", self.topic.slug if self.topic else ""),
                ("author", self.author.slug if self.author else ""),
                ("reviewed", self.reviewed),
            )
            if value
        }

    def applied(self) -> QuerySet[LiveText]:
        """The live texts that pass."""
        texts = LiveText.objects.all()
        if self.topic:
            texts = texts.filter(topic=self.topic)
        if self.author:
            texts = texts.filter(authors__slug=self.author.slug)
        if self.reviewed:
            since = months_later(timezone.localdate(), -int(self.reviewed))
            texts = texts.filter(reviewed_on__gte=since)
        return texts


def _one(name: str, asked: Mapping[str, str], choices: Mapping[str, Any]) -> Any:
    return choices.get(asked.get(name, ""))


class Hits:
    """The results of a query, best first, as a Paginator wants them: counted and sliced.

    Raises (when counted or read):
        Unavailable: a service beside the database has trouble.
    """

    def __init__(self, query: Query, filters: Filters, sought: EngineQuery | None = None) -> None:
        self.query = query
        with engine.asked() as asked:
            self.found = asked.search(sought or query.compiled(), filters.applied())

    def count(self) -> int:
        with engine.asked():
            return self.found.count()

    def __getitem__(self, part: slice) -> list[int]:
        with engine.asked():
            return [entry.pk for entry in self.found[part]]


def results(pks: list[int], query: Query) -> list[Result]:
    """Articles as results, in the same order; one that is not public any more is left out.

    Words of an article are marked where its live text is of the very revision that readers see.
    """
    rows = public.newest_first().filter(pk__in=pks)
    teasers = {teaser.id: teaser for teaser in public.teasers(rows, with_reviews=True)}
    texts = marked(pks, query) if teasers else {}
    return [_result(teaser, texts.get(pk)) for pk in pks if (teaser := teasers.get(pk)) is not None]


def _result(teaser: Teaser, text: Marked | None) -> Result:
    if text is None or text.digest != teaser.digest:
        return Result(teaser, teaser.title, teaser.subtitle, "")
    return Result(teaser, text.title, text.subtitle, text.excerpt)


def close(query: Query, filters: Filters) -> list[Result]:
    """The best articles that have some of the words."""
    if len(query.wanted) < 2:
        return []
    return results(Hits(query, filters, query.loosened())[:CLOSE], query)


def has_only_small_words(query: Query) -> bool:
    """Whether nothing is left without the words that stand in every text, such as “and”."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT numnode(plainto_tsquery('english', %s)) = 0", [" ".join(query.wanted)]
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def suggestions(query: Query) -> list[dict[str, str]]:
    """What somebody who typed this may be looking for: topics, authors, articles by their title."""
    found = [
        {"kind": "Topic", "title": topic.name, "url": topic.get_absolute_url()}
        for topic in public.topics_in_use().filter(name__istartswith=query.text)[:2]
    ]
    found += [
        {"kind": "Author", "title": author.name, "url": author.get_absolute_url()}
        for author in public.authors_in_use().filter(name__icontains=query.text)[:2]
    ]
    words = " ".join(query.wanted)
    with engine.asked() as asked:
        pks = [entry.pk for entry in asked.autocomplete(words, LiveText)[:SUGGESTED]]
    titles = {
        article.pk: article
        for article in public.newest_first().filter(pk__in=pks).select_related("live_revision")
    }
    found += [
        {
            "kind": "Article",
            "title": titles[pk].live_revision.title,
            "url": titles[pk].get_absolute_url(),
        }
        for pk in pks
        if pk in titles
    ]
    return found
