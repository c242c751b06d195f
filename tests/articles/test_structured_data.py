"""Machines read the same facts as people, in words that the vocabulary has."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import actions
from articles.models import Article, Status
from tests import factories, vocabulary
from tests.factories import Cast, article_at, desk
from tests.reading import Sheet, sheet
from wellness.policies.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(cast: Cast) -> Article:
    copy = desk(
        "What sleep does",
        "<p>Four words of text.</p>",
        subtitle="And what it does not",
        description="A description.",
        key_points="Sleep more.",
        hero=factories.image(width=160, height=100),
        hero_alt="A bed",
        references=(
            {
                "authors": "Doe J",
                "title": "A study",
                "publisher": "Journal",
                "year": 2024,
                "url": "",
                "doi": "10.1000/182",
                "pmid": "123",
            },
            {
                "authors": "",
                "title": "A guideline",
                "publisher": "",
                "year": None,
                "url": "https://example.org/",
                "doi": "",
                "pmid": "",
            },
        ),
    )
    cast.author.website = "https://wanda.example"
    cast.author.job_title = "Writer"
    cast.author.save()
    return article_at(Status.PUBLISHED, cast, copy=copy)


def every_page(article: Article) -> list[str]:
    approval = article.fact_checks.get()
    return [
        "/",
        "/articles/",
        article.get_absolute_url(),
        article.topic.get_absolute_url(),
        "/authors/",
        article.authors.get().get_absolute_url(),
        "/reviewers/",
        approval.reviewer.get_absolute_url(),
        *(kind.path for kind in Kind),
        "/corrections/",
    ]


def walk(value: Any) -> Any:
    """Every node of a graph, nested ones included."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from walk(item)


def test_the_article_is_what_the_page_says(client: Client, full: Article, cast: Cast) -> None:
    page: Sheet = sheet(client, full.get_absolute_url())
    web, article = page.node("MedicalWebPage"), page.node("Article")
    assert web["mainEntity"] == {"@id": article["@id"]}
    assert article["headline"] == page.words("//h1")
    assert article["alternativeHeadline"] == "And what it does not"
    assert article["description"] == page.one("//meta[@name='description']").get("content")
    assert article["articleSection"] == full.topic.name
    assert article["wordCount"] == 4
    days = page.all("//dl[@class='dates']//time/@datetime")
    assert [article["datePublished"], web["lastReviewed"]] == days[:2]
    assert "dateModified" not in article
    assert full.live_revision is not None
    assert article["identifier"]["value"] == full.live_revision.digest
    assert web["url"] == page.one("//link[@rel='canonical']").get("href")


def test_the_reviewer_is_who_stands_on_the_page(client: Client, full: Article) -> None:
    page = sheet(client, full.get_absolute_url())
    person = page.node("MedicalWebPage")["reviewedBy"]
    link = page.one("//div[@class='ticket']/p/a[1]")
    assert f"{person['name']}, {person['honorificSuffix']}" == link.text_content()
    assert person["url"].endswith(link.get("href"))
    assert person["hasCredential"]["recognizedBy"]["name"] == "Example Board of Medicine"


def test_only_a_clinicians_approval_is_called_medical(client: Client, cast: Cast) -> None:
    topic = factories.topic(requires_medical_review=False)
    article = article_at(Status.PUBLISHED, cast, topic=topic)
    page = sheet(client, article.get_absolute_url())
    assert page.node("WebPage")["reviewedBy"] == {"@type": "Person", "name": "Emil Editor"}
    assert "MedicalWebPage" not in page.raw


def test_sources_are_cited_as_on_the_page(client: Client, full: Article) -> None:
    page = sheet(client, full.get_absolute_url())
    study, guideline = page.node("Article")["citation"]
    assert study["@type"] == "ScholarlyArticle"
    assert study["sameAs"] == page.all("//li[@id='reference-1']//a/@href")
    assert guideline == {
        "@type": "CreativeWork",
        "name": "A guideline",
        "url": "https://example.org/",
    }


def test_the_author_is_one_node_on_article_and_profile(client: Client, full: Article) -> None:
    author = full.authors.get()
    on_article = sheet(client, full.get_absolute_url()).node("Person")
    on_profile = sheet(client, author.get_absolute_url()).node("Person")
    assert on_article == on_profile
    assert on_profile["sameAs"] == ["https://wanda.example"]


def test_a_reviewers_profile_names_what_is_valid_today(
    client: Client, full: Article, cast: Cast
) -> None:
    reviewer = cast.reviewer.medicalreviewer
    page = sheet(client, reviewer.get_absolute_url())
    (credential,) = page.node("Person")["hasCredential"]
    assert credential["identifier"] in page.words("//section[@aria-labelledby='credentials']")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    held = reviewer.credentials.get()
    held.valid_until = yesterday
    held.save()
    held.verify(by=cast.editor)
    page = sheet(client, reviewer.get_absolute_url())
    assert "hasCredential" not in page.node("Person")
    assert "Not valid today" in page.words("//section[@aria-labelledby='credentials']")


def test_lists_name_their_articles_in_order(client: Client, full: Article, cast: Cast) -> None:
    article_at(Status.PUBLISHED, cast, topic=full.topic)
    page = sheet(client, full.topic.get_absolute_url())
    listed = [item["name"] for item in page.node("CollectionPage")["mainEntity"]["itemListElement"]]
    assert listed == page.texts("//main//article//h2")


def test_every_page_speaks_the_vocabulary(client: Client, full: Article) -> None:
    known = vocabulary.used()
    for path in every_page(full):
        graph = sheet(client, path).graph
        assert list(vocabulary.complaints(graph, known)) == [], path
        ids = [node["@id"] for node in graph]
        assert len(ids) == len(set(ids)), path


def test_pointers_within_a_page_lead_to_its_nodes(client: Client, full: Article) -> None:
    for path in every_page(full):
        graph = sheet(client, path).graph
        ids = {node["@id"] for node in graph}
        pointers = {node["@id"] for node in walk(graph) if set(node) == {"@id"}}
        assert pointers <= ids, path


def test_hostile_words_stay_data(client: Client, cast: Cast) -> None:
    hostile = "</script><script>alert(1)</script>"
    article = article_at(Status.PUBLISHED, cast, copy=desk(hostile))
    page = sheet(client, article.get_absolute_url())
    assert page.node("Article")["headline"] == hostile
    assert page.all("//script[contains(text(), 'alert')][not(@type='application/ld+json')]") == []


def test_a_taken_down_article_leaves_no_data(client: Client, full: Article, cast: Cast) -> None:
    actions.take_down(full, by=cast.editor, notice="Gone.")
    assert "ld+json" not in sheet(client, full.get_absolute_url(), 410).raw


@pytest.mark.skipif(
    not vocabulary.WHOLE.exists(), reason="the whole vocabulary is not beside the checkout"
)
def test_our_extract_is_what_the_vocabulary_says() -> None:
    known = vocabulary.used()
    assert vocabulary.from_whole(set(known["types"]), set(known["properties"])) == known
