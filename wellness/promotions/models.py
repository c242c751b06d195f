"""What stands beside articles and says that it is promotion."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

ADDRESS = r"^(https?://[^\s/]+|/(?![/\\]))\S*\Z"
"""Where a promotion may lead: a web address, or a path of this site."""


class Placement(models.TextChoices):
    """Where on a page it stands; never inside the text of an article."""

    ANNOUNCEMENT = "announcement", "Announcement over every page"
    IN_ARTICLE = "in_article", "Box after the text of an article"
    CLOSING = "closing", "Closing call to action of an article"


class PromotionQuerySet(models.QuerySet["Promotion"]):
    def standing(self, now: datetime | None = None) -> PromotionQuerySet:
        """Those that readers see at ``now``, in the order in which a place takes them.

        The latest to start comes first; ``ends_at`` is the first moment at which one is gone.
        """
        now = now or timezone.now()
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=now), is_active=True, starts_at__lte=now
        ).order_by("-starts_at", "-pk")


class Promotion(models.Model):
    """An announcement or a call to action, with its label and the time in which it stands."""

    placement = models.CharField(max_length=20, choices=Placement)
    label = models.CharField(
        max_length=40,
        default="Promotion",
        help_text="What it is, in a word that readers see over it: Promotion, Announcement, Ad …",
    )
    heading = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=300, blank=True)
    button_label = models.CharField(max_length=40, blank=True, help_text="What the button says.")
    url = models.CharField(
        "leads to",
        max_length=500,
        blank=True,
        validators=[
            RegexValidator(ADDRESS, "Give a web address (https://…) or a path of this site (/…).")
        ],
        help_text="A web address (https://…) or a path of this site (/…).",
    )
    topic = models.ForeignKey(
        "articles.Topic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="promotions",
        help_text="Empty: on every page. Otherwise only on the pages of this topic, before others.",
    )
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until switched off.")
    is_active = models.BooleanField("active", default=True)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        ordering = ("placement", "-starts_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="promotion_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="A promotion ends after it starts.",
            ),
            models.CheckConstraint(
                name="promotion_leads_to_an_address",
                condition=Q(url="") | Q(url__regex=ADDRESS),
                violation_error_message="Give a web address (https://…) or a path of this site.",
            ),
            models.CheckConstraint(
                name="promotion_button_has_label_and_address",
                condition=Q(url="", button_label="") | (~Q(url="") & ~Q(button_label="")),
                violation_error_message="What the button says and where it leads go together.",
            ),
            models.CheckConstraint(
                name="promotion_says_what_it_is",
                condition=~Q(label="") & ~(Q(heading="") & Q(text="")),
                violation_error_message="A promotion needs its label, and a heading or a text.",
            ),
            models.CheckConstraint(
                name="promotion_stands_in_a_known_place",
                condition=Q(placement__in=["announcement", "in_article", "closing"]),
                violation_error_message="Choose where the promotion stands.",
            ),
        )

    def __str__(self) -> str:
        return self.heading or self.text

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the button leaves this site."""
        return self.url.startswith("http")

    @property
    def state(self) -> str:
        """Where it is in its time, in a word for the screen."""
        now = timezone.now()
        if not self.is_active:
            return "switched off"
        if self.starts_at > now:
            return "not yet"
        if self.ends_at is not None and self.ends_at <= now:
            return "over"
        return "standing"
