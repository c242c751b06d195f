"""The desk of articles in the admin: its list, its page, its doors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET
from unfold.admin import ModelAdmin

from articles import workflow
from articles.admin import access, listing
from articles.admin.one_article import checks, presence, preview, steps
from articles.admin.one_article.page import Page
from articles.admin.one_article.pressing import attempt, begin, redirect_after, saved_message
from articles.admin.one_article.ways import kept_filters
from articles.admin.past import history
from articles.admin.planning import month, several, together
from articles.admin.review import reviewing
from articles.admin.talk import comments, mentions
from articles.admin.text import choices, citing, documents, unsaved
from articles.admin.text.writing import Typed
from articles.admin.today import waiting
from articles.models import Article
from articles.notices import telling


@admin.register(Article)
class ArticleAdmin(listing.Columns, ModelAdmin):
    """Nothing here writes: what was typed goes to `articles.actions`, which asks the workflow."""

    list_filter = listing.FILTERS
    search_fields = ("title", "subtitle", "slug")  # says that there is a search; see below
    search_help_text = "Search titles, texts, addresses and bylines"
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-changed_at", "-pk")
    actions = together.actions()
    list_fullwidth = False

    # -- who may -----------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.is_of_the_desk(request) and super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if not access.is_of_the_desk(request) or not super().has_view_permission(request, obj):
            return False
        return obj is None or workflow.may_see(obj, access.person(request))

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether the person may change the text or what surrounds it, in this state."""
        if not access.is_of_the_desk(request) or not super().has_change_permission(request, obj):
            return False
        if obj is None:
            return True
        user = access.person(request)
        return not access.may_write(obj, user) or not access.may_arrange(obj, user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        if not access.is_of_the_desk(request) or not super().has_add_permission(request):
            return False
        user = access.person(request)
        return user.is_writer or user.is_editor

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Nobody: an article with history is taken down, never deleted."""
        return False

    # -- the list ----------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        queryset = super().get_queryset(request)
        if not access.is_of_the_desk(request):
            return queryset.none()
        seen = Article.objects.visible_to(access.person(request)).order_by()
        return queryset.filter(pk__in=seen.values("pk"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return listing.search(queryset, search_term), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            return access.refusal(request, self, access.NO_ROLE)
        user = access.person(request)
        counts = waiting.counts_for(request)
        chosen = waiting.queue_named(request.GET.get("queue"), user)
        return super().changelist_view(
            request,
            {
                **(extra_context or {}),
                "title": "Articles",
                "queues": [
                    (queue, counts[queue.key])
                    for queue in waiting.queues_of(user)
                    if counts[queue.key] or queue == chosen
                ],
                "chosen_queue": chosen,
                "may_add": self.has_add_permission(request),
                "several": [(step.key, step.menu) for step in several.STEPS.values()]
                if user.is_editor
                else [],
                "together_limit": several.LIMIT,
            },
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Steps with several articles at once, which are the editors'."""
        if not access.is_of_the_desk(request) or not access.person(request).is_editor:
            return {}
        found = super().get_actions(request)
        return {key: found[key] for key in several.STEPS}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return listing.DeskList

    # -- the page ----------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return self._begin(request)
        article = access.get_article(object_id)
        refused = self._closed(request, article)
        if refused is not None or article is None:
            return refused or access.not_there(request, self)
        if request.method != "POST":
            telling.read_about(article, access.person(request))
            article.only_shown()
            prefetch_related_objects([article], "reviewers_asked")
            return self._show(request, self._opened(request, article))
        if access.is_of_somebody_else(request):
            return access.refusal(request, self, access.SOMEBODY_ELSE, status=409)
        if "_restore" in request.POST:
            # Words that the browser kept after a save that never arrived.
            typed = Typed.posted(request.POST, article, access.person(request))
            return self._show(request, Page(request, article, typed=typed))
        if citing.NUMBER in request.POST:
            return self._show(request, self._numbered(request, article))
        if not request.POST.get("parts") and not self.has_change_permission(request, article):
            raise PermissionDenied
        saved, page = attempt(request, article)
        if saved is None:
            return self._show(request, page)
        combined = "combine" in request.POST
        messages.success(request, saved_message(article, saved, combined=combined))
        return redirect_after(request, saved)

    def _begin(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            sentence = "Only writers and editors begin articles."
            return access.refusal(
                request, self, sentence if access.is_of_the_desk(request) else access.NO_ROLE
            )
        if request.method != "POST":
            return self._show(request, self._opened(request, None))
        if access.is_of_somebody_else(request):
            return access.refusal(request, self, access.SOMEBODY_ELSE, status=409)
        if "_restore" in request.POST:
            typed = Typed.posted(request.POST, None, access.person(request))
            return self._show(request, Page(request, None, typed=typed))
        if citing.NUMBER in request.POST:
            return self._show(request, self._numbered(request, None))
        article, page = begin(request)
        if article is None:
            return self._show(request, page)
        messages.success(request, f"“{article}” is on your desk, as a draft.")
        return redirect_after(request, article)

    def _opened(self, request: HttpRequest, article: Article | None) -> Page:
        """The page as it is opened, with unsaved words in its fields where they are asked for."""
        row = unsaved.chosen(request, article)
        if row is None or not (article is None or self.has_change_permission(request, article)):
            return Page(request, article)
        typed = unsaved.typed_before(row, article, access.person(request))
        return Page(request, article, typed=typed, replaces=[row.sitting], brought_back=row)

    def _numbered(self, request: HttpRequest, article: Article | None) -> Page:
        """The page with what was typed, its references numbered by appearance; nothing is saved."""
        data = citing.numbered(request.POST)
        typed = Typed.posted(data, article, access.person(request))
        return Page(request, article, typed=typed)

    def _closed(self, request: HttpRequest, article: Article | None) -> HttpResponse | None:
        """The page for somebody who may not open this article; nothing for one who may."""
        if not access.is_of_the_desk(request):
            return access.refusal(request, self, access.NO_ROLE)
        if article is None:
            return access.not_there(request, self)
        if not self.has_view_permission(request, article):
            sentence = access.why_not(article, access.person(request))
            return access.refusal(request, self, sentence)
        return None

    def _show(self, request: HttpRequest, page: Page) -> HttpResponse:
        article = page.article
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": str(article) if article else "New article",
            "subtitle": None,
            "media": self.media + page.media,
            "has_view_permission": True,
            "is_popup": False,
        }
        request.current_app = self.admin_site.name
        status = 409 if page.conflict else 403 if page.problem else 200
        return TemplateResponse(
            request, "admin/articles/article.html", {**context, "page": page}, status=status
        )

    # -- the steps ---------------------------------------------------------------------------------

    def step_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Take a step of the workflow, saving first what was typed."""
        article = access.get_article(pk)
        refused = self._closed(request, article)
        if refused is not None or article is None:
            return refused or access.not_there(request, self)
        if verb not in steps.DESK:
            return access.refusal(request, self, "There is no such step.", status=404)
        if request.method != "POST":
            # Whoever comes back here, say after logging in again, finds the buttons on the page.
            address = reverse("admin:articles_article_change", args=[pk])
            return HttpResponseRedirect(address + kept_filters(request))
        if access.is_of_somebody_else(request):
            return access.refusal(request, self, access.SOMEBODY_ELSE, status=409)
        sentence = workflow.check(article, verb, access.person(request))
        if sentence and not request.POST.get("parts"):
            return self._show(request, Page(request, article, pressed=verb, problem=sentence))
        saved, page = attempt(request, article, verb=verb)
        if saved is None:
            return self._show(request, page)
        messages.success(request, steps.DESK[verb].done(saved))
        return redirect_after(request, saved)

    # -- addresses ---------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/steps/<slug:verb>/",
                wrap(self.step_view),
                name="articles_article_step",
            ),
            path(
                "choices/<slug:source>/",
                wrap(require_GET(choices.view)),
                name="articles_article_choices",
            ),
        ]
        return [
            *own,
            *mentions.urls(self),
            *comments.urls(self),
            *checks.urls(self),
            *citing.urls(self),
            *documents.urls(self),
            *history.urls(self),
            *month.urls(self),
            *together.urls(self),
            *presence.urls(self),
            *preview.urls(self),
            *reviewing.urls(self),
            *unsaved.urls(self),
            *super().get_urls(),
        ]
