"""The public history of one article, and what each publication changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import public_history
from articles.views import _at, _gone, _moved_or_missing
from wellness.lib import pages

LARGEST = 2**63 - 1
"""The largest number that an event can have in PostgreSQL."""


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every text that was live, newest first."""
    found = _at(slug)
    if found is None or found.slug != slug:
        return _moved_or_missing(request, slug, found, "history/")
    if found.live_revision is None:
        return _gone(request, found)
    page = public_history.page_of(request, found)
    title = found.live_revision.title
    return pages.public(
        request,
        "articles/history.html",
        {"page": page, "title": title, "article": found, "topic": found.topic},
        path=pages.numbered(reverse("articles:history", args=[found.slug]), page),
        share_title=f"History: {title}",
        description=f"When “{title}” went online in which wording, and who approved it.",
        accent=found.topic.accent,
    )


@require_safe
def difference(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What one publication changed in the text that was live before."""
    found = _at(slug)
    if found is None or found.slug != slug:
        return _moved_or_missing(request, slug, found, f"history/{number}/")
    if found.live_revision is None:
        return _gone(request, found)
    comparison = public_history.difference(found, number) if number <= LARGEST else None
    if comparison is None:
        raise Http404("There is no difference to show.")
    title = found.live_revision.title
    before, after = comparison.before.number, comparison.after.number
    return pages.public(
        request,
        "articles/difference.html",
        {"comparison": comparison, "title": title, "article": found, "topic": found.topic},
        path=reverse("articles:difference", args=[found.slug, number]),
        share_title=f"What changed in revision {after}: {title}",
        description=f"Revision {after} of “{title}” beside revision {before}, word by word.",
        accent=found.topic.accent,
    )
