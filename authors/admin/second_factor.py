"""An administrator resets the second factor of somebody who lost phone and recovery codes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from authors import second_factor, sessions
from authors.admin.verification import person
from authors.models import User

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin


def view(model_admin: "ModelAdmin") -> Callable[[HttpRequest, int], HttpResponse]:
    """Says what it means, and does it. One's own is on a page that asks for the password."""

    def reset(request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        if not model_admin.has_change_permission(request, user):
            raise PermissionDenied
        by = person(request)
        if user == by:
            return HttpResponseRedirect(reverse("desk:second_factor"))
        back = reverse("admin:authors_user_change", args=[pk])
        if request.method == "POST":
            second_factor.remove(user, by=by)
            sessions.end_all(user, by=by)
            model_admin.message_user(
                request, f"The second factor of {user} is reset.", level="success"
            )
            return HttpResponseRedirect(back)
        return TemplateResponse(
            request,
            "admin/authors/user/second_factor.html",
            {
                **model_admin.admin_site.each_context(request),
                "title": "Reset a second factor",
                "opts": model_admin.opts,
                "original": user,
                "required": second_factor.is_required(user),
                "back": back,
            },
        )

    return reset
