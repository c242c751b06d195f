"""What a person is told, on a page of their own, and how they want it by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from unfold.admin import ModelAdmin

from articles.admin import access
from articles.notices import bell, telling
from articles.notices.models import Delivery, Notice, Preference

A_PAGE = 30


class PreferenceForm(forms.ModelForm):
    """How somebody is told."""

    use_required_attribute = False

    delivery = forms.ChoiceField(
        label="Mails",
        choices=Delivery.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which mails you want."},
    )
    hour = forms.TypedChoiceField(
        label="Hour of the daily mail",
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
    )

    class Meta:
        model = Preference
        fields = ("delivery", "hour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_default_timezone_name()
        self.fields["hour"].help_text = f"On the desk's clock ({zone})."


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):
    """A person's own notices. Nobody writes one by hand, and nobody sees those of others."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.is_of_the_desk(request)

    def has_view_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Own ones only."""
        if not access.is_of_the_desk(request):
            return False
        return obj is None or obj.person_id == request.user.pk

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Whoever may delete an account deletes what it was told along with it."""
        return bool(request.user.is_active and request.user.is_superuser)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(require_safe(self.list_view)), name="notices_notice_changelist"),
            path("read/", wrap(require_POST(self.read_view)), name="notices_notice_read"),
            path(
                "mails/",
                wrap(require_http_methods(["GET", "HEAD", "POST"])(self.preferences_view)),
                name="notices_notice_preferences",
            ),
        ]

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """One's own notices, newest first."""
        if not access.is_of_the_desk(request):
            return access.refusal(request, self, access.NO_ROLE)
        user = access.person(request)
        notices = Notice.objects.of(user).select_related("event", "comment", "report")
        page = Paginator(notices, A_PAGE).get_page(request.GET.get("page"))
        return self._page(
            request,
            "list",
            "Notices",
            page=page,
            number=bell.unread(request),
            preference=telling.preference_of(user),
        )

    def read_view(self, request: HttpRequest) -> HttpResponse:
        """Mark one notice, or all, as read; those of others are as if they were not there."""
        if not access.is_of_the_desk(request):
            return access.refusal(request, self, access.NO_ROLE)
        user = access.person(request)
        pk = request.POST.get("notice", "")
        if not pk:
            telling.read(user)
            messages.success(request, "All notices are marked as read.")
        elif pk.isdecimal() and len(pk) < 19:
            telling.read(user, Notice.objects.filter(person=user, pk=pk))
        back = reverse("admin:notices_notice_changelist")
        page = request.POST.get("page", "")
        return HttpResponseRedirect(f"{back}?page={page}" if page.isdecimal() else back)

    def preferences_view(self, request: HttpRequest) -> HttpResponse:
        if not access.is_of_the_desk(request):
            return access.refusal(request, self, access.NO_ROLE)
        user = access.person(request)
        posted = request.POST if request.method == "POST" else None
        form = PreferenceForm(posted, instance=telling.preference_of(user))
        if request.method == "POST" and form.is_valid():
            chosen = form.cleaned_data
            telling.prefer(user, Delivery(chosen["delivery"]), chosen["hour"])
            messages.success(request, "Saved: you are told as you chose.")
            return HttpResponseRedirect(reverse("admin:notices_notice_changelist"))
        return self._page(request, "preferences", "Mails to me", form=form)

    def _page(self, request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {**self.admin_site.each_context(request), "title": title, **more}
        return TemplateResponse(request, f"admin/notices/{name}.html", context)
