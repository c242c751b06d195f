"""Invitations: how somebody comes to have an account without anybody knowing their password."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from authors.models.history import historic_user
from authors.roles import Role


class State(models.TextChoices):
    """What became of an invitation."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def in_state(self, state: State) -> "InvitationQuerySet":
        """Those of which ``Invitation.state`` says so."""
        waiting = Q(accepted_at=None, withdrawn_at=None)
        now = timezone.now()
        return self.filter(
            {
                State.OPEN: waiting & Q(expires_at__gt=now),
                State.EXPIRED: waiting & Q(expires_at__lte=now),
                State.ACCEPTED: Q(accepted_at__isnull=False),
                State.WITHDRAWN: Q(withdrawn_at__isnull=False),
            }[state]
        )


class Invitation(models.Model):
    """Somebody was asked by mail to join the desk, with roles that the inviter may give.

    Its link is signed and says which sending it belongs to, so that sending it again voids the
    link before. Nothing in the row opens a door by itself.
    """

    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=150, blank=True)
    roles = ArrayField(models.CharField(max_length=40, choices=Role.choices))
    author = models.ForeignKey(
        "authors.Author", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
    )  # fmt: skip
    medical_reviewer = models.ForeignKey(
        "authors.MedicalReviewer",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    sending = models.PositiveIntegerField(default=1, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    invited_by = historic_user("invited by")
    invited_by_name = models.CharField("invited by", max_length=150, editable=False)
    invited_at = models.DateTimeField("invited", default=timezone.now, editable=False)
    accepted_by = historic_user("account")
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = historic_user("withdrawn by")
    withdrawn_by_name = models.CharField(max_length=150, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_waits_once_for_an_address",
                violation_error_message="An invitation to this address waits already.",
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_and_at_together",
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                violation_error_message="Who accepted an invitation and when go together.",
            ),
            models.CheckConstraint(
                name="invitation_withdrawn_by_and_at_together",
                condition=Q(withdrawn_by=None, withdrawn_by_name="", withdrawn_at=None)
                | (
                    Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_by_name="")
                ),
                violation_error_message="Who withdrew an invitation and when go together.",
            ),
            models.CheckConstraint(
                name="invitation_ends_one_way",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                violation_error_message="An accepted invitation cannot be withdrawn.",
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> State:
        if self.accepted_at is not None:
            return State.ACCEPTED
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        return State.OPEN if self.expires_at > timezone.now() else State.EXPIRED

    @staticmethod
    def end_of_a_sending(start: dt.datetime) -> dt.datetime:
        return start + dt.timedelta(days=settings.INVITATION_DAYS)
