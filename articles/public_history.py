"""What an article said at which time, for readers: every text that was live, and no other.

A publication is an event; its revision, the approval given before it and the correction notice
that came with it are told with it. Notes of the desk are not for readers, nor is the reason of a
revocation. Words of a former text are shown only while an approval of them stands: a page of
history makes no exception from the promise (docs/adr/0077).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse

from articles.comparison import Comparison, compare
from articles.corrections import Notice
from articles.models import Article, Correction, Event, FactCheck, Revision
from wellness.lib import pages

PER_PAGE: Final = 20
"""Publications on a page."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A text going live.

    Attributes:
        approval: the one given before it went live.
        revoked_on: the day on which that approval was taken back.
        notice: what readers were told was corrected, while that holds.
        is_comparable: the text differs from the one before, and both may still be shown.
        address: of the page that shows the difference.
    """

    revision: Revision
    at: dt.datetime
    kind: str
    is_live: bool
    approval: FactCheck | None
    revoked_on: dt.datetime | None
    notice: Notice | None
    is_comparable: bool
    address: str


def _events(article: Article) -> QuerySet[Event]:
    """Every time that a text of the article went live, latest first."""
    return (
        Event.objects.filter(article=article, verb="publish", revision__isnull=False)
        .select_related("revision")
        .order_by("-pk")
    )


def page_of(request: HttpRequest, article: Article) -> Page[Publication]:
    """A page of an article's publications, newest first."""
    before = Event.objects.filter(article=article, verb="publish", pk__lt=OuterRef("pk"))
    rows = _events(article).annotate(
        before_digest=Subquery(before.order_by("-pk").values("revision__digest")[:1])
    )
    return pages.page_of(request, rows, PER_PAGE, lambda part: _told(article, list(part)))


def _told(article: Article, events: list[Any]) -> list[Publication]:
    digests = {event.revision.digest for event in events}
    digests |= {event.before_digest for event in events if event.before_digest}
    approvals = list(
        article.fact_checks.filter(decision="approved", digest__in=digests)
        .select_related("reviewer", "revocation")
        .order_by("pk")
    )
    standing = set(_standing(article, digests))
    notices = {
        row.revision_id: Notice(row.kind, row.text, row.published_at)
        for row in Correction.objects.standing().filter(
            revision__in=[event.revision_id for event in events]
        )
    }
    live_event = article.live_revision_id and _events(article).values_list("pk", flat=True).first()
    told = []
    for event in events:
        digest, earlier = event.revision.digest, event.before_digest
        given = [row for row in approvals if row.digest == digest and row.decided_at <= event.at]
        approval = given[-1] if given else None
        revocation = getattr(approval, "revocation", None)
        told.append(
            Publication(
                revision=event.revision,
                at=event.at,
                kind=_kind(approval, digest, earlier),
                is_live=event.pk == live_event,
                approval=approval,
                revoked_on=revocation.revoked_at if revocation else None,
                notice=notices.get(event.revision_id),
                is_comparable=bool(earlier) and earlier != digest and {earlier, digest} <= standing,
                address=reverse("articles:difference", args=[article.slug, event.pk]),
            )
        )
    return told


def _standing(article: Article, digests: Iterable[str]) -> QuerySet[Any, str]:
    """Those of the digests that an approval covers today."""
    return (
        article.standing_approvals()
        .filter(digest__in=digests)
        .order_by()
        .values_list("digest", flat=True)
        .distinct()
    )


def _kind(approval: FactCheck | None, digest: str, earlier: str | None) -> str:
    if earlier is None:
        return "First publication"
    if earlier == digest:
        return "The same text, online anew"
    if approval is not None and approval.is_minor:
        return "Typographical change"
    return "Revised text"


def difference(article: Article, number: int) -> Comparison | None:
    """What a publication, known by the number of its event, changed in the text before it.

    None where there is no such publication, nothing before it, no difference, or where no approval
    stands any more of one of the two.
    """
    pair = list(_events(article).filter(pk__lte=number)[:2])
    if len(pair) < 2 or pair[0].pk != number:
        return None
    after, before = pair[0].revision, pair[1].revision
    assert after is not None  # a publication has its revision
    assert before is not None
    both = {before.digest, after.digest}
    if len(both) < 2 or not both <= set(_standing(article, both)):
        return None
    return compare(before, after)
