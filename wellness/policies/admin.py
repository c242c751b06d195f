"""Policies on the editor's desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display

from articles.admin.access import person
from authors.models import User
from wellness.lib import dates
from wellness.lib.editor import RichTextWidget
from wellness.lib.trusted_html import stored_body
from wellness.policies import wording
from wellness.policies.kinds import Kind
from wellness.policies.models import Policy, PolicyVersion


class PolicyForm(forms.ModelForm):
    """The text of a policy. Reading it saves: a refusal has to be a sentence beside the field."""

    body = forms.CharField(
        label="Text",
        strip=False,
        error_messages={"required": "A policy needs its text."},
        help_text=(
            "No statement about health belongs here: no reviewer approves this page. Readers see "
            "the text as soon as it is saved."
        ),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    editor: ClassVar[User]

    class Meta:
        model = Policy
        fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = RichTextWidget(editors=True, label="Text of the policy")
        now = wording.current(Kind(self.instance.kind))
        self.initial.update(body=now.body, based_on=now.number)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            with transaction.atomic():
                self.saved = wording.save(
                    self.instance,
                    body=data["body"],
                    based_on=data["based_on"],
                    by=self.editor,
                )
        except ValidationError as error:
            self.add_error(None, error)
        return data


@admin.register(Policy)
class PolicyAdmin(ModelAdmin):
    """The fixed set of policies; each can be changed, none added or removed."""

    form = PolicyForm
    list_display = ("title", "address", "updated", "by_whom")
    list_display_links = ("title",)
    fields: Any = ("body", "based_on", "versions_so_far")
    readonly_fields = ("versions_so_far",)
    warn_unsaved_form = True
    actions = None
    save_on_top = False

    def has_add_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return isinstance(request.user, User) and request.user.is_editor

    has_view_permission = has_change_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def get_form(
        self, request: HttpRequest, obj: Policy | None = None, change: bool = False, **kwargs: Any
    ) -> type[PolicyForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("PolicyFormOfEditor", (form,), {"editor": person(request)})

    def get_queryset(self, request: HttpRequest) -> Any:
        newest = PolicyVersion.objects.filter(policy=OuterRef("pk")).order_by("-number")
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest_at=Subquery(newest.values("saved_at")[:1]),
                newest_by=Subquery(newest.values("saved_by_name")[:1]),
            )
        )

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        """The form has saved the version; the row of a policy itself never changes."""

    @display(description="Policy")
    def title(self, policy: Policy) -> str:
        return str(policy)

    @display(description="Address")
    def address(self, policy: Policy) -> str:
        return policy.get_absolute_url()

    @display(description="Updated")
    def updated(self, policy: Any) -> Any:
        return policy.newest_at or "comes with the program"

    @display(description="By")
    def by_whom(self, policy: Any) -> str:
        return policy.newest_by or "–"

    @display(description="Versions so far")
    def versions_so_far(self, policy: Policy) -> SafeString | str:
        """Every version, newest first, each to be opened and read."""
        versions = policy.versions.all()
        if not versions:
            return "None saved yet: readers see the text that comes with the program."
        return format_html_join(
            "",
            '<details class="policy-version"><summary>Version {}, {}, {}</summary>'
            '<div class="prose">{}</div></details>',
            (
                (
                    version.number,
                    dates.clock(version.saved_at),
                    version.saved_by_name,
                    stored_body(version.body),
                )
                for version in versions
            ),
        )
