"""An address that nothing answers any more, and where it leads now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LONGEST = 500
"""Characters of an address, with its query."""


class OldAddress(models.Model):
    """A path of this site that leads to an article or to another path, for ever (301).

    An article keeps its identity when its own address changes, so one that is named here is still
    one step away. Rows are made by ``wellness.redirects.rules`` alone, which refuses chains.
    """

    path = models.CharField(
        "old address",
        max_length=LONGEST,
        unique=True,
        help_text="Begins with a slash. It may have a query, as in /page.php?id=12.",
    )
    target = models.CharField(max_length=LONGEST, blank=True)
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "old address"
        verbose_name_plural = "old addresses"
        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                name="old_address_leads_to_one_place",
                condition=(Q(target="") & Q(article__isnull=False))
                | (Q(target__startswith="/", article=None) & ~Q(target__startswith="//")),
                violation_error_message="An old address leads to one article, or to one path.",
            ),
            models.CheckConstraint(
                name="old_address_is_a_path",
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
                violation_error_message="An old address begins with one slash.",
            ),
        )

    def __str__(self) -> str:
        return self.path

    @property
    def leads_to(self) -> str:
        """The path where it leads now; needs ``article``."""
        return self.article.get_absolute_url() if self.article else self.target
