"""What helps a reader through an article and on from it: its contents, and its neighbours."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from articles.public import of_topic
from wellness.lib import rich_text
from wellness.lib.json_ld import absolute
from wellness.lib.rich_text import Heading

LONG = 600
"""Words from which a text is long enough for a table of contents."""

PARTS = 3
"""Headings of the second level that make one worth it."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The article before or after in the same topic."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A plain link by which a reader passes an article on."""

    name: str
    url: str


def contents(body: str, words: int) -> list[Heading]:
    """The parts of a long text by their headings; nothing for a short one."""
    parts = [heading for heading in rich_text.headings(body) if heading.level == 2 and heading.id]
    return parts if len(parts) >= PARTS and words >= LONG else []


def neighbours(article: Article) -> tuple[Neighbour | None, Neighbour | None]:
    """What the topic published last before this article, and first after it: two queries.

    An article that was never published has no place among the others.
    """
    if article.first_published_at is None:
        return None, None
    rows = of_topic(article.topic)
    return (
        _first(rows.filter(_beyond(article, "lt"))),
        _first(rows.filter(_beyond(article, "gt")).reverse()),
    )


def _beyond(article: Article, way: str) -> Q:
    """On one side of a published article, in the order of `newest_first`."""
    first, pk = article.first_published_at, article.pk
    assert first is not None  # or there is no place among the others to be beyond of
    day = article.originally_published or timezone.localdate(first)
    return (
        Q(**{f"published_on__{way}": day})
        | Q(published_on=day, **{f"first_published_at__{way}": first})
        | Q(published_on=day, first_published_at=first, **{f"pk__{way}": pk})
    )


def _first(rows: Any) -> Neighbour | None:
    row = rows.values_list("slug", "live_revision__title").first()
    if row is None:
        return None
    slug, title = row
    return Neighbour(Article(slug=slug).get_absolute_url(), title)


def share_links(path: str, title: str) -> list[ShareLink]:
    """Links that carry the article's address to others; nothing is asked of anybody before a
    reader follows one."""
    url = absolute(path)
    words, address = quote(title, safe=""), quote(url, safe="")
    return [
        ShareLink("E-mail", f"mailto:?subject={words}&body={address}"),
        ShareLink("WhatsApp", f"https://wa.me/?text={words}%20{address}"),
        ShareLink("Bluesky", f"https://bsky.app/intent/compose?text={words}%20{address}"),
        ShareLink("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={address}"),
    ]
