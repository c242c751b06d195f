"""The page that describes the API to people, written from the same declarations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.api.views import Paging, api
from wellness.lib import json_ld, pages

PATH: Final = "/api/"
NAME: Final = "Our articles, for programs"
ABOUT: Final = (
    "A read-only interface to everything that the magazine has published, with the approval and "
    "the digest of each article."
)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the API: what it answers, and the filters that it takes."""

    path: str
    summary: str
    parameters: list[dict[str, Any]]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What there is, how to page through it, and what an error looks like."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    addresses = [
        Address(
            path=path,
            summary=operations["get"]["description"],
            parameters=[
                parameter
                for parameter in operations["get"]["parameters"]
                if parameter["in"] == "query" and parameter["name"] not in Paging.model_fields
            ],
        )
        for path, operations in document["paths"].items()
    ]
    return pages.public(
        request,
        "api/about.html",
        {"addresses": addresses},
        path=PATH,
        share_title=NAME,
        description=ABOUT,
        graph=json_ld.graph(
            json_ld.node(
                "WebPage",
                PATH,
                url=json_ld.absolute(PATH),
                name=NAME,
                description=ABOUT,
                isPartOf=json_ld.ref(json_ld.SITE_ID),
                breadcrumb=json_ld.ref(f"{PATH}#breadcrumbs"),
                inLanguage="en",
            ),
            json_ld.breadcrumbs(PATH, (NAME, PATH)),
            json_ld.website(),
            json_ld.publisher(),
        ),
        accent="dusk",
    )
