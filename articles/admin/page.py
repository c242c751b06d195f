"""The page of one article on the desk: what is shown of it, to this person, in this state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.forms import Media
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from articles import workflow
from articles.admin import access, due, steps, unsaved
from articles.admin.checks import Panel
from articles.admin.combining import Conflict
from articles.admin.comments import Threads
from articles.admin.documents import BROUGHT, report_of
from articles.admin.due import Due
from articles.admin.places import PREFIX
from articles.admin.steps import Offer, moment
from articles.admin.two_versions import TwoVersions
from articles.admin.writing import Typed
from articles.checks.report import Report, saved_report
from articles.documents import Report as BroughtIn
from articles.models import Article, Correction, FactCheck, Revision, Status
from articles.unsaved import keeping
from articles.unsaved.models import UnsavedText
from authors.models import User
from wellness.lib.trusted_html import stored_body

DECISIONS_SHOWN = 6


@dataclass(frozen=True)
class Decision:
    """A fact-check on the screen, with the address where this person may revoke it."""

    fact_check: FactCheck
    revoke_link: str

    @property
    def is_approval(self) -> bool:
        return self.fact_check.decision == "approved"

    @property
    def is_revoked(self) -> bool:
        return hasattr(self.fact_check, "revocation")

    @property
    def when(self) -> str:
        return moment(self.fact_check.decided_at)


KEPT = "_changelist_filters"
"""Django's name for the filters of the list from which somebody opened a row."""


def kept_filters(request: HttpRequest) -> str:
    filters = request.GET.get(KEPT, "")
    return "?" + urlencode({KEPT: filters}) if filters else ""


