"""What the checks found, on the page of an article; and the button that asks them again.

The button sends what is typed and saves nothing. With a script the panel alone is fetched anew;
without one the whole page comes back, with every typed word on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin import access
from articles.checks import links
from articles.checks.findings import Found, Level, Place
from articles.checks.report import Group, Report, report_on, saved_report
from articles.desk import DeskCopy
from articles.models import Article
from wellness.lib import rich_text
from wellness.lib.text import excerpt

if TYPE_CHECKING:
    from articles.admin.article import ArticleAdmin
    from articles.admin.text.writing import Typed

FRAGMENT: Final = "X-Checks-Only"
"""The header with which the script asks for the panel alone."""

FIELDS: Final = {
    "title": "Title",
    "subtitle": "Subtitle",
    "description": "Description",
    "key_points": "Key points",
    "body": "Text",
    "references": "References",
    "hero": "Picture at the top",
    "hero_alt": "Picture at the top",
    "hero_caption": "Caption of the picture at the top",
    "disclosure": "Disclosure",
}
"""What the desk calls the parts of a text."""

_READ: Final = {
    "title": "reading-title",
    "subtitle": "reading-title",
    "description": "description-title",
    "key_points": "points-title",
    "body": "reading-body",
    "references": "references-title",
    "disclosure": "disclosure-title",
}
"""Where a part stands on the page of somebody who reads and does not write."""

_WRITTEN: Final = {"references": "references-title", "hero": "picture-title"}
"""Parts whose place on the form is another one than their field."""


@dataclass(frozen=True)
class Shown:
    """A finding on the screen: its sentence, and the link that leads to its place."""

    found: Found
    writes: bool

    @property
    def sentence(self) -> str:
        return self.found.sentence

    @property
    def place(self) -> Place:
        return self.found.place

    @property
    def field(self) -> str:
        return FIELDS.get(self.place.field, self.place.field)

    @property
    def label(self) -> str:
        """The passage, shortened; the name of the part where the whole of it is meant."""
        quote = excerpt(self.place.quote, 110)
        if quote:
            return f"“{quote}”"
        return f"Picture {self.place.index + 1}" if self.place.element == "image" else self.field

    @property
    def anchor(self) -> str:
        """The id to which the link leads without a script."""
        field = self.place.field
        if not self.writes:
            if field == "references" and self.place.quote:
                return f"reference-{self.place.index + 1}"
            return _READ.get(field, "reading-title")
        return _WRITTEN.get(field, f"id_{field}")


@dataclass(frozen=True)
class Rows:
    """What one check found."""

    title: str
    rows: list[Shown]


@dataclass(frozen=True)
class Panel:
    """What the template of the panel asks.

    Attributes:
        writes: whether the fields of the text are on the page; otherwise it is shown to be read.
        of_typed: whether the findings are about what is typed, and not about what is saved.
    """

    report: Report
    writes: bool
    of_typed: bool = False

    @cached_property
    def levels(self) -> list[tuple[Level, list[Rows]]]:
        return [(level, [self._rows(g) for g in groups]) for level, groups in self.report.by_level]

    def _rows(self, group: Group) -> Rows:
        return Rows(group.check.title, [Shown(found, self.writes) for found in group.found])


def typed_text(typed: Typed, article: Article) -> DeskCopy:
    """What is typed, as far as it can be read; a field with an error counts as it was typed."""
    desk = DeskCopy.of_article(article)
    text = typed.text
    if text is None:
        return desk
    text.is_valid()
    words = {
        name: text.cleaned_data.get(name, text.data.get(name, ""))
        for name in text.fields
        if name != "hero" and hasattr(desk, name)
    }
    if "hero" in text.cleaned_data:
        words["hero"] = text.cleaned_data["hero"]
    if typed.references is not None and typed.references.is_valid():
        words["references"] = typed.references.rows()
    return desk.change(**words)


def urls(model_admin: ArticleAdmin) -> list[URLPattern]:
    """The address that the button asks, to stand before Django's own."""
    return [
        path(
            "<int:pk>/checks/",
            model_admin.admin_site.admin_view(_view(model_admin)),
            name="articles_article_checks",
        )
    ]


def _view(model_admin: ArticleAdmin) -> Callable[..., HttpResponse]:
    from articles.admin.one_article.page import Page
    from articles.admin.one_article.ways import kept_filters
    from articles.admin.text.writing import Typed

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        article = access.get_article(pk)
        refused = model_admin._closed(request, article)
        if refused is not None or article is None:
            return refused or access.not_there(request, model_admin)
        if request.method != "POST":
            # Whoever comes back here, say after logging in again, finds the button on the page.
            address = reverse("admin:articles_article_change", args=[pk])
            return HttpResponseRedirect(address + kept_filters(request))
        user = access.person(request)
        typed, problem = None, ""
        report = saved_report(article)
        if request.POST.get("parts") and not access.may_write(article, user):
            typed = Typed.posted(request.POST, article, user)
            problem = rich_text.objection(request.POST.get("body", ""))
            if not problem:
                content = typed_text(typed, article).content()
                report = report_on(article, content)
                links.ask_soon(content)
        page = Page(request, article, typed=typed, problem=problem, checked=report)
        if request.headers.get(FRAGMENT):
            context = {"page": page, "problem": problem}
            return TemplateResponse(request, "admin/articles/_checks_found.html", context)
        return model_admin._show(request, page)

    return view
