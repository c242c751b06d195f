"""A citation leads from the text to its reference, and the reference back to the text."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html

from articles import actions
from articles.content import objection
from articles.models import Article, Status
from articles.workflow import Refused
from tests import factories
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db

CITING = (
    '<p>Sleep helps<sup class="citation">2</sup>, and so do walks<sup class="citation">1, 2</sup>.'
    "</p>"
)
TWO = ({"title": "Walks", "doi": "10.1000/182", "pmid": "123"}, {"title": "Nights", "year": 2020})


def citing(cast: Cast, *, status: Status = Status.PUBLISHED, body: str = CITING) -> Article:
    copy = desk(body=body, references=(*TWO, {"title": "Cited nowhere"}))
    return article_at(status, cast, copy=copy)


def test_every_marker_leads_to_its_reference_and_every_mention_back(
    client: Client, cast: Cast
) -> None:
    page = html.fromstring(client.get(citing(cast).get_absolute_url()).content)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    markers = page.xpath('//a[@role="doc-noteref"]')
    assert [marker.text_content() for marker in markers] == ["2", "1", "2"]
    for marker in markers:
        (reference,) = page.xpath(f'//li[@id="{marker.get("href")[1:]}"]')
        assert marker.get("aria-label") == f"Reference {marker.text_content()}"
        assert f"#{marker.get('id')}" in reference.xpath('.//a[@role="doc-backlink"]/@href')
    assert [
        [link.get("aria-label") for link in item.xpath('.//a[@role="doc-backlink"]')]
        for item in page.xpath('//li[starts-with(@id, "reference-")]')
    ] == [
        ["Back to the text"],
        ["a: back to the text, first mention", "b: back to the text, second mention"],
        [],
    ]
    assert page.xpath('//a[@href="https://doi.org/10.1000/182"]')
    assert page.xpath('//a[@href="https://pubmed.ncbi.nlm.nih.gov/123/"]')


def test_a_number_of_a_source_is_no_word_of_the_text(client: Client, cast: Cast) -> None:
    article = citing(cast)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "<title>" in page
    described = re.search(r'<meta name="description" content="([^"]*)"', page)
    assert described is not None
    assert not re.search(r"\d", described[1])
    assert not client.get("/search/", {"q": "helps2"}).content.count(b"<mark>")


def test_what_is_stored_is_what_the_rules_would_write_again(cast: Cast) -> None:
    revision = citing(cast).live_revision
    assert revision is not None
    assert objection(revision.content) == ""


def test_a_text_that_cites_what_is_not_listed_is_not_handed_in(cast: Cast) -> None:
    body = CITING.replace(">2<", ">4<", 1)
    article = citing(cast, status=Status.DRAFT, body=body)
    with pytest.raises(Refused, match="reference 4"):
        actions.submit(article, by=cast.writer)


def test_a_preview_of_such_a_text_is_whole_all_the_same(client: Client, cast: Cast) -> None:
    article = citing(cast, status=Status.DRAFT, body=CITING.replace(">2<", ">4<", 1))
    client.force_login(cast.writer)
    answer = client.get(f"/admin/articles/article/{article.pk}/preview/")
    assert answer.status_code == 200
    page = html.fromstring(answer.content)
    assert page.xpath('//a[@href="#reference-4"]')
    assert not page.xpath('//*[@id="reference-4"]')


def test_markers_lead_from_a_feed_to_the_page(client: Client, cast: Cast) -> None:
    article = citing(cast)
    entries = client.get("/feeds/feed.json").json()["items"]
    body = html.fromstring(entries[0]["content_html"])
    markers = body.xpath('//a[@role="doc-noteref"]')
    assert len(markers) == 3
    for marker in markers:
        assert re.fullmatch(
            rf"https?://[^/]+{article.get_absolute_url()}#reference-\d", marker.get("href")
        )


def test_the_difference_says_nothing_of_markers_that_only_count_on(
    client: Client, cast: Cast
) -> None:
    """A new first mention makes the second of what was the first."""
    article = citing(cast)
    before = factories.DeskCopy.of_article(article)
    more = '<p>New words<sup class="citation">2</sup>.</p>'
    article = actions.save(article, desk=before.change(body=more + before.body), by=cast.writer)
    client.force_login(cast.writer)
    page = client.get(f"/admin/articles/article/{article.pk}/compare/?from=1&to=2").content.decode()
    changed = html.fromstring(page).xpath('//*[contains(@class, "diff-")]')
    words = [node.text_content() for node in changed if "diff-note" not in node.get("class")]
    assert any("New words" in text for text in words)
    assert not any("so do walks" in text for text in words)
