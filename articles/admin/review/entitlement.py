"""What a medical reviewer should know of their own right to approve, before they read a text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format

from articles.workflow import no_credential
from authors.models import MedicalReviewer, User

ENDS_SOON: Final = 30
"""Days before the end of a credential from which its holder is reminded."""

NO_PROFILE: Final = (
    "No reviewer’s profile in use is yours: an editor has to choose your account in one, and to "
    "verify your credential."
)


@dataclass(frozen=True)
class Entitlement:
    """Whether somebody can approve today, and what they are told; nothing where all is well."""

    can_approve: bool
    says: str = ""


def of(user: User) -> Entitlement:
    """The entitlement of a medical reviewer; of anybody else nothing is said here."""
    if not user.is_medical_reviewer:
        return Entitlement(can_approve=False)
    reviewer: MedicalReviewer | None = getattr(user, "medicalreviewer", None)
    if reviewer is None or not reviewer.is_active:
        return Entitlement(can_approve=False, says=NO_PROFILE)
    prefetch_related_objects([reviewer], "credentials")
    today = timezone.now().date()  # the day that counts, as the guard of an approval has it
    if reviewer.credential_on(today) is None:
        return Entitlement(can_approve=False, says=no_credential(reviewer.name))
    return Entitlement(can_approve=True, says=_ends_soon(reviewer, today))


def _ends_soon(reviewer: MedicalReviewer, today: dt.date) -> str:
    valid = (one.valid_until for one in reviewer.credentials.all() if one.is_valid_on(today))
    ends = max(day or dt.date.max for day in valid)
    if ends > today + dt.timedelta(days=ENDS_SOON):
        return ""
    return (
        f"Your credential ends on {date_format(ends)}. After that day you can approve "
        "nothing; tell an editor when it is renewed, so that they verify it."
    )
