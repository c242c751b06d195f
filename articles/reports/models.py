"""Reports of readers, and what was done about them."""

from __future__ import annotations

import secrets
from typing import Any, Final

import pgtrigger
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Now
from django.urls import reverse

from articles.models import Byline
from authors.models import User
from authors.models.history import historic_user, named
from wellness.lib.triggers import RAISE, Seal, append_only, stamped

WORDS: Final = 4000
PASSAGE: Final = 1000
NOTE: Final = 2000

_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another."""


def new_reference() -> str:
    """Names a report to the reader who sent it: 12 characters, 59 random bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


class Kind(models.TextChoices):
    """What a reader thinks is wrong."""

    STATEMENT = "statement", "A statement is wrong"
    SOURCE = "source", "A source is wrong or can’t be reached"
    OUTDATED = "outdated", "Something is out of date"
    TYPING = "typing", "A typing error"
    OTHER = "other", "Something else"


class State(models.TextChoices):
    """How far a report is; the last step says it."""

    NEW = "new", "New"
    IN_HAND = "in_hand", "In hand"
    CORRECTED = "corrected", "Closed: corrected"
    UNCHANGED = "unchanged", "Closed: no change"


CLOSED: Final = (State.CORRECTED, State.UNCHANGED)


class ReportQuerySet(models.QuerySet["ReaderReport"]):
    def visible_to(self, user: User) -> ReportQuerySet:
        """Editors see all, writers those on articles that they began or stand over."""
        if not user.is_active:
            return self.none()
        if user.is_editor:
            return self
        if user.is_writer:
            mine = Byline.objects.filter(author__user=user).values("article")
            return self.filter(Q(article__created_by=user) | Q(article__in=mine))
        return self.none()

    def with_state(self) -> models.QuerySet[Any]:
        """Each with ``state`` and ``holder``, the name of whoever took the last step."""
        last = ReportStep.objects.filter(report=OuterRef("pk"), state__gt="").order_by("-pk")
        return self.annotate(
            state=Coalesce(Subquery(last.values("state")[:1]), models.Value(State.NEW.value)),
            holder=Case(
                When(state=State.NEW, then=models.Value("")),
                default=Subquery(last.values("by_name")[:1]),
            ),
        )

    def new(self) -> ReportQuerySet:
        """Those that nobody looks after: nobody took them yet, or whoever did gave them back."""
        untouched = ~Exists(ReportStep.objects.filter(report=OuterRef("pk")))
        return self.filter(untouched | Q(pk__in=_last_steps(State.NEW).values("report")))

    def held_by(self, user: User) -> ReportQuerySet:
        """Those that this person took in hand, and still has."""
        return self.filter(pk__in=_last_steps(State.IN_HAND).filter(by=user).values("report"))


def _last_steps(state: State) -> models.QuerySet[ReportStep]:
    """Steps to this state after which nothing was done."""
    later = ReportStep.objects.filter(
        report=OuterRef("report"), pk__gt=OuterRef("pk"), state__gt=""
    )
    return ReportStep.objects.filter(~Exists(later), state=state).order_by()


class ReaderReport(models.Model):
    """One report, as it was sent, about the text that the reader saw.

    Nothing of it ever changes, but that the address for answers and the trace of the sender are
    erased when their time is over.
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="reader_reports")
    revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, related_name="+", help_text="What the reader saw."
    )
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    kind = models.CharField(max_length=20, choices=Kind)
    passage = models.TextField(max_length=PASSAGE, blank=True)
    words = models.TextField(max_length=WORDS)
    email = models.EmailField(blank=True)
    sender = models.CharField(
        max_length=64, blank=True, help_text="A keyed hash of the address it came from, for a day."
    )
    said = models.CharField(max_length=64, help_text="A hash of the words, to know them again.")
    nonce = models.UUIDField(unique=True, help_text="Of the form that it was sent with.")
    at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "reader report"
        triggers = (
            *[seal for seal in append_only("Reports") if seal.name == "no_truncate"],
            Seal(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'DELETE' THEN
                        {RAISE} 'Reports are history: they are added, never changed or removed.';
                    END IF;
                    IF NEW.email NOT IN (OLD.email, '') OR NEW.sender NOT IN (OLD.sender, '')
                       OR to_jsonb(NEW) - 'email' - 'sender'
                          IS DISTINCT FROM to_jsonb(OLD) - 'email' - 'sender' THEN
                        {RAISE} 'Of a report only the address of its sender is ever erased.';
                    END IF;
                    RETURN NEW;
                """,
            ),
            stamped("at"),
        )
        constraints = (
            models.UniqueConstraint(fields=("article", "said"), name="same_words_once_an_article"),
            models.CheckConstraint(name="report_says_something", condition=~Q(words="")),
        )
        indexes = (models.Index(fields=("at",), name="report_by_time"),)

    def __str__(self) -> str:
        return f"Report {self.reference}"

    def get_absolute_url(self) -> str:
        """Its page at the desk."""
        return reverse("admin:reports_readerreport_change", args=[self.pk])


class ReportStep(models.Model):
    """One line about a report: who did what, when. Append-only.

    A line without a state tells that the address for answers was erased.
    """

    report = models.ForeignKey(ReaderReport, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=State, blank=True)
    note = models.TextField(max_length=NOTE, blank=True)
    by = historic_user("by")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)
        triggers = (*append_only("Steps of reports"), stamped("at"), named("by"))
        indexes = (models.Index(fields=("report", "-id"), name="report_step_latest"),)

    def __str__(self) -> str:
        return f"{self.what} by {self.by_name}"

    @property
    def what(self) -> str:
        """What was done, for people."""
        said: dict[Any, str] = {
            State.NEW: "Given back",
            State.IN_HAND: "Taken in hand",
            "": "E-mail address erased",
        }
        return said.get(self.state, str(self.get_state_display()))
