"""What surrounds the text of an article, as a value: the other half of the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from articles.models import Article, Topic
from authors.models import Author, MedicalReviewer, User


@dataclass(frozen=True)
class Around:
    """Topic, address, people, related posts.

    Attributes:
        slug: None where the person has no field for it.
    """

    topic: Topic | None
    slug: str | None
    authors: tuple[Author, ...] = ()
    related: tuple[Article, ...] = ()
    reviewers_asked: tuple[MedicalReviewer, ...] = ()
    originally_published: dt.date | None = None

    @classmethod
    def of_article(cls, article: Article) -> Around:
        return cls(
            topic=article.topic,
            slug=article.slug,
            authors=tuple(b.author for b in article.bylines.select_related("author")),
            related=tuple(r.related for r in article.related_posts.select_related("related")),
            reviewers_asked=tuple(article.reviewers_asked.all()),
            originally_published=article.originally_published,
        )

    @classmethod
    def first(cls, user: User) -> Around:
        """A new article stands under the name of whoever begins it, if they have one."""
        author = getattr(user, "author", None)
        return cls(topic=None, slug="", authors=(author,) if author else ())

    @classmethod
    def of_words(cls, words: dict[str, Any]) -> Around:
        """What was typed, from the cleaned data of the form."""
        return cls(
            topic=words["topic"],
            slug=words.get("slug"),
            authors=tuple(words["authors"]),
            related=tuple(words["related"]),
            reviewers_asked=tuple(words["reviewers_asked"]),
            originally_published=words["originally_published"],
        )

    def arranged(self, names: set[str]) -> dict[str, Any]:
        """The named facts as `actions.arrange` takes them."""
        found = {name: getattr(self, name) for name in names}
        if found.get("slug") == "":
            del found["slug"]  # empty: it goes on following the title
        return found
