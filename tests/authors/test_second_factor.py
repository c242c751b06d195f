"""The second factor: who needs it, what it closes, and how it is lost and found."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp.oath import hotp
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from authors.doors.middleware import OPEN
from authors.models import AccountEvent, RecoverySheet, User
from authors.second_factor import WRONG
from tests.authors.doors import (
    CODE,
    SECOND_FACTOR,
    code_for,
    let_codes_pass,
    let_waits_pass,
    log_in,
    set_up,
)
from tests.doors import client_of, page_for
from tests.factories import PASSWORD, Cast, article_at
from tests.reading import Sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def enrolled(user: User) -> list[str]:
    codes = set_up(client_of(user))
    assert len(codes) == 10
    return codes


def half_in(user: User) -> Client:
    """A browser in which only the password was given."""
    client, response = log_in(user.email)
    assert response.status_code == 302
    return client


def give(client: Client, code: str, **more: str) -> str:
    """What a code is answered with: an address, or the words on the page."""
    response = client.post(CODE, {"code": code, **more})
    return response["Location"] if response.status_code == 302 else Sheet(response).words("//main")


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("writer", False),
        ("stranger", False),
        ("reviewer", True),
        ("editor", True),
        ("superuser", True),
    ],
)
def test_who_approves_or_publishes_has_to_set_one_up(
    cast: Cast, required: None, name: str, needs: bool
) -> None:
    client = client_of(getattr(cast, name))
    response = client.get("/admin/")
    assert (response.status_code == 302) is needs
    if needs:
        assert response["Location"] == f"{SECOND_FACTOR}?next=%2Fadmin%2F"
        assert "then the desk opens" in Sheet(client.get(response["Location"])).words("//main")
        set_up(client)
        assert client.get("/admin/").status_code == 200


def test_where_it_is_not_required_nobody_is_asked(cast: Cast) -> None:
    assert client_of(cast.editor).get("/admin/").status_code == 200


def addresses() -> list[str]:
    """The names of all addresses below the desk's, with numbers put in where they want some."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> list[str]:
        found: list[str] = []
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, route)
            else:
                found.append(route)
        return found

    routes = [r for r in walk(get_resolver().url_patterns, "") if r.startswith("admin/")]
    assert len(routes) > 60
    filled = [re.sub(r"<[^>]+>", "1", route) for route in routes]
    plain = [re.sub(r"\(\?P1[^)]*\)|\(\?P.*?\)|\.\*|[$^]", "1", route) for route in filled]
    return sorted({"/" + route.replace("\\", "") for route in plain})


@pytest.mark.parametrize("has_one", [True, False])
def test_every_address_of_the_desk_is_closed_until_it_is_given(
    cast: Cast, required: None, has_one: bool
) -> None:
    if has_one:
        enrolled(cast.superuser)
    client = client_of(cast.superuser)
    names = "admin:login admin:logout desk:code desk:forgotten desk:forgotten_sent"
    open_ = {reverse(name).strip("/").split("/", 1)[1] for name in names.split()}
    stop = CODE if has_one else SECOND_FACTOR
    for address in addresses():
        rest = address.removeprefix("/admin/").strip("/")
        if rest in open_ or rest.startswith(("join/", "password/new/")) or address == stop:
            continue
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code == 302, address
            assert response["Location"].startswith(stop), address
    assert len(OPEN) == 7  # another one belongs into this test


def test_what_was_wanted_opens_after_the_code(cast: Cast) -> None:
    article = article_at("draft", cast)
    enrolled(cast.editor)
    let_codes_pass(cast.editor)
    client = half_in(cast.editor)
    wanted = reverse("admin:articles_article_change", args=[article.pk])
    there = client.get(wanted)["Location"]
    page = Sheet(client.get(there))
    hidden = page.one("//input[@name='next']/@value")
    assert give(client, code_for(cast.editor), next=hidden) == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:1", ""])
def test_the_code_leads_nowhere_else(cast: Cast, wanted: str) -> None:
    enrolled(cast.writer)
    let_codes_pass(cast.writer)
    assert give(half_in(cast.writer), code_for(cast.writer), next=wanted) == "/admin/"


def test_who_has_set_one_up_is_asked_wherever_they_log_in(cast: Cast) -> None:
    enrolled(cast.writer)
    client = half_in(cast.writer)
    assert client.get("/admin/")["Location"].startswith(CODE)
    assert WRONG in give(client, "000000")
    assert client.get("/admin/").status_code == 302


def test_a_code_is_good_once(cast: Cast) -> None:
    enrolled(cast.writer)
    let_codes_pass(cast.writer)
    code = code_for(cast.writer)
    assert give(half_in(cast.writer), code) == "/admin/"
    assert WRONG in give(half_in(cast.writer), code)


def test_the_code_that_set_it_up_is_used_as_well(cast: Cast) -> None:
    enrolled(cast.writer)
    device = TOTPDevice.objects.get(user=cast.writer)
    code = f"{hotp(device.bin_key, device.last_t):06d}"
    assert WRONG in give(half_in(cast.writer), code)


def test_a_code_of_another_time_is_not_right(cast: Cast) -> None:
    enrolled(cast.writer)
    let_codes_pass(cast.writer, 100)
    for steps in (-10, 10):
        assert WRONG in give(half_in(cast.writer), code_for(cast.writer, steps))


