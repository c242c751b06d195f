"""One line of history."""

from django.db import models
from django.db.models.functions import Now

from articles import seal
from authors.models.history import historic_user


class Event(models.Model):
    """Who did what, when, on which revision, with which note. Append-only."""

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=40)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    revision = models.ForeignKey(
        "articles.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    fact_check = models.ForeignKey(
        "articles.FactCheck", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    actor = historic_user("who")
    actor_name = models.CharField("who", max_length=150)
    at = models.DateTimeField("when", db_default=Now(), editable=False)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True, help_text="Facts of this kind of event.")

    class Meta:
        ordering = ("-pk",)
        triggers = seal.EVENT
        indexes = (models.Index(fields=("article", "-id"), name="event_by_article"),)

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor_name}"
