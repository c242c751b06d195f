"""Whom and what a file names: topics, authors and reviewers, found or begun.

Topics and authors that nobody knows are begun: they entitle nobody to anything. Reviewers never
are, because a profile of a clinician says that somebody verified who that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.text import slugify

from articles.actions import Actor
from articles.models import Topic
from authors.models import Author, MedicalReviewer, User

M = TypeVar("M", bound=Model)


class Unknown(Exception):
    """A name that stands for nothing here, or for too much; the message is the sentence."""


def topic(name: str, by: Actor) -> tuple[Topic, bool]:
    """The topic of that name or address, and whether it was begun just now.

    A new topic requires a medical review: whoever thinks otherwise has to say so in the admin.

    Raises:
        Unknown: it would have to be begun and cannot be.
    """
    found = _one(Topic.objects.filter(Q(name__iexact=name) | Q(slug=name)), "name", name)
    if found is not None:
        return found, False
    _may(by, "articles.add_topic", f"“{name}” is not a topic yet, and an editor has to begin it.")
    return _begun(Topic(name=name, slug=_free_slug(Topic.objects.all(), name, "topic"))), True


def author(name: str, by: Actor) -> tuple[Author, bool]:
    """The author of that name or address, and whether the profile was begun just now.

    Raises:
        Unknown: several have the name, or a profile would have to be begun and cannot be.
    """
    named = Author.objects.filter(name__iexact=name)
    if len(named) > 1:
        raise Unknown(
            f"{len(named)} authors are called “{name}”: write the end of the address of the one "
            f"who is meant ({', '.join(named.values_list('slug', flat=True))})."
        )
    found = named.first() or Author.objects.filter(slug=name).first()
    if found is not None:
        return found, False
    _may(by, "authors.add_author", f"“{name}” is no author yet, and an editor has to begin it.")
    return _begun(Author(name=name, slug=_free_slug(Author.objects.all(), name, "author"))), True


@dataclass(frozen=True)
class Signature:
    """A reviewer as a byline gives them: “Ryan Lester, PA-C”."""

    name: str
    titles: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Signature":
        name, *titles = (part.strip() for part in text.split(","))
        return cls(name, tuple(title for title in titles if title))

    def __str__(self) -> str:
        return ", ".join((self.name, *self.titles))


def reviewer(text: str) -> MedicalReviewer:
    """The medical reviewer whom “Ryan Lester, PA-C” means, by name and title.

    Raises:
        Unknown: there is none, none with the title, or more than one.
    """
    signature = Signature.parse(text)
    named = list(
        MedicalReviewer.objects.filter(name__iexact=signature.name).prefetch_related("credentials")
    )
    if not named:
        raise Unknown(
            f"“{signature.name}” is not among the medical reviewers, and an import never adds one: "
            "an editor has to add the profile and verify the credential. Then import again."
        )
    fitting = [one for one in named if _titles(one) >= {t.casefold() for t in signature.titles}]
    if not fitting:
        raise Unknown(
            f"{signature.name} has no credential as {' and '.join(signature.titles)}: an editor "
            "has to add and verify it. Then import again."
        )
    active = [one for one in fitting if one.is_active]
    if not active:
        raise Unknown(f"{signature.name} is not active as a medical reviewer any more.")
    if len(active) > 1:
        raise Unknown(
            f"{len(active)} medical reviewers are called “{signature}”: ask the one who is meant "
            "in the admin."
        )
    return active[0]


def _titles(one: MedicalReviewer) -> set[str]:
    return {credential.title.casefold() for credential in one.credentials.all()}


def _one(rows: QuerySet[M], field: str, wanted: str) -> M | None:
    """The row that is written exactly so, otherwise the first."""
    found: Sequence[M] = list(rows)
    exact = (row for row in found if getattr(row, field) == wanted)
    return next(exact, found[0] if found else None)


def _may(by: Actor, permission: str, sentence: str) -> None:
    if isinstance(by, User) and not by.has_perm(permission):
        raise Unknown(sentence)


def _begun(row: M) -> M:
    try:
        row.full_clean()
    except ValidationError as error:
        raise Unknown(" ".join(error.messages)) from error
    row.save()
    return row


def _free_slug(rows: QuerySet[Any], name: str, fallback: str) -> str:
    """An address made of the name, with a number behind it where the plain one is taken."""
    base = slugify(name)[:70].strip("-_") or fallback
    slug, number = base, 1
    while rows.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
