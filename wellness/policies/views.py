"""The public pages of the policies."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellness.lib import json_ld, pages
from wellness.lib.trusted_html import stored_body
from wellness.policies import wording
from wellness.policies.kinds import Kind


@require_safe
def policy(request: HttpRequest, kind: Kind) -> HttpResponse:
    """What the magazine says about itself, as an editor last saved it."""
    text = wording.current(kind)
    trail = [] if kind is Kind.ABOUT else [(Kind.ABOUT.heading, Kind.ABOUT.path)]
    return pages.public(
        request,
        "about/policy.html",
        {
            "kind": kind,
            "body": stored_body(text.body),
            "updated": text.updated,
            "others": [other for other in Kind if other not in (kind, Kind.ABOUT)],
            "is_index": kind is Kind.ABOUT,
            "contact": settings.CONTACT if kind is Kind.CONTACT else "",
        },
        path=kind.path,
        share_title=kind.heading,
        description=kind.summary,
        graph=json_ld.graph(
            json_ld.node(
                kind.facts.schema,
                kind.path,
                url=json_ld.absolute(kind.path),
                name=kind.heading,
                description=kind.summary,
                dateModified=text.updated,
                about=json_ld.ref(json_ld.PUBLISHER_ID),
                isPartOf=json_ld.ref(json_ld.SITE_ID),
                breadcrumb=json_ld.ref(f"{kind.path}#breadcrumbs"),
                inLanguage="en",
            ),
            json_ld.breadcrumbs(kind.path, *trail, (kind.heading, kind.path)),
            json_ld.website(),
            json_ld.publisher(),
        ),
        accent="tide",
    )
