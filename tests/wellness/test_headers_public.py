"""What caches may do with each kind of page, to the letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.http import http_date
from pytest_django import Settings

from articles import actions
from articles.models import Article, Status
from tests import factories
from tests.doors import client_of
from tests.factories import Cast, article_at, desk, step
from wellness import caching

pytestmark = pytest.mark.django_db

PAGE = "public, max-age=30, stale-while-revalidate=30"
MISSING = "public, max-age=10"
GONE = "public, max-age=60"
DAY = "public, max-age=86400"
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = "private, no-store"


@pytest.fixture
def article(cast: Cast) -> Article:
    copy = desk("What sleep does", hero=factories.image(width=160, height=100), hero_alt="A bed")
    return article_at(Status.PUBLISHED, cast, copy=copy)


def address(article: Article, kind: str) -> str:
    """One address of each kind; the words in braces are filled in from the article."""
    reviewer = article.fact_checks.get().reviewer
    assert reviewer is not None
    assert article.live_revision is not None
    hero = article.live_revision.data.hero
    assert hero is not None
    return kind.format(
        article=article.get_absolute_url(),
        topic=article.topic.get_absolute_url(),
        author=article.authors.get().get_absolute_url(),
        reviewer=reviewer.get_absolute_url(),
        hero=hero.src,
        shouted=article.get_absolute_url().replace("what", "WHAT"),
    )


KINDS = [
    ("/", 200, PAGE),
    ("/articles/", 200, PAGE),
    ("/articles/?page=1", 200, PAGE),
    ("{article}", 200, PAGE),
    ("{article}provenance/", 200, PAGE),
    ("{article}provenance/content.json", 200, PAGE),
    ("{topic}", 200, PAGE),
    ("/authors/", 200, PAGE),
    ("{author}", 200, PAGE),
    ("/reviewers/", 200, PAGE),
    ("{reviewer}", 200, PAGE),
    ("/about/medical-review/", 200, PAGE),
    ("/corrections/", 200, PAGE),
    ("/search/?q=sleep", 200, PAGE),
    ("/feeds/rss.xml", 200, PAGE),
    ("/feeds/atom.xml", 200, PAGE),
    ("/feeds/feed.json", 200, PAGE),
    ("/sitemap.xml", 200, PAGE),
    ("/sitemaps/articles/1.xml", 200, PAGE),
    ("/sitemaps/news.xml", 200, PAGE),
    ("/sitemaps/articles/9.xml", 404, MISSING),
    ("/api/", 200, PAGE),
    ("/api/v1/articles", 200, PAGE),
    ("/api/v1/openapi.json", 200, PAGE),
    ("/api/v1/articles/no-such-article", 404, MISSING),
    ("/api/v1/articles?page=abc", 400, NEVER),
    ("/robots.txt", 200, DAY),
    ("/.well-known/security.txt", 200, DAY),
    ("/health/", 200, NEVER),
    ("{hero}", 200, FOR_EVER),
    ("{shouted}", 301, PAGE),
    ("/articles", 301, PAGE),
    ("/no-such-page/", 404, MISSING),
    ("/articles/no-such-article/", 404, MISSING),
    ("/articles/?page=abc", 404, MISSING),
    ("/media/nothing.webp", 404, MISSING),
    ("/admin/", 302, NEVER),
    ("/admin/login/", 200, NEVER),
    ("/admin/no-such-page/", 302, NEVER),
]


KEPT = [kind for kind, status, said in KINDS if status == 200 and said != NEVER]


def read(client: Client, path: str, **headers: str) -> Any:
    """An answer, read to its end: a picture is a file that closes with its last byte."""
    response = client.get(path, headers=headers)
    if response.streaming:
        response.getvalue()
    return response


def test_every_kind_of_page_says_how_long_it_holds(client: Client, article: Article) -> None:
    said = {}
    for kind, _status, _expected in KINDS:
        response = read(client, address(article, kind))
        said[kind] = (response.status_code, response["Cache-Control"])
    assert said == {kind: (status, expected) for kind, status, expected in KINDS}


def test_no_public_answer_depends_on_the_visitor(article: Article, cast: Cast) -> None:
    for visitor in (client_of(None), client_of(cast.editor)):
        for kind, _status, said in KINDS:
            if said == NEVER:
                continue
            response = read(visitor, address(article, kind))
            assert "Set-Cookie" not in response.headers, kind
            assert not response.cookies, kind
            assert "Vary" not in response.headers, kind


def test_what_did_not_change_is_not_sent_again(client: Client, article: Article) -> None:
    for kind in KEPT:
        path = address(article, kind)
        first = read(client, path)
        tag = first["ETag"]
        assert tag.startswith('"'), f"{kind}: the same tag means the same bytes"
        for known in (tag, f"W/{tag}", f'"another", {tag}', "*"):
            again = read(client, path, **{"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b""), kind
            assert again["ETag"] == tag, kind
            assert again["Cache-Control"] == first["Cache-Control"], kind
        assert read(client, path, **{"If-None-Match": '"another"'}).status_code == 200, kind


def test_the_head_of_a_page_has_the_same_headers(client: Client, article: Article) -> None:
    for path in ("/", article.get_absolute_url()):
        whole, head = client.get(path), client.head(path)
        assert head.content == b""
        assert dict(head.headers) == dict(whole.headers)
        known = client.head(path, headers={"If-None-Match": whole["ETag"]})
        assert known.status_code == 304


def test_a_tag_changes_with_anything_that_the_page_shows(client: Client, article: Article) -> None:
    tag = client.get(article.get_absolute_url())["ETag"]
    author = article.authors.get()
    author.bio = "Writes at night."
    author.save()
    changed = client.get(article.get_absolute_url(), headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_a_page_claims_no_date_of_change(client: Client, article: Article) -> None:
    """Promotions and related posts change a page and leave no date: a 304 by date would lie."""
    since = http_date(2_000_000_000)
    for path in ("/", article.get_absolute_url(), article.topic.get_absolute_url()):
        response = client.get(path, headers={"If-Modified-Since": since})
        assert response.status_code == 200
        assert "Last-Modified" not in response.headers


def test_the_sealed_bytes_have_their_digest_and_their_day(client: Client, article: Article) -> None:
    path = f"{article.get_absolute_url()}provenance/content.json"
    response = client.get(path)
    assert article.live_revision is not None
    assert article.live_since is not None
    assert response["ETag"] == f'"{article.live_revision.digest}"'
    assert response["Last-Modified"] == http_date(article.live_since.timestamp())
    since = {"If-Modified-Since": response["Last-Modified"]}
    assert client.get(path, headers=since).status_code == 304
    before = {"If-Modified-Since": http_date(article.live_since.timestamp() - 10)}
    assert client.get(path, headers=before).status_code == 200


def test_a_withdrawn_article_is_gone_within_a_minute(
    client: Client, article: Article, cast: Cast
) -> None:
    tag = client.get(article.get_absolute_url())["ETag"]
    step(article, "take_down", cast)
    response = client.get(article.get_absolute_url(), headers={"If-None-Match": tag})
    assert response.status_code == 410
    assert response["Cache-Control"] == GONE
    assert "ETag" not in response.headers


def test_an_address_of_former_days_moves(client: Client, article: Article, cast: Cast) -> None:
    before = article.get_absolute_url()
    actions.arrange(article, by=cast.editor, slug="what-sleep-does-for-you")
    response = client.get(before)
    assert response.status_code == 301
    assert response["Cache-Control"] == PAGE


def test_the_desk_is_never_kept(article: Article, cast: Cast) -> None:
    staff = client_of(cast.editor)
    for path in (
        "/admin/",
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/articles/article/{article.pk}/preview/",
        "/admin/no-such-page/",
    ):
        response = staff.get(path)
        assert response["Cache-Control"] == NEVER, path
        assert "ETag" not in response.headers, path


def test_an_answer_to_anything_but_reading_is_never_kept(client: Client) -> None:
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(client, method)("/")["Cache-Control"] == NEVER


def test_a_failure_is_never_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("articles.public.front_page", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert response["Cache-Control"] == NEVER
    assert "ETag" not in response.headers


def test_style_sheets_are_answered_by_their_digest_or_asked_for_again(client: Client) -> None:
    """Under a plain name a minute; production prints names with a digest, which hold for ever."""
    assert finders.find("css/site.css")
    response = read(client, "/static/css/site.css")
    assert response["Cache-Control"] == "max-age=60, public"
    since = {"If-Modified-Since": response["Last-Modified"]}
    assert read(client, "/static/css/site.css", **since).status_code == 304


def _answering(**headers: str) -> Callable[[object], HttpResponse]:
    return lambda request: HttpResponse("One page", headers=headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Vary": "Accept-Encoding, Cookie"},
        {"Vary": "cookie"},
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, no-store"},
    ],
)
def test_a_view_can_ask_for_less_and_never_for_more(headers: dict[str, str]) -> None:
    request = RequestFactory().get("/")
    request.resolver_match = get_resolver().resolve("/")
    plain = caching.CachingMiddleware(_answering())(request)
    assert plain["Cache-Control"] == PAGE
    more = caching.CachingMiddleware(_answering(**{"Cache-Control": FOR_EVER}))(request)
    assert more["Cache-Control"] == PAGE
    assert caching.CachingMiddleware(_answering(**headers))(request)["Cache-Control"] == NEVER


def test_an_answer_with_a_cookie_belongs_to_one_person() -> None:
    request = RequestFactory().get("/")
    request.resolver_match = get_resolver().resolve("/")

    def answer(request: object) -> HttpResponse:
        response = HttpResponse("One page")
        response.set_cookie("visitor", "1")
        return response

    assert caching.CachingMiddleware(answer)(request)["Cache-Control"] == NEVER


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> set[str]:
    found: set[str] = set()
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found |= _names(entry.url_patterns, inner)
        elif entry.name:
            found.add(f"{namespace}{entry.name}")
    return found


def test_every_row_of_the_table_is_an_address_of_the_site(settings: Settings) -> None:
    assert set(caching.KEPT) <= _names(get_resolver().url_patterns)
