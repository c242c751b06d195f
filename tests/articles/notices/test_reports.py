"""Editors are told of what readers report: once, after the commit, and in no flood of mails."""

from __future__ import annotations

import datetime as dt
import smtplib
import uuid

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Status
from articles.notices import mailing, telling
from articles.notices.models import Delivery, Notice
from articles.reports import verbs
from articles.reports.models import ReaderReport
from articles.reports.stamps import Stamp
from authors.models import User
from authors.roles import Role
from tests.doors import client_of, page_for
from tests.factories import Cast, article_at

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = dt.timedelta(minutes=1)
WORDS = "The dose is wrong: see http://example.org/"


@pytest.fixture(autouse=True)
def quiet(cast: Cast) -> None:
    """Only the editor's mails are looked at, unless a test says otherwise."""
    for user in (cast.writer, cast.reviewer, cast.second_editor, cast.superuser):
        telling.prefer(user, Delivery.NONE, 7)
    telling.prefer(cast.editor, Delivery.AT_ONCE, 7)


@pytest.fixture
def article(cast: Cast) -> Article:
    article = article_at(Status.PUBLISHED, cast)
    telling.read(cast.editor)
    mail.outbox.clear()
    return article


def filed(article: Article, words: str = "", stamp: Stamp | None = None) -> ReaderReport:
    assert article.live_revision_id is not None
    stamp = stamp or Stamp(article.live_revision_id, uuid.uuid4(), MINUTE)
    said = verbs.Filed("statement", "Six hours", words or uuid.uuid4().hex, "reader@example.org")
    return verbs.file(article, said, stamp=stamp, network=uuid.uuid4().hex)


def told(report: ReaderReport) -> set[str]:
    rows = Notice.objects.filter(report=report).select_related("person")
    return {row.person.name for row in rows}


def waits(user: User) -> int:
    return Notice.objects.of(user).open().filter(report__isnull=False).count()


def in_time(minutes: int) -> int:
    """How many mails leave when the worker looks at the clock then."""
    return mailing.mail_due(timezone.now() + minutes * MINUTE)


def test_every_editor_is_told_and_nobody_else(article: Article, cast: Cast) -> None:
    assert told(filed(article)) == {"Edith Editor", "Emil Editor", "Ada Admin"}


def test_the_mail_leaves_after_the_commit_and_leads_to_the_report(
    article: Article, cast: Cast
) -> None:
    with transaction.atomic():
        report = filed(article, WORDS)
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert letter.to == [cast.editor.email]
    assert letter.subject == f"Reader report: “{article.title}”"
    for text in (letter.body, letter.alternatives[0][0]):  # type: ignore[attr-defined]
        assert f"“{article.title}”: a statement is wrong." in text
        assert report.get_absolute_url() in text
        assert "because editors look after what readers report." in text
        assert "example.org" not in text, "what anybody may type is read at the desk only"


def test_what_is_rolled_back_told_nobody(article: Article) -> None:
    with transaction.atomic():
        filed(article)
        transaction.set_rollback(True)
    assert mail.outbox == []
    assert not Notice.objects.filter(report__isnull=False).exists()


def test_a_form_that_is_sent_twice_tells_once(article: Article) -> None:
    assert article.live_revision_id is not None
    stamp = Stamp(article.live_revision_id, uuid.uuid4(), MINUTE)
    report = filed(article, WORDS, stamp)
    assert filed(article, WORDS, stamp) == report
    assert Notice.objects.filter(report=report).count() == 3
    assert in_time(600) == 0
    assert len(mail.outbox) == 1


def test_a_flood_of_reports_is_one_mail_at_once_and_one_an_hour_later(
    article: Article, cast: Cast
) -> None:
    reports = [filed(article) for _ in range(20)]
    assert len(mail.outbox) == 1
    assert waits(cast.editor) == 20
    verbs.take(reports[1], by=cast.second_editor)
    assert in_time(50) == 0
    assert in_time(61) == 1
    assert in_time(600) == 0
    letter = mail.outbox[1]
    assert letter.subject == "18 notices from the desk, 18 wait for you"
    assert reports[0].get_absolute_url() not in letter.body, "it was mailed before"
    assert reports[1].get_absolute_url() not in letter.body, "somebody took it"
    for report in reports[2:]:
        assert report.get_absolute_url() in letter.body
    assert "as you chose" not in letter.body
    assert "it comes in one mail" in letter.body


def test_after_the_gathered_mail_the_next_hour_begins(article: Article) -> None:
    for _ in range(3):
        filed(article)
    assert in_time(61) == 1
    filed(article)
    assert len(mail.outbox) == 2
    assert in_time(50) == 0
    assert in_time(61) == 1


def test_a_mail_that_waits_for_its_server_is_followed_by_none_at_once(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:

        def later(*args: object) -> int:
            raise smtplib.SMTPDataError(451, b"later")

        patched.setattr(EmailBackend, "send_messages", later)
        filed(article)
    filed(article)
    assert mail.outbox == []
    assert in_time(61) == 2


def test_who_gathers_a_day_gets_reports_in_the_mail_of_the_day(
    article: Article, cast: Cast
) -> None:
    telling.prefer(cast.editor, Delivery.DIGEST, 7)
    reports = [filed(article), filed(article)]
    assert mail.outbox == []
    assert in_time(60 * 25) == 1
    (letter,) = mail.outbox
    assert all(report.get_absolute_url() in letter.body for report in reports)
    assert "as you chose" in letter.body


def test_whoever_takes_it_or_closes_it_settles_it_for_all(article: Article, cast: Cast) -> None:
    first, second = filed(article), filed(article)
    verbs.take(first, by=cast.second_editor)
    assert waits(cast.editor) == waits(cast.second_editor) == 1
    verbs.close(second, verbs.State.UNCHANGED, by=cast.editor, note="It is right.")
    assert waits(cast.editor) == waits(cast.second_editor) == 0


def test_given_back_it_waits_again_and_nobody_is_mailed_again(article: Article, cast: Cast) -> None:
    report = filed(article)
    verbs.take(report, by=cast.second_editor)
    verbs.give_back(report, by=cast.second_editor)
    assert waits(cast.editor) == waits(cast.second_editor) == 1
    assert in_time(600) == 0
    assert len(mail.outbox) == 1


def test_opening_the_report_reads_the_notice_and_keeps_it_open(
    article: Article, cast: Cast
) -> None:
    report = filed(article)
    unread = Notice.objects.of(cast.editor).unread()
    assert unread.count() == 1
    client_of(cast.editor).get(report.get_absolute_url())
    assert unread.count() == 0
    assert waits(cast.editor) == 1
    assert Notice.objects.of(cast.second_editor).unread().count() == 1


def test_the_notice_leads_to_the_report(article: Article, cast: Cast) -> None:
    report = filed(article)
    page = page_for(cast.editor, "/admin/notices/notice/")
    assert report.get_absolute_url() in page.all("//main//a/@href")


def test_who_is_an_editor_no_more_knows_of_no_report(article: Article, cast: Cast) -> None:
    telling.prefer(cast.editor, Delivery.DIGEST, 7)
    filed(article)
    cast.editor.groups.clear()
    cast.editor.groups.add(cast.reviewer.groups.get(name=Role.MEDICAL_REVIEWER.value))
    former = User.objects.get(pk=cast.editor.pk)
    assert waits(former) == 0
    assert in_time(60 * 25) == 0
