"""The doors for documents that writers bring: begin an article with one, or replace a text.

A document is read before anything is stored (`articles.documents`); whoever brings it is the
author of the revision that it becomes, and so cannot approve it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from articles import documents
from articles.actions import Stale
from articles.admin import access
from articles.admin.past.history import opened
from articles.admin.text.around import Around
from articles.admin.text.forms import AroundForm, DeskForm
from articles.documents.bring import MAX_PICTURES
from articles.documents.kinds import MAX_BYTES
from articles.models import Article, Event, Revision
from articles.workflow import Refused
from wellness.lib.text import human_bytes

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin

BROUGHT: Final = "brought"
"""In the address of an article's page: it was opened by bringing a document."""

_ACCEPT: Final = (
    ".docx,.md,.markdown,text/markdown,"
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)
_MOVED: Final = (
    "The article was saved by somebody else after you opened this page, so nothing was replaced. "
    "Read the text as it is now; if it is still to be replaced, upload the document again."
)
_DATA: Final = "document"


class _Upload(forms.FileField):
    """The file. What it is, its bytes say: the browser's list of names is but a help."""

    def __init__(self) -> None:
        super().__init__(
            label="Document",
            widget=forms.FileInput(
                attrs={
                    "accept": _ACCEPT,
                    "data-most-bytes": MAX_BYTES,
                    "data-too-large": f"This file is larger than {human_bytes(MAX_BYTES)}. Make "
                    "its pictures smaller (in Word: Compress Pictures), or add them at the desk.",
                }
            ),
            help_text=f"A Word document (.docx) or a Markdown file (.md), up to "
            f"{human_bytes(MAX_BYTES)}, with up to {MAX_PICTURES} pictures.",
            error_messages={
                "required": "Choose the file first.",
                "missing": "No file arrived: choose it again.",
                "invalid": "No file arrived: choose it again.",
                "empty": "This file is empty. Look whether the right one was chosen.",
            },
        )


class _Brings(forms.Form):
    """A form with a document, which is read with everything else, so that all that is wrong is
    told at once."""

    def clean_file(self) -> documents.Read:
        upload = self.cleaned_data["file"]
        try:
            return documents.read(upload.file, upload.name, upload.size)
        except documents.Refused as refused:
            raise ValidationError(str(refused)) from refused


class BeginForm(_Brings, AroundForm):
    """A document, and what an article needs besides its text."""

    file = _Upload()

    field_order = ("file", "topic", "authors")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {"file", "topic", "authors"}:
            del self.fields[name]


class ReplaceForm(_Brings, DeskForm):
    """A document, and the version of the article whose text it replaces."""

    file = _Upload()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)


def report_of(revision: Revision) -> documents.Report | None:
    """What came in from the document that a revision came from; nothing where it came from none."""
    if not documents.is_of_document(revision.note):
        return None
    made = Q(revision=revision)
    if revision.number == 1:
        made |= Q(verb="create", article=revision.article_id)
    event = Event.objects.filter(made, data__has_key=_DATA).order_by("pk").first()
    return documents.Report.of_data(event.data[_DATA]) if event is not None else None


class _Pages:
    """The views, for one ModelAdmin."""

    def __init__(self, model_admin: ModelAdmin[Article]) -> None:
        self.model_admin = model_admin

    def render(self, request: HttpRequest, template: str, **more: Any) -> HttpResponse:
        site = self.model_admin.admin_site
        request.current_app = site.name
        context = {**site.each_context(request), "opts": self.model_admin.opts, **more}
        return TemplateResponse(request, f"admin/articles/article/{template}", context)

    def begin(self, request: HttpRequest) -> HttpResponse:
        if not access.is_of_the_desk(request):
            return access.refusal(request, self.model_admin, access.NO_ROLE)
        if not self.model_admin.has_add_permission(request):
            sentence = "Only writers and editors begin articles."
            return access.refusal(request, self.model_admin, sentence)
        user = access.person(request)
        form = BeginForm(
            request.POST if request.method == "POST" else None,
            request.FILES if request.method == "POST" else None,
            initial={"authors": Around.first(user).authors},
            user=user,
            article=None,
        )
        if form.is_valid():
            article = self._attempt(
                form,
                lambda document: documents.begin(
                    document,
                    topic=form.cleaned_data["topic"],
                    authors=form.cleaned_data["authors"],
                    by=user,
                ),
            )
            if article is not None:
                messages.success(request, f"“{article}” is on your desk, as a draft.")
                return _to(article)
        return self.render(
            request,
            "upload.html",
            title="Upload a document",
            form=form,
            article=None,
        )

    def replace(self, request: HttpRequest, article: Article) -> HttpResponse:
        user = access.person(request)
        if refused := access.may_write(article, user):
            return access.refusal(request, self.model_admin, refused)
        form = ReplaceForm(
            request.POST if request.method == "POST" else None,
            request.FILES if request.method == "POST" else None,
            initial={"version": article.version},
        )
        if form.is_valid():
            before = article.current_revision
            version = form.cleaned_data["version"]
            saved = self._attempt(
                form,
                lambda document: documents.replace(article, document, by=user, version=version),
            )
            if saved is not None:
                now = saved.current_revision
                if now is None or now == before:
                    messages.info(request, "The document says what the article says already.")
                else:
                    messages.success(request, f"Saved as revision {now.number}.")
                return _to(saved)
        return self.render(
            request,
            "upload.html",
            title="Replace the text from a document",
            form=form,
            article=article,
            original=article,
        )

    def _attempt(self, form: Any, write: Any) -> Article | None:
        """Write the document of a valid form; what is wrong stands beside its field."""
        try:
            article: Article = write(form.cleaned_data["file"])
        except (documents.Refused, Refused) as refused:
            form.add_error("file", str(refused))
        except Stale:
            form.add_error("file", _MOVED)
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            return article
        return None

    def report(self, request: HttpRequest, article: Article, event: int) -> HttpResponse:
        """What came in from a document, for as long as there is a history."""
        row = Event.objects.filter(article=article, pk=event, data__has_key=_DATA).first()
        if row is None:
            sentence = "No document came in at this place of the history."
            return access.refusal(request, self.model_admin, sentence, status=404)
        report = documents.Report.of_data(row.data[_DATA])
        return self.render(
            request,
            "brought.html",
            title=f"What came in from “{report.name}”",
            article=article,
            original=article,
            report=report,
            event=row,
        )


def _to(article: Article) -> HttpResponse:
    address = reverse("admin:articles_article_change", args=[article.pk])
    return HttpResponseRedirect(f"{address}?{BROUGHT}=1")


def urls(model_admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The addresses, to stand before Django's own."""
    pages = _Pages(model_admin)
    wrap = model_admin.admin_site.admin_view
    both = require_http_methods(["GET", "HEAD", "POST"])
    return [
        path("upload/", wrap(both(pages.begin)), name="articles_article_upload"),
        path(
            "<path:object_id>/replace/",
            wrap(both(opened(model_admin, pages.replace))),
            name="articles_article_replace",
        ),
        path(
            "<path:object_id>/documents/<int:event>/",
            wrap(require_safe(opened(model_admin, pages.report))),
            name="articles_article_brought",
        ),
    ]
