"""The API as other programs meet it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from openapi_spec_validator import validate

from articles import actions
from articles.models import Article, Status
from tests import factories
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted
from tests.reading import sheet

pytestmark = pytest.mark.django_db

LISTS = ("articles", "topics", "authors", "reviewers")


@pytest.fixture
def article(cast: Cast) -> Article:
    copy = desk(
        "Sleep & the heart",
        "<h2>More</h2><p>Sleep <em>helps</em>.</p>",
        key_points="Sleep more.\nWorry less.",
        hero=factories.image(width=160, height=100),
        hero_alt="A bed",
        references=(
            {
                "authors": "Doe J", "title": "Sleep & its keepers", "publisher": "", "year": 2024,
                "url": "", "doi": "10.1000/182", "pmid": "",
            },
        ),
    )  # fmt: skip
    return article_at(Status.PUBLISHED, cast, copy=copy)


def ask(client: Client, path: str, **query: Any) -> Any:
    """The data at an address of the API."""
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    assert response["Content-Type"].split(";")[0] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    return response.json()


def refused(client: Client, path: str, status: int) -> str:
    """The sentence with which the API refuses; its whole form is RFC 9457's."""
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    said = response.json()
    assert said["type"] == "about:blank"
    assert said["status"] == status
    assert said["title"]
    assert said["detail"].endswith((".", "”"))
    detail: str = said["detail"]
    return detail


def test_an_article_with_everything_that_was_approved(
    client: Client, article: Article, cast: Cast
) -> None:
    found = ask(client, f"articles/{article.slug}")
    assert article.live_revision is not None
    content = article.live_revision.data
    assert found["title"] == "Sleep & the heart"
    assert found["key_points"] == ["Sleep more.", "Worry less."]
    assert found["body"] == content.body
    assert found["digest"] == article.live_revision.digest
    assert found["revision"] == article.live_revision.number
    assert found["references"] == [
        {
            "number": 1, "authors": "Doe J", "title": "Sleep & its keepers", "publisher": "",
            "year": 2024, "url": "", "doi": "10.1000/182", "pmid": "",
        }
    ]  # fmt: skip
    approval = found["approval"]
    reviewer = cast.reviewer.medicalreviewer
    assert approval["is_medical"] is True
    assert approval["signature"] == "Rita Reviewer, PA-C"
    assert approval["statement"] == "Checked against the sources."
    assert approval["interests"] == "None"
    assert approval["credential"]["issuer"] == "Example Board of Medicine"
    assert approval["reviewer_url"].endswith(reviewer.get_absolute_url())
    assert [author["name"] for author in found["authors"]] == ["Wanda Writer"]
    assert found["topic"]["slug"] == article.topic.slug
    assert found["picture"]["alt"] == "A bed"


def test_the_digest_is_that_of_the_bytes_it_names(client: Client, article: Article) -> None:
    found = ask(client, f"articles/{article.slug}")
    path = found["content_url"].split("/", 3)[3]
    sealed = client.get(f"/{path}").content
    assert hashlib.sha256(sealed).hexdigest() == found["digest"]
    assert json.loads(sealed)["body"] == found["body"]


def test_every_address_that_it_names_answers(client: Client, article: Article) -> None:
    def addresses(data: Any) -> list[str]:
        if isinstance(data, dict):
            named = [v for k, v in data.items() if k.endswith("url") and v and k != "website"]
            return [a for a in named if isinstance(a, str)] + addresses(list(data.values()))
        return [a for entry in data for a in addresses(entry)] if isinstance(data, list) else []

    for name in LISTS:
        data = ask(client, name)
        assert data["items"], name
        for address in addresses(data):
            assert address.startswith("http"), address
            response = client.get(f"/{address.split('/', 3)[3]}")
            assert response.status_code == 200, address
            if response.streaming:
                response.getvalue()


def test_a_list_says_the_same_as_its_items(client: Client, article: Article) -> None:
    for name in LISTS:
        for item in ask(client, name)["items"]:
            whole = ask(client, f"{name}/{item['slug']}")
            assert {key: whole[key] for key in item} == item


