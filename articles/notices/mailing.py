"""Sends notices by mail: never before the commit, never twice.

A worker first claims what it will mail: under a lock it takes away ``mail_at``, and commits. Only
then does it speak to the mail server. Whoever comes second finds nothing to claim. A mail that the
server clearly did not take is put back for later; where it is not known whether it was taken (the
line broke, the process died), it is not sent again. The notice itself stays at the desk.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Iterable
from typing import Final

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from articles.models import Article
from articles.notices import letters
from articles.notices.kinds import SEEN_ALREADY
from articles.notices.models import Notice
from authors.models import User

log = logging.getLogger(__name__)

LATER: Final = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 480))
"""How long a mail that was not taken waits for its next attempt; after the last it is given up."""

AT_A_TIME: Final = 200
"""Notices that one look at the clock mails at most, so that publishing need not wait."""

NOT_TAKEN: Final = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ValueError,  # an address or a header that no mail can have
)
"""What says for certain that the mail server did not take the mail."""


class Unreachable(Exception):
    """The mail server does not answer; nothing was handed to it."""


def mail_event(pk: int) -> int:
    """Mail the notices of one event that are wanted at once. How many mails left."""
    due = Notice.objects.filter(event=pk, in_digest=False)
    return _mail(due, timezone.now())


def mail_comment(pk: int) -> int:
    """Mail the notices of one comment that are wanted at once. How many mails left."""
    due = Notice.objects.filter(comment=pk, in_digest=False)
    return _mail(due, timezone.now())


def mail_report(pk: int) -> int:
    """Mail the notices of one reader's report that are wanted at once. How many mails left."""
    due = Notice.objects.filter(report=pk, in_digest=False)
    return _mail(due, timezone.now())


def mail_due(now: dt.datetime | None = None) -> int:
    """Mail everything whose time has come, digests among it. How many mails left."""
    return _mail(Notice.objects.all(), now or timezone.now())


def _mail(rows: QuerySet[Notice], now: dt.datetime) -> int:
    due = rows.filter(mail_at__lte=now).order_by("pk")
    found = list(due.values_list("pk", "person_id", "in_digest")[:AT_A_TIME])
    if not found:
        return 0
    mails: dict[tuple[str, int], list[int]] = {}
    for pk, person, in_digest in found:
        mails.setdefault(("person", person) if in_digest else ("notice", pk), []).append(pk)
    sent = 0
    post = get_connection()
    try:
        for pks in mails.values():
            sent += _deliver(post, pks, now)
    except Unreachable as error:
        log.warning("The mail server does not answer, all mails wait: %s", error)
        Notice.objects.filter(mail_at__lte=now).update(mail_at=now + LATER[0])
    finally:
        post.close()
    return sent


def _deliver(post: BaseEmailBackend, pks: list[int], now: dt.datetime) -> int:
    rows = _claim(pks, now)
    wanted = _still_wanted(rows)
    if not wanted:
        return 0
    mail = letters.digest(wanted) if wanted[0].in_digest else letters.single(wanted[0])
    try:
        post.open()
    except (OSError, smtplib.SMTPException) as error:
        _put_back(wanted, now)
        raise Unreachable(str(error)) from error
    return _send(post, mail, wanted, now)


def _send(post: BaseEmailBackend, mail: EmailMessage, rows: list[Notice], now: dt.datetime) -> int:
    try:
        post.send_messages([mail])
    except NOT_TAKEN as error:
        log.warning("A mail of notice %d was not taken: %s", rows[0].pk, error)
        _put_back(rows, now)
        post.close()
        return 0
    except (OSError, smtplib.SMTPException):
        log.exception("Whether the mail of notice %d arrived is not known; it stays", rows[0].pk)
        post.close()
        return 0
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())
    return 1


def _claim(pks: Iterable[int], now: dt.datetime) -> list[Notice]:
    """Those of the notices that nobody else is mailing; the claim is committed before any mail."""
    with transaction.atomic(durable=True):
        # Two workers may have read the same numbers: the lock lets one of them find each row.
        rows = list(
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("person", "event", "comment", "report")
            .filter(pk__in=pks, mail_at__lte=now)
            .order_by("pk")
        )
        claimed = Notice.objects.filter(pk__in=[row.pk for row in rows])
        claimed.update(mail_at=None, tries=F("tries") + 1)
    return rows


def _still_wanted(rows: list[Notice]) -> list[Notice]:
    """What is still open, to a person who may still know of it; all are of one person."""
    if not rows or not _may_be_mailed(person := rows[0].person):
        return []
    seen = Article.objects.visible_to(person).filter(pk__in={row.article_id for row in rows})
    visible = set(seen.values_list("pk", flat=True))
    return [
        row
        for row in rows
        if row.is_open
        and (row.article_id in visible or row.about in SEEN_ALREADY)
        and (row.report_id is None or person.is_editor)
    ]


def _may_be_mailed(person: User) -> bool:
    return person.is_active and person.is_staff and bool(person.roles)


def _put_back(rows: list[Notice], now: dt.datetime) -> None:
    for row in rows:
        if row.tries < len(LATER):
            Notice.objects.filter(pk=row.pk, mailed_at=None).update(mail_at=now + LATER[row.tries])
        else:
            log.error("Notice %d is given up: no mail server took it", row.pk)
