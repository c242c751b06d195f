"""People in the vocabulary of schema.org."""

from authors.models import Author, Credential, MedicalReviewer
from wellness.lib import json_ld
from wellness.lib.json_ld import Node, absolute, node, ref

PERSON = "#person"


def author(person: Author) -> Node:
    """An author, from what the profile shows."""
    return _person(person)


def reviewer(person: MedicalReviewer, valid: list[Credential] | None = None) -> Node:
    """A medical reviewer; ``valid`` are the credentials that hold today."""
    return _person(person, hasCredential=[_credential(c) for c in valid or []])


def _person(person: Author | MedicalReviewer, **more: object) -> Node:
    links = [person.website, *(link["url"] for link in person.links)]
    path = person.get_absolute_url()
    return node(
        "Person",
        path + PERSON,
        name=person.name,
        url=absolute(path),
        jobTitle=person.job_title,
        description=person.bio,
        image=absolute(person.portrait.url) if person.portrait else "",
        sameAs=[link for link in links if link],
        **more,
    )


def _credential(credential: Credential) -> Node:
    return node(
        "EducationalOccupationalCredential",
        name=credential.title,
        credentialCategory="license",
        identifier=credential.number,
        recognizedBy=node("Organization", name=credential.issuer),
        validIn=node("AdministrativeArea", name=credential.region) if credential.region else None,
        expires=credential.valid_until,
    )


def profile_page(person: Node, path: str, *trail: tuple[str, str]) -> Node:
    """The graph of a profile: the page, whom it is about, and the way to it."""
    return json_ld.graph(
        node(
            "ProfilePage",
            path,
            url=absolute(path),
            name=person["name"],
            mainEntity=ref(path + PERSON),
            isPartOf=ref(json_ld.SITE_ID),
            breadcrumb=ref(f"{path}#breadcrumbs"),
            inLanguage="en",
        ),
        person,
        json_ld.breadcrumbs(path, *trail),
        json_ld.website(),
        json_ld.publisher(),
    )
