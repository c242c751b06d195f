"""Browsers in which somebody has logged in before.

Such a browser carries a signed cookie, for the desk's addresses only. It opens nothing. Attempts
to log in from it are counted for themselves, so that strangers who guess at an account cannot
keep its owner out. A new password voids it.
"""

import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from authors.models import User
from authors.throttle import KNOWN, Key

SALT: Final = "authors.known-browser"
SECONDS: Final = 180 * 24 * 60 * 60


def name() -> str:
    return "__Secure-known" if settings.SESSION_COOKIE_SECURE else "known"


def key_of(request: HttpRequest, email: str) -> Key | None:
    """Under what this browser's attempts at this account count; None where it is not known."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        return None
    browser = _said(request, user)
    return Key(KNOWN, f"{user.pk} {browser}") if browser else None


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Give the browser its cookie, unless it has it."""
    if _said(request, user):
        return
    value = [user.pk, secrets.token_urlsafe(16), _stands_for(user)]
    response.set_cookie(
        name(),
        signing.dumps(value, salt=SALT),
        max_age=SECONDS,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _said(request: HttpRequest, user: User) -> str:
    try:
        pk, browser, password = signing.loads(
            request.COOKIES.get(name(), ""), salt=SALT, max_age=SECONDS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return browser if (pk, password) == (user.pk, _stands_for(user)) else ""


def _stands_for(user: User) -> str:
    """Part of a hash of the password's hash: enough to notice another one, and to say no more."""
    return user.get_session_auth_hash()[:16]
