"""The list of articles: its columns, its filters and its search."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.views import ChangeList

from articles.admin import options
from articles.admin.access import person
from articles.admin.planning import due
from articles.admin.today import waiting
from articles.models import Article, Byline, Status
from authors.models import MedicalReviewer
from authors.roles import Role
from wellness.lib import dates

TURNS: Final[dict[str, tuple[str, Q]]] = {
    "writer": ("The writer’s", Q(status__in=[Status.DRAFT, Status.CHANGES_REQUESTED])),
    "reviewer": (
        "A medical reviewer’s",
        Q(status=Status.IN_REVIEW, topic__requires_medical_review=True),
    ),
    "second-editor": (
        "A second editor’s",
        Q(status=Status.IN_REVIEW, topic__requires_medical_review=False),
    ),
    "editor": ("An editor’s", Q(status__in=[Status.APPROVED, Status.WITHDRAWN])),
    "clock": ("The clock’s", Q(status=Status.SCHEDULED)),
    "nobody": ("Nobody’s", Q(status=Status.PUBLISHED)),
}
"""Whose turn it is, as `Article.whose_turn` says it, as conditions on the list."""


class DeskFilter(SimpleListFilter):
    """A filter as a labelled choice in the bar over the list."""

    template = "admin/articles/_filter.html"
    everything = "All"

    def choices(self, changelist: Any) -> Any:
        yield {
            "name": self.parameter_name,
            "title": self.title,
            "value": self.value() or "",
            "options": [("", self.everything), *self.lookup_choices],
        }

    def has_output(self) -> bool:
        return bool(self.lookup_choices)

    def number(self) -> int | None:
        """The chosen key; nothing where it isn't one."""
        value = self.value() or ""
        return int(value) if value.isdecimal() and len(value) < 18 else None


