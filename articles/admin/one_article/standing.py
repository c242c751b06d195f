"""Where an article stands, whose turn it is, and what this person may do now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from articles import workflow
from articles.admin.one_article import steps
from articles.admin.one_article.steps import Offer
from articles.admin.planning import due
from articles.admin.planning.due import Due
from articles.models import Article, FactCheck, Revision, Status
from authors.models import User
from wellness.lib import dates

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
        return dates.clock(self.fact_check.decided_at)


class Standing:
    """The part of an article's page that tells its state; `Page` of the neighbour `page` is one."""

    request: HttpRequest
    article: Article | None
    user: User
    pressed: str
    frozen: str
    problem: str

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
        return dates.clock(since) if since else ""

    @property
    def scheduled_for(self) -> str:
        at = self.article.scheduled_for if self.article else None
        return dates.clock(at) if at else ""

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
                if self._is_asked and (reason := self._no_approval):
                    return f"You are asked to review it. {reason}"
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

    @property
    def _is_asked(self) -> bool:
        """Whether this person is asked by name to review it."""
        assert self.article is not None
        return any(one.user_id == self.user.pk for one in self.article.reviewers_asked.all())

    @property
    def _no_approval(self) -> str:
        """Why this person can't approve, where their role is to."""
        return next((offer.reason for offer in self.offers if offer.verb == "approve"), "")

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

    @property
    def token_cookie(self) -> str:
        """The cookie with the token against forged requests: a page renews its own from it."""
        return settings.CSRF_COOKIE_NAME

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
