"""Decisions of reviewers on revisions, and what takes a decision back."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from articles import seal
from authors.models.history import historic_user


class Decision(models.TextChoices):
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"


class _AmongThem(Func):
    """Whether a number is one of an array's."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = models.BooleanField()


class FactCheckQuerySet(models.QuerySet["FactCheck"]):
    def standing(self) -> "FactCheckQuerySet":
        """Approvals that hold: not revoked, nor relying on a revoked one."""
        below = Revocation.objects.filter(_AmongThem(F("fact_check_id"), OuterRef("relies_on")))
        return self.filter(~Exists(below), decision=Decision.APPROVED, revocation=None)

    def unopposed(self) -> "FactCheckQuerySet":
        """Without those after which somebody asked for changes of the very same bytes."""
        later = FactCheck.objects.filter(
            decision=Decision.CHANGES_REQUESTED,
            revision__article=OuterRef("revision__article"),
            digest=OuterRef("digest"),
            pk__gt=OuterRef("pk"),
        )
        return self.filter(~Exists(later))


class FactCheck(models.Model):
    """A reviewer's decision on exactly one revision.

    A medical decision names the reviewer and copies the credential as it was that day; an
    editorial one (topics without medical review) has no reviewer. A minor approval says that the
    change is typographical: it rests on the full approval before it and moves no review date.
    """

    revision = models.ForeignKey(
        "articles.Revision", on_delete=models.PROTECT, related_name="fact_checks"
    )
    digest = models.CharField(max_length=64, help_text="Digest of the revision decided on.")
    decision = models.CharField(max_length=20, choices=Decision)
    statement = models.TextField(
        max_length=2000, help_text="What was checked, or what must change."
    )
    interests = models.TextField(
        "declared interests",
        max_length=1000,
        help_text="Interests that bear on the subject; “None” is an answer.",
    )
    rests_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="minor_approvals"
    )
    relies_on = ArrayField(
        models.BigIntegerField(),
        default=list,
        editable=False,
        help_text=(
            "Approvals without which this one does not hold, written by the database: the full one "
            "under a minor one, and the one by which somebody else covered earlier text of whoever "
            "approves here, each with what it relies on itself."
        ),
    )
    decided_by = historic_user("decided by")
    decided_by_name = models.CharField("decided by", max_length=150)
    decided_at = models.DateTimeField(db_default=Now(), editable=False)
    reviewer = models.ForeignKey(
        "authors.MedicalReviewer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fact_checks",
    )
    reviewer_name = models.CharField(max_length=150, blank=True)
    credential_id_then = models.BigIntegerField(null=True, blank=True)
    credential_title = models.CharField(max_length=60, blank=True)
    credential_issuer = models.CharField(max_length=200, blank=True)
    credential_number = models.CharField(max_length=60, blank=True)
    credential_region = models.CharField(max_length=120, blank=True)
    credential_valid_from = models.DateField(null=True, blank=True)
    credential_valid_until = models.DateField(null=True, blank=True)

    objects = FactCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "fact-check"
        ordering = ("-pk",)
        triggers = seal.FACT_CHECK
        constraints = (
            models.CheckConstraint(
                name="fact_check_says_what_and_declares_interests",
                condition=~Q(statement="") & ~Q(interests=""),
                violation_error_message="A decision needs a statement and declared interests.",
            ),
            models.CheckConstraint(
                name="fact_check_reviewer_and_credential_together",
                condition=Q(
                    reviewer=None, reviewer_name="", credential_title="", credential_id_then=None
                )
                | (
                    Q(reviewer__isnull=False, credential_id_then__isnull=False)
                    & ~Q(reviewer_name="")
                    & ~Q(credential_title="")
                ),
                violation_error_message="A medical decision needs its reviewer and a credential.",
            ),
            models.CheckConstraint(
                name="fact_check_rests_on_another",
                condition=Q(rests_on=None) | ~Q(rests_on=F("id")),
                violation_error_message="An approval cannot rest on itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_decision_display()} by {self.signature}"

    @property
    def is_medical(self) -> bool:
        return self.reviewer_id is not None

    @property
    def is_minor(self) -> bool:
        return self.rests_on_id is not None

    @property
    def signature(self) -> str:
        """Who decided, as it was that day: “Ryan Lester, PA-C”, or the editor's name."""
        if not self.reviewer_name:
            return self.decided_by_name
        return ", ".join(filter(None, [self.reviewer_name, self.credential_title]))

    @property
    def review_date(self) -> dt.date:
        """The day of the full review; a minor approval leaves it where it was."""
        full = self.rests_on if self.rests_on is not None else self
        return timezone.localdate(full.decided_at)


class Revocation(models.Model):
    """Takes back an approval, with the reason. It can itself never be taken back."""

    fact_check = models.OneToOneField(FactCheck, on_delete=models.PROTECT)
    reason = models.TextField(max_length=2000)
    revoked_by = historic_user("revoked by")
    revoked_by_name = models.CharField("revoked by", max_length=150)
    revoked_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        triggers = seal.REVOCATION
        constraints = (
            models.CheckConstraint(
                name="revocation_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="A revocation needs its reason.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fact_check} — revoked by {self.revoked_by_name}"
