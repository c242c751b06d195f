"""What entitles a medical reviewer to approve."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from pgtrigger import Before, Insert, Update

from authors.models.accounts import User
from authors.models.history import called, historic_user
from authors.models.people import MedicalReviewer
from authors.roles import Role
from wellness.lib.triggers import RAISE, READS_WHAT_IS_COMMITTED, Seal, same_id

FACTS = ("reviewer_id", "title", "issuer", "number", "region", "valid_from", "valid_until")
"""The columns that a verification vouches for."""


def _facts(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in FACTS)


class Credential(models.Model):
    """A title with its issuer and validity, checked by somebody other than its holder.

    A fact-check keeps a copy of the credential as it was on the day of the decision, so changing
    or deleting one here never rewrites who was entitled then.
    """

    reviewer = models.ForeignKey(
        MedicalReviewer, on_delete=models.CASCADE, related_name="credentials"
    )
    title = models.CharField(max_length=60, help_text="As it follows the name: MD, PA-C, RD …")
    issuer = models.CharField(max_length=200, help_text="Who issued it, in full.")
    number = models.CharField("licence number", max_length=60)
    region = models.CharField(max_length=120, help_text="Where it is valid.")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="Empty: without an end.")
    verified_by = historic_user("verified by")
    verified_by_name = models.CharField(max_length=150, blank=True, editable=False)
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("valid_from", "pk")
        triggers = (
            same_id(),
            Seal(
                name="begins_unverified",
                when=Before,
                operation=Insert,
                func=f"""
                    IF NEW.verified_at IS NOT NULL OR NEW.verified_by_id IS NOT NULL THEN
                        {RAISE} 'A credential is entered first and verified then.';
                    END IF;
                    RETURN NEW;
                """,
            ),
            Seal(
                name="changing_it_voids_the_verification",
                when=Before,
                operation=Update,
                func=f"""
                    IF ({_facts("NEW")}) IS DISTINCT FROM ({_facts("OLD")}) THEN
                        NEW.verified_by_id := NULL;
                        NEW.verified_by_name := '';
                        NEW.verified_at := NULL;
                    END IF;
                    RETURN NEW;
                """,
            ),
            Seal(
                name="verified_by_an_editor_who_is_not_the_holder",
                when=Before,
                operation=Update,
                func=f"""
                    {READS_WHAT_IS_COMMITTED}
                    IF NEW.verified_at IS NULL THEN
                        NEW.verified_by_id := NULL;
                        NEW.verified_by_name := '';
                        RETURN NEW;
                    END IF;
                    IF (NEW.verified_by_id, NEW.verified_at)
                       IS NOT DISTINCT FROM (OLD.verified_by_id, OLD.verified_at) THEN
                        NEW.verified_by_name := OLD.verified_by_name;
                        RETURN NEW;
                    END IF;
                    PERFORM 1 FROM authors_medicalreviewer WHERE id = NEW.reviewer_id FOR SHARE;
                    SELECT {called("u")} INTO NEW.verified_by_name
                      FROM authors_user u
                     WHERE u.id = NEW.verified_by_id AND u.is_active
                       AND (u.is_superuser OR EXISTS (
                           SELECT 1 FROM authors_user_groups ug
                             JOIN auth_group g ON g.id = ug.group_id
                            WHERE ug.user_id = u.id AND g.name = '{Role.EDITOR.value}'
                       ));
                    IF NOT FOUND THEN
                        {RAISE} 'Only an editor can verify a credential.';
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM authors_medicalreviewer m
                         WHERE m.id = NEW.reviewer_id AND m.user_id = NEW.verified_by_id
                    ) THEN
                        {RAISE} 'Nobody verifies a credential of their own.';
                    END IF;
                    IF abs(extract(epoch FROM NEW.verified_at - clock_timestamp())) > 900 THEN
                        {RAISE} 'A credential is verified now, not at another time.';
                    END IF;
                    NEW.verified_at := clock_timestamp();
                    RETURN NEW;
                """,
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="credential_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="A credential cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="credential_verified_by_and_at_together",
                condition=Q(verified_by=None, verified_at=None, verified_by_name="")
                | (
                    Q(verified_by__isnull=False, verified_at__isnull=False)
                    & ~Q(verified_by_name="")
                ),
                violation_error_message="Who verified a credential and when go together.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.issuer}"

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether it is verified and covers that day, both ends included."""
        return (
            self.verified_at is not None
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )

    def refusal_to_verify(self, by: User) -> str:
        """Why ``by`` cannot vouch for this credential, as a sentence; empty when they can."""
        if not by.is_editor:
            return "Only an editor can verify a credential."
        if self.reviewer.user_id == by.pk:
            return "Nobody verifies a credential of their own."
        return ""

    def verify(self, *, by: User) -> None:
        """Record that ``by`` checked this credential with its issuer.

        Raises:
            ValidationError: ``by`` is no editor, or is the holder.
        """
        if sentence := self.refusal_to_verify(by):
            raise ValidationError(sentence)
        self.verified_by = by
        self.verified_by_name = str(by)
        self.verified_at = timezone.now()
        self.save(update_fields=["verified_by", "verified_by_name", "verified_at"])
