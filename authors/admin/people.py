"""Public people: authors, medical reviewers, and what entitles a reviewer to approve."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import IntegrityError, models, transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from psycopg2.errors import UniqueViolation
from unfold.admin import ModelAdmin, StackedInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from authors.admin import verification
from authors.admin.widgets import LinksField
from authors.models import Author, Credential, MedicalReviewer, User
from authors.roles import Role


class PersonForm(forms.ModelForm):
    """A public profile; its links are rows rather than JSON."""

    links = LinksField(
        required=False,
        help_text="Shown on the profile: a professional register, a university page, a network.",
    )

    class Meta:
        labels: ClassVar[dict[str, str]] = {"is_active": "Active"}
        widgets: ClassVar[Any] = {"bio": UnfoldAdminTextareaWidget(attrs={"rows": 6})}


class AuthorForm(PersonForm):
    """An author; nobody becomes the author of text that they approved."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.instance._state.adding and not self.errors:
            self._ask_the_database(data["name"], data["user"])
        return data

    def _ask_the_database(self, name: str, user: User | None) -> None:
        """Say what it would refuse of another name or account, and change nothing.

        Which approvals an author would stand in the way of is known to the articles, of which
        this application knows nothing; their trigger on the table of authors answers.
        """
        try:
            with transaction.atomic():
                Author.objects.filter(pk=self.instance.pk).update(name=name, user=user)
                transaction.set_rollback(True)
        except IntegrityError as error:
            refused = getattr(error.__cause__, "diag", None)
            if not isinstance(error.__cause__, UniqueViolation) and refused is not None:
                self.add_error(
                    None,
                    f"{refused.message_primary} Somebody else has to review those articles first.",
                )


class AccountChoice(forms.ModelChoiceField):
    """Accounts by name, and by mail address where two have one name."""

    def label_from_instance(self, user: Any) -> str:
        return f"{user.name} ({user.email})"


class PersonAdmin(ModelAdmin):
    """What the two kinds of public people have in common."""

    form = PersonForm
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ("name", "job_title", "user__name", "user__email")
    list_filter = ("is_active",)
    list_select_related = ("user",)
    ordering = ("name",)
    warn_unsaved_form = True
    fieldsets: Any = (
        (None, {"fields": ("name", "slug", "job_title", "user", "is_active")}),
        (
            "Public profile",
            {"fields": ("bio", "portrait", "portrait_alt", "website", "links")},
        ),
    )

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-screens.css",)}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["form_class"] = AccountChoice
            kwargs["queryset"] = User.objects.order_by("name", "email")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "user":
            # Accounts are made by administrators, on a page of their own.
            wrapper = field.widget
            wrapper.can_add_related = wrapper.can_change_related = False
            wrapper.can_delete_related = wrapper.can_view_related = False
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads gets words where the form has inputs."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        words = {"user": "account", "links": "links_in_words", "portrait_alt": None}
        return [
            (title, options | {"fields": [f for n in options["fields"] if (f := words.get(n, n))]})
            for title, options in sets
        ]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, tuple[str, ...]]:
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The address of a profile is public from the start, so it stays as it is."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "slug", "account", "links_in_words") if obj else fields

    @display(description="Name", ordering="name", header=True)
    def who(self, person: Any) -> list[Any]:
        initials = "".join(word[0] for word in person.name.split()[:2])
        picture = {"path": person.portrait.url} if person.portrait else None
        return [person.name, person.job_title, initials, picture]

    @display(description="Account", ordering="user__name", empty_value="No account")
    def account(self, person: Any) -> str | None:
        return str(person.user) if person.user else None

    @display(description="Links", empty_value="None")
    def links_in_words(self, person: Any) -> SafeString | None:
        rows = [(link["url"], link["label"]) for link in person.links]
        if not rows:
            return None
        return format_html_join(format_html("<br>"), '<a class="text-link" href="{}">{}</a>', rows)

    @display(description="Shown", ordering="is_active", boolean=True)
    def active(self, person: Any) -> bool:
        return bool(person.is_active)


