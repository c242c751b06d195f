"""Pictures of the magazine."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from wellness.lib.image_field import CleanImageField

SOON: Final = dt.timedelta(days=30)
"""How long before a licence ends the desk is told."""


class Image(models.Model):
    """A picture, stored once under the hash of its bytes; it never changes after upload.

    Attributes:
        sha256: the hash of the stored bytes, which is the stem of the file's name.
    """

    file = CleanImageField(prefix="images", width_field="width", height_field="height")
    sha256 = models.GeneratedField(
        expression=Func(F("file"), Value("[0-9a-f]{64}"), function="substring"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    width = models.PositiveIntegerField(editable=False, help_text="In pixels.")
    height = models.PositiveIntegerField(editable=False, help_text="In pixels.")
    title = models.CharField(
        max_length=200, help_text="For staff: how you will find this picture again."
    )
    alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it.",
    )
    decorative = models.BooleanField(
        "this picture is decorative",
        default=False,
        help_text="It says nothing that the words around it do not say: readers who cannot see "
        "it are told nothing of it.",
    )
    caption = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it.")
    licence = models.CharField(max_length=200, blank=True, help_text="Under which terms we use it.")
    expires_on = models.DateField(
        "last day of the licence",
        null=True,
        blank=True,
        help_text="Empty: for ever. After this day no text with this picture is handed in or "
        "published; what is live stays, and editors are told 30 days before.",
    )
    focus_x = models.PositiveSmallIntegerField(
        "from the left",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="Per cent of the width.",
    )
    focus_y = models.PositiveSmallIntegerField(
        "from the top",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="Per cent of the height.",
    )
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
        verbose_name = "picture"
        indexes = (
            models.Index(fields=("sha256",), name="image_by_hash"),
            models.Index(fields=("expires_on",), name="image_by_end_of_licence"),
        )
        constraints = (
            models.CheckConstraint(
                name="image_decorative_has_no_alternative_text",
                condition=Q(decorative=False) | Q(alt=""),
                violation_error_message="A decorative picture has no alternative text: empty it, "
                "or say that the picture is not decorative.",
            ),
            models.CheckConstraint(
                name="image_focus_lies_in_the_picture",
                condition=Q(focus_x__lte=100) & Q(focus_y__lte=100),
                violation_error_message="The focus lies between 0 and 100 per cent.",
            ),
        )

    def __str__(self) -> str:
        return self.title
