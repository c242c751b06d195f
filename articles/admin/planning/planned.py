"""What stands in the calendar of the desk: what is going to happen, and what somebody waits for.

Each kind of entry is asked for as a whole month, so that a month costs the same few queries
however much is in it. Rooms above this one add their kinds with ``register``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from articles import library
from articles.admin.planning import due
from articles.models import Article, Byline, FactCheck, Image, Revision, Status
from articles.models.revision import PICTURES
from authors.models import MedicalReviewer, User

LIMIT: Final = 400
"""Entries of a kind that one page shows; a topic or a person narrows it."""

LATE: Final = 20
"""Articles among what is late that the page shows; the lists have them all."""

SLACK: Final = dt.timedelta(minutes=15)
"""How long after its time a scheduled article may be waiting for the clock to come round."""


@dataclass(frozen=True)
class Entry:
    """Something on a day.

    Attributes:
        what: what happens, or is wanted, in two or three words.
        title: of the article, picture or promotion.
        detail: who it is about.
        at: the moment, where it has one.
        is_late: the day has passed, and it is still to be done.
    """

    kind: str
    what: str
    day: dt.date
    title: str
    link: str
    detail: str = ""
    at: dt.datetime | None = None
    is_late: bool = False
    words: str = ""

    @property
    def time(self) -> str:
        """On the clock of the desk; empty where it has none."""
        return f"{timezone.localtime(self.at):%H:%M}" if self.at else ""

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.day, self.at is None, self.time, self.what, self.title)


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see.

    Attributes:
        start, end: the first and the last day.
        kinds: which kinds of entries.
        person: an author or a reviewer: which of both, and the number.
    """

    user: User
    start: dt.date
    end: dt.date
    today: dt.date
    kinds: frozenset[str]
    topic: int | None = None
    person: tuple[str, int] | None = None

    @cached_property
    def first_moment(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.start, dt.time()))

    @cached_property
    def end_moment(self) -> dt.datetime:
        """The first moment after the last day."""
        return timezone.make_aware(dt.datetime.combine(self.end + due.DAY, dt.time()))

    @cached_property
    def rows(self) -> dict[str, list[Article]]:
        return _rows(self)

    def articles(self) -> QuerySet[Article]:
        """The articles that this person may see, of the topic and the person asked for."""
        rows = Article.objects.order_by()
        if not self.user.is_editor:
            seen = Article.objects.visible_to(self.user).order_by()
            rows = rows.filter(pk__in=seen.values("pk"))
        if self.topic is not None:
            rows = rows.filter(topic=self.topic)
        match self.person:
            case ("author", pk):
                rows = rows.filter(Exists(Byline.objects.filter(article=OuterRef("pk"), author=pk)))
            case ("reviewer", pk):
                asked = Article.reviewers_asked.through.objects.filter(
                    article=OuterRef("pk"), medicalreviewer=pk
                )
                approved = FactCheck.objects.filter(
                    revision__article=OuterRef("pk"),
                    digest=OuterRef("live_revision__digest"),
                    reviewer=pk,
                )
                rows = rows.filter(Exists(asked) | Exists(approved))
        return rows


@dataclass(frozen=True)
class Source:
    """Where entries come from: its kinds with their names in the plural, and how they are found."""

    kinds: Mapping[str, str]
    find: Callable[[Asked], list[Entry]]


# -- articles --------------------------------------------------------------------------------------


def _of_articles(asked: Asked) -> list[Entry]:
    return [
        entry
        for article in asked.rows["planned"]
        for entry in _entries(article, asked)
        if asked.start <= entry.day <= asked.end
    ]


def late(asked: Asked) -> list[Entry]:
    """What was due before today and is not done, the longest overdue first."""
    found = [entry for article in asked.rows["late"] for entry in _entries(article, asked)]
    return sorted((entry for entry in found if entry.is_late), key=lambda entry: entry.order)


def _rows(asked: Asked) -> dict[str, list[Article]]:
    """The articles of both, in one query; of what is late the longest overdue."""
    planned = {
        "scheduled": Q(scheduled_for__gte=asked.first_moment, scheduled_for__lt=asked.end_moment),
        "wanted": Q(review_wanted_by__range=(asked.start, asked.end)),
        "again": Q(due_again__range=(asked.start, asked.end)) & ~Q(status=Status.IN_REVIEW),
    }
    overdue = {
        "scheduled": Q(scheduled_for__lt=timezone.now() - SLACK),
        "wanted": Q(review_wanted_by__lt=asked.today),
        "again": Q(due_again__lt=asked.today) & ~Q(status=Status.IN_REVIEW),
    }
    parts = [
        _which(asked, conditions)
        .annotate(part=Value(part, output_field=CharField()))
        .order_by(*first, F("due_again").asc(nulls_last=True), "pk")[:most]
        for part, conditions, first, most in (
            ("planned", planned, ("review_wanted_by", "scheduled_for"), LIMIT),
            ("late", overdue, ("scheduled_for", "review_wanted_by"), LATE),
        )
    ]
    found: dict[str, list[Article]] = {"planned": [], "late": []}
    for article in parts[0].union(parts[1], all=True):
        found[article.part].append(article)
    return found


