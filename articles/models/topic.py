"""The sections of the magazine, each with its rules of review."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from articles import seal


class Accent(models.TextChoices):
    """The colour that a topic wears; the values name tokens of the style sheet."""

    CLAY = "clay", "Clay"
    MOSS = "moss", "Moss"
    DUSK = "dusk", "Dusk"
    SUN = "sun", "Sun"
    TIDE = "tide", "Tide"
    PLUM = "plum", "Plum"


class Topic(models.Model):
    """A section of the magazine. It owns the rules under which its articles are published."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(
        max_length=80, unique=True, help_text="The last part of the topic's address."
    )
    description = models.TextField(
        max_length=300, blank=True, help_text="One or two sentences at the top of the topic's page."
    )
    requires_medical_review = models.BooleanField(
        default=True,
        help_text=(
            "On: only a medical reviewer with a valid credential can approve. "
            "Off: a second editor can. It cannot be switched on while articles are live that no "
            "medical reviewer approved."
        ),
    )
    review_months = models.PositiveSmallIntegerField(
        "months until the next review",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="After this many months the review of an article is due again.",
    )
    accent = models.CharField(max_length=10, choices=Accent, default=Accent.CLAY)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Order in the navigation, smallest first."
    )

    class Meta:
        ordering = ("position", "name")
        triggers = seal.TOPIC

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:topic", args=[self.slug])
