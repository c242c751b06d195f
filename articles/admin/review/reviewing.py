"""The page of whoever reviews: the text as readers will see it, what changed in it, the decision.

It is a page of its own, without the frame of the admin, so that somebody who comes twice a month
with a telephone needs to learn nothing. What it offers is the workflow's to say, and the decision
is taken as on the article's page, through `pressing`.
"""

from __future__ import annotations

from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from articles import workflow
from articles.admin import access
from articles.admin.one_article import steps
from articles.admin.one_article.checks import Panel
from articles.admin.one_article.pressing import attempt
from articles.admin.one_article.preview import POLICY
from articles.admin.one_article.standing import Decision, Standing
from articles.admin.past.history import opened
from articles.admin.review.reviewing_changes import Changes, MarkedReference, changes_of
from articles.admin.talk.comments import Threads
from articles.admin.today import waiting
from articles.approvals import Review as Approval
from articles.article_page import ArticlePage, article_page
from articles.checks.report import saved_report
from articles.models import Article, Event, FactCheck, Revision
from articles.notices import telling
from articles.sources import Source
from wellness.lib.text import count

if TYPE_CHECKING:
    from unfold.admin import ModelAdmin

HANDING_IN: Final = ("submit", "renew")


class Seat(Standing):
    """What the desk says of an article to somebody who writes nothing of it on this page."""

    def __init__(
        self, request: HttpRequest, article: Article, *, pressed: str = "", problem: str = ""
    ) -> None:
        self.request, self.article = request, article
        self.user = access.person(request)
        self.pressed, self.problem = pressed, problem
        self.frozen = access.may_write(article, self.user)


class Review:
    """What the template of the page asks.

    Args:
        revision: the text on the desk.
        desk: where the article stands for this person: its steps, typed words, a problem.
        threads: what was said of it, with what came of saying more; read where it isn't given.
    """

    def __init__(
        self,
        request: HttpRequest,
        revision: Revision,
        desk: Standing,
        threads: Threads | None = None,
    ) -> None:
        assert desk.article is not None
        self.request, self.revision, self.desk = request, revision, desk
        self._threads = threads
        self.article: Article = desk.article
        self.user = desk.user

    # -- the text ----------------------------------------------------------------------------------

    @cached_property
    def text(self) -> ArticlePage:
        """The page as readers will see it: the function of the public page makes it."""
        return article_page(self.article, self.revision, related=False)

    @cached_property
    def changes(self) -> Changes:
        since = self.read_before or self.request.GET.get("since", "")
        return changes_of(self.article, self.revision, since)

    @property
    def read_before(self) -> str:
        """The number of the revision that was read, where a decision on it came too late."""
        read = self.request.POST.get(f"{steps.prefix('approve')}-revision", "")
        return read if read != str(self.revision.number) else ""

    @property
    def showing(self) -> str:
        """Which of its two looks the text has at first."""
        if not self.changes.places:
            return "clean"
        asked = self.request.GET.get("show", "")
        return asked if asked in {"clean", "marked"} else "marked"

    @property
    def show_clean(self) -> str:
        """The address of the same page with the other look of the text."""
        return self._with_look("clean")

    @property
    def show_marked(self) -> str:
        return self._with_look("marked")

    def _with_look(self, look: str) -> str:
        since = self.changes.base.revision.number if self.changes.base else ""
        return "?" + urlencode({"since": since, "show": look})

    @cached_property
    def references(self) -> list[tuple[Source, MarkedReference | None]]:
        """Each source with its difference, where the text is compared with another."""
        return list(zip_longest(self.text.sources, self.changes.references))

    # -- what is decided ---------------------------------------------------------------------------

    @cached_property
    def handed_in(self) -> Event | None:
        """Who handed this text in, when, and with which note."""
        events = self.article.events.filter(verb__in=HANDING_IN, revision=self.revision)
        return events.first()

    @cached_property
    def due(self) -> str:
        """Of a live text: the day on which its review is due again."""
        approval = self.article.standing_approval(self.article.live_revision)
        if approval is None:
            return ""
        due = Approval.of(approval, self.article.topic.review_months).due
        return date_format(due)

    @cached_property
    def threads(self) -> Threads:
        return self._threads or Threads(self.article, self.user)

    @property
    def open_comments(self) -> str:
        number = len(self.threads.open)
        return count(number, "open comment", "open comments") if number else ""

    @cached_property
    def checks(self) -> Panel | None:
        """What the checks found, to be read."""
        report = saved_report(self.article)
        return Panel(report, writes=False) if report else None

    @property
    def can_approve(self) -> bool:
        return any(offer.verb == "approve" and not offer.reason for offer in self.desk.decision)

    @cached_property
    def why_not(self) -> list[str]:
        """Why this person can't decide; nothing where they can."""
        if self.desk.decision:
            return []
        sentences = (workflow.check(self.article, verb, self.user) for verb in steps.DECIDING)
        return list(dict.fromkeys(sentence for sentence in sentences if sentence))

    @property
    def lacks(self) -> str:
        """How many things a decision that was pressed still lacks, as a sentence."""
        offer = self.desk.decision_offer
        if offer is None or not offer.form.is_bound or not offer.form.errors:
            return ""
        number = sum(len(errors) for errors in offer.form.errors.values())
        return f"{count(number, 'thing has', 'things have')} to be put right first."

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """Words of a decision that can't be taken any more, to be copied."""
        if self.request.method != "POST" or self.desk.decision:
            return []
        posted = self.request.POST
        words = (("Statement", "statement"), ("Declared interests", "interests"))
        return [
            (label, value) for label, name in words if (value := posted.get(f"decision-{name}", ""))
        ]

    # -- what was decided --------------------------------------------------------------------------

    @cached_property
    def decided(self) -> Decision | None:
        """The decision on this very text, once nothing is to be decided on it any more."""
        if self.article.status == workflow.Status.IN_REVIEW:
            return None
        checks = self.revision.fact_checks.select_related("revision", "revocation", "rests_on")
        latest: FactCheck | None = checks.first()
        return Decision(latest, "") if latest else None

    @property
    def is_mine(self) -> bool:
        """Whether this person took it."""
        return self.decided is not None and self.decided.fact_check.decided_by_id == self.user.pk

    @cached_property
    def next(self) -> Article | None:
        """The article that waits for this person's decision next, the longest waiting first."""
        for queue in waiting.queues_of(self.user):
            if not queue.decides:
                continue
            found = queue.articles(self.user).exclude(pk=self.article.pk).first()
            if found is not None:
                return found
        return None


