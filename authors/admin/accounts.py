"""Accounts: made by e-mail address, given roles, switched off rather than deleted."""

import datetime as dt
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldBooleanSwitchWidget

from authors import mails
from authors import second_factor as factor
from authors import sessions as sittings
from authors.admin import leaving, second_factor
from authors.admin.verification import person
from authors.admin.widgets import RoleBoxes
from authors.doors.sessions import of_account
from authors.models import AccountEvent, User
from authors.models.record import write
from authors.roles import ROLES, Role
from wellness.lib import dates


class AccountForm(forms.ModelForm):
    """An account with its roles, for administrators.

    Attributes:
        acting: who fills in the form; set by the admin on the class it makes for one request.
    """

    acting: ClassVar[User | None] = None

    roles = forms.MultipleChoiceField(
        required=False,
        choices=[(row.role.value, row.role.label) for row in ROLES],
        widget=RoleBoxes,
        help_text="Without a role an account cannot enter the admin.",
    )

    class Meta:
        model = User
        fields: ClassVar[Any] = ("email", "name", "is_superuser")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            held = {group.name for group in self.instance.groups.all()}
            self.initial["roles"] = [role.value for role in Role if role.value in held]
        if "is_superuser" in self.fields:
            self.fields["is_superuser"].label = "Administrator"
            self.fields["is_superuser"].help_text = (
                "Manages accounts and may do everything an editor may. "
                "Approving is still for reviewers, and never of their own words."
            )

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"].strip())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        own = self.acting is not None and self.instance.pk == self.acting.pk
        if own and data.get("is_superuser") is False:
            self.add_error(
                "is_superuser",
                "You cannot stop being an administrator yourself: ask another one.",
            )
        return data

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.is_staff = user.is_superuser or bool(self.cleaned_data["roles"])
        if commit:
            user.save()
            self.save_m2m()
        return user

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        chosen = set(self.cleaned_data["roles"])
        unwanted = [role.value for role in Role if role.value not in chosen]
        self.instance.groups.remove(*Group.objects.filter(name__in=unwanted))
        for name in sorted(chosen):
            self.instance.groups.add(Group.objects.get_or_create(name=name)[0])
        self.instance.__dict__.pop("roles", None)  # what it said before


class NewAccountForm(SetPasswordMixin, AccountForm):
    """A new account with its first password."""

    password1, password2 = SetPasswordMixin.create_password_fields()

    class Meta(AccountForm.Meta):
        fields: ClassVar[Any] = ("email", "name", "is_superuser")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            self.fields[name].widget = UnfoldAdminPasswordWidget(
                attrs={"autocomplete": "new-password"}
            )

    def clean(self) -> dict[str, Any]:
        self.validate_passwords()
        return super().clean()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.validate_password_for_user(self.instance)

    def save(self, commit: bool = True) -> User:
        user = super().save(commit=False)
        user.set_password(self.cleaned_data["password1"])
        if commit:
            user.save()
            self.save_m2m()
        return user


