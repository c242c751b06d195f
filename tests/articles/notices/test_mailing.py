"""Mails leave after the commit, to whom they still concern, and never twice."""

from __future__ import annotations

import datetime as dt
import smtplib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from articles import actions
from articles.models import Article, Status
from articles.notices import letters, mailing, telling
from articles.notices.models import Delivery, Notice, Preference, next_hour
from authors.models import User
from tests.factories import Cast, article_at, desk, step
from tests.wellness.lib.test_naughty_strings import strings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(cast: Cast) -> None:
    """Only the reviewer's mails are looked at, unless a test says otherwise."""
    for user in (cast.writer, cast.editor, cast.reviewer):
        telling.prefer(user, Delivery.NONE, 7)


def wants(user: User, delivery: Delivery = Delivery.AT_ONCE, hour: int = 7) -> None:
    telling.prefer(user, delivery, hour)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Let the mail server do something else than take mails, so many times."""

    def breaks(error: Exception, where: str = "send_messages", times: int = 1) -> None:
        left = [times]
        true: Any = getattr(EmailBackend, where)

        def call(self: EmailBackend, *args: Any) -> Any:
            if left[0]:
                left[0] -= 1
                raise error
            return true(self, *args)

        monkeypatch.setattr(EmailBackend, where, call)

    return breaks  # type: ignore[return-value]


def later(minutes: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(minutes=minutes)


def test_a_mail_leaves_when_the_step_is_committed_and_not_before(cast: Cast) -> None:
    wants(cast.reviewer)
    article = article_at(Status.DRAFT, cast)
    with transaction.atomic():
        step(article, "submit", cast, note="Please look at the table.")
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert letter.to == [cast.reviewer.email]
    assert letter.subject == f"To review: “{article.title}”"
    for text in (letter.body, letter.alternatives[0][0]):  # type: ignore[attr-defined]
        assert f"/admin/articles/article/{article.pk}/review/" in text
        assert "/admin/notices/notice/mails/" in text
        assert "Please look at the table." in text
        assert "Sleep helps" not in text
    assert letter.body.count("http://") == 2
    assert Notice.objects.get(person=cast.reviewer).mailed_at is not None


def test_a_second_attempt_finds_nothing_to_mail(cast: Cast) -> None:
    wants(cast.reviewer)
    article = article_at(Status.IN_REVIEW, cast)
    event = article.events.get(verb="submit")
    assert mailing.mail_event(event.pk) == 0
    assert mailing.mail_due(later(600)) == 0
    assert len(mail.outbox) == 1


def test_two_workers_at_once_mail_once(cast: Cast, broken: Callable[..., None]) -> None:
    wants(cast.reviewer)
    broken(smtplib.SMTPDataError(451, b"later"))
    article_at(Status.IN_REVIEW, cast)
    assert mail.outbox == []
    ready, go = threading.Barrier(3), later(10)
    sent: list[int] = []

    def work() -> None:
        try:
            ready.wait(20)
            sent.append(mailing.mail_due(go))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    ready.wait(20)
    for worker in workers:
        worker.join(30)
    assert sorted(sent) == [0, 1]
    assert len(mail.outbox) == 1


def test_while_one_worker_claims_another_passes_by(cast: Cast, broken: Callable[..., None]) -> None:
    wants(cast.reviewer)
    broken(smtplib.SMTPDataError(451, b"later"))
    article_at(Status.IN_REVIEW, cast)
    found: list[int] = []

    def work() -> None:
        try:
            found.append(mailing.mail_due(later(10)))
        finally:
            connection.close()

    with transaction.atomic():
        list(Notice.objects.select_for_update().filter(person=cast.reviewer))
        other = threading.Thread(target=work)
        other.start()
        other.join(30)
    assert found == [0]
    assert mailing.mail_due(later(10)) == 1


def test_a_mail_that_was_refused_is_tried_again_and_given_up_in_the_end(
    cast: Cast, broken: Callable[..., None]
) -> None:
    wants(cast.reviewer)
    broken(smtplib.SMTPRecipientsRefused({"x": (550, b"no such box")}), times=99)
    article_at(Status.IN_REVIEW, cast)
    row = Notice.objects.get(person=cast.reviewer)
    waits = 0
    while row.mail_at is not None:
        waits += 1
        mailing.mail_due(row.mail_at)
        row.refresh_from_db()
    assert waits == len(mailing.LATER)
    assert row.mailed_at is None
    assert row.is_unread


def test_a_mail_whose_fate_is_unknown_is_not_sent_again(
    cast: Cast, broken: Callable[..., None]
) -> None:
    wants(cast.reviewer)
    broken(smtplib.SMTPServerDisconnected("in the middle"))
    article_at(Status.IN_REVIEW, cast)
    assert mailing.mail_due(later(10_000)) == 0
    assert mail.outbox == []


def test_an_unreachable_server_is_asked_once_and_everything_waits(
    cast: Cast, broken: Callable[..., None]
) -> None:
    wants(cast.reviewer)
    broken(ConnectionRefusedError("nobody there"), "open", times=3)
    for _ in range(2):
        article_at(Status.IN_REVIEW, cast)
    assert mailing.mail_due(later(10)) == 0
    assert Notice.objects.filter(person=cast.reviewer, mail_at__isnull=False).count() == 2
    assert mailing.mail_due(later(20)) == 2


@pytest.mark.parametrize("change", ["inactive", "not staff", "no role", "settled"])
def test_nobody_is_mailed_whom_it_does_not_concern_any_more(
    cast: Cast, broken: Callable[..., None], change: str
) -> None:
    wants(cast.reviewer)
    broken(smtplib.SMTPDataError(451, b"later"))
    article = article_at(Status.IN_REVIEW, cast)
    match change:
        case "inactive":
            User.objects.filter(pk=cast.reviewer.pk).update(is_active=False)
        case "not staff":
            User.objects.filter(pk=cast.reviewer.pk).update(is_staff=False)
        case "no role":
            cast.reviewer.groups.clear()
        case _:
            actions.request_changes(article, by=cast.editor, statement="Why?", interests="None")
    assert mailing.mail_due(later(10)) == 0
    assert mail.outbox == []


def test_no_mail_where_none_is_wanted_but_a_notice_at_the_desk(cast: Cast) -> None:
    article_at(Status.IN_REVIEW, cast)
    assert mailing.mail_due(later(10_000)) == 0
    assert Notice.objects.get(person=cast.reviewer).is_unread


def test_a_digest_comes_once_at_its_hour_with_what_is_still_open(cast: Cast) -> None:
    wants(cast.reviewer, Delivery.DIGEST, 7)
    first, second = (article_at(Status.IN_REVIEW, cast) for _ in range(2))
    actions.withdraw_submission(second, by=cast.writer)
    third = article_at(Status.IN_REVIEW, cast)
    hour = next_hour(7, timezone.now())
    assert mailing.mail_due(hour - dt.timedelta(minutes=1)) == 0
    assert mailing.mail_due(hour) == 1
    (letter,) = mail.outbox
    assert letter.subject == "3 notices from the desk, 2 wait for you"
    assert first.title in letter.body
    assert third.title in letter.body
    assert f"took “{second.title}” back" in letter.body
    assert f"handed in “{second.title}”" not in letter.body
    assert mailing.mail_due(hour + dt.timedelta(days=1)) == 0


def test_a_digest_without_anything_open_is_not_sent(cast: Cast) -> None:
    wants(cast.reviewer, Delivery.DIGEST)
    step(article_at(Status.IN_REVIEW, cast), "approve", cast)
    Notice.objects.filter(person=cast.reviewer).exclude(kind="to_review").delete()
    assert mailing.mail_due(later(3000)) == 0


def test_a_change_of_mind_takes_along_what_waits(cast: Cast) -> None:
    wants(cast.reviewer, Delivery.DIGEST)
    article_at(Status.IN_REVIEW, cast)
    article_at(Status.IN_REVIEW, cast)
    wants(cast.reviewer, Delivery.AT_ONCE)
    assert mailing.mail_due(later(1)) == 1  # the gathered ones together
    wants(cast.reviewer, Delivery.DIGEST)
    article_at(Status.IN_REVIEW, cast)
    wants(cast.reviewer, Delivery.NONE)
    assert mailing.mail_due(later(3000)) == 0


def test_the_hour_is_the_desks_and_survives_a_change_of_the_clock(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        before = dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC)
        assert next_hour(7, before) == dt.datetime(2026, 3, 29, 5, tzinfo=dt.UTC)
        assert next_hour(7, dt.datetime(2026, 3, 28, 6, tzinfo=dt.UTC)) == dt.datetime(
            2026, 3, 29, 5, tzinfo=dt.UTC
        )


def test_the_worker_mails_digests_and_what_no_task_could(cast: Cast, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    wants(cast.reviewer)
    article_at(Status.IN_REVIEW, cast)
    assert mail.outbox == []
    call_command("work", once=True)
    assert len(mail.outbox) == 1


HOSTILE = (
    "Sleep\r\nBcc: everybody@example.org",
    "<script>alert(1)</script> & {{ title }} {who} {0}",
    "\u202egnitirw \u2066backwards\u2069",
    "=?utf-8?q?odd?= “quotes” 😴" * 4,
    "x" * 200,
    "%s %(title)s \\r\\n",
)


@pytest.mark.parametrize("title", HOSTILE)
def test_odd_titles_stay_words(title: str, cast: Cast) -> None:
    wants(cast.reviewer)
    article = article_at(Status.DRAFT, cast, copy=desk(title))
    step(article, "submit", cast, note=f"{title}\n\n{title}")
    (letter,) = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    message = letter.message()
    assert message["Bcc"] is None
    assert [value for name, value in message.items() if name == "To"] == [cast.reviewer.email]
    assert "\n" not in letter.subject
    assert "\u202e" not in letter.subject + letter.body
    assert "<script" not in letter.alternatives[0][0]
    assert b"\nBcc:" not in message.as_bytes().split(b"\n\n", 1)[0]


def test_naughty_strings_are_mailed_as_words(cast: Cast) -> None:
    wants(cast.reviewer)
    article: Article = article_at(Status.IN_REVIEW, cast)
    row = Notice.objects.select_related("event", "person").get(person=cast.reviewer)
    for text in strings():
        row.title = text[:200]
        message = letters.single(row).message()
        assert message["Subject"]
        assert message["To"] == cast.reviewer.email
        assert message["Bcc"] is None
    assert article.title in mail.outbox[0].subject


def test_an_account_without_a_choice_gets_mails_at_once(cast: Cast) -> None:
    Preference.objects.all().delete()
    article_at(Status.IN_REVIEW, cast)
    assert [letter.to for letter in mail.outbox] == [[cast.reviewer.email]]