def page(
    request: HttpRequest,
    model_admin: ModelAdmin,
    article: Article,
    *,
    desk: Standing | None = None,
    threads: Threads | None = None,
) -> HttpResponse:
    """The page, also where something that was posted from it comes back with a sentence.

    Args:
        desk: what came of a decision.
        threads: what came of a comment.
    """
    request.current_app = model_admin.admin_site.name
    if article.current_revision is None:
        sentence = "There is no text yet to review."
        return access.refusal(request, model_admin, sentence, status=404)
    desk = desk or Seat(request, article)
    review = Review(request, article.current_revision, desk, threads)
    said = review.threads
    refused = desk.problem or said.problem
    response = TemplateResponse(
        request,
        "admin/articles/article/review.html",
        {"review": review, "article": article},
        status=403 if refused else 400 if said.form.is_bound and said.form.errors else 200,
    )
    # The text of an article is on it, and nothing that needs more: as for the preview.
    response.headers["Content-Security-Policy"] = POLICY
    return response


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    """The address of the page, to stand before Django's own."""

    def review(request: HttpRequest, article: Article) -> HttpResponse:
        if request.method == "POST":
            return decide(request, article)
        telling.read_about(article, access.person(request))
        return page(request, model_admin, article)

    def decide(request: HttpRequest, article: Article) -> HttpResponse:
        verb, user = request.POST.get("verb", ""), access.person(request)
        if verb not in steps.DECIDING:
            return access.refusal(request, model_admin, "There is no such decision.", status=404)
        if access.is_of_somebody_else(request):
            return access.refusal(request, model_admin, access.SOMEBODY_ELSE, status=409)
        if sentence := workflow.check(article, verb, user):
            seat = Seat(request, article, pressed=verb, problem=sentence)
            return page(request, model_admin, article, desk=seat)
        saved, desk = attempt(request, article, verb=verb)
        if saved is None:
            return page(request, model_admin, desk.article or article, desk=desk)
        messages.success(request, steps.DESK[verb].done(saved))
        here = reverse("admin:articles_article_review", args=[saved.pk])
        stays = workflow.may_see(saved, user)
        return HttpResponseRedirect(here if stays else reverse("admin:index"))

    view = require_http_methods(["GET", "HEAD", "POST"])(opened(model_admin, review))
    return [
        path(
            "<path:object_id>/review/",
            model_admin.admin_site.admin_view(view),
            name="articles_article_review",
        )
    ]