@admin.register(Author)
class AuthorAdmin(PersonAdmin):
    form = AuthorForm
    list_display = ("who", "account", "articles_written", "active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        return super().get_queryset(request).annotate(written=Count("bylines"))

    @display(description="Articles", ordering="written")
    def articles_written(self, author: Author) -> int:
        return author.written  # type: ignore[attr-defined]


class CredentialForm(forms.ModelForm):
    """A credential in a row of its reviewer's page."""

    def clean(self) -> dict[str, Any]:
        """Say beside the date what the database would refuse of the two dates together.

        The theme shows no errors of a whole row, only those of its fields.
        """
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", "A credential cannot end before it starts.")
        return data


class CredentialInline(StackedInline):
    """The credentials of one reviewer, each with its verification."""

    model = Credential
    form = CredentialForm
    extra = 0
    hide_title = False
    fields = (
        ("title", "number"),
        ("issuer", "region"),
        ("valid_from", "valid_until"),
        "verification",
    )
    readonly_fields = ("validity", "verification")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return self.fields
        return (("title", "number"), ("issuer", "region"), "validity", "verification")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        self.viewer = verification.person(request)
        return super().get_formset(request, obj, **kwargs)

    @display(description="Valid")
    def validity(self, credential: Credential) -> str:
        start, end = credential.valid_from, credential.valid_until
        until = f"until {date_format(end)}" if end else "without an end"
        return f"from {date_format(start)} {until}"

    @display(description="Verification")
    def verification(self, credential: Credential) -> SafeString | str:
        if credential._state.adding:
            return "A new credential is verified after it was saved."
        return verification.state_of(credential, self.viewer)


@admin.register(MedicalReviewer)
class MedicalReviewerAdmin(PersonAdmin):
    list_display = ("who", "account", "credentials_held", "decided", "active")
    inlines = (CredentialInline,)
    readonly_fields = ("entitlement",)
    fieldsets = (
        *PersonAdmin.fieldsets[:1],
        ("Approving", {"fields": ("entitlement",)}),
        *PersonAdmin.fieldsets[1:],
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[MedicalReviewer]:
        reviewers = super().get_queryset(request).annotate(decisions=Count("fact_checks"))
        return reviewers.prefetch_related("credentials")

    def get_urls(self) -> list[URLPattern]:
        verify = path(
            "credentials/<int:pk>/verify/",
            self.admin_site.admin_view(verification.view(self)),
            name="authors_credential_verify",
        )
        return [verify, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        verified = Credential.objects.filter(reviewer_id=obj.pk, verified_at__isnull=False)
        obj.verified_before = set(verified.values_list("pk", flat=True)) if change else set()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say which verifications the database voided, because what they vouched for changed."""
        super().save_related(request, form, formsets, change)
        voided = Credential.objects.filter(
            pk__in=form.instance.verified_before, verified_at__isnull=True
        )
        for credential in voided:
            self.message_user(
                request,
                f"What stood behind “{credential}” was changed, so its verification no longer "
                "holds: somebody has to check it with its issuer again.",
                level="warning",
            )

    @display(description="Credentials")
    def credentials_held(self, reviewer: MedicalReviewer) -> SafeString | str:
        held = [(c.title, verification.summary(c)) for c in reviewer.credentials.all()]
        return format_html_join("", "<div>{}: {}</div>", held) if held else "None yet"

    @display(description="Decisions", ordering="decisions")
    def decided(self, reviewer: MedicalReviewer) -> int:
        return reviewer.decisions  # type: ignore[attr-defined]

    @display(description="Can approve today")
    def entitlement(self, reviewer: MedicalReviewer) -> SafeString | str:
        if reviewer._state.adding:
            return "After saving, this says what is missing before this person can approve."
        missing = what_is_missing(reviewer, timezone.now().date())
        if not missing:
            credential = reviewer.credential_on(timezone.now().date())
            assert credential is not None  # nothing is missing
            until = date_format(credential.valid_until) if credential.valid_until else ""
            return f"Yes, as {credential.title}" + (f", until {until}." if until else ".")
        return format_html(
            'Not yet:<ul class="points">{}</ul>',
            format_html_join("", "<li>{}</li>", ((sentence,) for sentence in missing)),
        )


def what_is_missing(reviewer: MedicalReviewer, day: dt.date) -> list[str]:
    """Sentences that say why this reviewer cannot approve on that day; none when they can."""
    sentences = []
    if not reviewer.is_active:
        sentences.append("The profile is switched off.")
    if reviewer.user is None:
        sentences.append("No account belongs to the profile.")
    elif not reviewer.user.is_active:
        sentences.append("The account is switched off.")
    elif not reviewer.user.is_medical_reviewer:
        sentences.append(
            f"The account lacks the role “{Role.MEDICAL_REVIEWER.label}”: "
            "an administrator can give it."
        )
    if not any(c.is_valid_on(day) for c in reviewer.credentials.all()):
        sentences.append("No verified credential is valid today.")
    return sentences
