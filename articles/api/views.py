"""The addresses of the API. Each reads what is published, in a constant number of queries."""

import math
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from pydantic import AwareDatetime, Field

from articles import public as read
from articles.api import schemas
from articles.api.door import PROBLEM, Gone, door, missing, problem
from articles.models import Article, Byline, SlugRedirect
from articles.whole import wholes
from authors.models import MedicalReviewer
from wellness.lib.json_ld import absolute

T = TypeVar("T")

MOST = 100
"""Items that one page can have."""

api = NinjaAPI(
    title="Wellness",
    version="1",
    urls_namespace="api",
    docs_url=None,  # its pages load scripts from elsewhere; /api/ describes the API instead
    description=(
        "What the magazine has published: articles with their live text, the digest of the bytes "
        "that were approved and the approval itself; authors, medical reviewers with their "
        "credentials, and topics. For reading, without a key. Errors are application/problem+json."
    ),
    servers=[{"url": "/"}],
)

_PROBLEM = {"content": {PROBLEM: {"schema": schemas.Problem.json_schema()}}}


def _errors(*statuses: int) -> dict[str, Any]:
    """The problems that an address can answer with, for the OpenAPI document."""
    said = {
        400: "A parameter can't be understood.",
        404: "There is no such thing, or no such page.",
        410: "The article was withdrawn; the detail is its public notice.",
    }
    return {"responses": {status: {"description": said[status], **_PROBLEM} for status in statuses}}


Slug = Annotated[str, Field(max_length=160, pattern=r"^[-a-zA-Z0-9_]+$")]


class Paging(Schema):
    page: int = Field(1, ge=1, le=10_000_000, description="Counted from 1.")
    page_size: int = Field(20, ge=1, le=MOST, description="Items on a page.")


class Filters(Paging):
    topic: Slug | None = Field(None, description="Slug of a topic.")
    author: Slug | None = Field(None, description="Slug of an author.")
    reviewer: Slug | None = Field(None, description="Slug of the reviewer of the live text.")
    updated_since: AwareDatetime | None = Field(
        None,
        description="Text that went live at this moment or later, such as 2026-01-31T00:00:00Z.",
    )


@api.get("/articles", response=schemas.Articles, openapi_extra=_errors(400, 404), tags=["articles"])
def articles(request: HttpRequest, asked: Annotated[Filters, Query()]) -> dict[str, Any]:
    """Published articles, the latest first. Filters go together."""
    rows = _by_reviewer(asked.reviewer) if asked.reviewer is not None else read.newest_first()
    if asked.topic is not None:
        rows = rows.filter(topic__slug=asked.topic)
    if asked.author is not None:
        written = Byline.objects.filter(article=OuterRef("pk"), author__slug=asked.author)
        rows = rows.filter(Exists(written))
    if asked.updated_since is not None:
        rows = rows.filter(live_since__gte=asked.updated_since)
    return _listing(
        request, asked, rows, lambda part: [schemas.ArticleItem.of(a) for a in wholes(part)]
    )


def _by_reviewer(slug: str) -> read.Rows:
    reviewer = MedicalReviewer.objects.filter(slug=slug).first()
    return read.of_reviewer(reviewer) if reviewer else read.newest_first().none()


@api.get(
    "/articles/{slug:slug}",
    response=schemas.ArticleOut,
    openapi_extra=_errors(404, 410),
    tags=["articles"],
)
def article(request: HttpRequest, slug: str) -> schemas.ArticleOut | HttpResponse:
    """An article with its live text. A former address answers 301, a withdrawn article 410."""
    found = wholes(read.newest_first().filter(slug=slug))
    if found:
        return schemas.ArticleOut.of(found[0])
    once_public = Article.objects.filter(first_published_at__isnull=False)
    withdrawn = once_public.filter(slug=slug).first()
    if withdrawn is not None:
        raise Gone(withdrawn.withdrawal_notice or "This article was withdrawn.")
    moved = SlugRedirect.objects.filter(slug__iexact=slug, article__in=once_public)
    now = once_public.filter(slug__iexact=slug).values_list("slug", flat=True).first()
    now = now or moved.values_list("article__slug", flat=True).first()
    if now is None:
        raise Http404("There is no published article with this slug.")
    return HttpResponsePermanentRedirect(f"{schemas.API}/articles/{now}")


