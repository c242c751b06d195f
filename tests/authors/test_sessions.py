"""Where people are logged in, passwords that are forgotten or changed, and people who leave."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Status
from authors.models import AccountEvent, DeskSession, User
from authors.session_store import ABOUT
from authors.sessions import device_of
from tests import factories
from tests.authors.doors import link_in, log_in, set_up
from tests.doors import client_of, leads_to_login, page_for
from tests.factories import PASSWORD, Cast, article_at
from tests.reading import Sheet

pytestmark = pytest.mark.django_db(transaction=True)

SESSIONS = reverse("desk:sessions")
FORGOTTEN = reverse("desk:forgotten")
NEW = "a stable of correct batteries"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


def inside(user: User, agent: str = "") -> Client:
    client, response = log_in(
        user.email, client=Client(headers={"user-agent": agent}) if agent else None
    )
    assert client.get(response["Location"]).status_code == 200
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def at(name: str, user: User) -> str:
    return reverse(f"admin:authors_user_{name}", args=[user.pk])


# --- sessions ------------------------------------------------------------------------------------


def test_people_see_where_they_are_logged_in_and_log_one_out(cast: Cast) -> None:
    here, phone = inside(cast.writer), inside(cast.writer, PHONE)
    page = Sheet(here.get(SESSIONS))
    assert page.texts("//h3") == ["Firefox on Linux this one", "Safari on an iPhone"]
    handle = page.one("//button[@name='session']/@value")
    assert phone.cookies["session"].value not in page.raw
    here.post(SESSIONS, {"session": handle})
    assert is_in(here)
    assert leads_to_login(phone.get("/admin/"))
    event = AccountEvent.objects.get(verb="end_session")
    assert (event.actor_name, event.note) == ("Wanda Writer", "Safari on an iPhone")


def test_all_others_are_logged_out_at_once(cast: Cast) -> None:
    others = [inside(cast.writer) for _ in range(3)]
    here = inside(cast.writer)
    here.post(SESSIONS, {"all": "yes"})
    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_a_session_of_somebody_else(cast: Cast) -> None:
    theirs, mine = inside(cast.writer), inside(cast.second_writer)
    for handle in (DeskSession.objects.get(user=cast.writer).handle, "x", ""):
        mine.post(SESSIONS, {"session": str(handle)})
    assert is_in(theirs)
    for who in (cast.stranger, cast.second_writer, cast.reviewer, cast.editor):
        assert client_of(who).get(at("sessions", cast.writer)).status_code == 403
        assert client_of(who).post(at("sessions", cast.writer), {"all": "1"}).status_code == 403
    assert is_in(theirs)
    assert leads_to_login(Client().get(SESSIONS))


def test_an_administrator_logs_somebody_out(cast: Cast) -> None:
    theirs = inside(cast.writer)
    assert "Firefox on Linux" in page_for(cast.superuser, at("sessions", cast.writer)).words()
    client_of(cast.superuser).post(at("sessions", cast.writer), {"all": "yes"})
    assert not is_in(theirs)
    assert AccountEvent.objects.get(verb="end_sessions").actor == cast.superuser


def test_a_session_ends_after_a_month_however_often_it_is_used(cast: Cast) -> None:
    client = inside(cast.writer)
    session = client.session
    about = session[ABOUT]
    begun = timezone.now() - dt.timedelta(days=31)
    session[ABOUT] = {**about, "begun_at": begun.isoformat()}
    session.save()
    assert leads_to_login(client.get("/admin/"))


def test_last_seen_is_coarse(cast: Cast) -> None:
    client = inside(cast.writer)
    before = DeskSession.objects.get(user=cast.writer).seen_at
    is_in(client)
    assert DeskSession.objects.get(user=cast.writer).seen_at == before
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/18 Safari/605", "Safari on a Mac"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537", "Chrome on Android"),
        ("<script>alert(1)</script>" * 900, "A browser that doesn’t say which"),
        ("", "A browser that doesn’t say which"),
    ],
)
def test_a_device_is_said_plainly(agent: str, words: str) -> None:
    assert device_of(agent) == words


# --- passwords -----------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_anew_by_mail(cast: Cast) -> None:
    before = inside(cast.writer)
    response = Client().post(FORGOTTEN, {"email": cast.writer.email.upper()}, follow=True)
    assert "If the address that you typed has an account" in Sheet(response).words("//main")
    link = link_in(mail.outbox[0])
    browser = Client()
    page = browser.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    answer = browser.post(form, {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Your new password is set. Log in with it." in Sheet(answer).words("//main")
    assert not is_in(before)
    assert log_in(cast.writer.email, NEW)[1].status_code == 302
    again = Sheet(Client().get(link, follow=True))
    assert "This link is good no more" in again.words("//main")
    assert mail.outbox[1].subject == "Your password was changed"


@pytest.mark.parametrize("who", ["nobody@example.org", "switched off", "without a password"])
def test_everybody_is_told_the_same_and_only_accounts_get_mail(cast: Cast, who: str) -> None:
    email = who
    if who == "switched off":
        email = factories.account("Olga Old", is_active=False).email
    if who == "without a password":
        email = User.objects.create_user("none@example.org", name="None").email
    pages = [
        Client().post(FORGOTTEN, {"email": address}, follow=True).content
        for address in (email, cast.writer.email)
    ]
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [[cast.writer.email]]


def test_nobody_is_flooded_with_mails(cast: Cast) -> None:
    for number in range(5):
        Client().post(FORGOTTEN, {"email": cast.writer.email}, REMOTE_ADDR=f"203.0.113.{number}")
    assert len(mail.outbox) == 3
    words = ""
    for _ in range(6):
        response = Client().post(FORGOTTEN, {"email": "x@example.org"}, follow=True)
        words = Sheet(response).words("//main")
    assert "Too many requests came from here." in words


def test_the_second_factor_stays_when_the_password_is_set_anew(cast: Cast) -> None:
    set_up(client_of(cast.writer))
    cast.writer.refresh_from_db()
    cast.writer.set_password(NEW)
    cast.writer.save()
    client, _ = log_in(cast.writer.email, NEW)
    assert client.get("/admin/")["Location"].startswith(reverse("desk:code"))


def test_changing_ones_password_logs_out_the_other_browsers(cast: Cast) -> None:
    here, other = inside(cast.writer), inside(cast.writer)
    data = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post(reverse("admin:password_change"), data).status_code == 302
    assert is_in(here)
    assert not is_in(other)
    assert DeskSession.objects.filter(user=cast.writer).count() == 1
    assert AccountEvent.objects.get(verb="change_password").actor == cast.writer


# --- the second factor of others -----------------------------------------------------------------


def test_an_administrator_resets_a_second_factor(cast: Cast) -> None:
    mine = client_of(cast.writer)
    set_up(mine)
    for who in (cast.stranger, cast.second_writer, cast.reviewer, cast.editor):
        assert client_of(who).post(at("second_factor", cast.writer)).status_code == 403
    assert is_in(mine)
    assert "by another way than mail" in page_for(
        cast.superuser, at("second_factor", cast.writer)
    ).words("//main")
    client_of(cast.superuser).post(at("second_factor", cast.writer))
    assert not is_in(mine)
    assert is_in(inside(cast.writer))
    assert AccountEvent.objects.get(verb="remove_second_factor").actor == cast.superuser
    assert "Your second factor was removed" in [letter.subject for letter in mail.outbox]


# --- leaving -------------------------------------------------------------------------------------


def test_who_leaves_hands_their_open_work_over(cast: Cast) -> None:
    from articles import actions

    draft = article_at(Status.DRAFT, cast)
    live = article_at(Status.PUBLISHED, cast)
    heir = factories.author("Sam Second", cast.second_writer)
    page = page_for(cast.superuser, at("switch", cast.writer))
    assert draft.title in page.words("//main")
    assert live.title not in page.words("//main")
    theirs = inside(cast.writer)
    client_of(cast.superuser).post(at("switch", cast.writer), {"taker-writing": str(heir.pk)})
    assert not is_in(theirs)
    draft.refresh_from_db()
    assert [line.author for line in draft.bylines.all()] == [cast.author, heir]
    actions.save(draft, desk=factories.desk("Taken over"), by=cast.second_writer)
    assert draft.events.filter(verb="arrange").first().note == "Wanda Writer left the desk."
    assert list(live.bylines.values_list("author", flat=True)) == [cast.author.pk]
    event = AccountEvent.objects.get(verb="switch_off")
    assert event.actor == cast.superuser
    assert event.note == "Texts they are writing: 1 to Sam Second"


@pytest.mark.parametrize("instead", [True, False])
def test_reviews_are_asked_of_somebody_else_even_in_review(cast: Cast, instead: bool) -> None:
    from articles import actions

    article = article_at(Status.DRAFT, cast)
    asked = cast.reviewer.medicalreviewer
    other = cast.second_reviewer.medicalreviewer
    article = actions.arrange(article, by=cast.writer, reviewers_asked=[asked])
    article = actions.submit(article, by=cast.writer)
    taker = str(other.pk) if instead else ""
    client_of(cast.superuser).post(at("switch", cast.reviewer), {"taker-reviews": taker})
    assert list(article.reviewers_asked.all()) == ([other] if instead else [])
    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW
    assert article.events.first().verb == "ask_instead"
    history = reverse("admin:articles_article_history", args=[article.pk])
    assert "asked somebody else to review" in page_for(cast.editor, history).words("//main")


def test_work_goes_only_to_whom_the_page_offers(cast: Cast) -> None:
    article_at(Status.DRAFT, cast)
    for taker in ("0", "x", str(cast.author.pk)):
        response = client_of(cast.superuser).post(
            at("switch", cast.writer), {"taker-writing": taker}
        )
        assert response.status_code == 409
    cast.writer.refresh_from_db()
    assert cast.writer.is_active


def test_only_administrators_switch_accounts(cast: Cast) -> None:
    for who in (cast.stranger, cast.second_writer, cast.reviewer, cast.editor):
        for method in ("get", "post"):
            response = getattr(client_of(who), method)(at("switch", cast.writer))
            assert response.status_code == 403
    assert User.objects.get(pk=cast.writer.pk).is_active


def test_an_account_is_switched_on_again(cast: Cast) -> None:
    administrator = client_of(cast.superuser)
    administrator.post(at("switch", cast.writer))
    assert "Switch the account on" in Sheet(administrator.get(at("switch", cast.writer))).raw
    administrator.post(at("switch", cast.writer))
    assert is_in(inside(cast.writer))
    verbs = AccountEvent.objects.filter(account=cast.writer).values_list("verb", flat=True)
    assert list(verbs) == ["switch_on", "switch_off"]


def test_what_happened_to_an_account_stands_on_its_page(cast: Cast) -> None:
    client_of(cast.superuser).post(at("switch", cast.writer))
    words = page_for(cast.superuser, at("change", cast.writer)).words("//main")
    assert "switch off, by Ada Admin" in words