class Page:
    """What the template of an article's page asks.

    Args:
        typed: the forms as posted; fresh ones are made where nothing was.
        pressed: the verb of the step that was posted, whose words come back with their errors.
        found: the conflict in which saving ended.
        is_combined: whether the fields hold two people's changes, to be worked on by hand.
        problem: why a step or a save was refused, for the top of the page.
        replaces: the sittings whose unsaved words are in the fields now.
        brought_back: the unsaved words that were asked for.
        checked: what the checks found in the typed text, where somebody asked them about it.
    """

    def __init__(
        self,
        request: HttpRequest,
        article: Article | None,
        *,
        typed: Typed | None = None,
        pressed: str = "",
        found: Conflict | None = None,
        is_combined: bool = False,
        problem: str = "",
        replaces: list[str] | None = None,
        brought_back: UnsavedText | None = None,
        checked: Report | None = None,
    ) -> None:
        self.request = request
        self.article = article
        self.user: User = access.person(request)
        self.pressed, self.conflict, self.problem = pressed, found, problem
        self.brought_back = brought_back
        self.is_combined = is_combined
        self._replaces = replaces
        self._checked = checked
        self.frozen = access.may_write(article, self.user) if article else ""
        self.fixed = access.may_arrange(article, self.user) if article else ""
        if found is not None and typed is not None:
            typed = typed.after(found.combination, self.user)
        fresh = Typed.fresh(article, self.user, text=not self.frozen, around=not self.fixed)
        if typed is None or not typed.is_returned:
            fresh.errors = typed.errors if typed else []
            typed = fresh
        elif article is not None:
            # Fields that were not on the form that came in, but belong on this page.
            typed.text = typed.text or fresh.text
            typed.references = typed.references or fresh.references
            typed.around = typed.around or fresh.around
        self.typed = typed

    # -- what it looks like ----------------------------------------------------------------------

    @property
    def is_new(self) -> bool:
        return self.article is None

    @property
    def text(self) -> Any:
        return self.typed.text

    @property
    def around(self) -> Any:
        return self.typed.around

    @property
    def parts(self) -> str:
        """Which forms are on the page, posted back with them."""
        parts = [name for name in ("text", "around") if getattr(self.typed, name) is not None]
        return " ".join(parts)

    @property
    def saves(self) -> bool:
        return bool(self.parts)

    @property
    def base(self) -> str:
        if self.article is None:
            return ""
        if self.typed.base:
            return json.dumps(self.typed.base)
        return ""

    @cached_property
    def two_versions(self) -> TwoVersions | None:
        return TwoVersions(self.conflict) if self.conflict else None

    @property
    def has_open_places(self) -> bool:
        return self.conflict is not None and bool(self.conflict.combination.places)

    @property
    def began(self) -> str:
        return self.typed.began.written()

    @property
    def seen(self) -> tuple[int | str, int | str]:
        """The version of the article, and its revision, that this person knows from this page."""
        if self.conflict is not None:
            version: int | None = self.conflict.article.version
        else:
            version = self.typed.version
        return version or "", max(self.typed.began.revisions, default="")

    @property
    def earlier_choices(self) -> list[tuple[str, str]]:
        """What was chosen between two versions, on a page that doesn't show them: it is kept."""
        if self.conflict is not None or self.is_combined:
            return []
        return [(PREFIX + place, choice) for place, choice in self.typed.choices.items()]

    @property
    def version(self) -> int | None:
        return self.typed.version

    @property
    def error_count(self) -> int:
        return self.typed.error_count

    @property
    def media(self) -> Media:
        media = Media()
        if self.text is not None:
            media += self.text.media
        return media

    @property
    def token_cookie(self) -> str:
        """The cookie with the token against forged requests: a page renews its own from it."""
        return settings.CSRF_COOKIE_NAME

    @cached_property
    def unsaved(self) -> list[unsaved.Offer]:
        """What this person typed here before and did not save; asked for once, on opening."""
        if self.typed.is_returned:
            return []
        return unsaved.offers(self.article, self.user)

    @property
    def replaces(self) -> str:
        """The sittings that a page goes on from: its own words came back from them."""
        if self._replaces is not None:
            return ".".join(self._replaces)
        if not self.typed.is_returned:
            return ""
        posted = self.request.POST
        return ".".join(
            keeping.sittings(posted.get("replaces", ""))
            + keeping.sittings(posted.get("sitting", ""))
        )

    @property
    def brought_back_at(self) -> str:
        return unsaved.Offer(self.brought_back, []).when if self.brought_back else ""

    @property
    def unsaved_link(self) -> str:
        """Where the script of the page sends what is typed."""
        if self.article is None:
            return reverse("admin:articles_article_unsaved_new")
        return self.link("unsaved")

    @property
    def kept(self) -> str:
        """The filters of the list that the person came from, to find back to it."""
        return kept_filters(self.request)

    # -- the state -------------------------------------------------------------------------------

    @property
    def revision(self) -> Revision | None:
        return self.article.current_revision if self.article else None

    @property
    def live(self) -> Revision | None:
        return self.article.live_revision if self.article else None

    @property
    def live_since(self) -> str:
        since = self.article.live_since if self.article else None
        return moment(since) if since else ""

    @property
    def scheduled_for(self) -> str:
        at = self.article.scheduled_for if self.article else None
        return moment(at) if at else ""

    @property
    def due(self) -> Due | None:
        """The day by which the review is wanted."""
        return due.review_of(self.article) if self.article else None

    @property
    def zone(self) -> str:
        return settings.TIME_ZONE

    @cached_property
    def approval(self) -> FactCheck | None:
        """The approval of exactly what is on the desk."""
        return self.article.approval_of(self.revision) if self.article else None

    @cached_property
    def waiting_revision(self) -> Revision | None:
        """An approved revision that waits behind newer text."""
        if self.article is None:
            return None
        waiting = self.article.publishable_revision
        return waiting if waiting != self.article.current_revision else None

    @property
    def turn(self) -> str:
        """Whose turn it is, in a sentence to this person."""
        article = self.article
        assert article is not None
        mine = any(not offer.reason for offer in self.offers)
        match Status(article.status):
            case Status.DRAFT | Status.CHANGES_REQUESTED if not self.frozen:
                return "It is your turn: write, then hand it in."
            case Status.DRAFT | Status.CHANGES_REQUESTED:
                return "It is the writer’s turn."
            case Status.IN_REVIEW:
                if any(o.verb == "approve" and not o.reason for o in self.offers):
                    return "It is your turn: read the text, then decide."
                return f"It is {self._asked}’s turn. The text is frozen until then."
            case Status.APPROVED if self.user.is_editor:
                return "It is your turn: publish it now, or schedule it."
            case Status.APPROVED:
                return "It is an editor’s turn: to publish it."
            case Status.SCHEDULED:
                return f"It goes live by itself on {self.scheduled_for} ({self.zone})."
            case Status.PUBLISHED:
                return "Nobody has to do anything: the desk copy is what readers see."
            case Status.WITHDRAWN if mine:
                return "It is your turn: readers find a notice until you restore it."
            case _:
                return "It is an editor’s turn: readers find a notice at its address."

    @cached_property
    def _asked(self) -> str:
        assert self.article is not None
        names = [reviewer.name for reviewer in self.article.reviewers_asked.all()]
        if not self.article.topic.requires_medical_review:
            return "a second editor"
        return " or ".join(names) if names else "a medical reviewer"

    @cached_property
    def asked_for_changes(self) -> FactCheck | None:
        """What the writer has to do: the latest decision, while it asks for changes."""
        if self.article is None or self.article.status != Status.CHANGES_REQUESTED:
            return None
        latest = self.article.fact_checks.first()
        return latest if latest and latest.decision == "changes_requested" else None

    @property
    def opens_a_draft(self) -> str:
        """A warning before a change that sends the text back to a review."""
        if self.article is None or self.frozen:
            return ""
        number = self.revision.number if self.revision else "?"
        match Status(self.article.status):
            case Status.PUBLISHED:
                return (
                    f"Readers go on seeing revision {number} while you change the text here: a "
                    "change opens a draft, which is reviewed and published again."
                )
            case Status.APPROVED:
                return (
                    f"Revision {number} is approved. A change of the text opens a draft that has "
                    f"to be reviewed again; revision {number} can still be published."
                )
            case _:
                return ""

    # -- the steps -------------------------------------------------------------------------------

    @cached_property
    def offers(self) -> list[Offer]:
        if self.article is None:
            return []
        data = self.request.POST if self.request.method == "POST" else None
        return steps.offers(self.article, self.user, data=data, pressed=self.pressed)

    @property
    def step_offers(self) -> list[Offer]:
        """The steps in the panel; the decision on a text has a place of its own."""
        return [offer for offer in self.offers if offer.verb not in steps.DECIDING]

    @property
    def decision(self) -> list[Offer]:
        """Approve and request changes, which share one form."""
        found = [offer for offer in self.offers if offer.verb in steps.DECIDING]
        return found if any(not offer.reason for offer in found) else []

    @property
    def decision_offer(self) -> Offer | None:
        """The form of the two: the pressed one, so that its errors show."""
        pressed = [offer for offer in self.decision if offer.is_open]
        return next(iter(pressed or self.decision), None)

    @property
    def decision_refused(self) -> list[Offer]:
        """Why this person can't decide, where they can't at all."""
        found = [offer for offer in self.offers if offer.verb in steps.DECIDING]
        return found if not self.decision else []

    @cached_property
    def decisions(self) -> list[Decision]:
        """The latest decisions on any revision."""
        if self.article is None:
            return []
        checks = self.article.fact_checks.select_related(
            "revision", "revocation", "rests_on__revocation"
        )
        found = []
        for check in checks[:DECISIONS_SHOWN]:
            refusal = workflow.check(self.article, "revoke", self.user, fact_check=check)
            address = reverse("admin:articles_article_revocation", args=[self.article.pk, check.pk])
            found.append(Decision(check, "" if refusal else address))
        return found

    # -- what readers were told --------------------------------------------------------------------

    @cached_property
    def corrections(self) -> list[Correction]:
        """The notices that readers have, latest first."""
        if self.article is None:
            return []
        return list(self.article.corrections.standing().select_related("revision"))

    @property
    def takes_a_notice(self) -> bool:
        """Whether anything was published to correct; a notice that was typed stays in sight."""
        if self.article is not None and self.article.first_published_at is not None:
            return True
        fields = [self.text["correction_kind"], self.text["correction"]] if self.text else []
        return any(field.value() or field.errors for field in fields)

    # -- what is said of it ----------------------------------------------------------------------

    @cached_property
    def threads(self) -> Threads | None:
        return Threads(self.article, self.user) if self.article else None

    @cached_property
    def checks(self) -> Panel | None:
        """What the checks find, of the typed text where somebody asked, or else as it is saved."""
        if self.article is None:
            return None
        report = self._checked or saved_report(self.article)
        typed = self._checked is not None
        return Panel(report, writes=self.text is not None, of_typed=typed) if report else None

    @cached_property
    def brought_in(self) -> BroughtIn | None:
        """What came in from a document, while the text on the desk is the one that it became."""
        return report_of(self.revision) if self.revision else None

    @property
    def was_just_brought(self) -> bool:
        return BROUGHT in self.request.GET

    # -- what can be read ------------------------------------------------------------------------

    @property
    def reading(self) -> SafeString:
        """The text as readers would see it: the body of the revision on the desk."""
        return stored_body(self.revision.data.body if self.revision else "")

    def link(self, name: str) -> str:
        """An address of a page about this article; empty where there is no such page."""
        assert self.article is not None
        try:
            return reverse(f"admin:articles_article_{name}", args=[self.article.pk])
        except NoReverseMatch:
            return ""

    @property
    def history_link(self) -> str:
        return self.link("history") if self.article else ""

    @property
    def preview_link(self) -> str:
        """The preview with its frame, for people."""
        return self.link("preview_desk") if self.article else ""

    @property
    def page_link(self) -> str:
        """The page alone, for a frame."""
        return self.link("preview") if self.article else ""

    @property
    def review_link(self) -> str:
        return self.link("review") if self.revision else ""

    @property
    def compare_link(self) -> str:
        """To the live text beside that on the desk."""
        return f"{self.link('compare')}?view=side" if self.article else ""

    @property
    def public_link(self) -> str:
        if self.article is None or self.live is None:
            return ""
        try:
            return self.article.get_absolute_url()
        except NoReverseMatch:
            return ""

    @property
    def upload_link(self) -> str:
        try:
            return reverse("admin:articles_image_add")
        except NoReverseMatch:
            return ""
