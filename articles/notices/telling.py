"""Writes the notices of a step, in the transaction of the step.

``articles.actions`` calls ``tell`` for each line of history, under the lock on the article. What is
rolled back told nobody; mails leave after the commit.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.approvals import Review
from articles.models import Article, Event
from articles.notices import tasks
from articles.notices.audiences import people
from articles.notices.kinds import OF_DUE_REVIEWS, OF_WANTED_REVIEWS, Kind
from articles.notices.models import Delivery, Notice, Preference
from articles.notices.table import lines_of
from authors.models import User


def tell(article: Article, event: Event) -> None:
    """Tell everybody whom a step concerns, except the person who took it."""
    told: dict[int, Kind] = {}
    for line in lines_of(event.verb):
        if (line.targets and event.to_status not in line.targets) or (line.if_nobody and told):
            continue
        if line.changed and line.changed not in event.data:
            continue
        for whom in line.whom:
            for pk in people(whom, article, event) - {event.actor_id}:
                told.setdefault(pk, line.kind)
    _settle_by_step(article, event.actor_id)
    if not told:
        return
    revision = event.revision
    title = revision.data.title if revision else article.title
    if write(told, Notice(article=article, event=event, title=title[:200])):
        # If the queue can't be reached now, the worker's look at the clock finds the notices.
        transaction.on_commit(partial(tasks.mail_event.enqueue, event.pk), robust=True)


def write(
    told: Mapping[int, Kind], like: Notice, gathered: Mapping[int, dt.datetime] | None = None
) -> bool:
    """Write a notice like this one for each person. Whether any is to be mailed at once.

    Args:
        gathered: whose mails wait for others of their sort, and until when.
    """
    rows = _rows(told, like)
    for row in rows:
        until = (gathered or {}).get(row.person_id)
        if row.mail_at and until and not row.in_digest:
            row.in_digest, row.mail_at = True, until
    Notice.objects.bulk_create(rows)
    return any(row.mail_at and not row.in_digest for row in rows)


def remind(article: Article, told: Mapping[int, Kind], like: Notice) -> int:
    """Write reminders; whoever was reminded of that day before is left out. How many there are."""
    rows = _rows(told, like)
    before = Notice.objects.filter(article=article).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return Notice.objects.filter(article=article).count() - before


def _rows(told: Mapping[int, Kind], like: Notice) -> list[Notice]:
    """A notice like this one for each person, each to be mailed as the person wants it."""
    now = timezone.now()
    wishes = {wish.pk: wish for wish in Preference.objects.filter(pk__in=told)}
    rows = []
    for pk, kind in sorted(told.items()):
        wish = wishes.get(pk) or Preference(person_id=pk)
        rows.append(
            Notice(
                person_id=pk,
                article=like.article,
                kind=kind,
                event=like.event,
                comment=like.comment,
                report=like.report,
                day=like.day,
                title=like.title,
                created_at=now,
                in_digest=wish.delivery == Delivery.DIGEST,
                mail_at=wish.mail_at(now),
            )
        )
    return rows


def settle(rows: QuerySet[Notice]) -> None:
    """What these asked for is done."""
    # In the order of their numbers, as everywhere: nobody waits for each other in a circle.
    open_rows = rows.filter(done_at=None).select_for_update(of=("self",)).order_by("pk")
    pks = list(open_rows.values_list("pk", flat=True))
    if pks:
        Notice.objects.filter(pk__in=pks).update(done_at=timezone.now())


def _settle_by_step(article: Article, actor: int | None) -> None:
    """Whoever acts has read; and what others were asked for may be done by that."""
    now = timezone.now()
    # In the order of their numbers, as everywhere: nobody waits for each other in a circle.
    rows = list(
        article.notices.select_for_update()
        .filter(Q(done_at=None) | Q(person_id=actor, read_at=None))
        .order_by("pk")
    )
    done = [row.pk for row in rows if row.done_at is None and _is_done(row, article)]
    wanted = article.review_wanted_by
    done += [row.pk for row in rows if row.about in OF_WANTED_REVIEWS and row.day != wanted]
    done += _answered(article, (row for row in rows if row.about in OF_DUE_REVIEWS))
    mine = [row.pk for row in rows if row.person_id == actor and row.read_at is None]
    if done:
        Notice.objects.filter(pk__in=done, done_at=None).update(done_at=now)
    if mine:
        Notice.objects.filter(pk__in=mine).update(read_at=now)


def _is_done(row: Notice, article: Article) -> bool:
    facts = row.about.facts
    return facts.asks and article.status not in facts.open_while


def _answered(article: Article, rows: Iterable[Notice]) -> list[int]:
    """Reminders of a day on which the review of what readers see is not due any more."""
    open_rows = [row for row in rows if row.done_at is None]
    if not open_rows:
        return []
    approval = article.standing_approval(article.live_revision)
    due = Review.of(approval, article.topic.review_months).due if approval else None
    return [row.pk for row in open_rows if row.day != due]


def read(person: User, rows: "Iterable[Notice] | None" = None) -> int:
    """Mark notices of this person as read: these, or all. How many were not before."""
    own = Notice.objects.filter(person=person, read_at=None)
    if rows is not None:
        own = own.filter(pk__in=[row.pk for row in rows])
    return own.update(read_at=timezone.now())


def read_about(article: Article, person: User, *, only_said: bool = False) -> int:
    """Whoever opens an article's page at the desk has read what they were told of it.

    Args:
        only_said: on that page stands what was said about the article, and nothing else.
    """
    rows = Notice.objects.filter(person=person, article=article, read_at=None)
    if only_said:
        rows = rows.filter(comment__isnull=False)
    return rows.update(read_at=timezone.now())


@transaction.atomic
def prefer(person: User, delivery: Delivery, hour: int) -> Preference:
    """Change how somebody is told; what is not mailed yet goes the new way.

    A digest that was being gathered goes out at once when its reader wants mails at once.
    """
    wish, _ = Preference.objects.update_or_create(
        person=person, defaults={"delivery": delivery, "hour": hour}
    )
    waiting = Notice.objects.filter(person=person, mail_at__isnull=False)
    pks = list(waiting.select_for_update().order_by("pk").values_list("pk", flat=True))
    rows = Notice.objects.filter(pk__in=pks)
    at = wish.mail_at(timezone.now())
    if delivery == Delivery.DIGEST:
        rows.update(in_digest=True, mail_at=at)
    elif pks:
        rows.update(mail_at=at)
    return wish


def preference_of(person: User) -> Preference:
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def forget_preference(person: User) -> None:
    """Tell this person as somebody who has chosen nothing."""
    Preference.objects.filter(person=person).delete()
