"""What programs ask a site about itself: robots.txt, security.txt, and whether it is well."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wellness.lib.json_ld import absolute

TEXT = "text/plain; charset=utf-8"

SECURITY_MONTHS = 6
"""How long security.txt says that it holds. RFC 9116 recommends less than a year."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that a reader sees may be read by programs; the desk, previews in it, not."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness, as RFC 9116 writes it; 404 while nobody is named.

    The date in it moves once a month, so that two answers of one day are the same.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404("Nobody is named who takes reports about security.")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_first_of_month_in(SECURITY_MONTHS).isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {absolute(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


def _first_of_month_in(months: int) -> dt.date:
    today = timezone.now().astimezone(dt.UTC).date()
    years, month = divmod(today.month - 1 + months, 12)
    return dt.date(today.year + years, month + 1, 1)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the program answers and reaches its database; 503 when it doesn't.

    For people and for whatever watches the site. It says no version, name or address.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = True
    except Error:
        ready = False
    lines = [
        "The program answers.",
        "The database answers." if ready else "The database does not answer.",
    ]
    response = HttpResponse(
        "\n".join(lines) + "\n", content_type=TEXT, status=200 if ready else 503
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
