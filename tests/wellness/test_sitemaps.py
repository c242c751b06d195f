"""Sitemaps: of the right shape, whole addresses, and everything that is public in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pytest_django import Settings

from articles import actions
from articles.models import Article, Status
from tests import factories
from tests.factories import Cast, article_at, desk, step
from tests.past import let_time_pass
from tests.queries import counted
from wellness.policies.kinds import Kind
from wellness.sitemaps import Section

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITE = "https://www.example.org"

SHAPES = {
    # element: its parts in the order of the schema, and which of them must be there
    f"{SITEMAP}sitemap": ([f"{SITEMAP}loc", f"{SITEMAP}lastmod"], {f"{SITEMAP}loc"}),
    f"{SITEMAP}url": (
        [f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{IMAGE}image", f"{NEWS}news"],
        {f"{SITEMAP}loc"},
    ),
    f"{IMAGE}image": ([f"{IMAGE}loc"], {f"{IMAGE}loc"}),
    f"{NEWS}news": (
        wanted := [f"{NEWS}publication", f"{NEWS}publication_date", f"{NEWS}title"],
        set(wanted),
    ),
    f"{NEWS}publication": (both := [f"{NEWS}name", f"{NEWS}language"], set(both)),
}


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def article(cast: Cast) -> Article:
    copy = desk("Sleep & you", hero=factories.image(width=160, height=100), hero_alt="A bed")
    return article_at(Status.PUBLISHED, cast, copy=copy)


def fetch(client: Client, path: str) -> Any:
    """A sitemap whose every element has the shape that its schema asks for."""
    response = client.get(path, headers={"Host": "localhost"})
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert len(response.content) < 50 * 1024 * 1024
    root = etree.fromstring(response.content)
    assert root.tag in {f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex"}
    for element in root.iter(tag=etree.Element):
        if element.tag not in SHAPES:
            if element is not root:
                assert len(element) == 0, element.tag
                assert element.text, element.tag
            continue
        order, needed = SHAPES[element.tag]
        tags = [part.tag for part in element]
        assert tags == sorted(tags, key=order.index), f"{element.tag} holds {tags}"
        assert needed <= set(tags)
        assert len(set(tags)) == len(tags)
    for moment in root.iter(f"{SITEMAP}lastmod", f"{NEWS}publication_date"):
        assert dt.datetime.fromisoformat(moment.text).tzinfo is not None
    for address in root.iter(f"{SITEMAP}loc", f"{IMAGE}loc"):
        assert address.text.startswith(f"{SITE}/"), address.text
        assert len(address.text) < 2048
    return root


def locations(root: Any) -> list[str]:
    return [
        loc.text.removeprefix(SITE)
        for loc in root.iter(f"{SITEMAP}loc")
    ]  # fmt: skip


def everything(client: Client) -> list[str]:
    """Every address that the index leads to, each found exactly once."""
    found: list[str] = []
    for path in locations(fetch(client, "/sitemap.xml")):
        if path != "/sitemaps/news.xml":
            found += locations(fetch(client, path))
    assert len(set(found)) == len(found)
    return found


def test_every_public_page_is_there_and_answers(
    client: Client, article: Article, cast: Cast
) -> None:
    article_at(Status.APPROVED, cast)
    article_at(Status.WITHDRAWN, cast)
    found = everything(client)
    assert set(found) == {
        "/",
        "/articles/",
        "/authors/",
        "/reviewers/",
        *(kind.path for kind in Kind),
        "/corrections/",
        "/api/",
        article.get_absolute_url(),
        article.topic.get_absolute_url(),
        cast.author.get_absolute_url(),
        cast.reviewer.medicalreviewer.get_absolute_url(),
    }
    for path in found:
        assert client.get(path).status_code == 200, path


def test_an_article_has_its_day_and_its_picture(client: Client, article: Article) -> None:
    (url,) = fetch(client, "/sitemaps/articles/1.xml")
    assert article.live_since is not None
    assert article.live_revision is not None
    hero = article.live_revision.data.hero
    assert hero is not None
    since = article.live_since.replace(microsecond=0)
    assert dt.datetime.fromisoformat(url.find(f"{SITEMAP}lastmod").text) == since
    assert url.find(f"{IMAGE}image/{IMAGE}loc").text == f"{SITE}{hero.src}"
    index = fetch(client, "/sitemap.xml")
    (changed,) = index.iter(f"{SITEMAP}lastmod")
    assert dt.datetime.fromisoformat(changed.text) == since


def test_news_are_of_the_last_two_days(client: Client, article: Article, cast: Cast) -> None:
    moved_in = article_at(Status.PUBLISHED, cast)
    actions.arrange(moved_in, by=cast.editor, originally_published=dt.date(2024, 1, 16))
    old = article_at(Status.PUBLISHED, cast)
    let_time_pass(old, dt.timedelta(days=2, minutes=1))
    (url,) = fetch(client, "/sitemaps/news.xml")
    assert url.find(f"{SITEMAP}loc").text == f"{SITE}{article.get_absolute_url()}"
    news = url.find(f"{NEWS}news")
    assert news.find(f"{NEWS}title").text == "Sleep & you"
    assert news.find(f"{NEWS}publication/{NEWS}name").text == "Wellness"
    assert news.find(f"{NEWS}publication/{NEWS}language").text == "en"
    assert f"{SITE}/sitemaps/news.xml" in [
        loc.text for loc in fetch(client, "/sitemap.xml").iter(f"{SITEMAP}loc")
    ]


def test_what_is_withdrawn_is_listed_no_more(client: Client, article: Article, cast: Cast) -> None:
    step(article, "take_down", cast)
    assert set(everything(client)) == {
        "/",
        "/articles/",
        "/authors/",
        "/reviewers/",
        *(kind.path for kind in Kind),
        "/corrections/",
        "/api/",
        cast.reviewer.medicalreviewer.get_absolute_url(),
    }
    assert len(fetch(client, "/sitemaps/news.xml")) == 0


def test_a_section_that_is_too_long_fills_more_files(
    client: Client, article: Article, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Section.limit == 50_000
    monkeypatch.setattr(Section, "limit", 2)
    others = [article_at(Status.PUBLISHED, cast) for _ in range(2)]
    index = locations(fetch(client, "/sitemap.xml"))
    assert [path for path in index if "articles" in path] == [
        "/sitemaps/articles/1.xml",
        "/sitemaps/articles/2.xml",
    ]
    assert locations(fetch(client, "/sitemaps/articles/2.xml")) == [others[1].get_absolute_url()]
    assert article.get_absolute_url() in everything(client)
    assert client.get("/sitemaps/articles/3.xml").status_code == 404


def test_what_is_no_sitemap_is_not_found(client: Client) -> None:
    for path in (
        "/sitemaps/articles/1.xml",  # nothing is published yet
        "/sitemaps/articles/0.xml",
        "/sitemaps/pages/99999999999999999999.xml",
        "/sitemaps/drafts/1.xml",
        "/sitemaps/pages/one.xml",
    ):
        assert client.get(path).status_code == 404, path


def test_sitemaps_take_the_same_queries_for_more(
    client: Client, article: Article, cast: Cast
) -> None:
    paths = ("/sitemap.xml", "/sitemaps/articles/1.xml", "/sitemaps/news.xml")
    before, after = {}, {}
    for path in paths:
        with counted() as before[path]:
            client.get(path)
    for _ in range(2):
        article_at(Status.PUBLISHED, cast)
    for path in paths:
        with counted() as after[path]:
            client.get(path)
    assert {path: int(count) for path, count in after.items()} == {
        path: int(count) for path, count in before.items()
    }
