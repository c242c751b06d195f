"""Who checked what readers see: the reviewer line, computed and never typed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from articles.models import FactCheck
from wellness.lib.dates import months_later


@dataclass(frozen=True, slots=True)
class CredentialThen:
    """What entitled a reviewer, as it was on the day of the approval."""

    title: str
    issuer: str
    number: str
    region: str
    valid_from: dt.date | None
    valid_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Review:
    """A valid approval of exactly the text that it stands beside.

    Attributes:
        is_medical: a clinician approved; otherwise the line must not say “medically”.
        signature: name with the credential as it was that day, or the editor's name.
        url: the reviewer's profile; empty for an editor.
        date: day of the full review; a minor approval leaves it where it was.
        due: day on which the topic wants the text looked at again.
        full_signature: who gave the full approval that a minor one rests on; else as signature.
    """

    is_medical: bool
    name: str
    signature: str
    url: str
    date: dt.date
    due: dt.date
    decided_at: dt.datetime
    statement: str
    interests: str
    is_minor: bool
    full_signature: str
    credential: CredentialThen | None

    @classmethod
    def of(cls, approval: FactCheck, review_months: int) -> "Review":
        """The line for an approval under a topic's rule; needs ``reviewer`` and ``rests_on``."""
        full = approval.rests_on or approval
        return cls(
            is_medical=approval.is_medical,
            name=approval.reviewer_name or approval.decided_by_name,
            signature=approval.signature,
            url=approval.reviewer.get_absolute_url() if approval.reviewer else "",
            date=approval.review_date,
            due=months_later(approval.review_date, review_months),
            decided_at=approval.decided_at,
            statement=approval.statement,
            interests=approval.interests,
            is_minor=approval.is_minor,
            full_signature=full.signature,
            credential=CredentialThen(
                title=approval.credential_title,
                issuer=approval.credential_issuer,
                number=approval.credential_number,
                region=approval.credential_region,
                valid_from=approval.credential_valid_from,
                valid_until=approval.credential_valid_until,
            )
            if approval.is_medical
            else None,
        )


def of_live_revisions(articles: Iterable[int]) -> dict[int, FactCheck]:
    """For each article the approval under which its live revision stands, in one query.

    The same choice as ``Article.standing_approval(article.live_revision)``.
    """
    approvals = (
        FactCheck.objects.standing()
        .filter(
            Q(reviewer__isnull=False) | Q(revision__article__topic__requires_medical_review=False),
            revision__article__in=list(articles),
            digest=F("revision__article__live_revision__digest"),
        )
        .select_related("reviewer", "rests_on")
        .annotate(article_id=F("revision__article_id"))
        .order_by("pk")
    )
    # Ascending, so that the latest is what stays.
    return {approval.article_id: approval for approval in approvals}
