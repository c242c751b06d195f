"""What somebody who leaves the desk has open: texts, reviews they were asked for, reports."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from articles import actions
from articles.models import Article, Byline, Status
from articles.reports.models import ReaderReport
from articles.reports.verbs import give_back
from articles.workflow import EDITABLE
from authors.leaving import Kind, Work, register
from authors.models import Author, MedicalReviewer, User
from authors.roles import Role

NOTE: Final = "{leaving} left the desk."


def watch() -> None:
    """Let ``authors.leaving`` know of each kind."""
    register(Kind("writing", writing_of, hand_over_writing))
    register(Kind("reviews", reviews_of, hand_over_reviews))
    register(Kind("reports", reports_of, give_back_reports))


def writing_of(user: User) -> Work:
    authors = Author.objects.filter(
        user__is_active=True, user__groups__name__in=[Role.WRITER, Role.EDITOR]
    )
    return Work(
        key="writing",
        title="Texts they are writing",
        meaning="Whoever takes them over is added to the byline and can go on writing. "
        "The name of who wrote so far stays: an editor can change the byline.",
        items=_named(_written_by(user)),
        takers=_people(authors.exclude(user=user).distinct()),
    )


def reviews_of(user: User) -> Work:
    reviewers = MedicalReviewer.objects.filter(
        is_active=True, user__is_active=True, user__groups__name=Role.MEDICAL_REVIEWER
    )
    return Work(
        key="reviews",
        title="Reviews they were asked for",
        meaning="Whoever takes them over is asked instead. With nobody chosen the articles ask "
        "for no one in particular, and wait for every reviewer.",
        items=_named(_asked_of(user)),
        takers=_people(reviewers.exclude(user=user).distinct()),
    )


def reports_of(user: User) -> Work:
    held = ReaderReport.objects.held_by(user).select_related("article").order_by("pk")
    return Work(
        key="reports",
        title="Reader reports they have in hand",
        meaning="They are new again, and wait for any editor.",
        items=tuple(
            (f"{each.article.title} ({each.get_kind_display()})", each.get_absolute_url())
            for each in held
        ),
        takers=(),
    )


def hand_over_writing(user: User, taker: str, *, by: User) -> int:
    if not taker:
        return 0
    author = Author.objects.get(pk=taker)
    for article in (found := list(_written_by(user))):
        byline = [line.author for line in article.bylines.select_related("author")]
        actions.arrange(
            article,
            by=by,
            authors=list(dict.fromkeys([*byline, author])),
            note=NOTE.format(leaving=user),
        )
    return len(found)


def hand_over_reviews(user: User, taker: str, *, by: User) -> int:
    instead = MedicalReviewer.objects.get(pk=taker) if taker else None
    leaving = user.medicalreviewer
    for article in (found := list(_asked_of(user))):
        actions.ask_instead(
            article, leaving=leaving, instead=instead, by=by, note=NOTE.format(leaving=user)
        )
    return len(found)


def give_back_reports(user: User, taker: str, *, by: User) -> int:
    for report in (found := list(ReaderReport.objects.held_by(user))):
        give_back(report, by=by, note=NOTE.format(leaving=user))
    return len(found)


def _written_by(user: User) -> QuerySet[Article]:
    lines = Byline.objects.filter(article=OuterRef("pk"), author__user=user)
    return Article.objects.filter(
        Q(created_by=user) | Q(Exists(lines)), status__in=EDITABLE
    ).order_by("pk")


def _asked_of(user: User) -> QuerySet[Article]:
    waiting = EDITABLE | {Status.IN_REVIEW}
    return Article.objects.filter(reviewers_asked__user=user, status__in=waiting).order_by("pk")


def _named(articles: QuerySet[Article]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"{article.title or 'Without a title'} ({Status(article.status).label.lower()})",
            reverse("admin:articles_article_change", args=[article.pk]),
        )
        for article in articles
    )


def _people(people: QuerySet[Author] | QuerySet[MedicalReviewer]) -> tuple[tuple[str, str], ...]:
    return tuple((str(person.pk), person.name) for person in people)
