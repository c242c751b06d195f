"""Readers report errors: the form, what it refuses, and what is kept."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from articles import actions
from articles.models import Article, Status
from articles.reports import stamps, verbs, views
from articles.reports.models import ReaderReport
from tests.factories import Cast, article_at, corrected
from tests.reading import Sheet, sheet

pytestmark = pytest.mark.django_db

WORDS = "Five hours is not enough. See <b>the source</b> & “others”."


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.PUBLISHED, cast)


def url(article: Article) -> str:
    return f"{article.get_absolute_url()}report/"


def stamp(article: Article, **ago: float) -> str:
    """Of a form that was printed a minute ago, or so long ago."""
    assert article.live_revision_id is not None
    at = timezone.now() - dt.timedelta(**(ago or {"minutes": 1}))
    return stamps.make(article, article.live_revision_id, at=at)


def filled(article: Article, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "statement",
        "passage": "Five hours <i>are</i> enough.",
        "words": WORDS,
        "email": "reader@example.org",
        "subject": "",
        "stamp": stamp(article),
    } | fields


def send(
    article: Article, *, status: int = 200, client: Client | None = None, **fields: Any
) -> Any:
    answer = (client or Client()).post(url(article), filled(article, **fields))
    assert answer.status_code == status, answer.content.decode()
    return answer


def refused(answer: Any, sentence: str, **typed: str) -> Sheet:
    """The form came back, with the sentence in its summary and all that was typed."""
    page = Sheet(answer)
    summary = page.one('//*[@role="alert" and @tabindex="-1"]')
    assert sentence in " ".join(summary.text_content().split())
    assert page.one("//title").text.startswith("Not sent")
    typed = {"words": WORDS, "passage": "Five hours <i>are</i> enough."} | typed
    for name, value in typed.items():
        found = page.one(f'//form//*[@name="{name}" and not(@type="radio")]')
        shown = found.get("value", "") if found.tag == "input" else found.text or ""
        assert shown.lstrip("\n") == value
    return page


def test_a_report_arrives_about_the_text_that_was_read(article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    link = sheet(client, article.get_absolute_url()).one('//a[.="Report an error"]/@href')
    form = sheet(client, link)
    assert "no-store" in form.response.headers["Cache-Control"]
    assert form.response.headers["X-Robots-Tag"] == "noindex"
    assert form.one('//meta[@name="robots"]/@content') == "noindex"
    answer = client.post(link, filled(article))
    assert answer.status_code == 303
    thanks = sheet(client, answer.headers["Location"])
    report = ReaderReport.objects.get()
    assert report.reference in thanks.words("//main")
    assert WORDS not in thanks.words()
    assert "no-store" in thanks.response.headers["Cache-Control"]
    assert (report.article, report.revision, report.kind) == (
        article,
        article.live_revision,
        "statement",
    )
    assert (report.words, report.email) == (WORDS, "reader@example.org")
    assert not client.cookies


def test_the_form_says_nothing_of_its_reader(article: Article) -> None:
    answer = Client().get(url(article))
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("fields", "at", "sentence"),
    [
        ({"kind": ""}, "kind", "Choose what is wrong."),
        ({"kind": "nonsense"}, "kind", "Choose one of the five."),
        ({"words": " "}, "words", "Say what is wrong."),
        ({"words": "a" * 4001}, "words", "at most 4,000 characters; these are 4001"),
        ({"passage": "a" * 1001}, "passage", "at most 1,000 characters"),
        ({"email": "reader@"}, "email", "no complete e-mail address"),
        ({"email": f"{'a' * 300}@example.org"}, "email", "too long"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    article: Article, fields: dict[str, str], at: str, sentence: str
) -> None:
    typed = {name: value for name, value in fields.items() if name != "kind"}
    page = refused(send(article, **fields), sentence, **typed)
    message = page.one(f'//*[@id="error_{at}"]')
    assert sentence in message.text_content()
    described = page.one(f'//*[contains(@aria-describedby, "error_{at}")]')
    assert described.tag == ("fieldset" if at == "kind" else described.tag)
    target = page.one(f'//*[@role="alert"]//a[contains(., "{page_label(at)}")]/@href')
    assert page.one(f'//*[@id="{target[1:]}"]').get("name") == at
    assert not ReaderReport.objects.exists()


def page_label(name: str) -> str:
    return {
        "kind": "What is wrong?",
        "words": "What is wrong with it?",
        "passage": "The passage",
        "email": "Your e-mail address",
    }[name]


def test_four_thousand_characters_with_line_ends_of_browsers_fit(article: Article) -> None:
    send(article, status=303, words="a\r\n" * 1999 + "aa")
    assert ReaderReport.objects.get().words == "a\n" * 1999 + "aa"


@pytest.mark.parametrize("garbled", ["", "x", "x:y", "e30:abc"])
def test_a_form_that_this_site_did_not_print_is_refused(article: Article, garbled: str) -> None:
    page = refused(send(article, stamp=garbled), views.NOT_OURS)
    assert page.one('//input[@name="stamp"]/@value') != garbled
    assert not ReaderReport.objects.exists()


def test_a_stamp_is_for_one_article(article: Article, cast: Cast) -> None:
    other = article_at(Status.PUBLISHED, cast)
    refused(send(article, stamp=stamp(other)), views.NOT_OURS)


def test_what_another_site_sends_is_refused(article: Article) -> None:
    client = Client(headers={"Sec-Fetch-Site": "cross-site"})
    refused(send(article, client=client), views.NOT_OURS)
    send(article, client=Client(headers={"Sec-Fetch-Site": "same-origin"}), status=303)


def test_nobody_writes_a_report_in_a_second(article: Article) -> None:
    fresh = stamp(article, seconds=1)
    page = refused(send(article, stamp=fresh), views.EARLY)
    assert page.one('//input[@name="stamp"]/@value') == fresh, "its age goes on"
    send(article, stamp=stamp(article, seconds=5), status=303)


def test_a_form_from_yesterday_comes_back_with_a_new_stamp(article: Article) -> None:
    page = refused(send(article, stamp=stamp(article, hours=13)), views.EXPIRED)
    new = stamps.read(page.one('//input[@name="stamp"]/@value'), article)
    assert new is not None
    assert not new.is_expired
    assert not ReaderReport.objects.exists()
    send(article, stamp=stamp(article, hours=11), status=303)


def test_the_stamp_remembers_what_was_read(article: Article, cast: Cast) -> None:
    before, old = article.live_revision, stamp(article)
    article = corrected(cast, article=article)
    assert article.live_revision != before
    send(article, stamp=old, status=303)
    assert ReaderReport.objects.get().revision == before


def test_a_program_that_fills_in_everything_is_refused(article: Article) -> None:
    page = refused(send(article, subject="Buy"), views.TRAPPED, subject="")
    trap = page.one('//*[@name="subject"]')
    assert trap.get("tabindex") == "-1"
    assert trap.xpath('ancestor::*[@aria-hidden="true"]')
    assert not ReaderReport.objects.exists()


def test_sending_twice_keeps_one_report(article: Article) -> None:
    form = filled(article)
    first, second = (Client().post(url(article), form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    other = form | {"words": "Something else."}
    page = refused(Client().post(url(article), other), views.SENT_BEFORE, words="Something else.")
    assert ReaderReport.objects.count() == 1
    again = other | {"stamp": page.one('//input[@name="stamp"]/@value')}
    refused(Client().post(url(article), again), views.EARLY, words="Something else.")


def test_the_same_words_are_taken_once_on_each_article(article: Article, cast: Cast) -> None:
    send(article, status=303)
    refused(send(article, words=WORDS.upper()), views.SAID_BEFORE, words=WORDS.upper())
    send(article_at(Status.PUBLISHED, cast), status=303)
    assert ReaderReport.objects.count() == 2


def test_one_network_sends_a_few_in_an_hour(article: Article) -> None:
    for number in range(verbs.FROM_ONE):
        send(article, words=f"Wrong {number}.", status=303)
    answer = send(article, status=429)
    refused(answer, views.TOO_MANY)
    assert answer.headers["Retry-After"] == "3600"
    send(article, client=Client(REMOTE_ADDR="192.0.2.7"), status=303)
    senders = set(ReaderReport.objects.values_list("sender", flat=True))
    assert len(senders) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", sender) for sender in senders)


def test_all_together_send_no_more_than_people_can_read(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "FROM_ALL", 3)
    for number in range(3):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        send(article, words=f"Wrong {number}.", client=client, status=303)
    refused(send(article, client=Client(REMOTE_ADDR="192.0.2.9"), status=429), views.TOO_MANY)


def test_a_megabyte_is_not_read(article: Article) -> None:
    answer = send(article, words="a" * 2**20, status=413)
    assert views.TOO_LARGE in Sheet(answer).words("//main")
    assert not ReaderReport.objects.exists()


def test_characters_that_nobody_types_are_left_out(article: Article) -> None:
    send(article, words="A\x00B\x07C", passage="\x00", email="", status=303)
    report = ReaderReport.objects.get()
    assert (report.words, report.passage, report.email) == ("ABC", "", "")


def test_where_there_is_no_article_there_is_no_form(article: Article, cast: Cast) -> None:
    draft = article_at(Status.DRAFT, cast)
    gone = article_at(Status.WITHDRAWN, cast)
    client = Client()
    for method in (client.get, client.post):
        assert method(url(draft)).status_code == 404
        assert method("/articles/nothing/report/").status_code == 404
        assert method(url(gone)).status_code == 410
    assert client.get(f"{url(article)}aaaaaaaaaaaa/").status_code == 404
    assert client.put(url(article)).status_code == 405


def test_old_addresses_lead_on_with_what_was_typed(article: Article, cast: Cast) -> None:
    old = url(article)
    loud = old.replace(article.slug, article.slug.upper())
    answer = Client().get(loud)
    assert (answer.status_code, answer.headers["Location"]) == (301, old)
    article = actions.arrange(article, by=cast.editor, slug="another-address")
    answer = Client().post(old, filled(article))
    assert (answer.status_code, answer.headers["Location"]) == (308, url(article))


def test_the_reference_of_one_article_opens_nothing_at_another(
    article: Article, cast: Cast
) -> None:
    other = article_at(Status.PUBLISHED, cast)
    send(article, status=303)
    reference = ReaderReport.objects.get().reference
    assert Client().get(f"{url(other)}{reference}/").status_code == 404


def test_a_report_stays_as_it_was_sent(article: Article) -> None:
    send(article, status=303)
    with connection.cursor() as cursor:  # so that nothing stands in the way of TRUNCATE but us
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for sql in (
        "UPDATE reports_readerreport SET words = 'Fine.'",
        "UPDATE reports_readerreport SET email = 'other@example.org'",
        "DELETE FROM reports_readerreport",
        "TRUNCATE reports_readerreport, reports_reportstep, notices_notice",
    ):
        with (
            pytest.raises(DatabaseError, match=r"history|ever erased"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
