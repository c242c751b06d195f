"""Invitations: who was asked to join, and what became of it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.decorators import display

from authors import invitations
from authors.admin.verification import person
from authors.admin.widgets import RoleBoxes
from authors.models import Author, Invitation, MedicalReviewer, User
from authors.models.invitations import State
from authors.roles import Role
from wellness.lib import dates


class InvitationForm(forms.ModelForm):
    """Whom to invite, as what.

    Attributes:
        acting: who invites; set by the admin on the class it makes for one request.
    """

    acting: ClassVar[User]

    roles = forms.MultipleChoiceField(
        widget=RoleBoxes,
        error_messages={"required": "Choose what this person will do."},
    )

    class Meta:
        model = Invitation
        fields: ClassVar[Any] = ("email", "name", "roles", "author", "medical_reviewer")
        labels: ClassVar[dict[str, str]] = {
            "author": "Author profile",
            "medical_reviewer": "Reviewer profile",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "email": "The mail goes here, and it becomes the address to log in with.",
            "name": "How the mail greets them; they can put it right.",
            "author": "If readers know this person already: the profile that becomes theirs.",
            "medical_reviewer": "The profile that becomes theirs. Its credentials have to be "
            "verified again, because another account stands behind them then.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = invitations.roles_to_give(self.acting)
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [(role.value, role.label) for role in given]
        for name, model in (("author", Author), ("medical_reviewer", MedicalReviewer)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = model.objects.filter(user=None)
            field.empty_label = "None"

    def clean(self) -> dict[str, Any]:
        """Invite at once: what is refused is said beside its field, and nothing typed is lost."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.instance = invitations.invite(
                    data["email"],
                    roles=[Role(role) for role in data["roles"]],
                    by=self.acting,
                    name=data["name"],
                    author=data["author"],
                    medical_reviewer=data["medical_reviewer"],
                )
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return data

    def _post_clean(self) -> None:
        """The invitation is checked and written by its verb."""

    def save(self, commit: bool = True) -> Invitation:
        return self.instance

    def save_m2m(self) -> None:
        """There is nothing left to write."""


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in State]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Invitation]
    ) -> QuerySet[Invitation]:
        state = self.value()
        if state in set(State):
            rows: Any = queryset
            queryset = rows.in_state(State(state))
        return queryset


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin):
    """Editors and administrators invite; nobody changes an invitation except by its two steps."""

    form = InvitationForm
    add_label = "Invite somebody"
    list_display = ("who", "state", "roles_in_words", "invited_by_name", "invited")
    list_filter = (StateFilter,)
    search_fields = ("email", "name", "invited_by_name")
    list_display_links = ("who",)
    actions = None
    fieldsets = (
        (None, {"fields": ("email", "name", "roles")}),
        ("If there is a public profile already", {"fields": ("author", "medical_reviewer")}),
    )

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-screens.css",)}

    def has_module_permission(self, request: HttpRequest) -> bool:
        # Asked on the page for logging in as well, by whoever stands there.
        user = request.user
        return isinstance(user, User) and bool(invitations.roles_to_give(user))

    def has_view_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: Invitation | None = None, change: bool = False, **kw: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kw)
        form.acting = person(request)
        return form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"author", "medical_reviewer"}:
            wrapper = field.widget
            wrapper.can_add_related = wrapper.can_change_related = False
            wrapper.can_delete_related = wrapper.can_view_related = False
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has invited already."""

    def response_add(
        self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.message_user(request, f"The invitation to {obj} is on its way.", level="success")
        return HttpResponseRedirect(reverse("admin:authors_invitation_change", args=[obj.pk]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What became of it; a post sends it again or withdraws it."""
        if not self.has_view_permission(request):
            return super().change_view(request, object_id, form_url, extra_context)
        pk = int(object_id) if object_id.isdecimal() and len(object_id) < 18 else 0
        invitation = get_object_or_404(Invitation, pk=pk)
        by, refusal = person(request), ""
        if request.method == "POST":
            steps = {"resend": invitations.resend, "withdraw": invitations.withdraw}
            step = request.POST.get("step", "")
            try:
                if step not in steps:
                    raise ValidationError("There is no such step.")
                steps[step](invitation, by=by)
            except ValidationError as error:
                refusal = " ".join(error.messages)
            else:
                done = "sent again" if step == "resend" else "withdrawn"
                self.message_user(
                    request, f"The invitation to {invitation} is {done}.", level="success"
                )
                return HttpResponseRedirect(request.path)
        waits = invitation.state in {State.OPEN, State.EXPIRED}
        return TemplateResponse(
            request,
            "admin/authors/invitation/invitation.html",
            {
                **self.admin_site.each_context(request),
                "title": "Invitation",
                "opts": self.opts,
                "original": invitation,
                "invitation": invitation,
                "roles": _roles(invitation),
                "profiles": [
                    p for p in (invitation.author, invitation.medical_reviewer) if p is not None
                ],
                "may": waits and invitations.may_manage(by, invitation),
                "refusal": refusal,
            },
            status=403 if refusal else 200,
        )

    @display(description="Invited", header=True, ordering="email")
    def who(self, invitation: Invitation) -> list[str]:
        return [invitation.email, invitation.name, invitation.email[:1].upper()]

    @display(
        description="State",
        label={"Open": "warning", "Accepted": "success", "Expired": "info", "Withdrawn": "info"},
    )
    def state(self, invitation: Invitation) -> str:
        return str(invitation.state.label)

    @display(description="Roles")
    def roles_in_words(self, invitation: Invitation) -> str:
        return ", ".join(_roles(invitation))

    @display(description="When", ordering="invited_at")
    def invited(self, invitation: Invitation) -> str:
        return dates.clock(invitation.invited_at)


def _roles(invitation: Invitation) -> list[str]:
    return [str(Role(role).label) for role in invitation.roles]
