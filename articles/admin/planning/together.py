"""Work on several articles, page by page: choose, see what will happen, do it, read the outcome.

The ticks in the list open the first page, as an action of Django's admin does. From there each page
carries the selection on, so that nothing has to be ticked twice, and nothing happens before its
sentence stood on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin import access
from articles.admin.one_article.ways import KEPT
from articles.admin.planning import several
from articles.admin.planning.several import LIMIT, STEPS, Chosen, Row, Step
from articles.models import Article

FOR_EDITORS: Final = "Only editors work on several articles at once."

Action = Callable[[Any, HttpRequest, QuerySet[Article]], HttpResponse | None]


def actions() -> list[Action]:
    """The steps as actions of the list, in the form that Django's admin knows."""
    return [_action(step) for step in STEPS.values()]


def _action(step: Step) -> Action:
    def begin(
        model_admin: ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponse | None:
        pks = list(queryset.values_list("pk", flat=True)[: LIMIT + 1])
        if not pks:
            messages.warning(request, several.NONE_CHOSEN)
            return None
        if len(pks) > LIMIT:
            messages.error(request, several.TOO_MANY)
            return None
        return Together(model_admin, request, step, pks, request.GET.urlencode()).ask()

    begin.__name__ = step.key
    begin.short_description = step.menu  # type: ignore[attr-defined]
    return begin


class Together:
    """One step with several articles, on its way through its pages.

    Args:
        filters: the filters of the list from which they come, as in its address.
    """

    def __init__(
        self,
        model_admin: ModelAdmin[Article],
        request: HttpRequest,
        step: Step,
        pks: list[int],
        filters: str,
    ) -> None:
        self.model_admin, self.request, self.step = model_admin, request, step
        self.filters = filters
        self.user = access.person(request)
        found = Article.objects.select_related(
            "topic", "current_revision", "live_revision"
        ).in_bulk(pks)
        self.articles = [found[pk] for pk in pks if pk in found]

    def ask(self) -> HttpResponse:
        """The first page: what is asked for; where that is a note only, what will happen."""
        form = self.step.form()
        if not form.asks:
            return self._show("look", form, self.step.rows(self.articles, self.user, {}))
        return self._show("ask", form, [Row(article) for article in self.articles])

    def look(self) -> HttpResponse:
        """What will happen to each, before anything does."""
        form = self.step.form(self.request.POST)
        if not form.is_valid():
            return self._show("ask", form, [Row(article) for article in self.articles])
        rows = self.step.rows(self.articles, self.user, form.cleaned_data)
        return self._show("look", form, rows)

    def again(self) -> HttpResponse:
        """Back to what is asked for, with what was typed."""
        form = self.step.form(initial=_typed(self.step, self.request))
        return self._show("ask", form, [Row(article) for article in self.articles])

    def do(self) -> HttpResponse:
        """Take the step with each, and say what came of it."""
        form = self.step.form(self.request.POST)
        if not form.is_valid():
            return self._show("ask", form, [Row(article) for article in self.articles])
        chosen = Chosen.posted(self.request.POST, [article.pk for article in self.articles])
        rows = self.step.rows(self.articles, self.user, form.cleaned_data)
        for row in rows:
            if row.cannot:
                continue
            # What stood on the screen happens, and nothing that came up since.
            if "revision" in row.given and row.article.pk in chosen.seen:
                row.given["revision"] = chosen.seen[row.article.pk]
            if "at" in row.given and row.article.pk in chosen.at:
                at = chosen.at[row.article.pk]
                if not several.is_shown(at, form.cleaned_data):
                    row.cannot = several.NOT_SHOWN
                    continue
                row.given["at"] = at
            self.step.take(row, self.user, form.cleaned_data["note"])
        return self._show("done", form, rows)

    def _show(self, stage: str, form: Any, rows: list[Row]) -> HttpResponse:
        self.request.current_app = self.model_admin.admin_site.name
        going = [row for row in rows if not row.cannot]
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": self.step.title,
            "step": self.step,
            "stage": stage,
            "form": form,
            "rows": rows,
            "going": len(going),
            "staying": len(rows) - len(going),
            "address": reverse("admin:articles_article_together", args=[self.step.key])
            + ("?" + urlencode({KEPT: self.filters}) if self.filters else ""),
            "back": _list(self.filters),
        }
        return TemplateResponse(self.request, "admin/articles/article/together.html", context)


def _typed(step: Step, request: HttpRequest) -> dict[str, Any]:
    several_values = {"reviewers"}
    return {
        name: request.POST.getlist(name) if name in several_values else request.POST[name]
        for name in step.form.base_fields
        if name in request.POST
    }


def _list(filters: str) -> str:
    return reverse("admin:articles_article_changelist") + (f"?{filters}" if filters else "")


def urls(model_admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The address of each step, to stand before Django's own."""

    def view(request: HttpRequest, key: str) -> HttpResponse:
        if not access.is_of_the_desk(request):
            return access.refusal(request, model_admin, access.NO_ROLE)
        if not access.person(request).is_editor:
            return access.refusal(request, model_admin, FOR_EDITORS)
        if key not in STEPS:
            return access.refusal(request, model_admin, "There is no such step.", status=404)
        filters = request.GET.get(KEPT, "")
        if request.method != "POST":
            # Whoever comes back here, say after logging in again, ticks in the list.
            return HttpResponseRedirect(_list(filters))
        stage = request.POST.get("stage")
        # Going back takes along those as well of which a tick was taken away.
        ticked = request.POST.getlist("all" if stage == "ask" else "article")
        pks = [int(pk) for pk in dict.fromkeys(ticked) if pk.isdecimal() and len(pk) < 18]
        if not pks or len(pks) > LIMIT:
            messages.warning(request, several.TOO_MANY if pks else several.NONE_CHOSEN)
            return HttpResponseRedirect(_list(filters))
        together = Together(model_admin, request, STEPS[key], pks, filters)
        match stage:
            case "do":
                return together.do()
            case "ask":
                return together.again()
            case _:
                return together.look()

    wrap = model_admin.admin_site.admin_view
    return [path("together/<slug:key>/", wrap(view), name="articles_article_together")]