def test_a_code_may_be_spaced(cast: Cast) -> None:
    enrolled(cast.writer)
    let_codes_pass(cast.writer)
    code = code_for(cast.writer)
    assert give(half_in(cast.writer), f" {code[:3]} {code[3:]} ") == "/admin/"


def test_a_code_of_somebody_else_is_not_right(cast: Cast) -> None:
    enrolled(cast.writer)
    enrolled(cast.second_writer)
    let_codes_pass(cast.second_writer)
    assert WRONG in give(half_in(cast.writer), code_for(cast.second_writer))


@pytest.mark.parametrize("code", ["", "1", "1234567", "१२३४५६", "' OR 1=1 --", "\x00", "x" * 61])
def test_nonsense_opens_nothing_and_breaks_nothing(cast: Cast, code: str) -> None:
    enrolled(cast.writer)
    client = half_in(cast.writer)
    assert client.post(CODE, {"code": code}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_guessing_at_codes_is_slowed_down(cast: Cast) -> None:
    enrolled(cast.writer)
    let_codes_pass(cast.writer)
    client = half_in(cast.writer)
    for number in range(5):
        assert WRONG in give(client, f"{number:06d}")
    right = code_for(cast.writer)
    assert "Too many attempts. Wait a minute, then try again." in give(client, right)
    let_waits_pass(dt.timedelta(seconds=31))
    assert give(client, right) == "/admin/"


def test_a_recovery_code_is_good_once_however_it_is_typed(cast: Cast) -> None:
    codes = enrolled(cast.writer)
    client = half_in(cast.writer)
    assert give(client, codes[0].upper().replace("-", " ")) == "/admin/"
    assert "9 recovery codes are left" in Sheet(client.get("/admin/")).words()
    assert WRONG in give(half_in(cast.writer), codes[0])
    assert give(half_in(cast.writer), codes[1]) == "/admin/"
    said = AccountEvent.objects.filter(verb="use_recovery_code").values_list("note", flat=True)
    assert list(said) == ["8 left", "9 left"]


def test_recovery_codes_are_kept_as_digests(cast: Cast) -> None:
    codes = enrolled(cast.writer)
    kept = str(RecoverySheet.objects.values().get())
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_new_recovery_codes_void_the_old_ones(cast: Cast) -> None:
    client = client_of(cast.writer)
    old = set_up(client)
    refused = Sheet(client.post(reverse("desk:new_codes"), {"password": "wrong"}))
    assert "That is not your password." in refused.words("//main")
    page = Sheet(client.post(reverse("desk:new_codes"), {"password": PASSWORD}))
    new = page.texts("//ul[@class='recovery']//code")
    assert len(new) == 10
    assert not set(new) & set(old)
    assert WRONG in give(half_in(cast.writer), old[0])
    assert give(half_in(cast.writer), new[0]) == "/admin/"


def test_removing_it_needs_the_password(cast: Cast) -> None:
    client = client_of(cast.writer)
    set_up(client)
    remove = reverse("desk:remove_second_factor")
    assert client.get(remove).status_code == 405
    assert "not your password" in Sheet(client.post(remove, {"password": "x"})).words("//main")
    assert TOTPDevice.objects.exists()
    assert client.post(remove, {"password": PASSWORD}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert not RecoverySheet.objects.exists()
    assert half_in(cast.writer).get("/admin/").status_code == 200


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_key(cast: Cast) -> None:
    client = client_of(cast.writer)
    key = "//div[@class='steps__key']//code"
    before = Sheet(client.get(SECOND_FACTOR)).words(key)
    page = Sheet(client.post(SECOND_FACTOR, {"code": "000000"}))
    assert WRONG in page.words("//main")
    assert page.words(key) == before
    assert not TOTPDevice.objects.exists()


def test_the_session_before_the_code_is_not_the_one_after_it(cast: Cast) -> None:
    codes = enrolled(cast.writer)
    client = half_in(cast.writer)
    stolen = client.cookies["session"].value
    give(client, codes[0])
    thief = Client()
    thief.cookies["session"] = stolen
    assert thief.get("/admin/")["Location"].startswith(reverse("admin:login"))


def test_the_qr_code_is_drawn_here_and_holds_the_key(cast: Cast) -> None:
    page = Sheet(client_of(cast.writer).get(SECOND_FACTOR))
    assert page.one("//div[@class='steps__key']//img/@src").startswith("data:image/svg+xml")


def test_the_key_goes_straight_into_an_app_on_the_same_phone(cast: Cast) -> None:
    """Nobody can hold a telephone before its own screen."""
    page = page_for(cast.reviewer, SECOND_FACTOR)
    address = urlsplit(page.one("//a[starts-with(@href, 'otpauth:')]/@href"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    secret = parse_qs(address.query)["secret"][0]
    assert secret == page.words("//div[@class='steps__key']//code").replace(" ", "")


def test_nobody_reads_keys_in_the_admin(cast: Cast) -> None:
    assert client_of(cast.superuser).get("/admin/otp_totp/totpdevice/").status_code == 404


def test_the_page_of_the_code_sends_everybody_else_on(cast: Cast) -> None:
    assert Client().get(CODE)["Location"] == reverse("admin:login")
    assert client_of(cast.writer).get(CODE)["Location"] == "/admin/"


def test_what_happened_is_on_the_record(cast: Cast) -> None:
    enrolled(cast.writer)
    seen = AccountEvent.objects.filter(account=cast.writer).values_list("verb", "actor_name")
    assert ("set_up_second_factor", "Wanda Writer") in set(seen)
