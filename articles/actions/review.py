"""Handing in, deciding, and taking a decision back."""

from typing import Any

from django.utils import timezone

from articles.actions.core import (
    event,
    leave_the_site,
    locked,
    move,
    require,
    said,
    unless,
    verb,
    wanted_by,
)
from articles.models import Article, FactCheck, Revocation, Status
from articles.search import live_texts
from articles.workflow import Refused, full_review
from authors.models import MedicalReviewer, User


@verb
def submit(article: Article, *, by: User, minor: bool = False, note: str = "") -> Article:
    """Hand the desk copy in for review; it is frozen until somebody decides.

    Args:
        minor: the change is typographical: an approval will not move the review date.
    """
    article = locked(article)
    row = require(article, "submit", by)
    if minor:
        unless(full_review(article))
    article.submitted_as_minor = minor
    article.submitted_at = timezone.now()
    return move(article, row, by, note=note, data={"minor": minor, **wanted_by(article)})


@verb
def renew(article: Article, *, by: User, note: str = "") -> Article:
    """Ask for a fresh review of the live text, unchanged."""
    article = locked(article)
    row = require(article, "renew", by)
    article.submitted_as_minor = False
    article.submitted_at = timezone.now()
    return move(article, row, by, note=note, data=wanted_by(article))


@verb
def withdraw_submission(article: Article, *, by: User, note: str = "") -> Article:
    """Take the desk copy back from review."""
    article = locked(article)
    return move(article, require(article, "withdraw_submission", by), by, note=note)


@verb
def request_changes(
    article: Article,
    *,
    by: User,
    statement: str,
    interests: str = "None",
    revision: int | None = None,
) -> Article:
    """Decide that the text has to change, and say what."""
    article = locked(article)
    row = require(article, "request_changes", by)
    decision = decide(article, by, "changes_requested", statement, interests, revision)
    return move(article, row, by, note=decision.statement, fact_check=decision)


@verb
def approve(
    article: Article, *, by: User, statement: str, interests: str = "", revision: int | None = None
) -> Article:
    """Approve exactly the text in review. It publishes nothing.

    Args:
        statement: what was checked.
        interests: declared interests that bear on the subject; “None” is an answer.
        revision: number of the revision that the reviewer read.
    """
    article = locked(article)
    row = require(article, "approve", by)
    assert article.current_revision is not None  # nothing without text is handed in
    unless(article.current_revision.objection())
    decision = decide(article, by, "approved", statement, interests, revision)
    return move(article, row, by, note=decision.statement, fact_check=decision)


@verb
def ask_instead(
    article: Article,
    *,
    by: User,
    leaving: MedicalReviewer,
    instead: MedicalReviewer | None,
    note: str = "",
) -> Article:
    """Ask somebody else to review, or nobody in particular, because who was asked cannot.

    Possible while the article is in review as well: it moves no text and no state.
    """
    article = locked(article)
    if not by.is_editor:
        raise Refused("Only editors ask another reviewer instead.")
    before = list(article.reviewers_asked.all())
    if leaving not in before:
        return article
    after = [reviewer for reviewer in before if reviewer != leaving]
    if instead is not None and instead not in after:
        after.append(instead)
    article.reviewers_asked.set(after)
    article.version += 1
    article.save()
    changes = {"reviewers_asked": {"from": [str(r) for r in before], "to": [str(r) for r in after]}}
    data = {**changes, **wanted_by(article)}
    event(article, "ask_instead", by, before=article.status, note=note, data=data)
    return article


@verb
def revoke(fact_check: FactCheck, *, by: User, reason: str) -> Article:
    """Take back an approval. Text that rested on it leaves the site in the same moment."""
    article = locked(fact_check.revision.article)
    fact_check = FactCheck.objects.select_related("revision", "rests_on").get(pk=fact_check.pk)
    row = require(article, "revoke", by, fact_check=fact_check)
    reason = said(reason, "reason", "Say why the approval is revoked.")
    if row.target is Status.WITHDRAWN:
        leave_the_site(
            article, "The medical approval of this article was revoked; it is being checked again."
        )
    article.scheduled_for = None if row.target is not None else article.scheduled_for
    article = move(article, row, by, note=reason, fact_check=fact_check)
    Revocation.objects.create(
        fact_check=fact_check, reason=reason, revoked_by=by, revoked_by_name=str(by)
    )
    live_texts.follow(article)  # another approval may be the one that stands now
    return article


def decide(
    article: Article, by: User, decision: str, statement: str, interests: str, number: int | None
) -> FactCheck:
    revision = article.current_revision
    assert revision is not None  # nothing without text is handed in
    if number is not None and number != revision.number:
        raise Refused(
            f"Revision {revision.number} is in review now, not revision {number}: read it first."
        )
    statement = said(statement, "statement", "Say what you checked, or what has to change.")
    interests = said(
        interests, "interests", "Declare interests that bear on the subject; “None” is an answer."
    )
    reviewer = getattr(by, "medicalreviewer", None) if by.is_medical_reviewer else None
    credential = reviewer.credential_on(timezone.now().date()) if reviewer else None
    rests_on = None
    if decision == "approved" and article.submitted_as_minor:
        live = article.standing_approval(article.live_revision)
        if live is None:
            raise Refused("The text that this minor change is of is not live any more.")
        rests_on = live.rests_on or live
        if credential is not None and not rests_on.is_medical:
            rests_on = None  # the first clinician who looks at it looks at all of it
    signed: dict[str, Any] = {}
    if reviewer and credential:
        signed = {
            "reviewer": reviewer,
            "reviewer_name": reviewer.name,
            "credential_id_then": credential.pk,
            "credential_title": credential.title,
            "credential_issuer": credential.issuer,
            "credential_number": credential.number,
            "credential_region": credential.region,
            "credential_valid_from": credential.valid_from,
            "credential_valid_until": credential.valid_until,
        }
    return FactCheck.objects.create(
        revision=revision,
        digest=revision.digest,
        decision=decision,
        statement=statement,
        interests=interests,
        rests_on=rests_on,
        decided_by=by,
        decided_by_name=str(by),
        **signed,
    )
