"""People at the doors of the admin: who comes in, and who is told what."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from authors.models import User
from tests.factories import Cast
from tests.reading import Sheet

PEOPLE = (
    "anonymous",
    "stranger",
    "writer",
    "second_writer",
    "reviewer",
    "editor",
    "superuser",
)
"""Everybody who is tried at every door; the writer is the one whose article it is."""


def client_of(user: User | None) -> Client:
    """A browser in which this person is logged in; nobody for None."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def person(cast: Cast, name: str) -> User | None:
    return None if name == "anonymous" else getattr(cast, name)


def answers(cast: Cast, address: str) -> dict[str, int]:
    """The status that each of PEOPLE gets at an address; a way to the login counts as 302."""
    found = {}
    for name in PEOPLE:
        response = client_of(person(cast, name)).get(address)
        if name == "anonymous":
            assert response.status_code != 302 or leads_to_login(response)
        found[name] = response.status_code
    return found


def leads_to_login(response: HttpResponseBase) -> bool:
    return response.headers.get("Location", "").startswith(reverse("admin:login"))


def page_for(user: User | None, address: str, status: int = 200) -> Sheet:
    """The page that this person finds at an address."""
    response = client_of(user).get(address)
    assert response.status_code == status, f"{response.status_code} at {address}"
    return Sheet(response)