class TopicFilter(DeskFilter):
    title = "Topic"
    parameter_name = "topic"
    everything = "All topics"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [*options.named("topic", request)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(topic=self.number()) if self.value() else queryset


class StateFilter(DeskFilter):
    title = "State"
    parameter_name = "state"
    everything = "All states"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [*Status.choices, ("live", "Live, whatever is on the desk")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        match self.value():
            case None | "":
                return queryset
            case "live":
                return queryset.filter(live_revision__isnull=False)
            case status:
                return queryset.filter(status=status)


class TurnFilter(DeskFilter):
    title = "Whose turn"
    parameter_name = "turn"
    everything = "Anybody’s"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(key, label) for key, (label, _) in TURNS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not self.value():
            return queryset
        turn = TURNS.get(self.value() or "")
        return queryset.filter(turn[1]) if turn else queryset.none()


class AuthorFilter(DeskFilter):
    title = "Author"
    parameter_name = "author"
    everything = "All authors"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [*options.named("author", request)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not self.value():
            return queryset
        line = Byline.objects.filter(article=OuterRef("pk"), author=self.number())
        return queryset.filter(Exists(line))


class ReviewerFilter(DeskFilter):
    title = "Reviewer asked"
    parameter_name = "reviewer"
    everything = "Anybody"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [*options.named("reviewer", request)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not self.value():
            return queryset
        asked = Article.reviewers_asked.through.objects.filter(
            article=OuterRef("pk"), medicalreviewer=self.number()
        )
        return queryset.filter(Exists(asked))


class WantedFilter(DeskFilter):
    title = "Review wanted"
    parameter_name = "wanted"
    everything = "Any day"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(due.WANTED.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        key = self.value()
        return queryset.filter(due.wanted(key, timezone.localdate())) if key else queryset


class AgainFilter(DeskFilter):
    title = "Review due again"
    parameter_name = "again"
    everything = "Any day"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(due.AGAIN.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        key = self.value()
        return queryset.filter(due.again(key, timezone.localdate())) if key else queryset


class QueueFilter(SimpleListFilter):
    """Narrows the list to one of the person's queues; shown as tabs, not in the bar."""

    title = "Queue"
    parameter_name = "queue"
    template = "admin/articles/_queue_field.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(queue.key, queue.title) for queue in waiting.queues_of(person(request))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not self.value():
            return queryset
        queue = waiting.queue_named(self.value(), person(request))
        return queryset.filter(queue.which(person(request))) if queue else queryset.none()

    def choices(self, changelist: Any) -> Any:
        yield {"name": self.parameter_name, "value": self.value() or ""}


FILTERS: Final = (
    QueueFilter,
    TopicFilter,
    StateFilter,
    TurnFilter,
    AuthorFilter,
    ReviewerFilter,
    WantedFilter,
    AgainFilter,
)


def loaded(queryset: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with everything that a row of a list shows, without their long texts."""
    bylines = Prefetch("bylines", Byline.objects.select_related("author"))
    asked = MedicalReviewer.objects.filter(asked_to_review=OuterRef("pk"))
    return (
        queryset.select_related("topic")
        .annotate(due_again=due.OF_ARTICLE, asked_names=ArraySubquery(asked.values("name")))
        .prefetch_related(bylines)
        .defer(
            "body",
            "key_points",
            "description",
            "hero_caption",
            "hero_alt",
            "correction",
            "disclosure",
        )
    )


def search(queryset: QuerySet[Article], text: str) -> QuerySet[Article]:
    """Articles in whose desk copy, address or byline every word occurs.

    In title, subtitle, address and byline any part of a word counts; in the long texts its
    beginning does, because there an index finds it.
    """
    words = text.replace("\x00", "").split()[:10]
    if not words:
        return queryset
    found = queryset.order_by()
    for word in words:
        named = Byline.objects.filter(author__name__icontains=word)
        found = found.filter(
            Q(title__icontains=word)
            | Q(subtitle__icontains=word)
            | Q(slug__icontains=word)
            | Q(_HasWord(word))
            | Q(pk__in=named.values("article"))
        )
    return queryset.filter(pk__in=found.values("pk"))


class _HasWord(Func):
    """Whether a word of an article's long texts begins like this, as the index over them says."""

    template = "(%(expressions)s)))"
    arg_joiner = " IN (SELECT desk_found("
    output_field = BooleanField()

    def __init__(self, word: str) -> None:
        quoted = word.replace("\\", "\\\\").replace("'", "''")
        super().__init__(F("pk"), Value(f"'{quoted}':*"))


def day(at: Any) -> SafeString | str:
    """A moment in a narrow column: the day, with the hour behind it for who wants to know."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        dates.clock(at),
        date_format(local, "j M" if local.year == timezone.localtime().year else "j M Y"),
    )


class DeskList(ChangeList):
    """The list of articles, with what its rows show loaded along."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Article]) -> list[Any]:
        """As the heading says that was pressed; a queue comes in its own order."""
        queue = waiting.queue_named(self.params.get("queue"), person(request))
        if queue is not None and not self.params.get(ORDER_VAR):
            return [*queue.order]
        return list(super().get_ordering(request, queryset))

    def get_results(self, request: HttpRequest) -> None:
        self.reader = person(request)
        self.queue = waiting.queue_named(request.GET.get("queue"), self.reader)
        super().get_results(request)
        self.result_list: QuerySet[Article] = loaded(self.result_list)

    def url_for_result(self, result: Article) -> str:
        """Where its title leads: to its page, or to the one for deciding."""
        deciding = (self.queue is not None and self.queue.decides) or (
            self.reader.roles == {Role.MEDICAL_REVIEWER}
        )
        if deciding and result.status == Status.IN_REVIEW:
            return reverse("admin:articles_article_review", args=[result.pk])
        return str(super().url_for_result(result))

    @property
    def earlier(self) -> str:
        """The address of the page before this one; empty on the first."""
        return self.get_query_string({PAGE_VAR: self.page_num - 1}) if self.page_num > 1 else ""

    @property
    def later(self) -> str:
        last = self.paginator.num_pages
        return self.get_query_string({PAGE_VAR: self.page_num + 1}) if self.page_num < last else ""


class Columns(ModelAdmin[Article]):
    """The columns of the list, one method each."""

    list_display = (
        "headline", "topic_name", "state", "turn", "by_line", "next_due", "live", "changed",
    )  # fmt: skip

    @admin.display(description="Choose")
    def action_checkbox(self, obj: Article) -> SafeString:
        return format_html(
            '<input type="checkbox" class="desk-tick" name="{}" value="{}" form="several" '
            'aria-label="Choose “{}”">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            obj.title or "Without a title",
        )

    @admin.display(description="Title", ordering="title")
    def headline(self, article: Article) -> SafeString:
        return render_to_string("admin/articles/_headline.html", {"article": article})

    @admin.display(description="Topic", ordering="topic__name")
    def topic_name(self, article: Article) -> str:
        return article.topic.name

    @admin.display(description="State", ordering="status")
    def state(self, article: Article) -> SafeString:
        return format_html(
            '<span class="desk-state" data-state="{}">{}</span>',
            article.status,
            article.get_status_display(),
        )

    @admin.display(description="Whose turn")
    def turn(self, article: Article) -> str:
        names = ""
        if article.status == Status.IN_REVIEW and article.topic.requires_medical_review:
            names = " or ".join(article.asked_names)  # type: ignore[attr-defined]  # see `loaded`
        return names or article.whose_turn.capitalize()

    @admin.display(description="Byline")
    def by_line(self, article: Article) -> SafeString | str:
        names = ", ".join(str(byline.author) for byline in article.bylines.all())
        return names or format_html('<span class="desk-soft">{}</span>', "Nobody yet")

    @admin.display(description="Due", ordering="review_wanted_by")
    def next_due(self, article: Article) -> SafeString:
        at = dates.moment(article.scheduled_for) if article.scheduled_for else ""
        context = {"due": due.next_of(article), "at": at, "or_nothing": True}
        return render_to_string("admin/articles/_due.html", context)

    @admin.display(description="Live since", ordering="live_since")
    def live(self, article: Article) -> SafeString | str:
        return day(article.live_since) or format_html(
            '<span class="desk-soft">{}</span>', "Not live"
        )

    @admin.display(description="Changed", ordering="changed_at")
    def changed(self, article: Article) -> SafeString | str:
        return day(article.changed_at)
