"""Who is logged in by password alone stays outside of the desk until the second factor is given."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from authors import second_factor, sessions
from authors.doors import known
from authors.models import User

OPEN: Final = frozenset(
    {
        "admin:login",
        "admin:logout",
        "desk:code",
        "desk:join",
        "desk:forgotten",
        "desk:forgotten_sent",
        "desk:new_password",
    }
)
"""Addresses below the desk's that ask for nothing; each sees for itself who comes."""


class DeskDoorMiddleware:
    """Looks at every request below the admin's address, whatever view answers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user if request.path_info.startswith(reverse("admin:index")) else None
        if not isinstance(user, User) or not user.is_authenticated:
            return self.get_response(request)
        if sessions.is_too_old(request):
            logout(request)
            return self.get_response(request)
        sessions.seen(request)
        response = self.get_response(request)
        if getattr(request, "came_in", False) and request.user == user:
            known.remember(request, response, user)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        user = request.user if request.path_info.startswith(reverse("admin:index")) else None
        if not isinstance(user, User) or not user.is_authenticated:
            return None
        match = request.resolver_match
        assert match is not None  # a view was found
        wanted = missing(user)
        request.came_in = not wanted  # type: ignore[attr-defined]
        if not wanted or match.view_name in OPEN or match.view_name == wanted:
            return None
        after = request.get_full_path() if request.method == "GET" else reverse("admin:index")
        return HttpResponseRedirect(f"{reverse(wanted)}?{urlencode({'next': after})}")


def missing(user: User) -> str:
    """The page at which this person has to stop first; empty when they may go on."""
    if second_factor.is_given(user):
        return ""
    if second_factor.phone_of(user) is not None:
        return "desk:code"
    return "desk:second_factor" if second_factor.is_required(user) else ""
