"""An article's history for the desk: the timeline, two revisions compared, an approval revoked.

``urls`` is used by ``ArticleAdmin.get_urls``; the timeline replaces Django's page of its own log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from articles import workflow
from articles.admin import access
from articles.admin.one_article import steps
from articles.admin.one_article.step_forms import RevokeForm
from articles.admin.past.timeline import Timeline
from articles.comparison import NoSuchRevision, compare, revision_numbered
from articles.models import Article, FactCheck, Revision, Status
from articles.side_by_side import Part, side_by_side

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin

ArticleView = Callable[..., HttpResponse]


def opened(model_admin: ModelAdmin, view: ArticleView) -> ArticleView:
    """Give a view the article of its address; others get the page that says why not.

    403 for whoever may not see the desk copy (``workflow.may_see``), 404 where there is none.
    """

    def open_it(request: HttpRequest, object_id: str, **more: Any) -> HttpResponse:
        if not access.is_of_the_desk(request) or not model_admin.has_view_permission(request):
            return access.refusal(request, model_admin, access.NO_ROLE)
        article = access.get_article(unquote(object_id))
        if article is None:
            return access.not_there(request, model_admin)
        person = access.person(request)
        if not workflow.may_see(article, person):
            return access.refusal(request, model_admin, access.why_not(article, person))
        return view(request, article, **more)

    return open_it


class _Pages:
    """The views, for one ModelAdmin."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.model_admin = model_admin

    def render(
        self, request: HttpRequest, template: str, article: Article, status: int = 200, **more: Any
    ) -> TemplateResponse:
        admin_site = self.model_admin.admin_site
        request.current_app = admin_site.name
        context = {
            **admin_site.each_context(request),
            "zone": timezone.get_default_timezone_name(),
            "opts": self.model_admin.opts,
            "original": article,
            "article": article,
            **more,
        }
        template = f"admin/articles/article/{template}"
        return TemplateResponse(request, template, context, status=status)

    def history(self, request: HttpRequest, article: Article) -> HttpResponse:
        choices = _choices(article)
        rows = {row["pk"]: row for row in choices["revisions"]}
        page = Timeline(article, access.person(request), rows).page(request.GET.get("page"))
        return self.render(
            request,
            "history.html",
            article,
            title=f"History of {article}",
            page=page,
            page_numbers=list(page.paginator.get_elided_page_range(page.number)),
            **_standing(article),
            **choices,
        )

    def compare(self, request: HttpRequest, article: Article) -> HttpResponse:
        choices = _choices(article)
        newest = choices["revisions"][0]["number"] if choices["revisions"] else 0
        sentence, comparison = "", None
        after = request.GET.get("to") or str(_current_number(article, newest))
        before = request.GET.get("from") or _default_start(article, after)
        parts: list[Part] = []
        beside = request.GET.get("view") == "side"
        try:
            comparison = compare(
                revision_numbered(article, before, newest),
                revision_numbered(article, after, newest),
            )
            if beside:
                parts = side_by_side(*comparison.sides)
        except NoSuchRevision as error:
            sentence = str(error)
        return self.render(
            request,
            "compare.html",
            article,
            status=404 if sentence else 200,
            title=f"Compare revisions of {article}",
            sentence=sentence,
            comparison=comparison,
            beside=beside,
            parts=parts,
            **choices,
        )

    def revocation(self, request: HttpRequest, article: Article, fact_check: int) -> HttpResponse:
        checks = FactCheck.objects.select_related("revision", "revocation", "rests_on")
        check = checks.filter(pk=fact_check, revision__article=article).first()
        if check is None:
            sentence = "This article has no such decision."
            return access.refusal(request, self.model_admin, sentence, status=404)
        person = access.person(request)
        reason = workflow.check(article, "revoke", person, fact_check=check)
        form = RevokeForm(request.POST or None, article=article)
        back = reverse("admin:articles_article_history", args=[article.pk])
        if request.method == "POST" and not reason and form.is_valid():
            try:
                changed = steps.revoke(check, person, form.given())
            except workflow.Refused as refused:
                reason = str(refused)
            except ValidationError as error:
                form.add_error("reason", error.messages)
            else:
                self.model_admin.message_user(request, _revoked(changed), level="success")
                return HttpResponseRedirect(back)
        row, _ = workflow.find(workflow.Ask(article, person, check), "revoke")
        return self.render(
            request,
            "revoke.html",
            article,
            status=403 if reason and request.method == "POST" else 200,
            title="Revoke an approval",
            check=check,
            reason=reason,
            form=form,
            consequence=_consequence(article, row.target if row else None),
            back=back,
        )


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    """The addresses of history, comparison and revoking, to stand before Django's own."""
    pages = _Pages(model_admin)

    def wrapped(view: ArticleView, *, post: bool = False) -> Callable[..., HttpResponse]:
        methods = require_http_methods(["GET", "HEAD", "POST"]) if post else require_safe
        return model_admin.admin_site.admin_view(methods(opened(model_admin, view)))

    return [
        path("<path:object_id>/history/", wrapped(pages.history), name="articles_article_history"),
        path("<path:object_id>/compare/", wrapped(pages.compare), name="articles_article_compare"),
        path(
            "<path:object_id>/revocations/<int:fact_check>/",
            wrapped(pages.revocation, post=True),
            name="articles_article_revocation",
        ),
    ]


