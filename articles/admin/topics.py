"""Topics with their rules of review, and the addresses that articles once had."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.admin import access, levels
from articles.models import Article, FactCheck, SlugRedirect, Status, Topic
from articles.workflow import NEEDS_APPROVAL
from wellness.lib import dates

NAMED = 8
"""How many articles a sentence names before it counts the rest."""


def without_medical_review(topic: Topic) -> QuerySet[Article]:
    """Articles of the topic that are live, or approved to go live, and no clinician approved.

    The database refuses to switch on medical review while there is one (``articles.seal.around``).
    """
    medical = FactCheck.objects.standing().filter(
        ~Exists(Article.bylines_of_the_approver()),
        revision__article=OuterRef("pk"),
        reviewer__isnull=False,
    )
    return (
        Article.objects.filter(topic=topic)
        .filter(
            Q(live_revision__isnull=False)
            & ~Exists(medical.filter(digest=OuterRef("live_revision__digest")))
            | Q(status__in=NEEDS_APPROVAL)
            & ~Exists(medical.unopposed().filter(digest=OuterRef("current_revision__digest")))
        )
        .order_by("title", "pk")
    )


def named(articles: QuerySet[Article]) -> SafeString:
    """The titles as links, the first few of them; the others as a number."""
    rows = list(articles[: NAMED + 1])
    names = format_html_join(
        ", ",
        '<a class="text-link" href="{}">“{}”</a>',
        (
            (reverse("admin:articles_article_change", args=[row.pk]), row.title)
            for row in rows[:NAMED]
        ),
    )
    if len(rows) <= NAMED:
        return names
    return format_html("{} and {} more", names, articles.count() - NAMED)


class TopicForm(forms.ModelForm):
    """A topic; a change of its rule is refused while articles are live that do not meet it."""

    check_levels = levels.LevelsField(label="Level of each check")

    class Meta:
        model = Topic
        fields = (
            "name",
            "slug",
            "description",
            "requires_medical_review",
            "review_months",
            "accent",
            "position",
        )
        widgets: ClassVar[Any] = {"description": UnfoldAdminTextareaWidget(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "check_levels" in self.fields:  # not for people who only read the topic
            self.initial["check_levels"] = levels.levels_set_by(self.instance)

    def clean_requires_medical_review(self) -> bool:
        wanted: bool = self.cleaned_data["requires_medical_review"]
        if not wanted or self.instance.pk is None:
            return wanted
        # Between this answer and the commit an article could go live without a review: the
        # trigger on articles waits for this lock, and so sees the new rule.
        before = Topic.objects.select_for_update().get(pk=self.instance.pk)
        if before.requires_medical_review:
            return wanted
        unreviewed = without_medical_review(before)
        if unreviewed.exists():
            raise ValidationError(
                format_html(
                    "“{}” cannot require a medical review yet, because these articles are live "
                    "or approved without one: {}. Have them reviewed, or take them down, first.",
                    before,
                    named(unreviewed),
                )
            )
        return wanted


class PositionForm(forms.ModelForm):
    """The one input of a row in the list, named for people who hear it."""

    class Meta:
        model = Topic
        fields = ("position",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].help_text = ""
        self.fields["position"].widget.attrs["aria-label"] = f"Position of {self.instance}"


@admin.register(Topic)
class TopicAdmin(ModelAdmin):
    """The sections of the magazine."""

    form = TopicForm
    list_display = ("name", "rule", "every", "colour", "live", "all_articles", "position")
    list_editable = ("position",)
    search_fields = ("name", "description")
    ordering = ("position", "name")
    warn_unsaved_form = True
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("name", "slug", "description")}),
        ("Rules of review", {"fields": ("requires_medical_review", "now", "review_months")}),
        ("On the site", {"fields": ("accent", "position")}),
        (
            "Checks before hand-in",
            {
                "fields": ("check_levels",),
                "description": "What a finding means for texts of this topic. A text with a "
                "finding that blocks cannot be handed in.",
            },
        ),
    )
    readonly_fields = ("now",)

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-screens.css",)}

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Topic | None:
        """The topic, which remembers who looks at it: that decides which articles are named."""
        topic: Topic | None = super().get_object(request, object_id, from_field)
        if topic is not None:
            topic.seen_by = access.person(request)  # type: ignore[attr-defined]
        return topic

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                articles_live=Count("articles", filter=Q(articles__live_revision__isnull=False)),
                articles_all=Count("articles"),
            )
        )

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[PositionForm]:
        return super().get_changelist_form(request, **{"form": PositionForm, **kwargs})

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Topic | None = None
    ) -> dict[str, tuple[str, ...]]:
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        """The address of a topic stays once readers may have it."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if obj and obj.articles.filter(first_published_at__isnull=False).exists():
            return (*fields, "slug")
        return fields

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        levels.keep(obj, form.cleaned_data.get("check_levels", {}))
        if change and "requires_medical_review" in form.changed_data:
            self.message_user(request, _what_changed(obj))

    # --- what the screens show -------------------------------------------------------------------

    @display(
        description="Who approves",
        ordering="requires_medical_review",
        label={"Medical reviewer": "success", "Second editor": "info"},
    )
    def rule(self, topic: Topic) -> str:
        return "Medical reviewer" if topic.requires_medical_review else "Second editor"

    @display(description="Due again", ordering="review_months")
    def every(self, topic: Topic) -> str:
        months = topic.review_months
        return f"after {months} month{'' if months == 1 else 's'}"

    @display(description="Colour", ordering="accent")
    def colour(self, topic: Topic) -> SafeString:
        return format_html(
            '<span class="chip chip--{}"></span> {}', topic.accent, topic.get_accent_display()
        )

    @display(description="Live", ordering="articles_live")
    def live(self, topic: Topic) -> int:
        return topic.articles_live  # type: ignore[attr-defined]

    @display(description="All", ordering="articles_all")
    def all_articles(self, topic: Topic) -> int:
        return topic.articles_all  # type: ignore[attr-defined]

    @display(description="Set otherwise than usual")
    def check_levels(self, topic: Topic) -> str:
        """For people who may only read the topic; editors find the field of the form."""
        return levels.in_words(topic)

    @display(description="What the rule means now")
    def now(self, topic: Topic) -> SafeString | str:
        """Said before the switch is touched, so that a refusal surprises nobody."""
        if topic._state.adding:
            return "The rule holds from the first article on."
        if topic.requires_medical_review:
            return (
                "A medical reviewer with a valid credential approved every live article here. "
                "Switched off, the approval of a second editor is enough for new text; "
                "reviews that were made stay."
            )
        unreviewed = without_medical_review(topic)
        if not unreviewed.exists():
            return (
                "It can be switched on: every live article here has a medical review. From then "
                "on only a medical reviewer with a valid credential can approve."
            )
        if not topic.seen_by.is_editor:  # type: ignore[attr-defined]
            return "It cannot be switched on yet: articles here lack a medical review."
        return format_html(
            "It cannot be switched on yet: live or approved without a medical review are {}.",
            named(unreviewed),
        )


