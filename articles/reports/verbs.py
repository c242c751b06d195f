"""What happens to reports: readers file them, editors take and close them, time erases."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Article
from articles.notices import reporting
from articles.reports.models import CLOSED, NOTE, ReaderReport, ReportStep, State
from articles.reports.stamps import Stamp
from articles.workflow import Refused
from authors.models import User

HOUR: Final = dt.timedelta(hours=1)
DAY: Final = dt.timedelta(days=1)
FROM_ONE: Final = 5
"""Reports that one network may send within an hour."""
FROM_ALL: Final = 100
"""Reports that are taken within an hour, wherever they come from."""

PROGRAM: Final = "The program"


class TooMany(Exception):
    """No more reports are taken for now."""


class SentBefore(Exception):
    """The form was sent before, with other words."""


class SaidBefore(Exception):
    """Exactly these words were sent about this article already."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What a reader filled in, checked by the form."""

    kind: str
    passage: str
    words: str
    email: str

    @property
    def said(self) -> str:
        """Of the words, however they were spaced and capitalised."""
        plain = " ".join(f"{self.passage}\n{self.words}".casefold().split())
        return hashlib.sha256(plain.encode()).hexdigest()


def sender_of(network: str) -> str:
    """A hash of where a report comes from, that nobody can compute without the key of the site.

    Its key is another one every day, so that it follows nobody from one day to the next.
    """
    today = timezone.now().date().isoformat()
    return salted_hmac(f"reports.sender.{today}", network, algorithm="sha256").hexdigest()


@transaction.atomic
def file(article: Article, filed: Filed, *, stamp: Stamp, network: str) -> ReaderReport:
    """Keep a report; the same form with the same words gives the report that there is.

    Raises:
        SentBefore, SaidBefore, TooMany: it was not kept.
    """
    with connection.cursor() as cursor:
        # One at a time: each finds all before it counted, and none of them twice.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('articles.reports', 0))")
    twin = ReaderReport.objects.filter(nonce=stamp.nonce).first()
    if twin is not None:
        if twin.said == filed.said:
            return twin
        raise SentBefore
    if ReaderReport.objects.filter(article=article, said=filed.said).exists():
        raise SaidBefore
    sender = sender_of(network)
    lately = ReaderReport.objects.filter(at__gt=timezone.now() - HOUR)
    if lately.filter(sender=sender).count() >= FROM_ONE or lately.count() >= FROM_ALL:
        raise TooMany
    report = ReaderReport.objects.create(
        article=article,
        revision_id=stamp.revision,
        kind=filed.kind,
        passage=filed.passage,
        words=filed.words,
        email=filed.email,
        sender=sender,
        said=filed.said,
        nonce=stamp.nonce,
    )
    reporting.tell(report)
    return report


@transaction.atomic
def take(report: ReaderReport, *, by: User, note: str = "") -> None:
    """An editor looks after it from now on, whoever did before, and whether or not it is closed."""
    _step(report, State.IN_HAND, by, note)


@transaction.atomic
def give_back(report: ReaderReport, *, by: User, note: str = "") -> None:
    """Nobody looks after it any more: it is a new one again, for any editor to take."""
    _step(report, State.NEW, by, note)
    reporting.waits_again(report)


@transaction.atomic
def close(report: ReaderReport, state: State, *, by: User, note: str) -> None:
    """Say what became of it."""
    if not note.strip():
        raise ValidationError({"note": "Say what you found, for whoever asks later."})
    _step(report, state, by, note)


def _step(report: ReaderReport, state: State, by: User, note: str) -> None:
    note = note.replace("\r\n", "\n").strip()
    if "\x00" in note or len(note) > NOTE:
        raise ValidationError({"note": f"At most {NOTE:,} characters of plain text, please."})
    if not (by.is_active and by.is_editor):
        raise Refused("Only editors handle the reports of readers.")
    ReaderReport.objects.select_for_update().get(pk=report.pk)
    now = ReaderReport.objects.with_state().get(pk=report.pk)
    if now.state == state and (state in CLOSED or now.holder == str(by)):
        raise Refused("This was done already. Look at the lines below.")
    if state == State.NEW and now.state != State.IN_HAND:
        raise Refused("Nobody has this report in hand.")
    if state in CLOSED and now.state in CLOSED:
        raise Refused("The report is closed. Take it in hand again first.")
    ReportStep.objects.create(report=report, state=state, note=note, by=by, by_name=str(by))
    reporting.handled(report)


@transaction.atomic
def forget(days: int) -> int:
    """Erase the addresses of reports that were closed so long ago; how many there were.

    Traces of senders go after a day, closed or not: nothing counts them any more.
    """
    now = timezone.now()
    ReaderReport.objects.filter(at__lt=now - DAY).exclude(sender="").update(sender="")
    long_ago = now - dt.timedelta(days=days)
    held = ReaderReport.objects.exclude(email="", sender="").select_for_update().in_bulk()
    over = ReaderReport.objects.with_state().filter(pk__in=held, state__in=CLOSED).in_bulk()
    closed_at = dict(
        ReportStep.objects.filter(report__in=over, state__in=CLOSED)
        .order_by("pk")
        .values_list("report", "at")
    )
    erased = [pk for pk in over if closed_at[pk] <= long_ago]
    with_address = [pk for pk in erased if over[pk].email]
    ReaderReport.objects.filter(pk__in=erased).update(email="", sender="")
    ReportStep.objects.bulk_create(ReportStep(report_id=pk, by_name=PROGRAM) for pk in with_address)
    return len(with_address)
