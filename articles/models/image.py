"""Pictures of the magazine."""

from django.conf import settings
from django.db import models

from wellness.lib.image_field import CleanImageField


class Image(models.Model):
    """A picture, stored once under the hash of its bytes; it never changes after upload."""

    file = CleanImageField(prefix="images", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, help_text="In pixels.")
    height = models.PositiveIntegerField(editable=False, help_text="In pixels.")
    title = models.CharField(
        max_length=200, help_text="For staff: how you will find this picture again."
    )
    alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it. Empty: decorative.",
    )
    caption = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it.")
    licence = models.CharField(max_length=200, blank=True, help_text="Under which terms we use it.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def sha256(self) -> str:
        """The hash of the stored bytes, which is the stem of the file's name."""
        return str(self.file.name).rpartition("/")[2].partition(".")[0]