def _standing(article: Article) -> dict[str, Any]:
    """What readers see, what is on the desk, and which approvals hold of the two."""
    waiting = article.publishable_revision
    return {
        "live_approval": article.standing_approval(article.live_revision),
        "desk_approval": article.approval_of(article.current_revision),
        "desk_is_live": article.current_revision_id == article.live_revision_id,
        "waiting": waiting if waiting != article.current_revision else None,
        "desk_status": Status(article.status),
    }


def _choices(article: Article) -> dict[str, Any]:
    """Every revision of the article, newest first, with what it is now."""
    approved = _approved_digests(article)
    rows = article.revisions.order_by("-number").values(
        "pk", "number", "digest", "created_at", "created_by_name"
    )
    revisions = [
        row
        | {
            "is_live": row["pk"] == article.live_revision_id,
            "is_current": row["pk"] == article.current_revision_id,
            "is_approved": row["digest"] in approved,
        }
        for row in rows
    ]
    return {"revisions": revisions}


def _approved_digests(article: Article) -> set[str]:
    """Digests whose approval stands, and about which nobody asked for changes since."""
    approvals = article.standing_approvals().unopposed().order_by()
    return set(approvals.values_list("digest", flat=True))


def _current_number(article: Article, newest: int) -> int:
    return article.current_revision.number if article.current_revision else newest


def _default_start(article: Article, after: str) -> str:
    """The other revision, where only one was named: the live one if older, else the one before."""
    live: Revision | None = article.live_revision
    if not (after.isascii() and after.isdecimal()):
        return "1"
    number = int(after[:9])
    if live is not None and live.number < number:
        return str(live.number)
    return str(max(number - 1, 1))


def _consequence(article: Article, target: Status | None) -> str:
    """What revoking would do now, in words."""
    match target:
        case Status.WITHDRAWN:
            return (
                "The text that readers see rests on this approval alone. The article leaves the "
                "site in the same moment, and its address says that it is being checked again."
            )
        case Status.DRAFT:
            return (
                "The text on the desk is approved by this alone. The article goes back to draft, "
                "and what was scheduled is scheduled no longer."
            )
        case _:
            return (
                "Neither the text that readers see nor the approved text on the desk rests on "
                f"this approval. The article stays {Status(article.status).label.lower()}."
            )


def _revoked(article: Article) -> str:
    if article.status == Status.WITHDRAWN:
        return "The approval is revoked, and the article is off the site."
    return f"The approval is revoked. The article is {Status(article.status).label.lower()}."
