"""Reports at the desk: who reads them, who handles them, and what is erased when."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from articles.models import Article, Status
from articles.reports import verbs
from articles.reports.models import ReaderReport, ReportStep, State
from articles.reports.stamps import Stamp
from tests.doors import PEOPLE, answers, client_of, leads_to_login, page_for, person
from tests.factories import Cast, article_at
from tests.queries import counted

pytestmark = pytest.mark.django_db

LIST = "/admin/reports/readerreport/"
EDITORS = {"editor", "superuser"}


def filed(article: Article, words: str = "It is <b>five</b>.", network: str = "") -> ReaderReport:
    assert article.live_revision_id is not None
    stamp = Stamp(article.live_revision_id, uuid.uuid4(), dt.timedelta(minutes=1))
    said = verbs.Filed("statement", "Six <script>alert(1)</script>", words, "reader@example.org")
    return verbs.file(article, said, stamp=stamp, network=network or uuid.uuid4().hex)


@pytest.fixture
def report(cast: Cast) -> ReaderReport:
    return filed(article_at(Status.PUBLISHED, cast))


def state(report: ReaderReport) -> str:
    return str(ReaderReport.objects.with_state().get(pk=report.pk).state)


def test_who_opens_the_list_and_a_report(cast: Cast, report: ReaderReport) -> None:
    closed = {"anonymous": 302, "stranger": 403, "reviewer": 403}
    some = dict.fromkeys(PEOPLE, 200) | closed
    assert answers(cast, LIST) == some
    assert answers(cast, report.get_absolute_url()) == some | {"second_writer": 403}
    assert answers(cast, f"{LIST}add/") == dict.fromkeys(PEOPLE, 403) | {"anonymous": 302}
    gone = answers(cast, f"{LIST}{report.pk}/delete/")
    assert gone == dict.fromkeys(PEOPLE, 403) | {"anonymous": 302}


def test_lists_hold_what_a_person_may_see(cast: Cast, report: ReaderReport) -> None:
    title = report.article.title
    for name, sees in {"writer": True, "second_writer": False, "editor": True}.items():
        assert (title in page_for(person(cast, name), LIST).words("//main")) is sees


def test_text_of_readers_is_text_and_their_address_is_for_editors(
    cast: Cast, report: ReaderReport
) -> None:
    page = page_for(cast.editor, report.get_absolute_url())
    assert "It is <b>five</b>." in page.words("//main")
    assert "Six <script>alert(1)</script>" in page.words("//main")
    assert "reader@example.org" in page.words("//main")
    assert report.article.get_absolute_url() in page.all("//main//a/@href")
    assert "reader@example.org" not in page_for(cast.writer, report.get_absolute_url()).raw


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("step", ["in_hand", "corrected", "unchanged"])
def test_only_editors_handle_a_report(
    cast: Cast, report: ReaderReport, name: str, step: str
) -> None:
    answer = client_of(person(cast, name)).post(
        report.get_absolute_url(), {"step": step, "note": "Looked at."}
    )
    if name in EDITORS:
        assert answer.status_code == 302
        assert state(report) == step
        assert report.steps.get().by == person(cast, name)
    else:
        assert leads_to_login(answer) if name == "anonymous" else answer.status_code == 403
        assert not ReportStep.objects.exists()


def test_a_report_is_taken_closed_and_taken_again(cast: Cast, report: ReaderReport) -> None:
    browser, address = client_of(cast.editor), report.get_absolute_url()
    browser.post(address, {"step": "in_hand"})
    assert "In hand" in page_for(cast.second_editor, LIST).words("//main")
    assert "Edith Editor" in page_for(cast.second_editor, LIST).words("//main")
    again = browser.post(address, {"step": "in_hand"})
    assert b"This was done already" in again.content
    bare = browser.post(address, {"step": "corrected", "note": " "})
    assert b"Say what you found" in bare.content
    long = browser.post(address, {"step": "corrected", "note": "Seen. " * 500})
    assert b"At most 2,000" in long.content
    assert b"Seen. Seen." in long.content, "nothing typed is lost"
    assert browser.post(address, {"step": "nonsense"}).status_code == 200
    browser.post(address, {"step": "corrected", "note": "Put right in revision 2."})
    twice = browser.post(address, {"step": "unchanged", "note": "No."})
    assert b"Take it in hand again" in twice.content
    client_of(cast.second_editor).post(address, {"step": "in_hand"})
    page = page_for(cast.editor, address)
    assert [" ".join(p.split()) for p in page.texts("//main//ol/li/p/strong")] == [
        "Taken in hand",
        "Closed: corrected",
        "Taken in hand",
    ]
    assert "Put right in revision 2." in page.words("//main")


def test_lines_are_never_changed(cast: Cast, report: ReaderReport) -> None:
    verbs.take(report, by=cast.editor)
    for sql in ("UPDATE reports_reportstep SET note = 'x'", "DELETE FROM reports_reportstep"):
        with (
            pytest.raises(DatabaseError, match="history"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_the_list_is_narrowed_by_state_and_kind(cast: Cast, report: ReaderReport) -> None:
    other = filed(article_at(Status.PUBLISHED, cast))
    verbs.take(report, by=cast.editor)
    new = page_for(cast.editor, f"{LIST}?state=new").all(
        '//th//a[contains(@href,"/change/")]/@href'
    )
    assert [other.get_absolute_url() in link for link in new] == [True]
    none = page_for(cast.editor, f"{LIST}?kind__exact=typing")
    assert not none.all('//th//a[contains(@href,"/change/")]')


def test_editors_are_told_of_new_ones_and_nobody_else(cast: Cast, report: ReaderReport) -> None:
    start = reverse("admin:index")
    assert report.get_absolute_url() in page_for(cast.editor, start).all("//main//a/@href")
    entry = '//nav//a[contains(., "Reader reports")]'
    assert "1" in page_for(cast.editor, start).texts(entry)[0]
    writer = page_for(cast.writer, start)
    assert report.get_absolute_url() not in writer.all("//main//a/@href")
    assert not any("1" in text for text in writer.texts(entry))
    assert not page_for(cast.reviewer, start).all(entry)
    verbs.take(report, by=cast.editor)
    page = page_for(cast.second_editor, start)
    assert report.get_absolute_url() not in page.all("//main//a/@href")


def test_what_an_editor_has_in_hand_stands_on_today_until_it_is_closed(
    cast: Cast, report: ReaderReport
) -> None:
    start, address = reverse("admin:index"), report.get_absolute_url()
    verbs.take(report, by=cast.editor)
    held = '//section[@aria-labelledby="reports-in-hand"]//a/@href'
    assert page_for(cast.editor, start).all(held) == [address]
    assert not page_for(cast.second_editor, start).all(held)
    filed(report.article, "It is seven.")
    client = client_of(cast.editor)
    client.get(start)
    with counted(at_most=14):  # the desk promises fewer than 15
        client.get(start)
    verbs.close(report, State.UNCHANGED, by=cast.editor, note="It is right.")
    assert not page_for(cast.editor, start).all(held)


def test_today_shows_the_first_new_reports_and_leads_to_the_rest(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    reports = [filed(article, f"Error {number}") for number in range(7)]
    page = page_for(cast.editor, reverse("admin:index"))
    links = page.all('//section[@aria-labelledby="reader-reports"]//a/@href')
    assert links == [*[each.get_absolute_url() for each in reports[:5]], f"{LIST}?state=new"]
    assert "2 more" in page.words('//section[@aria-labelledby="reader-reports"]')


def test_a_note_that_is_typed_before_it_is_taken_is_kept(cast: Cast, report: ReaderReport) -> None:
    address = report.get_absolute_url()
    said = client_of(cast.editor).post(
        address, {"step": "in_hand", "note": "Looks right."}, follow=True
    )
    assert b"You have the report in hand" in said.content
    assert b"Looks right." in said.content
    assert report.steps.get().note == "Looks right."


def test_a_report_is_given_back_and_new_for_everybody(cast: Cast, report: ReaderReport) -> None:
    address = report.get_absolute_url()
    early = client_of(cast.editor).post(address, {"step": "new"})
    assert b"Nobody has this report in hand." in early.content
    client_of(cast.editor).post(address, {"step": "in_hand"})
    assert "Give it back" in page_for(cast.editor, address).words("//main")
    assert "Give it back" not in page_for(cast.second_editor, address).words("//main")
    assert client_of(cast.writer).post(address, {"step": "new"}).status_code == 403
    assert state(report) == State.IN_HAND
    client_of(cast.editor).post(address, {"step": "new"})
    assert state(report) == State.NEW
    assert "Nobody yet" in page_for(cast.second_editor, LIST).words("//main")
    start = page_for(cast.second_editor, reverse("admin:index"))
    assert address in start.all('//section[@aria-labelledby="reader-reports"]//a/@href')
    assert "Given back" in page_for(cast.editor, address).words("//main")


def test_who_leaves_gives_reports_back(cast: Cast, report: ReaderReport) -> None:
    verbs.take(report, by=cast.editor)
    address = reverse("admin:authors_user_switch", args=[cast.editor.pk])
    page = page_for(cast.superuser, address)
    assert report.get_absolute_url() in page.all("//main//a/@href")
    assert not page.all('//select[@name="taker-reports"]'), "any editor can take them"
    client_of(cast.superuser).post(address)
    assert state(report) == State.NEW
    assert ReaderReport.objects.new().get() == report
    assert report.steps.last().note == "Edith Editor left the desk."


def test_the_list_takes_the_same_queries_however_long_it_is(cast: Cast) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            verbs.take(filed(article_at(Status.PUBLISHED, cast)), by=cast.editor)

    browser = client_of(cast.editor)
    fill(2)
    browser.get(LIST)
    with counted() as before:
        browser.get(LIST)
    fill(2)
    with counted() as after:
        browser.get(LIST)
    assert int(after) == int(before)


def let_days_pass(days: int) -> None:
    """All that was reported and done so far was so many days earlier; as a replica would say it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in ("reports_readerreport", "reports_reportstep"):
            cursor.execute(f"UPDATE {table} SET at = at - make_interval(days => %s)", [days])
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_addresses_are_erased_when_their_time_is_over(
    cast: Cast, report: ReaderReport, capsys: pytest.CaptureFixture[str]
) -> None:
    still_open = filed(article_at(Status.PUBLISHED, cast))
    verbs.close(report, State.CORRECTED, by=cast.editor, note="Put right.")
    call_command("forget_reports")
    report.refresh_from_db()
    assert report.email
    assert report.sender
    let_days_pass(89)
    call_command("forget_reports")
    report.refresh_from_db()
    assert (report.email, report.sender) == ("reader@example.org", "")
    let_days_pass(2)
    capsys.readouterr()
    call_command("forget_reports")
    assert capsys.readouterr().out == "1 e-mail address erased.\n"
    report.refresh_from_db()
    still_open.refresh_from_db()
    assert (report.email, report.sender, report.words) == ("", "", "It is <b>five</b>.")
    assert (still_open.email, still_open.sender) == ("reader@example.org", "")
    assert state(report) == State.CORRECTED
    assert report.steps.last().what == "E-mail address erased"
    call_command("forget_reports")
    assert capsys.readouterr().out == "0 e-mail addresses erased.\n"


def test_a_report_that_was_taken_again_keeps_its_address(cast: Cast, report: ReaderReport) -> None:
    verbs.close(report, State.UNCHANGED, by=cast.editor, note="It is right.")
    verbs.take(report, by=cast.editor)
    let_days_pass(200)
    call_command("forget_reports")
    report.refresh_from_db()
    assert report.email
