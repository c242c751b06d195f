"""Structured data in the vocabulary of schema.org: one graph for each page.

Nodes are plain dictionaries that point at one another by `@id`. Values that say nothing (none,
empty text, empty list) are left out, so that callers state facts without asking first.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

Node = dict[str, Any]


def absolute(path: str) -> str:
    """The address on this site that readers use for a path; a full address stays as it is."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def node(kind: str, id: str = "", **properties: Any) -> Node:
    """A node of the type `kind`.

    Args:
        id: path of the page that it stands for, with a fragment where it is not the page itself.
        properties: names of schema.org; dates are written in ISO 8601.
    """
    head: Node = {"@type": kind}
    if id:
        head["@id"] = absolute(id)
    return head | {name: _value(value) for name, value in properties.items() if _says(value)}


def ref(id: str) -> Node:
    """A pointer to a node of the graph, or of another page's."""
    return {"@id": absolute(id)}


def graph(*nodes: Node | None) -> Node:
    """The nodes as one graph; what is None is left out."""
    return {"@context": "https://schema.org", "@graph": [n for n in nodes if n is not None]}


PUBLISHER_ID = "/#magazine"
SITE_ID = "/#site"


def publisher() -> Node:
    """The magazine as a publisher."""
    return node(
        "NewsMediaOrganization",
        PUBLISHER_ID,
        name="Wellness",
        url=absolute("/"),
        logo=node(
            "ImageObject",
            url=absolute(static("img/logo.png")),
            width=600,
            height=180,
        ),
        publishingPrinciples=absolute(reverse("editorial_principles")),
        ethicsPolicy=absolute(reverse("editorial_principles")),
        correctionsPolicy=absolute(reverse("corrections_policy")),
        actionableFeedbackPolicy=absolute(reverse("contact")),
        ownershipFundingInfo=absolute(reverse("advertising_disclosure")),
        verificationFactCheckingPolicy=absolute(reverse("medical_review")),
    )


def website() -> Node:
    """The magazine as a site."""
    return node(
        "WebSite",
        SITE_ID,
        name="Wellness",
        url=absolute("/"),
        inLanguage="en",
        publisher=ref(PUBLISHER_ID),
        potentialAction=node(
            "SearchAction",
            target=node(
                "EntryPoint", urlTemplate=f"{absolute(reverse('search:search'))}?q={{query}}"
            ),
        ),
    )


def breadcrumbs(page: str, *trail: tuple[str, str]) -> Node:
    """The way to a page from the front page, which is added.

    Args:
        trail: name and path of each step, the page itself last.
    """
    steps = (("Wellness", "/"), *trail)
    return node(
        "BreadcrumbList",
        f"{page}#breadcrumbs",
        itemListElement=[
            node("ListItem", position=number, name=name, item=absolute(path))
            for number, (name, path) in enumerate(steps, 1)
        ],
    )


def _says(value: Any) -> bool:
    return value is not None and value != "" and value != [] and value != {}


def _value(value: Any) -> Any:
    match value:
        case dt.datetime() | dt.date():
            return value.isoformat()
        case list() | tuple():
            return [_value(item) for item in value]
    return value