def test_only_what_is_published(client: Client, article: Article, cast: Cast) -> None:
    before = {name: ask(client, name) for name in LISTS}
    actions.save(article, desk=desk("Another title"), by=cast.writer)
    hidden = [article_at(status, cast) for status in (Status.DRAFT, Status.APPROVED)]
    factories.topic("Nothing here")
    factories.author("Nobody Yet")
    assert {name: ask(client, name) for name in LISTS} == before
    for row in hidden:
        refused(client, f"articles/{row.slug}", 404)
        refused(client, f"topics/{row.topic.slug}", 404)


def test_an_unverified_credential_is_nobodys_business(
    client: Client, article: Article, cast: Cast
) -> None:
    claim = factories.medical_reviewer("Nora New", None)
    found = ask(client, f"reviewers/{claim.slug}")
    assert found["credentials"] == []
    verified = ask(client, f"reviewers/{cast.reviewer.medicalreviewer.slug}")
    assert [c["title"] for c in verified["credentials"]] == ["PA-C"]


def test_a_withdrawn_article_is_gone_with_its_notice(
    client: Client, article: Article, cast: Cast
) -> None:
    step(article, "take_down", cast, notice="Withdrawn while we check a source.")
    said = refused(client, f"articles/{article.slug}", 410)
    assert said == "Withdrawn while we check a source."
    assert ask(client, "articles")["total"] == 0
    assert article.slug.encode() not in client.get("/api/v1/articles").content


def test_a_former_address_leads_on_in_one_step(
    client: Client, article: Article, cast: Cast
) -> None:
    first = article.slug
    article = actions.arrange(article, by=cast.editor, slug="second")
    actions.arrange(article, by=cast.editor, slug="third")
    for old in (first, "second", "THIRD"):
        response = client.get(f"/api/v1/articles/{old}")
        assert (response.status_code, response["Location"]) == (301, "/api/v1/articles/third")


def test_filters_go_together(client: Client, article: Article, cast: Cast) -> None:
    other = article_at(Status.PUBLISHED, cast)
    olga = factories.author("Olga Other")
    actions.arrange(other, by=cast.editor, authors=[olga])
    reviewer = cast.reviewer.medicalreviewer.slug

    def slugs(**query: Any) -> list[str]:
        return [item["slug"] for item in ask(client, "articles", **query)["items"]]

    assert slugs() == [other.slug, article.slug]
    assert slugs(topic=article.topic.slug) == [article.slug]
    assert slugs(author=olga.slug) == [other.slug]
    assert slugs(reviewer=reviewer) == [other.slug, article.slug]
    assert slugs(reviewer=reviewer, author=olga.slug, topic=article.topic.slug) == []
    assert slugs(reviewer="nobody") == slugs(topic="nothing") == slugs(author="nobody") == []
    assert other.live_since is not None
    assert slugs(updated_since=other.live_since.isoformat()) == [other.slug]
    later = other.live_since + dt.timedelta(seconds=1)
    assert slugs(updated_since=later.isoformat()) == []


def test_pages_lead_through_everything_once(client: Client, cast: Cast) -> None:
    topic = factories.topic()
    made = [article_at(Status.PUBLISHED, cast, topic=topic) for _ in range(3)]
    first = ask(client, "articles", page_size=2, topic=topic.slug)
    assert (first["total"], first["page"], first["pages"], first["prev"]) == (3, 1, 2, None)
    second = client.get(f"/{first['next'].split('/', 3)[3]}").json()
    assert (second["total"], second["page"], second["next"]) == (3, 2, None)
    seen = [item["slug"] for item in first["items"] + second["items"]]
    assert seen == [article.slug for article in reversed(made)]
    assert client.get(f"/{second['prev'].split('/', 3)[3]}").json() == first


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"page": "abc"}, 400),
        ({"page": "0"}, 400),
        ({"page": "-1"}, 400),
        ({"page": "1.5"}, 400),
        ({"page": 10**9}, 400),
        ({"page": "2"}, 404),
        ({"page_size": "0"}, 400),
        ({"page_size": "101"}, 400),
        ({"page_size": ""}, 400),
        ({"topic": "a\x00b"}, 400),
        ({"topic": "' OR 1=1 --"}, 400),
        ({"author": "x" * 10_000}, 400),
        ({"updated_since": "yesterday"}, 400),
        ({"updated_since": "2026-01-31"}, 400),
        ({"updated_since": "2026-01-31T00:00:00"}, 400),
        ({"updated_since": "9999-99-99T00:00:00Z"}, 400),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    client: Client, query: dict[str, Any], status: int
) -> None:
    said = refused(client, f"articles?{urlencode(query)}", status)
    (name,) = query
    assert name in said


