"""Guessing at passwords is slowed down, and nobody is kept out for ever by it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client, RequestFactory

from authors import throttle
from authors.models import Throttle
from tests.authors.doors import let_waits_pass, log_in
from tests.factories import PASSWORD, Cast
from tests.reading import Sheet
from wellness.lib.visitor import network_of

pytestmark = pytest.mark.django_db

TOO_MANY = "Too many attempts to log in."


def guess(email: str, times: int, **extra: str) -> str:
    """What the last of some wrong guesses is told."""
    words = ""
    for number in range(times):
        _, response = log_in(email, f"wrong {number}", **extra)
        words = Sheet(response).words("//main")
    return words


def test_after_five_wrong_passwords_even_the_right_one_waits(cast: Cast) -> None:
    assert TOO_MANY not in guess(cast.writer.email, 5)
    _, response = log_in(cast.writer.email)
    assert response.status_code == 200
    assert f"{TOO_MANY} Wait a minute, then try again" in Sheet(response).words("//main")
    let_waits_pass(dt.timedelta(seconds=31))
    assert log_in(cast.writer.email)[1].status_code == 302


def test_each_further_failure_waits_twice_as_long_and_never_more_than_a_quarter_hour(
    cast: Cast,
) -> None:
    guess(cast.writer.email, 5)
    waits = []
    for _ in range(8):
        row = Throttle.objects.get(key__startswith="account:")
        waits.append(round((row.until - row.last_at).total_seconds()))
        let_waits_pass(row.until - row.last_at + dt.timedelta(seconds=1))
        guess(cast.writer.email, 1)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_what_is_refused_does_not_make_the_wait_longer(cast: Cast) -> None:
    guess(cast.writer.email, 5)
    before = Throttle.objects.get(key__startswith="account:").until
    assert TOO_MANY in guess(cast.writer.email, 10)
    assert Throttle.objects.get(key__startswith="account:").until == before


def test_an_unknown_address_is_answered_like_a_known_one(cast: Cast) -> None:
    known, unknown = cast.writer.email, "nobody@example.org"
    for times in (1, 4, 1):
        words = [guess(email, times) for email in (known, unknown)]
        assert words[0] == words[1]
    assert TOO_MANY in words[1]


def test_the_case_of_an_address_is_no_new_try(cast: Cast) -> None:
    guess(cast.writer.email, 3)
    guess(f" {cast.writer.email.upper()} ", 2)
    assert TOO_MANY in guess(cast.writer.email, 1)


def test_strangers_who_guess_do_not_keep_the_owner_out_of_a_browser_they_used(cast: Cast) -> None:
    mine, response = log_in(cast.writer.email)
    mine.get(response["Location"])
    mine.post("/admin/logout/")
    assert TOO_MANY in guess(cast.writer.email, 8, REMOTE_ADDR="203.0.113.9")
    assert log_in(cast.writer.email, client=mine)[1].status_code == 302


def test_a_browser_that_is_known_has_to_wait_as_well(cast: Cast) -> None:
    mine, response = log_in(cast.writer.email)
    mine.get(response["Location"])
    mine.post("/admin/logout/")
    for number in range(10):
        log_in(cast.writer.email, f"wrong {number}", client=mine)
    assert TOO_MANY in Sheet(log_in(cast.writer.email, client=mine)[1]).words("//main")


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "W10:1:1", "\x00"])
def test_a_forged_cookie_makes_no_browser_known(cast: Cast, value: str) -> None:
    guess(cast.writer.email, 5)
    client = Client()
    client.cookies["known"] = value
    assert TOO_MANY in Sheet(log_in(cast.writer.email, client=client)[1]).words("//main")


def test_the_cookie_of_a_known_browser_stays_in_the_desk_and_opens_nothing(cast: Cast) -> None:
    mine, response = log_in(cast.writer.email)
    cookie = mine.get(response["Location"]).cookies["known"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    assert cast.writer.email not in cookie.value
    other = Client()
    other.cookies["known"] = cookie.value
    assert other.get("/admin/").status_code == 302


def test_one_network_may_not_try_many_accounts(cast: Cast) -> None:
    for number in range(40):
        guess(f"person{number}@example.org", 1, REMOTE_ADDR="203.0.113.9")
    assert TOO_MANY in guess(cast.writer.email, 1, REMOTE_ADDR="203.0.113.9")
    assert TOO_MANY not in guess(cast.writer.email, 1, REMOTE_ADDR="203.0.113.10")


def test_an_account_of_ones_own_does_not_hide_guesses_at_others(cast: Cast) -> None:
    for number in range(40):
        guess(f"person{number}@example.org", 1, REMOTE_ADDR="203.0.113.9")
        let_waits_pass(dt.timedelta(hours=1))
        log_in(cast.writer.email, REMOTE_ADDR="203.0.113.9")
        let_waits_pass(dt.timedelta(hours=-1))
    assert Throttle.objects.get(key__startswith="network:").failures >= 40


def test_nothing_of_address_or_network_is_kept_in_the_clear(cast: Cast) -> None:
    guess(cast.writer.email, 2, REMOTE_ADDR="203.0.113.9")
    kept = " ".join(Throttle.objects.values_list("key", flat=True))
    assert "@" not in kept
    assert "203.0" not in kept


def test_counts_are_forgotten_after_a_day(cast: Cast) -> None:
    guess(cast.writer.email, 4)
    let_waits_pass(dt.timedelta(days=1, minutes=1))
    assert TOO_MANY not in guess(cast.writer.email, 4)
    throttle.clear(throttle.account("somebody@example.org"))
    assert Throttle.objects.count() == 2
    let_waits_pass(dt.timedelta(days=1, minutes=1))
    throttle.clear(throttle.account("somebody@example.org"))
    assert not Throttle.objects.exists()


def test_a_new_password_ends_the_wait(cast: Cast) -> None:
    guess(cast.writer.email, 6)
    cast.writer.set_password(PASSWORD + "!")
    cast.writer.save()
    assert log_in(cast.writer.email, PASSWORD + "!")[1].status_code == 302


@pytest.mark.parametrize(
    ("meta", "behind_proxy", "network"),
    [
        ({"REMOTE_ADDR": "203.0.113.9"}, False, "203.0.113.9"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3::4"}, False, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:203.0.113.9"}, False, "203.0.113.9"),
        ({"REMOTE_ADDR": ""}, False, "unknown"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "9.9.9.9"}, False, "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "9.9.9.9, 8.8.8.8"}, True, "8.8.8.8"),
        ({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "<script>"}, True, "unknown"),
    ],
)
def test_a_network_is_what_the_nearest_machine_says(
    meta: dict[str, str], behind_proxy: bool, network: str
) -> None:
    request = RequestFactory().get("/")
    request.META = meta
    assert network_of(request.META, behind_proxy=behind_proxy) == network
