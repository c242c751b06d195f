"""Comments on the desk: a page per article with its text and all threads, and what is posted.

The same threads stand under the text on the article's own page (``_comments.html``). What is posted
leads back to the page that it came from; the script asks in the background instead, so that
nothing typed elsewhere on that page is left behind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from articles import workflow
from articles.admin import access
from articles.admin.past.history import opened
from articles.admin.text.forms import DeskForm
from articles.comments import verbs
from articles.comments.anchors import Anchor, Part, Place, Texts
from articles.comments.models import Comment, Mark
from articles.models import Article
from articles.notices import telling
from articles.workflow import Refused
from authors.models import User
from wellness.lib.trusted_html import stored_body

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin


class CommentForm(DeskForm):
    """What begins a thread. The passage can be typed as well as selected."""

    quote = forms.CharField(
        label="Passage",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=format_html(
            'Select it in the text <span class="desk-by-keys">({})</span>'
            '<span class="desk-by-touch">({})</span>, or copy its words. Empty: '
            "about the whole text.",
            "then press Control, Alt and M",
            "then tap “Comment on this”",
        ),
    )
    text = forms.CharField(
        label="Comment",
        required=False,
        max_length=verbs.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="“@” and a name tells that person.",
    )
    suggests = forms.BooleanField(label="Suggest other words for the passage", required=False)
    suggestion = forms.CharField(
        label="Other words",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The writer takes them over with one press. Empty: leave the passage out.",
    )
    part = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    before = forms.CharField(required=False, max_length=200, strip=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, max_length=200, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text") and not data.get("suggests"):
            self.add_error("text", "Write what you have to say.")
        if data.get("suggests") and not data.get("quote") and "quote" not in self.errors:
            self.add_error("quote", "A suggestion is for words that you quote here.")
        return data

    def anchor(self) -> Anchor | None:
        data = self.cleaned_data
        if not data["quote"]:
            return None
        return Anchor(data["part"], data["quote"], data["before"], data["after"])


@dataclass(frozen=True)
class Thread:
    """A thread as it stands on the screen of one person.

    Attributes:
        is_there: whether its passage is in the text as it is now.
        is_certain: whether it is known beyond doubt which words of the text it is.
        can_accept: whether this person can take its suggestion over.
        typed: their answer, where it was refused.
    """

    first: Comment
    is_closed: bool
    is_there: bool
    is_certain: bool
    can_accept: bool
    typed: str

    @property
    def replies(self) -> list[Comment]:
        return list(self.first.replies.all())

    @property
    def in_doubt(self) -> bool:
        """Whether its suggestion can't be put in by itself, though its words are in the text."""
        waits = self.first.suggestion is not None and not self.is_closed
        return waits and self.is_there and not self.is_certain

    @property
    def last_mark(self) -> Mark | None:
        return next(reversed(self.first.marks.all()), None)


def _order(first: Comment, place: Place | None) -> tuple[int, int, int]:
    """Sorts threads as their passages stand on the page; those without one come last."""
    if place is None:
        return len(Part), 0, first.pk
    return Part.values.index(first.part), place.start, first.pk


