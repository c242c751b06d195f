"""What caches may do with each answer of the site, decided in one place.

Public pages are the same for everybody, so every cache may keep them; how long is a row of `KEPT`.
Whatever is not a public answer (the desk, a form that was sent, a failure) is never kept. A view
may ask for less than its row by saying `no-store`; it cannot ask for more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from wellness.lib.pages import PUBLIC_SECONDS

NEVER: Final = "private, no-store"
"""For one person, or for one moment."""

_HALF: Final = PUBLIC_SECONDS // 2
PAGE: Final = f"public, max-age={_HALF}, stale-while-revalidate={PUBLIC_SECONDS - _HALF}"
"""For half of PUBLIC_SECONDS without asking; for the other half the old page may be shown while
the cache asks. Together they are the longest that a withdrawn article can still be seen."""

MISSING: Final = "public, max-age=10"
"""For 404: what is missing now may be published in a moment."""

GONE: Final = f"public, max-age={PUBLIC_SECONDS}"
"""For 410: an article comes back at most a minute after it was restored and published."""

DAY: Final = "public, max-age=86400"
FOR_EVER: Final = "public, max-age=31536000, immutable"

KEPT: Final[dict[str, str]] = {
    "media": FOR_EVER,  # named by the hash of its bytes
    "robots": DAY,
    "security": DAY,
    "health": NEVER,
}
"""What a view that is no page allows, by the name of its address; all others are pages."""

BY_STATUS: Final[dict[int, str]] = {301: PAGE, 308: PAGE, 404: MISSING, 410: GONE}
"""What holds for an answer that is not 200; one that isn't listed is never kept."""


def policy(request: HttpRequest, response: HttpResponseBase) -> str:
    """The Cache-Control header of an answer."""
    said = response.headers.get("Cache-Control", "")
    if (
        request.method not in {"GET", "HEAD"}
        or request.path_info.startswith(reverse("admin:index"))
        or "no-store" in said
        # Something of the visitor went into it, so it is nobody else's.
        or response.cookies
        or "cookie" in response.headers.get("Vary", "").lower()
    ):
        return NEVER
    if response.status_code not in {200, 304}:
        return BY_STATUS.get(response.status_code, NEVER)
    match = request.resolver_match
    return KEPT.get(match.view_name, PAGE) if match else NEVER


def tag(content: bytes) -> str:
    """A strong ETag: two answers have the same one when they have the same bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


class CachingMiddleware:
    """Says Cache-Control on every answer, ETag on every one that may be kept, and answers 304."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Cache-Control"] = decided = policy(request, response)
        if decided == NEVER:
            # Django adds both to the desk for caches of the last century.
            del response.headers["Expires"]
            del response.headers["ETag"]
        elif response.status_code == 200 and isinstance(response, HttpResponse):
            response.headers.setdefault("ETag", tag(response.content))
            dated = parse_http_date_safe(response.headers.get("Last-Modified", ""))
            answer = get_conditional_response(
                request, etag=response.headers["ETag"], last_modified=dated, response=response
            )
            assert answer is not None  # it is the response, or says that it is known
            return answer
        return response