def _which(asked: Asked, conditions: Mapping[str, Q]) -> QuerySet[Article]:
    wanted = Q(pk__in=())
    for kind, condition in conditions.items():
        if kind in asked.kinds:
            wanted |= condition
    bylines = Byline.objects.filter(article=OuterRef("pk"))
    reviewers = MedicalReviewer.objects.filter(asked_to_review=OuterRef("pk"))
    return (
        asked.articles()
        .annotate(
            due_again=due.OF_ARTICLE,
            asked_names=ArraySubquery(reviewers.values("name")),
            byline_names=ArraySubquery(bylines.values("author__name")),
        )
        .filter(wanted)
        .only("title", "status", "scheduled_for", "review_wanted_by")
    )


def _entries(article: Any, asked: Asked) -> Iterator[Entry]:
    title = article.title or "Without a title"
    link = reverse("admin:articles_article_change", args=[article.pk])
    byline = ", ".join(article.byline_names)
    if article.scheduled_for is not None and "scheduled" in asked.kinds:
        day = timezone.localdate(article.scheduled_for)
        passed = article.scheduled_for < timezone.now() - SLACK
        yield Entry(
            *("scheduled", "Goes live", day, title, link, byline),
            at=article.scheduled_for,
            is_late=passed,
            words="its time has passed" if passed else "",
        )
    if article.review_wanted_by is not None and "wanted" in asked.kinds:
        names = " or ".join(article.asked_names) or "anybody entitled"
        yield _due(
            *("wanted", "Review wanted", article.review_wanted_by, title, link),
            names if article.status == Status.IN_REVIEW else f"{names}, not handed in yet",
            asked.today,
        )
    if "again" not in asked.kinds or article.status == Status.IN_REVIEW:
        return
    if article.due_again is not None:
        day = article.due_again
        yield _due("again", "Review due again", day, title, link, byline, asked.today)


def _due(
    kind: str, what: str, day: dt.date, title: str, link: str, detail: str, today: dt.date
) -> Entry:
    said = due.Due(what, day, today)
    return Entry(*(kind, what, day, title, link, detail), is_late=said.is_late, words=said.words)


# -- pictures --------------------------------------------------------------------------------------


def _of_licences(asked: Asked) -> list[Entry]:
    """Last days of pictures that readers see, and of those that they still see after it."""
    images = {
        image.sha256: image
        for image in Image.objects.filter(expires_on__lte=asked.end).order_by("-expires_on")[:LIMIT]
        if image.expires_on is not None
    }
    if not images:
        return []
    shown: dict[str, list[str]] = {}
    live = asked.articles().filter(live_revision__isnull=False).values("live_revision")
    rows = library.showing(list(images)).filter(pk__in=live)
    for title, hashes in _pictures(rows):
        for sha256 in set(hashes) & images.keys():
            shown.setdefault(sha256, []).append(title)
    found = []
    for sha256, titles in shown.items():
        image = images[sha256]
        day = image.expires_on
        assert day is not None
        others = len(titles) - 1
        detail = f"in “{min(titles)}”" + (f" and {others} more" if others else "")
        link = reverse("admin:articles_image_change", args=[image.pk])
        entry = _due("licence", "Licence ends", day, image.title, link, detail, asked.today)
        if asked.start <= day or entry.is_late:
            found.append(entry)
    return found


def _pictures(rows: QuerySet[Revision]) -> list[tuple[str, list[str]]]:
    return list(rows.annotate(named=PICTURES).values_list("article__title", "named"))


_SOURCES: Final[list[Source]] = [
    Source(
        {
            "scheduled": "Publications",
            "wanted": "Reviews wanted",
            "again": "Reviews due again",
        },
        _of_articles,
    ),
    Source({"licence": "Licences that end"}, _of_licences),
]


def register(source: Source) -> None:
    """Say that the calendar has entries of these kinds as well."""
    if all(known.kinds.keys().isdisjoint(source.kinds) for known in _SOURCES):
        _SOURCES.append(source)


def kinds() -> dict[str, str]:
    """Every kind of entry, with its name in the plural."""
    return {key: name for source in _SOURCES for key, name in source.kinds.items()}


def entries(asked: Asked) -> list[Entry]:
    """Everything that was asked for: in the order of days and hours, what is late before."""
    found = [
        entry
        for source in _SOURCES
        if asked.kinds & source.kinds.keys()
        for entry in source.find(asked)
        if entry.kind in asked.kinds
    ]
    return sorted(found, key=lambda entry: entry.order)
