"""“Where you’re logged in”: one page for oneself, the same for administrators about others."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from authors import sessions
from authors.models import User


def _own(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # the admin lets nobody else in
    return page(request, request.user)


own = require_http_methods(["GET", "HEAD", "POST"])(admin.site.admin_view(_own))


def of_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Where somebody else is logged in; for administrators."""
    if not (request.user.is_active and request.user.is_superuser):
        raise PermissionDenied
    return page(request, get_object_or_404(User, pk=pk))


def page(request: HttpRequest, user: User) -> HttpResponse:
    """The sessions of one person; a post ends one of them, or all others."""
    by = request.user
    assert isinstance(by, User)
    here = request.session.session_key
    if request.method == "POST":
        _end(request, user, by, here)
        return redirect(request.path)
    rows = sessions.of(user)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Where you’re logged in" if user == by else f"Where {user} is logged in",
        "person": user,
        "own": user == by,
        "rows": sorted(rows, key=lambda row: row.session_key != here),
        "here": here,
        "others": any(row.session_key != here for row in rows),
    }
    return TemplateResponse(request, "admin/doors/sessions.html", context)


def _end(request: HttpRequest, user: User, by: User, here: str | None) -> None:
    if "all" in request.POST:
        number = sessions.end_all(user, by=by, but=here)
        words = "One session is" if number == 1 else f"{number or 'No'} sessions are"
        messages.success(request, f"{words} ended.")
        return
    handle = request.POST.get("session", "")
    found = next((row for row in sessions.of(user) if str(row.handle) == handle), None)
    if found is None:
        messages.warning(request, "That session was over already.")
    elif found.session_key == here:
        messages.warning(request, "That is this session: log out to end it.")
    else:
        sessions.end(found, by=by)
        messages.success(request, f"{found.device or 'The session'} is logged out.")
