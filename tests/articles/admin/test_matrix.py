"""Every address of the desk: who comes in there, as tables written by hand and tried.

`test_permissions` holds who may take which step; here stands every door that there is. The first
table has the doors of the desk as a whole, the second those of one article, in every state that
it can be in, for whoever wrote it and for whoever did not. A door in neither fails the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.models import Article
from tests.articles.admin import doors
from tests.articles.admin.doors import Door
from tests.articles.admin.test_permissions import SITUATIONS, article_in, opens
from tests.doors import PEOPLE, client_of, leads_to_login, person
from tests.factories import Cast

pytestmark = pytest.mark.django_db

COLUMNS: Final = ("anonymous", "stranger", "writer", "reviewer", "editor", "superuser")

APPROVED_ONCE: Final = {"approved", "scheduled", "published", "withdrawn", "draft over live text"}

NOT_A_DOOR: Final = {
    "jsi18n": "the browser's words for dates, the same for everybody",
    "articles_article_step": "test_permissions has a table of its own for the steps",
}


@pytest.fixture(autouse=True)
def everybody(cast: Cast) -> None:
    for name in PEOPLE:
        person(cast, name)


def outcome(client: Client, method: str, address: str, data: dict[str, Any]) -> str:
    """What somebody gets at a door: "in", "no", "on" (led elsewhere) or "login"; it is undone."""
    with transaction.atomic():
        call = client.get if method == "GET" else client.post
        response: HttpResponseBase = call(address, data)
        transaction.set_rollback(True)
    if leads_to_login(response) or response.status_code == 401:
        return "login"
    match response.status_code:
        case 302:
            return "on"
        case 403 | 404 | 405 | 410:
            return "no"
        case 200 | 204 | 400 | 409:
            return "in"
    raise AssertionError(f"{response.status_code} from {address}")


# -- the desk as a whole ---------------------------------------------------------------------------


def rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    for line in doors.OF_THE_DESK.strip().splitlines():
        if line.strip() and not line.startswith("#"):
            name, method, *cells = line.split()
            yield name, method, dict(zip(COLUMNS, cells, strict=True))


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    return doors.things(cast)


def test_who_comes_in_at_which_door_of_the_desk(cast: Cast, things: dict[str, Any]) -> None:
    clients = {name: client_of(person(cast, name)) for name in COLUMNS}
    wrong = []
    for name, method, expected in rows():
        args = doors.arguments(name, things)
        address = reverse(name if ":" in name else f"admin:{name}", args=args)
        found = {
            who: outcome(
                client,
                method,
                address,
                {**doors.words(name, things), "person": getattr(person(cast, who), "pk", "")},
            )
            for who, client in clients.items()
        }
        if found != expected:
            wrong.append(" ".join([f"{name:48} {method:5}", *(f"{found[c]:8}" for c in COLUMNS)]))
    assert not wrong, "Found otherwise:\n" + "\n".join(wrong)


# -- one article -----------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", SITUATIONS)
def test_who_comes_in_at_which_door_of_an_article(situation: str, cast: Cast) -> None:
    article = article_in(situation, cast)
    clients = {name: client_of(person(cast, name)) for name in PEOPLE}
    wrong = []
    for door in doors.OF_AN_ARTICLE:
        address, words = doors.way_to(door, article, cast)
        for name, client in clients.items():
            data = {**words, "person": getattr(person(cast, name), "pk", "")}
            found = outcome(client, door.method, address, data)
            if found == "on":
                found = "in"
            expected = allowed(door, situation, name)
            if found != expected:
                wrong.append(f"{door.name} {door.method} as {name}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def allowed(door: Door, situation: str, name: str) -> str:
    if name == "anonymous":
        return "login"
    may = opens(situation, name)
    match door.audience:
        case "sees":
            return "no" if may == "-" else "in"
        case "changes":
            return "in" if may not in {"-", ""} else "no"
        case "writes":
            return "in" if "text" in may else "no"
        case "sees an approval":
            return "in" if may != "-" and situation in APPROVED_ONCE else "no"
        case "revokes":
            revokes = name in {"reviewer", "editor", "superuser"}
            return "in" if revokes and situation in APPROVED_ONCE else "no"
        case "nobody":
            return "no"
    raise AssertionError(door.audience)


# -- all of them -----------------------------------------------------------------------------------


def names_of_the_desk() -> set[str]:
    found = set()

    def walk(resolver: URLResolver, space: str) -> None:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                walk(one, one.namespace or space)
            elif isinstance(one, URLPattern) and one.name and space in {"admin", "desk"}:
                found.add(one.name if space == "admin" else f"desk:{one.name}")

    walk(get_resolver(), "")
    return found


def test_every_door_of_the_desk_is_in_one_of_the_tables() -> None:
    listed = {name for name, _, _ in rows()} | {door.name for door in doors.OF_AN_ARTICLE}
    missing = names_of_the_desk() - listed - set(NOT_A_DOOR)
    assert not missing, f"Nobody has said who may come in at {sorted(missing)}."
    assert listed | set(NOT_A_DOOR) <= names_of_the_desk()


def test_the_article_of_the_tables_is_the_writers(cast: Cast) -> None:
    article = article_in("draft", cast)
    assert Article.objects.visible_to(cast.writer).filter(pk=article.pk).exists()
    assert not Article.objects.visible_to(cast.second_writer).filter(pk=article.pk).exists()
