"""Which policies there are. The set is fixed, so that none of their pages can be lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.db import models
from django.urls import reverse

from wellness.lib import rich_text

TEXTS: Final = Path(__file__).parent / "texts"

WRITTEN: Final = dt.date(2026, 11, 25)
"""The day on which the texts that come with the program were last changed."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the program knows of a policy.

    Attributes:
        slug: last part of its address; empty for the page over all of them.
        title: its heading, and how other pages call it.
        summary: one or two sentences under the heading and for search engines.
        schema: its type in the vocabulary of schema.org.
    """

    slug: str
    title: str
    summary: str
    schema: str = "WebPage"


class Kind(models.TextChoices):
    """A policy; the value is the name of its address."""

    ABOUT = "about", "About"
    MEDICAL_REVIEW = "medical_review", "Medical review"
    CORRECTIONS = "corrections_policy", "Corrections"
    PRINCIPLES = "editorial_principles", "Editorial principles"
    ADVERTISING = "advertising_disclosure", "Advertising"
    PRIVACY = "privacy_policy", "Privacy"
    CONTACT = "contact", "Contact"

    @property
    def facts(self) -> Facts:
        return FACTS[self]

    @property
    def heading(self) -> str:
        return FACTS[self].title

    @property
    def summary(self) -> str:
        return FACTS[self].summary

    @property
    def path(self) -> str:
        """The address of its page."""
        return reverse(self.value)

    @property
    def default_text(self) -> str:
        """What the page says until an editor changes it."""
        return _text(self.value)


@cache
def _text(name: str) -> str:
    return rich_text.clean((TEXTS / f"{name}.html").read_text(encoding="utf-8"))


FACTS: Final[dict[Kind, Facts]] = {
    Kind.ABOUT: Facts(
        "",
        "About Wellness",
        "A magazine about health in which every article stands exactly as a named person "
        "approved it, and anybody can check that.",
        "AboutPage",
    ),
    Kind.MEDICAL_REVIEW: Facts(
        "medical-review",
        "What medical review covers",
        "Most sites type “medically reviewed by”. Ours is computed: the line stands on a page "
        "only while a valid approval of exactly the words on that page exists.",
        "AboutPage",
    ),
    Kind.CORRECTIONS: Facts(
        "corrections",
        "How we correct",
        "Whoever writes makes mistakes. What happens when we find one, or you do.",
    ),
    Kind.PRINCIPLES: Facts(
        "editorial-principles",
        "Editorial principles",
        "Who decides what appears here, what they go by, and what they may not do.",
    ),
    Kind.ADVERTISING: Facts(
        "advertising",
        "Advertising and promotion",
        "How you tell what is promoted from what is reported, and what promotion cannot buy.",
    ),
    Kind.PRIVACY: Facts(
        "privacy",
        "Privacy",
        "Reading here leaves no cookie, calls no other company and asks nothing about you.",
    ),
    Kind.CONTACT: Facts(
        "contact",
        "Contact",
        "How to reach the people who make this magazine, and whom to ask about your own health.",
        "ContactPage",
    ),
}
