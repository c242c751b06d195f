"""Going live, at once or on time, and leaving the site."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import pictures
from articles.actions.core import (
    Actor,
    leave_the_site,
    locked,
    move,
    require,
    said,
    unless,
    verb,
)
from articles.models import Article, Correction, Revision, Status
from articles.workflow import CLOCK, Refused, not_a_time_to_publish
from authors.models import User

log = logging.getLogger(__name__)


@verb
def publish(article: Article, *, by: Actor, revision: int | None = None, note: str = "") -> Article:
    """Put live exactly the approved revision, even where newer text is on the desk.

    Args:
        revision: number of the revision that the person meant to publish.
    """
    article = locked(article)
    row = require(article, "publish", by)
    approved = article.publishable_revision
    assert approved is not None  # the guards say so
    _as_seen(approved, revision)
    unless(pictures.objection(approved.data))
    article.live_revision = approved
    # The database writes its own time in the place of these.
    article.live_since = timezone.now()
    article.first_published_at = article.first_published_at or article.live_since
    article.slug_follows_title = False
    article.scheduled_for = None
    article = move(article, row, by, note=note, revision=approved)
    notice = approved.data.correction
    if notice is not None and not article.has_published(notice):
        Correction.objects.create(
            article=article, revision=approved, kind=notice.kind, text=notice.text
        )
    article.refresh_from_db(fields=["live_since", "first_published_at"])
    return article


@verb
def schedule(
    article: Article, *, by: User, at: datetime, revision: int | None = None, note: str = ""
) -> Article:
    """Have the clock publish the approved revision.

    Args:
        at: an aware time in the future, in `guards.LAST_YEAR` at the latest.
        revision: number of the revision that the person meant to schedule.
    """
    article = locked(article)
    row = require(article, "schedule", by)
    approved = article.publishable_revision
    assert approved is not None  # the guards say so
    _as_seen(approved, revision)
    if sentence := not_a_time_to_publish(at):
        raise ValidationError({"at": sentence})
    article.scheduled_for = at
    return move(article, row, by, note=note, data={"at": at.isoformat()})


def _as_seen(approved: Revision, number: int | None) -> None:
    """Go on, unless another revision is approved than the one that the person saw."""
    unless(
        f"Revision {approved.number} is the approved one now, not revision {number}: "
        "look at it again before you publish."
        if number is not None and number != approved.number
        else ""
    )


@verb
def unschedule(article: Article, *, by: User, note: str = "") -> Article:
    """Take the article off the schedule; it stays approved."""
    article = locked(article)
    row = require(article, "unschedule", by)
    article.scheduled_for = None
    return move(article, row, by, note=note)


@verb
def take_down(article: Article, *, by: User, notice: str) -> Article:
    """Withdraw the article: its address answers with the public notice (410 Gone)."""
    article = locked(article)
    row = require(article, "take_down", by)
    notice = said(notice, "notice", "Write the notice that readers will find at this address.")
    leave_the_site(article, notice)
    return move(article, row, by, note=notice)


@verb
def restore(article: Article, *, by: User, note: str = "") -> Article:
    """Bring a withdrawn article back to the desk; publishing it again is a step of its own."""
    article = locked(article)
    row = require(article, "restore", by)
    article.withdrawn_at = None
    article.withdrawal_notice = ""
    return move(article, row, by, note=note)


def publish_due(now: datetime | None = None) -> list[Article]:
    """Publish what the schedule says is due, each in a transaction of its own.

    An article that cannot be published any more stays as it is, and the others go on.
    """
    now = now or timezone.now()
    due = Article.objects.filter(status=Status.SCHEDULED, scheduled_for__lte=now)
    published = []
    for article in due.order_by("scheduled_for", "pk"):
        try:
            published.append(_publish_if_due(article, now))
        except Refused as refused:
            # Unscheduled, or its approval revoked, between the query and the lock: it waits for
            # a person, who sees its state in the admin.
            log.warning("“%s” was due and is not published: %s", article.slug, refused)
    return published


@verb
def _publish_if_due(article: Article, now: datetime) -> Article:
    fresh = locked(article)
    if fresh.status != Status.SCHEDULED or (fresh.scheduled_for or now) > now:
        raise Refused("It is not due any more.")
    return publish(fresh, by=CLOCK, note="As scheduled.")
