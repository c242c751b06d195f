"""Feeds: valid, whole, the same in three formats, and free of what was withdrawn."""

from __future__ import annotations

import datetime as dt
import json
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree, html
from pytest_django import Settings

from articles import actions
from articles.models import Article, Status
from tests import factories
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted
from tests.reading import sheet

pytestmark = pytest.mark.django_db

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
NAMES = ("rss.xml", "atom.xml", "feed.json")
TYPES = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
}


@pytest.fixture
def article(cast: Cast) -> Article:
    copy = desk(
        "Sleep & <the> heart",
        '<h2 id="more">More</h2><p>A <a href="/topics/x/">topic</a>, a <a href="#more">place</a>,'
        ' <a href="https://example.org/a?b=1&amp;c=2">elsewhere</a>.</p>',
        subtitle="What <we> know",
        key_points="Sleep & wake.",
        hero=factories.image(width=160, height=100),
        hero_alt='A "bed"',
        hero_caption="A bed.",
        references=(
            {
                "authors": "Doe J", "title": "Sleep & its keepers", "publisher": "", "year": 2024,
                "url": "", "doi": "10.1000/182", "pmid": "",
            },
        ),
    )  # fmt: skip
    return article_at(Status.PUBLISHED, cast, copy=copy)


def bases(article: Article) -> dict[str, str]:
    """Where the feeds of the magazine, the topic and the author lie."""
    return {
        "/": "/feeds/",
        article.topic.get_absolute_url(): f"/feeds/topics/{article.topic.slug}/",
        (author := article.authors.get()).get_absolute_url(): f"/feeds/authors/{author.slug}/",
    }