@dataclass
class Threads:
    """All threads on an article, those that are open in the order of the text, and the form that
    begins one."""

    article: Article
    user: User
    form: CommentForm = field(default_factory=CommentForm)
    problem: str = ""
    answers: dict[int, str] = field(default_factory=dict)
    """What was typed as an answer that was refused, by the number of the thread."""

    def __post_init__(self) -> None:
        revision = self.article.current_revision
        texts = Texts(revision.data) if revision else None
        edits = workflow.check(self.article, "edit", self.user)
        found = (
            Comment.objects.filter(article=self.article, thread=None)
            .select_related("revision")
            .prefetch_related(
                "mentions",
                "replies__mentions",
                Prefetch("marks", Mark.objects.select_related("revision")),
            )
        )
        threads: list[tuple[tuple[int, int, int], Thread]] = []
        for first in found:
            closed = verbs.is_closed(first)
            place = texts[first.part].find(first.anchor) if texts and first.part else None
            certain = place is not None and place.is_certain
            waits = first.suggestion is not None and not closed and certain
            typed = self.answers.get(first.pk, "")
            thread = Thread(first, closed, place is not None, certain, waits and not edits, typed)
            threads.append((_order(first, place), thread))
        self.closed = [thread for _, thread in threads if thread.is_closed]
        threads.sort(key=lambda one: one[0])
        self.open = [thread for _, thread in threads if not thread.is_closed]

    @property
    def people(self) -> str:
        """Where the script asks whom an “@” can name."""
        return reverse("admin:articles_article_comment_people", args=[self.article.pk])

    @property
    def address(self) -> str:
        return reverse("admin:articles_article_comments", args=[self.article.pk])


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    """The addresses of an article's comments, to stand before Django's own."""

    def page(request: HttpRequest, article: Article, **more: Any) -> HttpResponse:
        request.current_app = model_admin.admin_site.name
        threads = more.pop("threads", None) or Threads(article, access.person(request))
        if request.POST.get("from") == "review":
            from articles.admin.review import reviewing  # which shows these threads on its page

            return reviewing.page(request, model_admin, article, threads=threads)
        revision = article.current_revision
        body = revision.data.body if revision else ""
        context = {
            **model_admin.admin_site.each_context(request),
            "opts": model_admin.opts,
            "article": article,
            "title": f"Comments on {article}",
            "threads": threads,
            "speaking": {"revision": revision, "reading": stored_body(body)} if revision else None,
        }
        wrong = threads.problem or threads.form.errors
        return TemplateResponse(
            request,
            "admin/articles/article/comments.html",
            context,
            status=403 if threads.problem else 400 if wrong else 200,
        )

    def comments(request: HttpRequest, article: Article) -> HttpResponse:
        if request.method != "POST":
            telling.read_about(article, access.person(request), only_said=True)
            return page(request, article)
        user = access.person(request)
        form = CommentForm(request.POST)
        if form.is_valid():
            try:
                data = form.cleaned_data
                comment = verbs.begin(
                    article,
                    by=user,
                    text=data["text"],
                    anchor=form.anchor(),
                    suggestion=data["suggestion"] if data["suggests"] else None,
                )
            except Refused as refused:
                return page(request, article, threads=Threads(article, user, form, str(refused)))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return back(request, article, comment)
        return page(request, article, threads=Threads(article, user, form))

    def step(request: HttpRequest, article: Article, thread: int, what: str) -> HttpResponse:
        user = access.person(request)
        first = (
            Comment.objects.select_related("article__topic", "article__current_revision")
            .filter(pk=thread, article=article, thread=None)
            .first()
        )
        if first is None or what not in STEPS:
            return access.not_there(request, model_admin)
        text = request.POST.get("text", "")
        try:
            STEPS[what](first, user, text)
        except Refused as refused:
            problem = str(refused)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            return back(request, article, first)
        threads = Threads(article, user, problem=problem, answers={first.pk: text})
        return page(request, article, threads=threads)

    def wrapped(view: Any, *methods: str) -> Any:
        allowed = require_http_methods(list(methods))(opened(model_admin, view))
        return model_admin.admin_site.admin_view(allowed)

    return [
        path(
            "<path:object_id>/comments/",
            wrapped(comments, "GET", "HEAD", "POST"),
            name="articles_article_comments",
        ),
        path(
            "<path:object_id>/comments/<int:thread>/<slug:what>/",
            wrapped(step, "POST"),
            name="articles_article_comment",
        ),
    ]


STEPS = {
    "reply": lambda first, user, text: verbs.reply(first, by=user, text=text),
    "resolve": lambda first, user, text: verbs.resolve(first, by=user),
    "reopen": lambda first, user, text: verbs.reopen(first, by=user),
    "accept": lambda first, user, text: verbs.accept(first, by=user),
}
"""What can be done in a thread, by the last part of the address."""


PLACES = {"article": "change", "preview": "preview_desk", "review": "review"}
"""Where comments are shown besides on their own page."""


def back(request: HttpRequest, article: Article, thread: Comment) -> HttpResponse:
    """To the page that it was posted from."""
    name = PLACES.get(request.POST.get("from", ""), "comments")
    address = reverse(f"admin:articles_article_{name}", args=[article.pk])
    return HttpResponseRedirect(f"{address}#comment-{thread.pk}")