def _what_changed(topic: Topic) -> str:
    waiting = topic.articles.filter(status=Status.IN_REVIEW).count()
    wait = "1 article waits" if waiting == 1 else f"{waiting} articles wait"
    if topic.requires_medical_review:
        sentence = f"From now on only a medical reviewer approves articles in “{topic}”."
        return f"{sentence} {wait} for one." if waiting else sentence
    sentence = f"From now on a second editor can approve articles in “{topic}”."
    return f"{sentence} {wait} for one, or for a medical reviewer." if waiting else sentence


@admin.register(SlugRedirect)
class SlugRedirectAdmin(ModelAdmin):
    """Addresses that articles once had. They are made by changes of address and never change."""

    list_display = ("old", "now", "since")
    list_display_links = None
    search_fields = ("slug", "article__title", "article__slug")
    list_select_related = ("article",)
    ordering = ("-created_at", "-pk")

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-screens.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="Old address", ordering="slug")
    def old(self, redirect: SlugRedirect) -> SafeString:
        return format_html("<code>/articles/{}/</code>", redirect.slug)

    @display(description="Leads to")
    def now(self, redirect: SlugRedirect) -> SafeString:
        return format_html(
            '<a class="text-link" href="{}">{}</a><br><code class="faint">/articles/{}/</code>',
            reverse("admin:articles_article_change", args=[redirect.article_id]),
            redirect.article.title,
            redirect.article.slug,
        )

    @display(description="Since", ordering="created_at")
    def since(self, redirect: SlugRedirect) -> str:
        return dates.clock(redirect.created_at)
