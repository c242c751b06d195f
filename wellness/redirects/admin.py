"""Old addresses on the editor's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from wellness.redirects import rules
from wellness.redirects.models import LONGEST, OldAddress


class OldAddressForm(forms.ModelForm):
    """From one path to another; an article is known by its address and stays known."""

    to = forms.CharField(
        label="Leads to",
        max_length=LONGEST,
        widget=UnfoldAdminTextInputWidget,
        help_text=(
            "The path of a page of this site, such as /articles/strong-after-sixty/. An article "
            "is followed when its address changes."
        ),
    )

    class Meta:
        model = OldAddress
        fields = ("path",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["to"].initial = self.instance.leads_to

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "path" in data and "to" in data:
            self.settled = rules.settle(data["path"], data["to"])
            data["path"] = self.settled.path
            # Before Django looks at the row: its rules are about all three columns.
            self.instance.target = self.settled.target
            self.instance.article = self.settled.article
        return data


@admin.register(OldAddress)
class OldAddressAdmin(ModelAdmin):
    """Addresses of former days, and where readers are sent from there."""

    form = OldAddressForm
    list_display = ("path", "now", "created_at")
    search_fields = ("path", "target", "article__title", "article__slug")
    list_select_related = ("article",)
    warn_unsaved_form = True
    fieldsets: Any = (
        (
            None,
            {
                "fields": ("path", "to"),
                "description": (
                    "For addresses of an older site. When the address of an article changes here, "
                    "its redirect is made by itself. What answers today can't be covered."
                ),
            },
        ),
    )

    def save_model(self, request: HttpRequest, obj: OldAddress, form: Any, change: bool) -> None:
        saved, _ = rules.keep(form.settled, obj)
        obj.pk = saved.pk

    @display(description="Leads to")
    def now(self, row: OldAddress) -> SafeString:
        return format_html('<a class="text-link" href="{0}">{0}</a>', row.leads_to)
