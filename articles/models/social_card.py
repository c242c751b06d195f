"""The picture that other sites show when somebody shares an article."""

from django.db import models


class SocialCard(models.Model):
    """A card of 1200 × 630 pixels with the title of one published article, as readers see it.

    Written by ``articles.social_cards`` alone; an article that readers don't see has no row, and
    its file is gone. It can always be made anew: ``manage.py make_renditions``.
    """

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="social_card",
    )
    state = models.CharField(
        max_length=64,
        blank=True,
        help_text="Hash of all that the card shows, as it was when it was drawn.",
    )
    digest = models.CharField(
        max_length=64, blank=True, help_text="Digest of the revision whose words are on it."
    )
    name = models.CharField(
        max_length=160, blank=True, help_text="Of the file in the storage; empty: not drawn yet."
    )
    alt = models.CharField(max_length=400, blank=True, help_text="What the card shows.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Failures in a row.")
    problem = models.TextField(blank=True, help_text="What went wrong the last time.")

    class Meta:
        verbose_name = "social card"

    def __str__(self) -> str:
        return str(self.article_id)