def fetch(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[path.rpartition("/")[2]]
    assert not response.cookies
    assert "Last-Modified" not in response.headers
    content: bytes = response.content
    return content


def xml(client: Client, path: str) -> Any:
    return etree.fromstring(fetch(client, path))


def text(element: Any, path: str) -> str:
    found = element.findall(path, NS)
    assert len(found) == 1, f"{len(found)} × {path}"
    return found[0].text or ""


def rss_items(client: Client, base: str) -> list[dict[str, Any]]:
    """The items of an RSS feed as facts; every element that RSS 2.0 asks for must be there."""
    root = xml(client, f"{base}rss.xml")
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    for name in ("title", "link", "description"):
        assert text(channel, name)
    parsedate_to_datetime(text(channel, "lastBuildDate"))
    return [
        {
            "id": text(item, "guid"),
            "permalink": item.find("guid").get("isPermaLink"),
            "url": text(item, "link"),
            "title": text(item, "title"),
            "summary": html.fromstring(text(item, "description")).text_content(),
            "content": text(item, "content:encoded"),
            "published": parsedate_to_datetime(text(item, "pubDate")),
            "authors": [creator.text for creator in item.findall("dc:creator", NS)],
            "tags": [category.text for category in item.findall("category")],
        }
        for item in channel.findall("item")
    ]


def atom_items(client: Client, base: str) -> list[dict[str, Any]]:
    """The entries of an Atom feed as facts; every element of RFC 4287, 4.1.1 and 4.1.2."""
    root = xml(client, f"{base}atom.xml")
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert text(root, "atom:id").startswith("http")
    assert text(root, "atom:title")
    assert text(root, "atom:author/atom:name")
    assert moment(text(root, "atom:updated"))
    return [
        {
            "id": text(entry, "atom:id"),
            "url": entry.find("atom:link[@rel='alternate']", NS).get("href"),
            "title": text(entry, "atom:title"),
            "summary": html.fromstring(text(entry, "atom:summary")).text_content(),
            "content": text(entry, "atom:content[@type='html']"),
            "published": moment(text(entry, "atom:published")),
            "updated": moment(text(entry, "atom:updated")),
            "authors": [name.text for name in entry.findall("atom:author/atom:name", NS)],
            "tags": [category.get("term") for category in entry.findall("atom:category", NS)],
        }
        for entry in root.findall("atom:entry", NS)
    ]


def json_items(client: Client, base: str) -> list[dict[str, Any]]:
    """The items of a JSON Feed as facts; every key that version 1.1 asks for."""
    feed = json.loads(fetch(client, f"{base}feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert all(author["name"] for author in feed["authors"])
    return [
        {
            "id": item["id"],
            "url": item["url"],
            "title": item["title"],
            "summary": item["summary"],
            "content": item["content_html"],
            "published": moment(item["date_published"]),
            "updated": moment(item["date_modified"]),
            "authors": [author["name"] for author in item["authors"]],
            "tags": item["tags"],
        }
        for item in feed["items"]
    ]


def moment(said: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(said)
    assert found.tzinfo is not None
    return found


def test_three_formats_say_the_same(client: Client, article: Article, cast: Cast) -> None:
    other = actions.arrange(
        article_at(Status.PUBLISHED, cast, topic=article.topic),
        by=cast.editor,
        authors=[cast.author, factories.author("Olga Other")],
    )
    for base in bases(article).values():
        atom, feed, rss = (read(client, base) for read in (atom_items, json_items, rss_items))
        assert atom == feed
        assert [item["url"].rstrip("/").rpartition("/")[2] for item in atom] == [
            other.slug,
            article.slug,
        ]
        assert atom[0]["authors"] == ["Wanda Writer", "Olga Other"]
        for item, same in zip(rss, atom, strict=True):
            assert item.pop("permalink") == "false"
            assert same.pop("updated") >= same["published"]
            assert item == same | {"published": same["published"].replace(microsecond=0)}
        assert atom[1]["title"] == "Sleep & <the> heart"
        assert atom[1]["summary"] == "What <we> know"


def test_each_feed_knows_itself_and_its_page(
    client: Client, article: Article, settings: Settings
) -> None:
    site = settings.SITE_URL
    for page, base in bases(article).items():
        channel = xml(client, f"{base}rss.xml")[0]
        assert text(channel, "link") == f"{site}{page}"
        assert channel.find("atom:link[@rel='self']", NS).get("href") == f"{site}{base}rss.xml"
        atom = xml(client, f"{base}atom.xml")
        assert atom.find("atom:link[@rel='alternate']", NS).get("href") == f"{site}{page}"
        assert atom.find("atom:link[@rel='self']", NS).get("href") == f"{site}{base}atom.xml"
        feed = json.loads(fetch(client, f"{base}feed.json"))
        assert feed["home_page_url"] == f"{site}{page}"
        assert feed["feed_url"] == f"{site}{base}feed.json"


def test_pages_name_their_feeds(client: Client, article: Article) -> None:
    places = bases(article) | {
        article.get_absolute_url(): f"/feeds/topics/{article.topic.slug}/",
        "/articles/": "/feeds/",
    }
    for page, base in places.items():
        links = sheet(client, page).all("//head/link[@rel='alternate']")
        found = {link.get("href"): link.get("type") for link in links}
        assert {f"/feeds/{name}" for name in NAMES} <= set(found), page
        assert {f"{base}{name}" for name in NAMES} <= set(found), page
        for address, kind in found.items():
            assert TYPES[address.rpartition("/")[2]].startswith(kind)
            assert client.get(address).status_code == 200
        titles = [link.get("title") for link in links]
        assert len(set(titles)) == len(titles)


def test_the_text_is_whole_and_its_addresses_too(
    client: Client, article: Article, settings: Settings
) -> None:
    (item,) = atom_items(client, "/feeds/")
    page = f"{settings.SITE_URL}{article.get_absolute_url()}"
    content = html.fragment_fromstring(item["content"], create_parent="div")
    links = content.xpath("//a/@href")
    assert f"{settings.SITE_URL}/topics/x/" in links
    assert any(address.startswith(f"{page}#") and "more" in address for address in links)
    assert "https://example.org/a?b=1&c=2" in links
    assert "https://doi.org/10.1000/182" in links
    assert all(address.startswith(("http://", "https://")) for address in links)
    (picture,) = content.xpath("//img")
    assert picture.get("src").startswith(f"{settings.SITE_URL}/media/")
    assert picture.get("alt") == 'A "bed"'
    words = " ".join(content.text_content().split())
    for said in (
        "Medically reviewed and fact-checked by Rita Reviewer, PA-C",
        "Sleep & wake.",
        "A topic, a place, elsewhere.",
        "Sleep & its keepers",
        "not a substitute for your clinician",
    ):
        assert said in words


def test_hostile_words_are_words(client: Client, cast: Cast) -> None:
    hostile = "<script>alert(1)</script> ]]> & “more”"
    article_at(
        Status.PUBLISHED,
        cast,
        copy=desk(hostile, subtitle=hostile, key_points=hostile, description=hostile),
        topic=factories.topic(f"A \x0btopic {hostile}"),
    )
    (item,) = atom_items(client, "/feeds/")
    assert item["title"] == hostile
    assert item["summary"] == hostile
    assert "<script" not in item["content"]
    assert json_items(client, "/feeds/") == [item]
    assert rss_items(client, "/feeds/")[0]["title"] == hostile


def test_an_id_outlives_a_change_of_address(client: Client, article: Article, cast: Cast) -> None:
    (before,) = atom_items(client, "/feeds/")
    assert before["id"].startswith("tag:")
    actions.arrange(article, by=cast.editor, slug="another-address")
    (after,) = atom_items(client, "/feeds/")
    assert after["id"] == before["id"]
    assert after["url"] != before["url"]


def test_the_date_is_the_one_that_readers_see(client: Client, article: Article, cast: Cast) -> None:
    actions.arrange(article, by=cast.editor, originally_published=dt.date(2024, 1, 16))
    (item,) = atom_items(client, "/feeds/")
    assert timezone.localdate(item["published"]) == dt.date(2024, 1, 16)
    article.refresh_from_db()
    assert item["updated"] == article.live_since


def test_what_is_withdrawn_vanishes(client: Client, article: Article, cast: Cast) -> None:
    article = step(article, "take_down", cast)
    for base in bases(article).values():
        assert rss_items(client, base) == []
        assert atom_items(client, base) == []
        assert json_items(client, base) == []
        for name in NAMES:
            assert article.slug.encode() not in fetch(client, f"{base}{name}")


def test_the_desk_copy_stays_on_the_desk(client: Client, article: Article, cast: Cast) -> None:
    before = fetch(client, "/feeds/feed.json")
    actions.save(article, desk=desk("Another title"), by=cast.writer)
    article_at(Status.APPROVED, cast)
    assert fetch(client, "/feeds/feed.json") == before


def test_an_empty_feed_is_a_feed_and_stays_the_same(client: Client) -> None:
    factories.topic()
    for name in NAMES:
        assert fetch(client, f"/feeds/{name}") == fetch(client, f"/feeds/{name}")
    assert atom_items(client, "/feeds/") == rss_items(client, "/feeds/") == []


def test_a_feed_at_no_address_or_in_another_case(client: Client, article: Article) -> None:
    for path in ("/feeds/rss", "/feeds/topics/none/rss.xml", "/feeds/authors/none/atom.xml"):
        assert client.get(path).status_code == 404
    for base in list(bases(article).values())[1:]:
        kind, slug = base.split("/")[2:4]
        moved = client.get(f"/feeds/{kind}/{slug.upper()}/rss.xml")
        assert (moved.status_code, moved["Location"]) == (301, f"{base}rss.xml")


def test_a_feed_takes_the_same_queries_for_more_articles(
    client: Client, article: Article, cast: Cast
) -> None:
    with counted() as before:
        client.get("/feeds/atom.xml")
    for _ in range(2):
        article_at(Status.PUBLISHED, cast)
    with counted() as after:
        client.get("/feeds/atom.xml")
    assert int(after) == int(before)
    assert int(after) <= 4
