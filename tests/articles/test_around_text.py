"""What helps a reader through an article and on from it."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from articles.models import Article, Status
from tests import factories
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db

WORDS = "Sleep helps a little every night. " * 40


def text(parts: int) -> str:
    return "".join(f"<h2>Part {n}</h2><p>{WORDS}</p><h3>Detail</h3>" for n in range(1, parts + 1))


def page(client: Client, article: Article) -> html.HtmlElement:
    return html.fromstring(client.get(article.get_absolute_url()).content)


def test_a_long_article_has_contents_whose_links_lead_to_its_headings(
    client: Client, cast: Cast
) -> None:
    found = page(client, article_at(Status.PUBLISHED, cast, copy=desk(body=text(3))))
    tables = found.xpath("//nav[contains(@class, 'contents')]")
    assert len(tables) == 2
    for table in tables:
        (title,) = found.xpath(f"//*[@id='{table.get('aria-labelledby')}']")
        assert title.text_content() == "On this page"
        targets = table.xpath(".//a/@href")
        assert targets == ["#section-part-1", "#section-part-2", "#section-part-3"]
        assert all(found.xpath(f"//h2[@id='{target[1:]}']") for target in targets)


@pytest.mark.parametrize("body", [text(2), "<h2>A</h2><h2>B</h2><h2>C</h2><p>Short.</p>"])
def test_a_short_article_has_none(client: Client, cast: Cast, body: str) -> None:
    found = page(client, article_at(Status.PUBLISHED, cast, copy=desk(body=body)))
    assert not found.xpath("//nav[contains(@class, 'contents')]")


def test_an_article_is_passed_on_by_plain_links(client: Client, cast: Cast) -> None:
    copy = desk("Salt & sleep? 100%")
    article = article_at(Status.PUBLISHED, cast, copy=copy)
    found = page(client, article)
    links = found.xpath("//section[contains(@class, 'share')]//a")
    assert [link.text_content() for link in links] == ["E-mail", "WhatsApp", "Bluesky", "LinkedIn"]
    mail, *services = links
    assert mail.get("href").startswith("mailto:?subject=Salt%20%26%20sleep%3F%20100%25&body=http")
    for link in services:
        assert "noopener" in link.get("rel")
        assert "%2Farticles%2F" in link.get("href")
    (address,) = found.xpath("//input[@readonly]/@value")
    assert address.endswith(article.get_absolute_url())


def ways(client: Client, article: Article) -> dict[str, str]:
    links = page(client, article).xpath("//nav[contains(@class, 'neighbours')]//a")
    return {link.get("rel"): link.get("href") for link in links}


def test_an_article_leads_to_the_one_before_and_after_in_its_topic(
    client: Client, cast: Cast
) -> None:
    topic = factories.topic()
    first, second, third = (
        article_at(Status.PUBLISHED, cast, topic=topic, copy=desk(f"Number {n}")) for n in range(3)
    )
    article_at(Status.PUBLISHED, cast)  # in another topic
    article_at(Status.WITHDRAWN, cast, topic=topic)
    article_at(Status.DRAFT, cast, topic=topic)
    assert ways(client, first) == {"next": second.get_absolute_url()}
    assert ways(client, second) == {
        "prev": first.get_absolute_url(),
        "next": third.get_absolute_url(),
    }
    assert ways(client, third) == {"prev": second.get_absolute_url()}
