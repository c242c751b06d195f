"""The page on which an administrator switches an account off, or on again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from authors import leaving
from authors.admin.verification import person
from authors.models import User

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin


def view(model_admin: "ModelAdmin") -> Callable[[HttpRequest, int], HttpResponse]:
    """What is open, to whom it goes, and the button."""

    def switch(request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        if not model_admin.has_change_permission(request, user):
            raise PermissionDenied
        by = person(request)
        back = reverse("admin:authors_user_change", args=[pk])
        refusal = leaving.refusal(user, by) if user.is_active else ""
        work = leaving.open_work(user) if user.is_active and not refusal else []
        if request.method == "POST" and not refusal:
            try:
                if user.is_active:
                    takers = {each.key: request.POST.get(f"taker-{each.key}", "") for each in work}
                    leaving.switch_off(user, takers=takers, by=by)
                    said = f"{user} cannot log in any more. What {user} wrote and decided stays."
                else:
                    leaving.switch_on(user, by=by)
                    said = f"{user} can log in again."
            except ValidationError as error:
                refusal = " ".join(error.messages)
            else:
                model_admin.message_user(request, said, level="success")
                return HttpResponseRedirect(back)
        return TemplateResponse(
            request,
            "admin/authors/user/switch.html",
            {
                **model_admin.admin_site.each_context(request),
                "title": "Switch an account off" if user.is_active else "Switch an account on",
                "opts": model_admin.opts,
                "original": user,
                "work": [(each, request.POST.get(f"taker-{each.key}", "")) for each in work],
                "refusal": refusal,
                "back": back,
            },
            status=409 if refusal and request.method == "POST" else 200,
        )

    return switch
