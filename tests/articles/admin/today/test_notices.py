"""The bell, the list of one's own notices, and how one wants to be told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles import actions
from articles.models import Status
from articles.notices import mailing
from articles.notices.models import Notice, Preference
from tests.doors import answers, client_of, page_for
from tests.factories import Cast, article_at, step
from tests.queries import counted

pytestmark = pytest.mark.django_db

LIST = "/admin/notices/notice/"
READ = "/admin/notices/notice/read/"
MAILS = "/admin/notices/notice/mails/"

OPEN = {
    "anonymous": 302,
    "stranger": 403,
    "writer": 200,
    "second_writer": 200,
    "reviewer": 200,
    "editor": 200,
    "superuser": 200,
}


@pytest.mark.parametrize("address", [LIST, MAILS])
def test_whoever_has_a_role_finds_a_page_of_their_own(address: str, cast: Cast) -> None:
    assert answers(cast, address) == OPEN


def test_marking_as_read_takes_a_post(cast: Cast) -> None:
    assert client_of(cast.writer).get(READ).status_code == 405
    assert client_of(cast.stranger).post(READ).status_code == 403
    assert client_of(None).post(READ).status_code == 302


def test_everybody_sees_their_own_notices_only(cast: Cast) -> None:
    for name in ("second_writer", "reviewer", "editor", "superuser"):
        getattr(cast, name)
    article = article_at(Status.CHANGES_REQUESTED, cast)
    sentence = f"Rita Reviewer asked for changes in “{article.title}”."
    sheet = page_for(cast.writer, LIST)
    assert sheet.texts('//p[@class="told__sentence"]') == [sentence]
    assert sheet.all('//p[@class="told__sentence"]/a/@href') == [
        reverse("admin:articles_article_change", args=[article.pk])
    ]
    assert "Please name the source." in sheet.words()
    for user in (cast.second_writer, cast.reviewer, cast.editor, cast.superuser):
        assert sentence not in page_for(user, LIST).words()


def test_nobody_marks_the_notices_of_others(cast: Cast) -> None:
    article_at(Status.CHANGES_REQUESTED, cast)
    row = Notice.objects.get(person=cast.writer)
    for user in (cast.second_writer, cast.editor, cast.superuser):
        client_of(user).post(READ, {"notice": row.pk})
        client_of(user).post(READ)
    row.refresh_from_db()
    assert row.read_at is None
    client_of(cast.writer).post(READ, {"notice": row.pk})
    row.refresh_from_db()
    assert row.read_at is not None


@pytest.mark.parametrize("notice", ["x", "-1", "9" * 30, "٣"])
def test_nonsense_marks_nothing(notice: str, cast: Cast) -> None:
    article_at(Status.CHANGES_REQUESTED, cast)
    response = client_of(cast.writer).post(READ, {"notice": notice, "page": "//evil.example"})
    assert response.headers["Location"] == LIST
    assert Notice.objects.get(person=cast.writer).is_unread


def test_the_bell_counts_what_is_unread_and_not_settled(cast: Cast) -> None:
    article_at(Status.CHANGES_REQUESTED, cast)
    second = article_at(Status.CHANGES_REQUESTED, cast)
    bell = '//a[contains(@class,"desk-bell")]/span[@class="sr-only"]'
    assert page_for(cast.writer, "/admin/").words(bell) == "Notices, 2 unread"
    actions.submit(second, by=cast.writer)
    assert page_for(cast.writer, "/admin/").words(bell) == "Notices, 1 unread"
    client_of(cast.writer).post(READ)
    assert page_for(cast.writer, "/admin/").words(bell) == "Notices, nothing unread"


def test_opening_the_article_reads_its_notices_and_posting_something_else_does_not(
    cast: Cast,
) -> None:
    article = article_at(Status.CHANGES_REQUESTED, cast)
    change = reverse("admin:articles_article_change", args=[article.pk])
    page_for(cast.editor, change)
    assert Notice.objects.get(person=cast.writer).is_unread
    page_for(cast.writer, change)
    assert not Notice.objects.get(person=cast.writer).is_unread


def test_what_somebody_may_not_see_any_more_leaves_their_list(cast: Cast) -> None:
    article = article_at(Status.CHANGES_REQUESTED, cast)
    author = cast.author
    actions.arrange(article, by=cast.editor, authors=[])
    type(article).objects.filter(pk=article.pk).update(created_by=cast.second_writer)
    assert author.user == cast.writer
    assert "Nobody has told you anything yet" in page_for(cast.writer, LIST).words()


def test_the_bell_is_one_query_and_the_list_does_not_grow(cast: Cast) -> None:
    def queries() -> int:
        client = client_of(cast.reviewer)
        client.get(LIST)
        with counted() as count:
            client.get(LIST)
        assert len([sql for sql in count.queries if "COUNT" in sql and "read_at" in sql]) == 1
        return int(count)

    assert cast.reviewer
    article_at(Status.IN_REVIEW, cast)
    few = queries()
    for _ in range(4):
        step(article_at(Status.IN_REVIEW, cast), "approve", cast)
    article_at(Status.IN_REVIEW, cast)
    assert queries() == few


def test_a_person_chooses_for_themselves(cast: Cast) -> None:
    client = client_of(cast.reviewer)
    response = client.post(MAILS, {"delivery": "digest", "hour": "6", "person": cast.editor.pk})
    assert response.headers["Location"] == LIST
    chosen = Preference.objects.get()
    assert (chosen.person, chosen.delivery, chosen.hour) == (cast.reviewer, "digest", 6)
    article_at(Status.IN_REVIEW, cast)
    assert Notice.objects.get(person=cast.reviewer).in_digest
    assert mailing.mail_due() == 0


@pytest.mark.parametrize("data", [{}, {"delivery": "pigeon", "hour": "6"},
                                  {"delivery": "digest", "hour": "24"},
                                  {"delivery": "digest", "hour": "x"}])  # fmt: skip
def test_a_wrong_choice_changes_nothing_and_is_said(data: dict[str, str], cast: Cast) -> None:
    response = client_of(cast.reviewer).post(MAILS, data)
    assert response.status_code == 200
    assert "words__error" in response.content.decode()
    assert not Preference.objects.exists()
