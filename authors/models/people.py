"""Public people: those who write, and those who check."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from pgtrigger import After, F, Q, Update

from wellness.lib.image_field import CleanImageField
from wellness.lib.triggers import Seal, same_id

if TYPE_CHECKING:
    from authors.models.credentials import Credential

_check_url = URLValidator(schemes=["http", "https"])


def check_links(value: Any) -> None:
    """A list of ``{"label": …, "url": …}`` with http(s) addresses.

    Raises:
        ValidationError: with a sentence that names the entry.
    """
    if not isinstance(value, list):
        raise ValidationError("Links are a list of entries with a label and a URL.")
    for number, entry in enumerate(value, 1):
        if not isinstance(entry, dict) or set(entry) != {"label", "url"}:
            raise ValidationError(f"Link {number} needs exactly a label and a URL.")
        if not str(entry["label"]).strip():
            raise ValidationError(f"Link {number} has no label.")
        try:
            _check_url(entry["url"])
        except ValidationError:
            raise ValidationError(
                f"Link {number}: “{entry['url']}” is not a web address (https://…)."
            ) from None


class Person(models.Model):
    """What authors and medical reviewers have in common: a public profile, maybe an account."""

    name = models.CharField(max_length=150, help_text="As readers see it, without titles.")
    slug = models.SlugField(
        max_length=160, unique=True, help_text="The last part of the profile's address."
    )
    user = models.OneToOneField(
        "authors.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)s",
        verbose_name="account",
        help_text="The account this person logs in with, if any.",
    )
    job_title = models.CharField(max_length=150, blank=True)
    bio = models.TextField(
        "biography",
        blank=True,
        max_length=4000,
        help_text="Plain text; a blank line ends a paragraph.",
    )
    portrait = CleanImageField(prefix="portraits", blank=True, max_edge=1200)
    portrait_alt = models.CharField(
        "alternative text of the portrait",
        max_length=200,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it. Empty: decorative.",
    )
    website = models.URLField(blank=True)
    links = models.JSONField(default=list, blank=True, validators=[check_links])
    is_active = models.BooleanField(
        default=True, help_text="Inactive people keep their page and their history."
    )

    # The portrait with its smaller copies, set by the pages that print it (articles.shown).
    portrait_shown: Any = None

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Author(Person):
    """Somebody whose name stands over an article."""

    def get_absolute_url(self) -> str:
        return reverse("authors:author", args=[self.slug])


class MedicalReviewer(Person):
    """A clinician who may approve fact-checks while a verified credential of theirs is valid."""

    class Meta(Person.Meta):
        verbose_name = "medical reviewer"
        triggers = (
            same_id(),
            Seal(
                # Whoever verified a credential vouched for this name and this account.
                name="another_person_voids_the_verifications",
                when=After,
                operation=Update,
                condition=Q(old__name__df=F("new__name")) | Q(old__user_id__df=F("new__user_id")),
                func="""
                    IF NEW.name <> OLD.name OR NEW.user_id IS NOT NULL THEN
                        UPDATE authors_credential
                           SET verified_by_id = NULL, verified_by_name = '', verified_at = NULL
                         WHERE reviewer_id = NEW.id AND verified_at IS NOT NULL;
                    END IF;
                    RETURN NULL;
                """,
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("authors:reviewer", args=[self.slug])

    @property
    def name_with_credentials(self) -> str:
        """The name with the titles that are valid today: “Ryan Lester, PA-C”.

        Uses prefetched credentials where they are there.
        """
        today = timezone.localdate()
        titles = [c.title for c in self.credentials.all() if c.is_valid_on(today)]
        return ", ".join([self.name, *dict.fromkeys(titles)])

    def credential_on(self, day: dt.date) -> "Credential | None":
        """The verified credential that entitles this reviewer on that day, the oldest first."""
        if not self.is_active:
            return None
        return next((c for c in self.credentials.all() if c.is_valid_on(day)), None)