@api.get("/topics", response=schemas.Topics, openapi_extra=_errors(400, 404), tags=["topics"])
def topics(request: HttpRequest, asked: Annotated[Paging, Query()]) -> dict[str, Any]:
    """Topics with something to read, in the order of the navigation."""
    return _listing(request, asked, read.topics_in_use(), _each(schemas.TopicOut.of))


@api.get(
    "/topics/{slug:slug}", response=schemas.TopicOut, openapi_extra=_errors(404), tags=["topics"]
)
def topic(request: HttpRequest, slug: str) -> schemas.TopicOut:
    """A topic with its rule of review."""
    return schemas.TopicOut.of(_one(read.topics_in_use(), slug, "topic with something to read"))


@api.get("/authors", response=schemas.Authors, openapi_extra=_errors(400, 404), tags=["people"])
def authors(request: HttpRequest, asked: Annotated[Paging, Query()]) -> dict[str, Any]:
    """Authors with something to read, by name."""
    return _listing(request, asked, read.authors_in_use(), _each(schemas.AuthorOut.of))


@api.get(
    "/authors/{slug:slug}", response=schemas.AuthorOut, openapi_extra=_errors(404), tags=["people"]
)
def author(request: HttpRequest, slug: str) -> schemas.AuthorOut:
    """An author's profile."""
    return schemas.AuthorOut.of(_one(read.authors_in_use(), slug, "author with something to read"))


@api.get("/reviewers", response=schemas.Reviewers, openapi_extra=_errors(400, 404), tags=["people"])
def reviewers(request: HttpRequest, asked: Annotated[Paging, Query()]) -> dict[str, Any]:
    """Medical reviewers, by name."""
    return _listing(request, asked, read.reviewers_in_use(), _each(schemas.ReviewerOut.of))


@api.get(
    "/reviewers/{slug:slug}",
    response=schemas.ReviewerOut,
    openapi_extra=_errors(404),
    tags=["people"],
)
def reviewer(request: HttpRequest, slug: str) -> schemas.ReviewerOut:
    """A medical reviewer's profile with verified credentials."""
    return schemas.ReviewerOut.of(_one(read.reviewers_in_use(), slug, "medical reviewer"))


# --- what they have in common --------------------------------------------------------------------


def _one(rows: QuerySet[Any], slug: str, what: str) -> Any:
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404(f"There is no {what} with this slug.")
    return found


def _each(write: Callable[[Any], T]) -> Callable[[QuerySet[Any]], list[T]]:
    return lambda rows: [write(row) for row in rows]


def _listing(
    request: HttpRequest,
    asked: Paging,
    rows: QuerySet[Any],
    write: Callable[[QuerySet[Any]], list[T]],
) -> dict[str, Any]:
    total = rows.count()
    pages = max(1, math.ceil(total / asked.page_size))
    if asked.page > pages:
        raise Http404(f"There is no page {asked.page}: the last one is {pages}.")
    start = (asked.page - 1) * asked.page_size

    def address(page: int) -> str | None:
        if not 1 <= page <= pages:
            return None
        query = request.GET.copy()
        query["page"] = str(page)
        return absolute(f"{request.path}?{query.urlencode()}")

    return {
        "total": total,
        "page": asked.page,
        "pages": pages,
        "next": address(asked.page + 1),
        "prev": address(asked.page - 1),
        "items": write(rows[start : start + asked.page_size]),
    }


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: Any) -> HttpResponse:
    sentences = [f"“{entry['loc'][-1]}”: {entry['msg']}." for entry in error.errors]
    return problem(400, " ".join(sentences))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, str(error))


@api.exception_handler(Gone)
def _gone(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(410, str(error))


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses of the API, each behind its door; for ``path("api/v1/", …)``."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        assert isinstance(pattern, URLPattern)
        # The library's root shows nothing; its name is what it builds addresses from.
        pattern.callback = door(missing if pattern.name == "api-root" else pattern.callback)
    nowhere = path("<path:rest>", door(missing), name="missing")
    return [*patterns, nowhere], app_name, namespace
