"""The pages of the people who write and check, with what they wrote and checked.

They live with the articles because they list articles, and ``authors`` knows nothing of those.
"""

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import public as read
from articles import shown
from articles.models.topic import Accent
from authors import structured_data
from authors.models import Author, Credential, MedicalReviewer, Person
from wellness.lib import json_ld, pages
from wellness.lib.text import excerpt

AUTHORS_PAPER = Accent.SUN
REVIEWERS_PAPER = Accent.TIDE

P = TypeVar("P", bound=Person)


@require_safe
def authors(request: HttpRequest) -> HttpResponse:
    """Everybody with something to read."""
    about = "The people who write the magazine."
    people = list(read.authors_in_use())
    shown.with_portraits(people)
    return pages.public(
        request,
        "authors/authors.html",
        {"people": people},
        path="/authors/",
        share_title="Authors",
        description=about,
        graph=_directory("/authors/", "Authors", about),
        accent=AUTHORS_PAPER,
    )


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author's profile and articles."""
    person = _person(Author, slug)
    home = person.get_absolute_url()
    if person.slug != slug:
        return pages.MovedForEver(request, home)
    page = pages.page_of(request, read.of_author(person), read.PER_PAGE, read.teasers)
    return pages.public(
        request,
        "authors/author.html",
        {"person": person, "page": page},
        path=pages.numbered(home, page),
        share_title=person.name,
        description=excerpt(person.bio) or f"What {person.name} wrote for the magazine.",
        graph=structured_data.profile_page(
            structured_data.author(person), home, ("Authors", "/authors/"), (person.name, home)
        ),
        accent=AUTHORS_PAPER,
    )


@require_safe
def reviewers(request: HttpRequest) -> HttpResponse:
    """The clinicians who check the facts."""
    about = "The clinicians who check the facts, with what entitles each of them."
    people = list(read.reviewers_in_use())
    shown.with_portraits(people)
    return pages.public(
        request,
        "reviewers/reviewers.html",
        {"people": people},
        path="/reviewers/",
        share_title="Medical reviewers",
        description=about,
        graph=_directory("/reviewers/", "Medical reviewers", about),
        accent=REVIEWERS_PAPER,
    )


@require_safe
def reviewer(request: HttpRequest, slug: str) -> HttpResponse:
    """A reviewer's profile, credentials, and what stands under their approval.

    Only verified credentials are shown: an unverified one is somebody's claim.
    """
    person = _person(MedicalReviewer, slug)
    home = person.get_absolute_url()
    if person.slug != slug:
        return pages.MovedForEver(request, home)
    today = timezone.localdate()
    verified: list[Credential] = [c for c in person.credentials.all() if c.verified_at]
    valid = [c for c in verified if c.is_valid_on(today)]
    page = pages.page_of(request, read.of_reviewer(person), read.PER_PAGE, read.teasers)
    return pages.public(
        request,
        "reviewers/reviewer.html",
        {
            "person": person,
            "credentials": [(credential, credential in valid) for credential in verified],
            "page": page,
        },
        path=pages.numbered(home, page),
        share_title=person.name_with_credentials,
        description=excerpt(person.bio) or f"What entitles {person.name} to review our articles.",
        graph=structured_data.profile_page(
            structured_data.reviewer(person, valid),
            home,
            ("Medical reviewers", "/reviewers/"),
            (person.name, home),
        ),
        accent=REVIEWERS_PAPER,
    )


def _person(kind: type[P], slug: str) -> P:
    people = kind._default_manager.all()
    if kind is MedicalReviewer:
        people = people.prefetch_related("credentials")
    found = people.filter(slug=slug).first() or people.filter(slug__iexact=slug).first()
    if found is None:
        raise Http404("There is nobody at this address.")
    shown.with_portraits([found])
    return found


def _directory(path: str, name: str, about: str) -> json_ld.Node:
    return json_ld.graph(
        json_ld.node(
            "CollectionPage",
            path,
            url=json_ld.absolute(path),
            name=name,
            description=about,
            isPartOf=json_ld.ref(json_ld.SITE_ID),
            breadcrumb=json_ld.ref(f"{path}#breadcrumbs"),
            inLanguage="en",
        ),
        json_ld.breadcrumbs(path, (name, path)),
        json_ld.website(),
        json_ld.publisher(),
    )
