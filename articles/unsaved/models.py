"""Rows that come and go while people write."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

MAX_FORM = 4 * 1024 * 1024
"""Characters of a kept form, as a browser sends it; the longest body, written in percents, fits."""

SITTING = 44
"""Digits of the longest name that a browser gives to a page that it opened."""


class UnsavedText(models.Model):
    """What one person typed into one opened page of the desk, and did not save.

    A page that is opened is a sitting, with a random name of its own, so that two tabs of one
    person don't overwrite each other.

    Attributes:
        article: none for an article that isn't begun yet.
        form: the fields as a browser sends them; empty once they were saved or thrown away. An
            empty row stays for a while, so that a request that was overtaken brings nothing back.
        version: the version of the article that the text is based on.
        turn: counts what this sitting sent, so that the latest wins whatever arrives last.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")
    sitting = models.CharField(max_length=SITTING)
    form = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True)
    turn = models.PositiveIntegerField(default=0)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "unsaved text"
        ordering = ("-kept_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "sitting"), name="unsaved_text_once_for_each_sitting"
            ),
            models.CheckConstraint(
                name="unsaved_text_is_bounded",
                condition=LessThanOrEqual(Length("form"), MAX_FORM),
            ),
        )
        indexes = (models.Index(fields=("article", "user"), name="unsaved_text_of_a_person"),)

    def __str__(self) -> str:
        return f"Unsaved text of {self.user}, {self.kept_at:%Y-%m-%d %H:%M}"


class Presence(models.Model):
    """An article is open in front of somebody.

    Attributes:
        since: when the page was opened.
        writing_since: when the first word was typed into it; none for somebody who only reads.
        seen_at: when the page last said so.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    sitting = models.CharField(max_length=SITTING)
    since = models.DateTimeField()
    writing_since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "presence"
        verbose_name_plural = "presences"
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "sitting"), name="presence_once_for_each_sitting"
            ),
            models.CheckConstraint(
                name="presence_begins_before_it_ends", condition=Q(seen_at__gte=F("since"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} at “{self.article}”"