def test_far_away_dates_are_dates(client: Client) -> None:
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        assert ask(client, "articles", updated_since=moment)["items"] == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "articles/",
        "articles/no-such-article",
        "articles/a/b",
        "authors/none",
        "docs",
    ],
)
def test_what_is_not_there_is_said_so(client: Client, path: str) -> None:
    refused(client, path, 404)


def test_it_is_for_reading(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("articles", "topics/x", "openapi.json", "nothing"):
        for method in ("post", "put", "patch", "delete"):
            response = getattr(strict, method)(f"/api/v1/{path}")
            assert response.status_code == 405, path
            assert response["Allow"] == "GET, HEAD, OPTIONS"
            assert response["Content-Type"] == "application/problem+json"
            assert response["Cache-Control"] == "private, no-store"
    head = client.head("/api/v1/articles")
    assert (head.status_code, head.content) == (200, b"")
    asked = client.options("/api/v1/articles")
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_who_takes_no_json_is_told(client: Client) -> None:
    response = client.get("/api/v1/articles", headers={"Accept": "text/csv"})
    assert response.status_code == 406
    assert "JSON" in response.json()["detail"]
    for accepted in ("*/*", "application/json", "text/html, application/*;q=0.5"):
        assert client.get("/api/v1/articles", headers={"Accept": accepted}).status_code == 200


def test_an_answer_is_known_by_its_tag(client: Client, article: Article, cast: Cast) -> None:
    for path in (*LISTS, f"articles/{article.slug}", "openapi.json"):
        response = client.get(f"/api/v1/{path}")
        assert response["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
        assert "Vary" not in response.headers
        known = {"If-None-Match": response["ETag"]}
        again = client.get(f"/api/v1/{path}", headers=known)
        assert again.status_code == 304, path
        assert again["ETag"] == response["ETag"]
    tag = client.get("/api/v1/articles")["ETag"]
    article_at(Status.PUBLISHED, cast)
    assert client.get("/api/v1/articles", headers={"If-None-Match": tag}).status_code == 200


def test_the_document_is_one_of_openapi(client: Client) -> None:
    document = ask(client, "openapi.json")
    assert document["openapi"].startswith("3.1")
    validate(document)
    assert set(document["paths"]) == {
        f"/api/v1/{name}{rest}" for name in LISTS for rest in ("", "/{slug}")
    }
    for operations in document["paths"].values():
        assert set(operations) == {"get"}
        assert "application/problem+json" in operations["get"]["responses"]["404"]["content"]
        assert all(parameter["schema"] for parameter in operations["get"]["parameters"])
    identities = [operations["get"]["operationId"] for operations in document["paths"].values()]
    assert len(set(identities)) == len(identities)


def test_answers_are_what_the_document_says(client: Client, article: Article) -> None:
    """Every key of an answer is declared, and every declared key is there."""
    document = ask(client, "openapi.json")

    def properties(schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        found: dict[str, Any] = schema["properties"]
        return found

    for name in LISTS:
        listed = ask(client, name)
        reply = document["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]
        schema = reply["content"]["application/json"]["schema"]
        declared = properties(schema)
        assert set(listed) == set(declared)
        assert set(listed["items"][0]) == set(properties(declared["items"]["items"]))


def test_people_find_it_described(client: Client) -> None:
    page = sheet(client, "/api/")
    assert page.words("//h1") == "Our articles, for programs"
    said = page.texts("//main//h3")
    assert said == [f"/api/v1/{name}{rest}" for name in LISTS for rest in ("", "/{slug}")]
    assert "updated_since" in page.words("//main")
    for address in page.all("//main//a/@href"):
        assert client.get(address).status_code == 200, address


def test_the_same_queries_for_more(client: Client, article: Article, cast: Cast) -> None:
    paths = [*LISTS, f"articles/{article.slug}"]

    def queries() -> dict[str, int]:
        counts = {}
        for path in paths:
            with counted() as count:
                ask(client, path)
            counts[path] = int(count)
        return counts

    before = queries()
    for _ in range(2):
        factories.medical_reviewer("One More", cast.editor)
        more = article_at(Status.PUBLISHED, cast)
        authors = [cast.author, factories.author("Olga Other")]
        actions.arrange(more, by=cast.editor, authors=authors)
    assert queries() == before
    assert before["articles"] <= 5
