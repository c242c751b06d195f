"""Corrections as readers got them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from articles import seal
from articles.content import CorrectionKind

if TYPE_CHECKING:
    from articles.models.fact_check import FactCheckQuerySet


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def standing(self) -> "CorrectionQuerySet":
        """Those of a revision that an approval still covers, by the rule of the article's topic."""
        return self.filter(Exists(self._approvals()))

    @staticmethod
    def _approvals() -> "FactCheckQuerySet":
        from articles.models.article import Article
        from articles.models.fact_check import FactCheck

        return FactCheck.objects.standing().filter(
            ~Exists(Article.bylines_of_the_approver()),
            Q(reviewer__isnull=False) | Q(revision__article__topic__requires_medical_review=False),
            revision__article=OuterRef("article"),
            digest=OuterRef("revision__digest"),
        )


class Correction(models.Model):
    """The day on which readers got a correction notice. Append-only.

    The notice itself is part of the revision that makes the change, and approved with it; kind and
    text are repeated here for lists. ``articles.actions`` adds the row when the revision goes live.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="corrections"
    )
    revision = models.OneToOneField(
        "articles.Revision", on_delete=models.PROTECT, related_name="published_correction"
    )
    kind = models.CharField(max_length=20, choices=CorrectionKind)
    text = models.TextField(max_length=1000)
    published_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        triggers = seal.CORRECTION
        indexes = (models.Index(fields=("article", "-published_at"), name="correction_by_article"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
