"""Which smaller copies of a stored picture are ready to be shown."""

from django.db import models


class Renditions(models.Model):
    """The copies of one stored picture, of the library or a portrait.

    A row is made when the picture is stored; the copies follow in a task. Until they are there,
    pages show the picture itself. Everything in it can be made anew: ``manage.py make_renditions``.
    """

    sha256 = models.CharField(
        max_length=64, primary_key=True, help_text="Hash of the picture, which names its file."
    )
    source = models.CharField(max_length=160, help_text="The picture's name in the storage.")
    width = models.PositiveIntegerField(default=0, help_text="Of the picture, in pixels.")
    height = models.PositiveIntegerField(default=0, help_text="Of the picture, in pixels.")
    files = models.JSONField(
        default=list,
        help_text="The copies that are ready: format, width and name in the storage of each.",
    )
    recipe = models.PositiveSmallIntegerField(
        default=0, help_text="How they were made (wellness.lib.renditions); 0: not yet."
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Failures in a row.")
    problem = models.TextField(blank=True, help_text="What went wrong the last time.")
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "renditions of a picture"

    def __str__(self) -> str:
        return self.source
