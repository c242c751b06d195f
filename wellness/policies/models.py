"""The policies and every version that an editor saved."""

from __future__ import annotations

from django.db import models

from authors.models.history import historic_user, named
from wellness.lib.triggers import append_only, stamped
from wellness.policies.kinds import Kind


class Policy(models.Model):
    """One of the fixed kinds. Its text is that of its newest version, or the program's own."""

    kind = models.CharField(max_length=30, choices=Kind, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="policy_is_of_a_known_kind",
                condition=models.Q(kind__in=Kind.values),
                violation_error_message="There is no such policy.",
            ),
        )

    def __str__(self) -> str:
        return Kind(self.kind).heading

    def get_absolute_url(self) -> str:
        return Kind(self.kind).path


class PolicyVersion(models.Model):
    """What a policy said from a moment on. Append-only.

    ``body`` is clean by the allow-list of ``wellness.lib.rich_text``; ``body_source`` is what was
    typed, for whoever has to find out later, and is never printed.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="Counts from 1 within the policy.")
    body = models.TextField()
    body_source = models.TextField()
    rules = models.PositiveSmallIntegerField(
        help_text="Version of the sanitiser's rules that cleaned the body."
    )
    saved_by = historic_user("saved by")
    saved_by_name = models.CharField("saved by", max_length=150)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("policy", "-number")
        triggers = (*append_only("Versions of a policy"), stamped("saved_at"), named("saved_by"))
        constraints = (
            models.UniqueConstraint(
                fields=("policy", "number"), name="policy_version_numbered_once"
            ),
            models.CheckConstraint(
                name="policy_version_says_something",
                condition=~models.Q(body=""),
                violation_error_message="A policy needs its text.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy}, version {self.number}"
