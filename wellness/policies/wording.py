"""What a policy says now, and how an editor changes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from authors.models import User
from wellness.lib import rich_text
from wellness.policies.kinds import WRITTEN, Kind
from wellness.policies.models import Policy, PolicyVersion


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a policy as readers see it.

    Attributes:
        number: of its version; 0 is the text that comes with the program.
        updated: the day from which it says this.
    """

    body: str
    number: int
    updated: dt.date


def current(kind: Kind) -> Text:
    """What the page of a kind says now, in one query."""
    newest = PolicyVersion.objects.filter(policy__kind=kind).order_by("-number").first()
    if newest is None:
        return Text(kind.default_text, 0, WRITTEN)
    return Text(newest.body, newest.number, timezone.localdate(newest.saved_at))


@transaction.atomic
def save(policy: Policy, *, body: str, based_on: int, by: User) -> PolicyVersion | None:
    """Add a version with this text; nothing where it says what the page says already.

    Args:
        based_on: number of the version that the editor had before them.

    Raises:
        PermissionDenied: the person is no editor.
        ValidationError: with a sentence, where the text cannot be a policy, or somebody else
            saved one in the meantime.
    """
    if not by.is_editor:
        raise PermissionDenied("Policies are for editors to change.")
    # Two editors save at once: the second waits here and then sees the version of the first.
    Policy.objects.select_for_update().get(pk=policy.pk)
    if objection := rich_text.objection(body):
        raise ValidationError({"body": objection})
    clean = rich_text.clean(body)
    if not rich_text.plain_text(clean).strip():
        raise ValidationError({"body": "A policy needs its text."})
    now = current(Kind(policy.kind))
    if clean == now.body:
        return None
    if now.number != based_on:
        raise ValidationError(
            "Somebody else saved this policy after you opened it. Your text is still here: look "
            "at the newest version below, put yours beside it, and save again."
        )
    return PolicyVersion.objects.create(
        policy=policy,
        number=now.number + 1,
        body=clean,
        body_source=body,
        rules=rich_text.POLICY_VERSION,
        saved_by=by,
        saved_by_name=str(by),
    )
