"""The search page, and what is suggested while somebody types."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from articles import public, structured_data
from articles.models.topic import Accent
from articles.search import finding, spelling
from articles.search.engine import Unavailable
from articles.search.finding import Filters, Hits, Result
from articles.search.query import Query
from wellness.lib import pages
from wellness.lib.text import count, excerpt

PATH = "/search/"
PAPER = Accent.PLUM

LATEST = 3
"""Articles that are offered where nothing was looked for or found."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for ``q``, narrowed by ``topic``, ``author`` and ``reviewed``."""
    query = Query.read(request.GET.get("q", ""))
    topics = list(public.topics_in_use())
    authors = list(public.authors_in_use())
    filters = Filters.read(request.GET, topics, authors)
    context: dict[str, Any] = {
        "query": query,
        "filters": filters,
        "topics": topics,
        "authors": authors,
        "within": finding.REVIEWED_WITHIN,
        "site_topics": topics,  # for head and foot, which would fetch them once more
    }
    page: Page[Result] | None = None
    unavailable = False
    if query.says_something:
        try:
            page = _found(request, query, filters)
            context |= _help(query, filters, page)
        except Unavailable:
            unavailable = True
    if page is None or not page.object_list:
        context["latest"] = public.teasers(public.newest_first()[:LATEST])
    # What is asked in other words is one page: unknown filters are left out of its address.
    asked = {"q": query.text, **filters.parameters} if query.text else filters.parameters
    kept = urlencode(asked)
    path = f"{PATH}?{kept}" if kept else PATH
    title = _title(query, page)
    found = [result.teaser for result in page] if page else []
    return pages.public(
        request,
        "search/search.html",
        context | {"page": page, "title": title, "kept": f"{kept}&", "unavailable": unavailable},
        path=f"{path}&page={page.number}" if page and page.number > 1 else path,
        share_title="Search",
        description="Find articles of the magazine by their words.",
        graph=structured_data.listing(
            path, title, "", found, ("Search", PATH), kind="SearchResultsPage"
        ),
        accent=PAPER,
        status=503 if unavailable else 200,
    )


def _found(request: HttpRequest, query: Query, filters: Filters) -> Page[Result]:
    hits: Any = Hits(query, filters)
    return pages.page_of(
        request, hits, finding.PER_PAGE, lambda pks: finding.results(list(pks), query)
    )


def _help(query: Query, filters: Filters, page: Page[Result]) -> dict[str, Any]:
    """What may help where nothing was found."""
    if page.paginator.count:
        return {}
    if finding.has_only_small_words(query):
        return {"only_small_words": True}
    better = spelling.suggestion(query)
    return {
        "better": better,
        "better_address": f"{PATH}?{urlencode({'q': better, **filters.parameters})}",
        "close": finding.close(query, filters),
    }


def _title(query: Query, page: Page[Result] | None) -> str:
    """What the page is called; a screen reader says it first, so it has the number in it."""
    if page is None:
        return "Search"
    number = page.paginator.count
    found = count(number, "article", "articles") if number else "Nothing"
    title = f"{found} for “{excerpt(query.text, 60)}”"
    return f"{title}, page {page.number}" if page.number > 1 else title


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for ``q`` as JSON; an empty list where there is nothing to say."""
    query = Query.read(request.GET.get("q", ""))
    try:
        found = finding.suggestions(query) if query.says_something else []
    except Unavailable:
        found = []
    return JsonResponse(
        {"query": query.text, "suggestions": found},
        headers={"X-Robots-Tag": "noindex"},
        json_dumps_params={"ensure_ascii": False},
    )
