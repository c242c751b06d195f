"""What is in the sample magazine, as its files say it: people, topics, articles, and their way.

Nothing here knows the database. `loader` brings it onto a desk; the tests read it as data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

from wellness.lib.front_matter import front_matter

HERE: Final = Path(__file__).parent


@dataclass(frozen=True)
class Account:
    """An account of the desk; ``role`` is a role's name, or Administrator."""

    key: str
    name: str
    email: str
    role: str


@dataclass(frozen=True)
class Credential:
    """What entitles a reviewer, and the key of the account that checked it."""

    title: str
    issuer: str
    number: str
    region: str
    valid_from: dt.date
    valid_until: dt.date
    verified_by: str


@dataclass(frozen=True)
class Profile:
    """A public person; ``slug`` is the key of the portrait as well."""

    slug: str
    name: str
    account: str
    job_title: str
    portrait_alt: str
    bio: str
    links: list[dict[str, str]]
    credentials: tuple[Credential, ...] = ()


@dataclass(frozen=True)
class People:
    """Everybody of the magazine."""

    accounts: tuple[Account, ...]
    authors: tuple[Profile, ...]
    reviewers: tuple[Profile, ...]


@dataclass(frozen=True)
class SampleArticle:
    """An article as its file hands it in. ``date`` is the day of its issue, or None."""

    slug: str
    title: str
    subtitle: str
    description: str
    topic: str
    date: dt.date | None
    authors: tuple[str, ...]
    medical_reviewers: tuple[str, ...]
    key_points: tuple[str, ...]
    references: tuple[dict[str, Any], ...]
    related: tuple[str, ...]
    hero: str
    hero_alt: str
    hero_caption: str
    disclosure: str
    markdown: str

    def with_words(self, changes: Iterable[tuple[str, str]]) -> str:
        """The Markdown with passages replaced, each of which stands in it exactly once.

        Raises:
            ValueError: a passage is missing or stands there twice.
        """
        text = self.markdown
        for old, new in changes:
            if text.count(old) != 1:
                raise ValueError(f"“{old[:60]}” stands {text.count(old)} times in {self.slug}.")
            text = text.replace(old, new)
        return text


@dataclass(frozen=True)
class Step:
    """One step on an article's way: a verb and what is said with it."""

    verb: str
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changes(self) -> list[tuple[str, str]]:
        return [(change["from"], change["to"]) for change in self.words.get("changes", [])]


@dataclass(frozen=True)
class Way:
    """What happens to an article: how its first draft read, the steps, and the last state."""

    article: str
    ends: str
    steps: tuple[Step, ...]
    first_draft: tuple[tuple[str, str], ...] = ()


def _yaml(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


@cache
def people() -> People:
    """Everybody of the magazine, from ``people.yaml``."""
    data = _yaml("people.yaml")
    return People(
        accounts=tuple(Account(**row) for row in data["accounts"]),
        authors=tuple(Profile(**row) for row in data["authors"]),
        reviewers=tuple(
            Profile(**row | {"credentials": tuple(Credential(**c) for c in row["credentials"])})
            for row in data["reviewers"]
        ),
    )


@cache
def topics() -> tuple[dict[str, Any], ...]:
    """The topics with the fields of the model, in the order of the navigation."""
    return tuple(_yaml("topics.yaml"))


@cache
def promotions() -> tuple[dict[str, Any], ...]:
    """What stands beside the articles, with the fields of the model."""
    return tuple(_yaml("promotions.yaml"))


@cache
def articles() -> dict[str, SampleArticle]:
    """The articles by slug.

    Raises:
        BadFrontMatter: a file cannot be read.
        KeyError: a file lacks a fact that every sample article has.
    """
    paths = sorted((HERE / "articles").glob("*.md"))
    return {article.slug: article for article in map(read, paths)}


def read(path: Path) -> SampleArticle:
    """The article in a file."""
    file = front_matter(path.read_bytes())
    data = file.data
    return SampleArticle(
        slug=data["slug"],
        title=data["title"],
        subtitle=data["subtitle"],
        description=data["description"],
        topic=data["topic"],
        date=data.get("date"),
        authors=tuple(data["authors"]),
        medical_reviewers=tuple(data.get("medical_reviewers", [])),
        key_points=tuple(data["key_points"]),
        references=tuple(data["references"]),
        related=tuple(post["title"] for post in data["related"]),
        hero=data["hero"],
        hero_alt=data["hero_alt"],
        hero_caption=data["hero_caption"],
        disclosure=data.get("disclosure", ""),
        markdown=file.body,
    )


@cache
def ways() -> tuple[Way, ...]:
    """What happens to each article, the oldest first, from ``desk.yaml``."""
    return tuple(
        Way(
            article=row["article"],
            ends=row["ends"],
            steps=tuple(_step(step) for step in row["steps"]),
            first_draft=tuple((p["final"], p["first"]) for p in row.get("first_draft", [])),
        )
        for row in _yaml("desk.yaml")
    )


def _step(row: dict[str, Any]) -> Step:
    ((verb, words),) = row.items()
    return Step(verb, cast("dict[str, Any]", words))


def weeks_to(today: dt.date) -> dt.timedelta:
    """By how many whole weeks the magazine's calendar moves, so that its newest issue is fresh.

    Every issue keeps its day of the week, and the newest one is at most six days old.
    """
    newest = max(article.date for article in articles().values() if article.date)
    return dt.timedelta(weeks=(today - newest).days // 7)
