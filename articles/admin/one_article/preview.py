"""The desk copy exactly as its page will look, for those who may see it.

The preview lies under ``/admin/`` because it needs a login, and is otherwise the public page: the
same function renders it, and the browser is told the same policy. It may be framed by the admin
itself: beside the text, and on a page of its own with the comments, which the page itself knows
nothing of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles.admin import access
from articles.admin.past.history import opened
from articles.admin.talk.comments import Threads
from articles.admin.text import loose
from articles.admin.text.unsaved import door, said
from articles.admin.text.writing import Typed
from articles.comparison import NoSuchRevision, revision_numbered
from articles.content import digest
from articles.models import Article, Revision
from articles.views import render_article
from wellness.lib import rich_text

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""The policy of public pages, but for the frame; a test compares the two."""


def _shown(request: HttpRequest, article: Article, revision: Revision) -> HttpResponse:
    response = render_article(request, article, revision, preview=True)
    patch_cache_control(response, private=True, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _asked_for(request: HttpRequest, article: Article) -> Revision:
    """The revision whose number is in the address, or the one on the desk.

    Raises:
        NoSuchRevision: the article has none of that number.
    """
    number = request.GET.get("revision", "").strip()
    if not number and article.current_revision is not None:
        return article.current_revision
    newest = article.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    return revision_numbered(article, number or "1", newest)


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    """The address of the preview, to stand before Django's own."""

    def preview(request: HttpRequest, article: Article) -> HttpResponse:
        try:
            return _shown(request, article, _asked_for(request, article))
        except NoSuchRevision as error:
            return access.refusal(request, model_admin, str(error), status=404)

    def preview_desk(request: HttpRequest, article: Article) -> HttpResponse:
        """The page in a frame, as a desktop or a telephone shows it, with what was said of it."""
        try:
            revision = _asked_for(request, article)
        except NoSuchRevision as error:
            return access.refusal(request, model_admin, str(error), status=404)
        request.current_app = model_admin.admin_site.name
        is_current = revision == article.current_revision
        context = {
            **model_admin.admin_site.each_context(request),
            "opts": model_admin.opts,
            "article": article,
            "title": f"Preview of {article}",
            "revision": revision,
            "is_live": revision.pk == article.live_revision_id,
            # Comments are about the text on the desk.
            "threads": Threads(article, access.person(request)) if is_current else None,
        }
        return TemplateResponse(request, "admin/articles/article/preview.html", context)

    def preview_typed(request: HttpRequest, pk: int) -> HttpResponse:
        """What is typed now, through the same sanitiser and page; nothing is kept of it."""
        article, user = access.get_article(pk), access.person(request)
        if article is None:
            return said("There is no article at this address of the desk.", 404)
        if not model_admin.has_view_permission(request, article):
            return said(access.why_not(article, user), 403)
        copy = loose.desk(Typed.posted(request.POST, article, user))
        if copy is None:
            return said("There is no text to show.", 400)
        if sentence := rich_text.too_long(copy.body):
            return said(sentence, 413)
        content = copy.content()
        canonical = content.canonical()
        revision = article.current_revision
        if revision is None or revision.content != canonical:
            # What is not saved is no revision, and has no number.
            revision = Revision(
                article=article, number=0, content=canonical, digest=digest(canonical)
            )
        return _shown(request, article, revision)

    view = xframe_options_sameorigin(require_safe(opened(model_admin, preview)))
    return [
        path(
            "<int:pk>/preview/typed/",
            xframe_options_sameorigin(door(preview_typed)),
            name="articles_article_preview_typed",
        ),
        path(
            "<path:object_id>/preview/desk/",
            model_admin.admin_site.admin_view(require_safe(opened(model_admin, preview_desk))),
            name="articles_article_preview_desk",
        ),
        path(
            "<path:object_id>/preview/",
            model_admin.admin_site.admin_view(view),
            name="articles_article_preview",
        ),
    ]
