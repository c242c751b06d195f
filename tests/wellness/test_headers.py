"""Every response tells the browser what it may load."""

from __future__ import annotations

import pytest
from django.test import Client

from authors.roles import Role
from tests.factories import account

pytestmark = pytest.mark.django_db


def policy(address: str, client: Client) -> dict[str, str]:
    response = client.get(address)
    parts = (part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    return dict(parts)


def test_a_public_page_allows_this_site_and_nothing_else(client: Client) -> None:
    allowed = policy("/no-such-page/", client)
    assert allowed["default-src"] == "'none'"
    assert allowed["frame-ancestors"] == "'none'"
    assert allowed["base-uri"] == "'none'"
    assert set(" ".join(allowed.values()).split()) == {"'self'", "'none'"}


def test_the_admin_allows_what_its_editor_needs_and_no_other_site(client: Client) -> None:
    client.force_login(account("Edda Editor", Role.EDITOR))
    allowed = policy("/admin/", client)
    assert "'unsafe-inline'" in allowed["script-src"]
    assert "'unsafe-eval'" in allowed["script-src"]
    assert allowed["frame-ancestors"] == "'self'"
    assert "http" not in " ".join(allowed.values())


@pytest.mark.parametrize(
    ("address", "frames"), [("/no-such-page/", "DENY"), ("/admin/login/", "SAMEORIGIN")]
)
def test_the_other_headers(client: Client, address: str, frames: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Frame-Options"] == frames
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
