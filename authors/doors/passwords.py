"""Passwords that were forgotten, and passwords that are changed."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from authors import mails, throttle
from authors.doors.forms import ForgottenForm, NewPasswordForm, OwnPasswordForm


def door(request: HttpRequest, title: str) -> dict[str, Any]:
    """What the frame of a page needs for whoever is not logged in."""
    return {**admin.site.each_context(request), "title": title}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password. Everybody is answered alike, known or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = throttle.refused_until([throttle.network(request, throttle.ASKING)])
        if until is None:
            mails.send_password_link.enqueue(form.cleaned_data["email"])
            return redirect("desk:forgotten_sent")
        wait = throttle.wait_in_words(until)
        form.add_error(None, f"Too many requests came from here. Wait {wait}, then try again.")
    context = door(request, "Forgot your password?")
    return TemplateResponse(request, "admin/doors/forgotten.html", {**context, "form": form})


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    context = {**door(request, "Look into your mail"), "hours": hours}
    return TemplateResponse(request, "admin/doors/forgotten_sent.html", context)


class NewPassword(PasswordResetConfirmView):
    """The page behind the link: a new password, or that the link is good no more."""

    form_class = NewPasswordForm
    template_name = "admin/doors/new_password.html"
    success_url = reverse_lazy("admin:login")
    title = "Choose a new password"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**door(self.request, str(self.title)), **super().get_context_data(**kwargs)}

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        messages.success(self.request, "Your new password is set. Log in with it.")
        return answer


def change(request: HttpRequest) -> HttpResponseBase:
    """One's own password, by whoever is in the desk; every other browser is logged out."""
    view = PasswordChangeView.as_view(
        form_class=OwnPasswordForm,
        success_url=reverse("admin:password_change_done"),
        extra_context=admin.site.each_context(request),
    )
    return admin.site.admin_view(view)(request)
