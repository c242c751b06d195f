"""The sources that an article cites."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

DOI = re.compile(r"^10\.\d{4,9}/\S+$")
"""The form of a DOI, after Crossref's published recommendation for matching modern DOIs."""


def clean_doi(value: str) -> str:
    """A DOI without the resolver or the scheme people paste with it."""
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", "", value.strip(), flags=re.I)


class Reference(models.Model):
    """A source cited by the desk copy, numbered by its place. Revisions keep their own copy."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="references"
    )
    position = models.PositiveSmallIntegerField(default=0)
    authors = models.CharField(max_length=500, blank=True, help_text="As cited: “Doe J, Roe R”.")
    title = models.CharField(max_length=500)
    publisher = models.CharField("journal or publisher", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1500), MaxValueValidator(2200)]
    )
    url = models.URLField("web address", max_length=500, blank=True)
    doi = models.CharField("DOI", max_length=250, blank=True, help_text="Like 10.1000/182.")
    pmid = models.CharField(
        "PubMed ID",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{1,9}$", "A PubMed ID is a number of up to nine digits.")],
    )

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Take the DOI out of a pasted address, and refuse what isn't one."""
        self.doi = clean_doi(self.doi)
        if self.doi and not DOI.match(self.doi):
            raise ValidationError(
                {"doi": f"“{self.doi}” is not a DOI; one looks like 10.1000/182."}
            )

    def as_row(self) -> dict[str, Any]:
        """The fields that go into a revision's content."""
        names = "authors title publisher year url doi pmid"
        return {name: getattr(self, name) for name in names.split()}
