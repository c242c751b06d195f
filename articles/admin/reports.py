"""Reports of readers at the desk: editors handle them, writers read those on their articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timesince import timesince
from unfold.admin import ModelAdmin
from unfold.decorators import display

from articles.admin import access
from articles.notices import reporting
from articles.reports import verbs
from articles.reports.models import CLOSED, NOTE, ReaderReport, State
from articles.workflow import Refused
from authors.models import User

NOT_YOURS: Final = (
    "This report is about an article of other people. Editors see all reports, writers those on "
    "their own articles."
)
NOT_THERE: Final = "There is no report at this address of the desk."


SAID: Final = {
    State.NEW: "The report is given back: it waits for any editor.",
    State.IN_HAND: "You have the report in hand: it stays on your Today until you close it.",
    State.CORRECTED: "The report is closed: corrected.",
    State.UNCHANGED: "The report is closed: no change.",
}

SHOWN: Final = 5
"""New reports on the start page; the list has them all."""


def new_for(request: HttpRequest) -> int:
    """How many reports nobody looks after, for editors; counted once for each request."""
    known: int | None = getattr(request, "_new_reports", None)
    if known is None:
        user = request.user
        sees = isinstance(user, User) and user.is_active and user.is_editor
        known = ReaderReport.objects.new().count() if sees else 0
        request._new_reports = known  # type: ignore[attr-defined]
    return known


@dataclass(frozen=True)
class Waiting:
    """What waits for an editor: the oldest of the new reports, and those that they have in hand."""

    number: int
    first: Sequence[ReaderReport]
    held: Sequence[ReaderReport]

    @property
    def more(self) -> int:
        return self.number - len(self.first)


def waiting_for(request: HttpRequest) -> Waiting:
    user = access.person(request)
    if not user.is_editor:
        return Waiting(0, [], [])
    reports = ReaderReport.objects.order_by("pk")
    is_held = Q(pk__in=reports.held_by(user).values("pk"))
    rows = list(
        ReaderReport.objects.filter(is_held | Q(pk__in=reports.new().values("pk")[:SHOWN]))
        .annotate(is_held=ExpressionWrapper(is_held, BooleanField()))
        .select_related("article")
        .defer("article__body")
        .order_by("pk")
    )
    first = [row for row in rows if not row.is_held]
    return Waiting(new_for(request), first, [row for row in rows if row.is_held])


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


@admin.register(ReaderReport)
class ReaderReportAdmin(ModelAdmin):
    """Nobody writes a report here, changes one or removes it; it is taken, and closed."""

    list_display = ("about", "state", "kind", "age", "who")
    list_display_links = ("about",)
    list_filter = (StateFilter, "kind")
    search_fields = ("reference", "article__title", "words", "passage")
    list_per_page = 50
    actions = None

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("css/admin-screens.css",)}

    def has_module_permission(self, request: HttpRequest) -> bool:
        user = request.user  # asked on the page for logging in as well, by whoever stands there
        return access.is_of_the_desk(request) and (user.is_editor or user.is_writer)  # type: ignore[union-attr]

    def has_view_permission(self, request: HttpRequest, obj: ReaderReport | None = None) -> bool:
        if not self.has_module_permission(request):
            return False
        seen = ReaderReport.objects.visible_to(access.person(request))
        return obj is None or seen.filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReaderReport]:
        seen = ReaderReport.objects.visible_to(access.person(request))
        return seen.with_state().select_related("article")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"title": "Reader reports", **(extra_context or {})}
        return super().changelist_view(request, more)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One report; a post takes it or closes it."""
        pk = int(object_id) if object_id.isdecimal() and len(object_id) < 18 else 0
        report = (
            ReaderReport.objects.with_state()
            .select_related("article__live_revision", "revision")
            .filter(pk=pk)
            .first()
        )
        if not self.has_view_permission(request, report):
            return access.refusal(request, self, NOT_YOURS)
        if report is None:
            return access.refusal(request, self, NOT_THERE, status=404)
        by, problem, note = access.person(request), "", ""
        reporting.opened(report, by)
        if request.method == "POST":
            note, step = request.POST.get("note", ""), request.POST.get("step", "")
            try:
                if step == State.IN_HAND:
                    verbs.take(report, by=by, note=note)
                elif step == State.NEW:
                    verbs.give_back(report, by=by, note=note)
                elif step in CLOSED:
                    verbs.close(report, State(step), by=by, note=note)
                else:
                    raise Refused("There is no such step.")
            except Refused as refused:
                problem = str(refused)
            except ValidationError as error:
                problem = " ".join(error.messages)
            else:
                self.message_user(request, SAID[State(step)], level="success")
                return HttpResponseRedirect(request.path)
        return TemplateResponse(
            request,
            "admin/reports/report.html",
            {
                **self.admin_site.each_context(request),
                "title": "Reader report",
                "opts": self.opts,
                "original": report,
                "report": report,
                "state": State(report.state),
                "steps": report.steps.all(),
                "handles": by.is_editor,
                "closed": report.state in CLOSED,
                "has_it": report.state == State.IN_HAND and report.holder == str(by),
                "problem": problem,
                "note": note,
                "most": NOTE,
            },
            status=403 if problem and not by.is_editor else 200,
        )

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """The lines stand on the page of the report."""
        return HttpResponseRedirect("../change/")

    @display(description="Article", ordering="article__title")
    def about(self, report: ReaderReport) -> str:
        return report.article.title or "Without a title"

    @display(
        description="State",
        label={
            "New": "warning",
            "In hand": "info",
            "Closed: corrected": "success",
            "Closed: no change": "success",
        },
    )
    def state(self, report: Any) -> str:
        return str(State(report.state).label)

    @display(description="Age", ordering="-at")
    def age(self, report: ReaderReport) -> str:
        return timesince(report.at, depth=1)

    @display(description="Who has it")
    def who(self, report: Any) -> str:
        return report.holder or "Nobody yet"