class PasswordForm(AdminPasswordChangeForm):
    """A new password; there is no way in without one, so the choice of having none is left out."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((role.value, str(role.label)) for role in Role), ("none", "No role")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "none":
            return queryset.exclude(groups__name__in=[role.value for role in Role])
        if self.value() in set(Role):
            return queryset.filter(groups__name=self.value())
        return queryset


@admin.register(User)
class AccountAdmin(UserAdmin, ModelAdmin):
    """Accounts are for administrators to change; editors see who is there."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    add_form_template = None
    delete_confirmation_template = "admin/authors/user/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/authors/user/delete_selected_confirmation.html"
    formfield_overrides: ClassVar[dict[Any, Any]] = {}
    list_display = ("who", "roles_held", "state", "profile", "last_seen")
    list_filter = (RoleFilter, "is_active", "is_superuser")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    filter_horizontal = ()
    readonly_fields = (
        "profiles",
        "password_link",
        "last_seen",
        "joined",
        "state",
        "roles_in_words",
        "switch",
        "second_factor",
        "sessions",
        "record",
    )
    warn_unsaved_form = True
    fieldsets = (
        (None, {"fields": ("email", "name", "state", "switch", "password_link")}),
        ("What this person may do", {"fields": ("roles", "is_superuser")}),
        ("Coming in", {"fields": ("second_factor", "sessions")}),
        ("Facts", {"fields": ("profiles", "last_seen", "joined", "record")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "password1", "password2")}),
        ("What this person may do", {"fields": ("roles", "is_superuser")}),
    )

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-screens.css",)}

    # --- who may ---------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_administrator(request) and (obj is None or obj.pk != request.user.pk)

    # --- forms -----------------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[AccountForm]:
        form = cast("type[AccountForm]", super().get_form(request, obj, change=change, **kwargs))
        form.acting = person(request)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        return [
            (None, {"fields": ("email", "name", "state", "roles_in_words")}),
            ("Facts", {"fields": ("profiles", "last_seen", "joined")}),
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "is_superuser":
            kwargs["widget"] = UnfoldBooleanSwitchWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/switch/", view(leaving.view(self)), name="authors_user_switch"),
            path("<int:pk>/sessions/", view(of_account), name="authors_user_sessions"),
            path(
                "<int:pk>/second-factor/",
                view(second_factor.view(self)),
                name="authors_user_second_factor",
            ),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by = person(request)
        if not change:
            write("make_account", account=obj, by=by)
        elif form.changed_data:
            write("change_account", account=obj, by=by, note=", ".join(form.changed_data))

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Someone else's new password; all their browsers are logged out (``User.save``)."""
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            user = User.objects.get(pk=id)
            write("set_password", account=user, by=person(request))
            mails.tell_about_account(user, "password_changed")
        return answer

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes, without the rows that only say which roles it held."""
        _, counts, lacking, protected = super().get_deleted_objects(objs, request)
        through = str(User.groups.through._meta.verbose_name_plural)
        shown = {name: number for name, number in counts.items() if str(name) != through}
        return [str(user) for user in objs], shown, lacking, protected

    # --- what the screens show -------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = super().get_queryset(request)
        return people.select_related("author", "medicalreviewer").prefetch_related("groups")

    @display(description="Account", ordering="name", header=True)
    def who(self, user: User) -> list[str]:
        initials = "".join(word[0] for word in str(user).split()[:2] if word)
        return [str(user), user.email, initials]

    @display(description="Roles", label=True)
    def roles_held(self, user: User) -> list[str]:
        held = {group.name for group in user.groups.all()}
        roles = [str(role.label) for role in Role if role.value in held]
        return ["Administrator", *roles] if user.is_superuser else roles

    @display(description="Roles", empty_value="None")
    def roles_in_words(self, user: User) -> str:
        return ", ".join(self.roles_held(user))

    @display(
        description="State",
        ordering="is_active",
        label={"Active": "success", "Switched off": "warning", "No role": "info"},
    )
    def state(self, user: User) -> str:
        if not user.is_active:
            return "Switched off"
        return "Active" if self.roles_held(user) else "No role"

    @display(description="Public profile", empty_value="None")
    def profile(self, user: User) -> SafeString | None:
        people = [(n, getattr(user, n)) for n in ("author", "medicalreviewer") if hasattr(user, n)]
        if not people:
            return None
        links = format_html_join(
            ", ",
            '<a class="text-link" href="{}">{}</a> ({})',
            (
                (
                    reverse(f"admin:authors_{name}_change", args=[person.pk]),
                    person.name,
                    person._meta.verbose_name,
                )
                for name, person in people
            ),
        )
        return format_html("<span>{}</span>", links)

    @display(description="Public profile")
    def profiles(self, user: User) -> SafeString | str:
        hint = (
            "None. One is made under Authors or Medical reviewers, and this account chosen there."
        )
        return self.profile(user) or hint

    @display(description="Last login", ordering="last_login", empty_value="Never")
    def last_seen(self, user: User) -> str | None:
        return _moment(user.last_login)

    @display(description="Joined", ordering="date_joined")
    def joined(self, user: User) -> str | None:
        return _moment(user.date_joined)

    @display(description="")
    def switch(self, user: User) -> SafeString:
        return format_html(
            '<a class="text-link" href="{}">{}</a>',
            reverse("admin:authors_user_switch", args=[user.pk]),
            "Switch this account off…" if user.is_active else "Switch this account on again…",
        )

    @display(description="Second factor")
    def second_factor(self, user: User) -> SafeString | str:
        if factor.phone_of(user) is None:
            return "Required, not set up yet" if factor.is_required(user) else "Not set up"
        return format_html(
            'Set up, {} recovery codes left. <a class="text-link" href="{}">Reset…</a>',
            factor.codes_left(user),
            reverse("admin:authors_user_second_factor", args=[user.pk]),
        )

    @display(description="Logged in")
    def sessions(self, user: User) -> SafeString | str:
        number = sittings.of(user).count()
        if not number:
            return "Nowhere"
        return format_html(
            'In {} <a class="text-link" href="{}">Which…</a>',
            "one browser." if number == 1 else f"{number} browsers.",
            reverse("admin:authors_user_sessions", args=[user.pk]),
        )

    @display(description="Record")
    def record(self, user: User) -> SafeString | str:
        events = AccountEvent.objects.filter(account=user)[:RECORDED]
        lines = [
            (
                f"{_moment(event.at)}: {event.verb.replace('_', ' ')}, by {event.actor_name}"
                + (f" ({event.note})" if event.note else ""),
            )
            for event in events
        ]
        if not lines:
            return "Nothing yet"
        return format_html('<ul class="points">{}</ul>', format_html_join("", "<li>{}</li>", lines))

    @display(description="Password")
    def password_link(self, user: User) -> SafeString | str:
        if user._state.adding:
            return ""
        return format_html(
            '<a class="text-link" href="{}">Set a new password</a>',
            reverse("admin:auth_user_password_change", args=[user.pk]),
        )


RECORDED = 20
"""Lines of the record that the page of an account shows, the latest first."""


def _moment(at: dt.datetime | None) -> str | None:
    return dates.clock(at) if at else None


def _is_administrator(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)
