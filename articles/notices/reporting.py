"""Writes the notices of what readers report, in the transaction in which it is filed.

Each report is a notice of its own at the desk. Mails about reports are at most one an hour: the
first leaves at once, what comes after it within an hour is gathered into one that leaves then, with
what nobody took in hand until then.
"""

import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.notices import tasks, telling
from articles.notices.audiences import editors
from articles.notices.models import Notice
from articles.notices.table import OF_REPORTS
from articles.reports.models import ReaderReport
from authors.models import User

APART: Final = dt.timedelta(hours=1)
"""Between two mails about reports to the same person."""


def tell(report: ReaderReport) -> None:
    """Tell everybody who handles reports. The caller holds the lock under which one is filed."""
    (line,) = OF_REPORTS["file"]
    told = dict.fromkeys(editors().values_list("pk", flat=True), line.kind)
    title = report.revision.data.title[:200]
    like = Notice(article=report.article, report=report, title=title)
    if telling.write(told, like, gathered=_gathered(told)):
        # As with steps: what the queue misses, the worker's look at the clock finds.
        transaction.on_commit(partial(tasks.mail_report.enqueue, report.pk), robust=True)


def _gathered(people: Collection[int]) -> dict[int, dt.datetime]:
    """Who had a mail about reports within the hour, or waits for one, and when the next may go."""
    now = timezone.now()
    lately = Notice.objects.filter(person__in=people, report__at__gt=now - 2 * APART)
    # A mail that is on its way at this moment has neither time yet.
    mail = Coalesce("mailed_at", "mail_at", "created_at")
    found = {}
    for person, last in lately.order_by().values_list("person").annotate(last=Max(mail)):
        following = last if last > now else last + APART
        if following > now:
            found[person] = following
    return found


def handled(report: ReaderReport) -> None:
    """Somebody looks after it, so nobody else is waited for."""
    telling.settle(Notice.objects.filter(report=report))


def waits_again(report: ReaderReport) -> None:
    """Nobody looks after it any more: what all were told holds again, without another mail."""
    rows = Notice.objects.filter(report=report).select_for_update().order_by("pk")
    pks = list(rows.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=pks).update(done_at=None, read_at=None)


def opened(report: ReaderReport, person: User) -> None:
    """Whoever opens a report at the desk has read what they were told of it."""
    telling.read(person, Notice.objects.filter(report=report, person=person))
