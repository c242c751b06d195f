"""Reminders: what nobody does, but time brings.

Any number of workers may look at once: a reminder of one person about one day exists once.
"""

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from articles import approvals
from articles.approvals import Review
from articles.models import Article, FactCheck, Status
from articles.notices import audiences, telling
from articles.notices.kinds import OF_DUE_REVIEWS, OF_WANTED_REVIEWS, SAYS_BY_WHEN, Kind
from articles.notices.models import Notice

BEFORE: Final = dt.timedelta(days=30)
AFTER: Final = dt.timedelta(days=14)
WANTED: Final = (
    (Kind.WANTED_SOON, dt.timedelta(days=-2)),
    (Kind.WANTED, dt.timedelta(0)),
    (Kind.LATE, dt.timedelta(days=2)),
)
"""Reminders of the day by which a review is wanted, each with its distance to that day."""

AT_A_TIME: Final = 500
"""Articles that are looked at together."""


def remind(now: dt.datetime | None = None) -> int:
    """Write the reminders whose day has come. How many there are."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    return _of_waiting_reviews(now) + _of_wanted_reviews(today) + _of_due_reviews(today)


def stage(due: dt.date, today: dt.date) -> Kind | None:
    """Which reminder a review needs today: a missed one is not made up for by two at once."""
    if today >= due + AFTER:
        return Kind.OVERDUE
    if today >= due:
        return Kind.DUE
    return Kind.DUE_SOON if today >= due - BEFORE else None


def _of_waiting_reviews(now: dt.datetime) -> int:
    patience = dt.timedelta(days=settings.REVIEW_PATIENCE_DAYS)
    reminded = Notice.objects.filter(
        article=OuterRef("pk"), kind=Kind.WAITING, created_at__gte=OuterRef("submitted_at")
    )
    late = Article.objects.filter(
        ~Exists(reminded),
        status=Status.IN_REVIEW,
        submitted_at__lte=now - patience,
        review_wanted_by=None,  # a day that was named takes the place of our patience
    )
    return sum(_of_waiting_review(pk) for pk in late.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _of_waiting_review(pk: int) -> int:
    article = _locked(pk)
    if article.status != Status.IN_REVIEW or article.submitted_at is None:
        return 0
    if article.review_wanted_by is not None:
        return 0
    people = {user.pk for user in audiences.reviewers(article)}
    people |= set(audiences.editors().values_list("pk", flat=True))
    like = Notice(
        article=article, day=timezone.localdate(article.submitted_at), title=article.title
    )
    return telling.remind(article, dict.fromkeys(people, Kind.WAITING), like)


def wanted_stage(day: dt.date, today: dt.date) -> tuple[Kind | None, dt.date]:
    """Which reminder a review wanted by ``day`` needs today, and since when it is its turn."""
    begun = [(kind, day + distance) for kind, distance in WANTED if today >= day + distance]
    return begun[-1] if begun else (None, day)


def _of_wanted_reviews(today: dt.date) -> int:
    """Of a decision that editors want by a day."""
    first = min(distance for _, distance in WANTED)
    near = Article.objects.filter(status=Status.IN_REVIEW, review_wanted_by__lte=today - first)
    reminded = set(
        Notice.objects.filter(article__in=near, kind__in=OF_WANTED_REVIEWS)
        .values_list("article", "kind", "day")
        .distinct()
    )
    written = 0
    for pk, day in near.order_by("pk").values_list("pk", "review_wanted_by"):
        kind = wanted_stage(day, today)[0] if day else None
        if kind is not None and (pk, kind.value, day) not in reminded:
            written += _of_wanted_review(pk, today)
    return written


@transaction.atomic
def _of_wanted_review(pk: int, today: dt.date) -> int:
    article = _locked(pk)
    day = article.review_wanted_by
    if article.status != Status.IN_REVIEW or day is None:
        return 0
    kind, since = wanted_stage(day, today)
    if kind is None:
        return 0
    people = {user.pk for user in audiences.reviewers(article)}
    # Whoever was told of this very day when its reminder was due already needs no second word.
    begin = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    told = article.notices.filter(kind__in=SAYS_BY_WHEN, created_at__gte=begin)
    people -= set(told.values_list("person", flat=True))
    if kind == Kind.LATE:
        people |= set(audiences.editors().values_list("pk", flat=True))
    like = Notice(article=article, day=day, title=article.title)
    return telling.remind(article, dict.fromkeys(people, kind), like)


def _of_due_reviews(today: dt.date) -> int:
    """Of what readers see, except where a fresh look is under way."""
    live = Article.objects.published().exclude(status=Status.IN_REVIEW).order_by("pk")
    written, last = 0, 0
    while batch := list(
        live.filter(pk__gt=last).values_list("pk", F("topic__review_months"))[:AT_A_TIME]
    ):
        last = batch[-1][0]
        months = dict(batch)
        reminded = set(
            Notice.objects.filter(article__in=months, kind__in=OF_DUE_REVIEWS)
            .values_list("article", "kind", "day")
            .distinct()
        )
        for pk, approval in approvals.of_live_revisions(months).items():
            due = Review.of(approval, months[pk]).due
            kind = stage(due, today)
            if kind is not None and (pk, kind.value, due) not in reminded:
                written += _of_due_review(pk, today)
    return written


@transaction.atomic
def _of_due_review(pk: int, today: dt.date) -> int:
    article = _locked(pk)
    approval = article.standing_approval(article.live_revision)
    if approval is None or article.live_revision is None or article.status == Status.IN_REVIEW:
        return 0
    due = Review.of(approval, article.topic.review_months).due
    kind = stage(due, today)
    if kind is None:
        return 0
    people = set(audiences.editors().values_list("pk", flat=True)) | _who_approved(approval)
    like = Notice(article=article, day=due, title=article.live_revision.data.title[:200])
    return telling.remind(article, dict.fromkeys(people, kind), like)


def _who_approved(approval: FactCheck) -> set[int]:
    given = [approval, approval.rests_on]
    accounts = [one.decided_by_id for one in given if one and one.decided_by_id]
    return set(audiences.staff().filter(pk__in=accounts).values_list("pk", flat=True))


def _locked(pk: int) -> Article:
    """The article as it is now: a step that was taken meanwhile makes a reminder needless."""
    Article.objects.select_for_update().only("pk").get(pk=pk)
    related = ("topic", "current_revision", "live_revision")
    return Article.objects.select_related(*related).get(pk=pk)
