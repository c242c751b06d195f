"""The files of the sample magazine: complete, labeled, and true to themselves."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from lxml import html

from articles.models.reference import DOI
from authors.roles import Role
from wellness.lib import markdown, rich_text
from wellness.promotions.models import Placement
from wellness.sample import magazine
from wellness.sample.accounts import ACCOUNTS, ADMINISTRATOR, DEMO_PASSWORD
from wellness.sample.magazine import SampleArticle

ARTICLES = list(magazine.articles().values())
TOPICS = {topic["name"]: topic for topic in magazine.topics()}
PEOPLE = magazine.people()

each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)


def words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text)


def body(article: SampleArticle) -> html.HtmlElement:
    return html.fragment_fromstring(markdown.to_html(article.markdown), create_parent="div")


def test_there_are_enough_articles_over_four_topics() -> None:
    assert 14 <= len(ARTICLES) <= 16
    assert {article.topic for article in ARTICLES} == set(TOPICS)
    assert len(TOPICS) == 4
    assert sum(topic["requires_medical_review"] for topic in TOPICS.values()) == 3
    assert len({article.title for article in ARTICLES}) == len(ARTICLES)


@each_article
def test_an_article_is_in_the_file_of_its_slug(article: SampleArticle) -> None:
    assert (magazine.HERE / "articles" / f"{article.slug}.md").is_file()


@each_article
def test_an_article_is_long_enough_to_read_and_short_enough_to_finish(
    article: SampleArticle,
) -> None:
    assert 700 <= len(words(article.markdown)) <= 1300


@each_article
def test_an_article_says_that_it_is_a_sample(article: SampleArticle) -> None:
    last = article.markdown.strip().splitlines()[-1]
    assert last.startswith("*This is sample content of an invented magazine")
    assert last.endswith("*")


@each_article
def test_an_article_has_the_parts_of_an_article(article: SampleArticle) -> None:
    text = body(article)
    assert 3 <= len(text.findall(".//h2")) <= 6
    assert text.findall(".//table")
    assert text.findall(".//ol") + text.findall(".//ul")
    quotations = text.findall(".//figure[@class='quotation']")
    assert quotations
    assert all(figure.find("figcaption") is not None for figure in quotations)
    assert 3 <= len(article.key_points) <= 6
    assert article.subtitle
    assert article.description
    assert article.hero_alt
    assert article.hero_caption


@each_article
def test_cleaning_takes_nothing_away(article: SampleArticle) -> None:
    typed = markdown.to_html(article.markdown)
    cleaned = html.fragment_fromstring(rich_text.clean(typed), create_parent="div")
    assert "".join(cleaned.text_content().split()) == "".join(body(article).text_content().split())


@each_article
def test_related_posts_are_other_articles_of_the_magazine(article: SampleArticle) -> None:
    titles = {other.title for other in ARTICLES if other is not article}
    assert len(article.related) == len(set(article.related)) == 3
    assert set(article.related) <= titles


@each_article
def test_sources_can_be_found(article: SampleArticle) -> None:
    assert 2 <= len(article.references) <= 5
    for source in article.references:
        assert set(source) <= {"authors", "title", "publisher", "year", "url", "doi", "pmid"}
        assert source["title"]
        assert source["authors"]
        assert source["publisher"]
        assert source.get("doi") or source.get("url") or source.get("year")
        assert DOI.match(source.get("doi", "10.1000/182"))
        assert source.get("url", "https://").startswith("https://")
        assert source.get("pmid", "1").isdigit()


@each_article
def test_who_wrote_and_who_reviewed_are_people_of_the_magazine(article: SampleArticle) -> None:
    assert article.authors
    assert set(article.authors) <= {person.name for person in PEOPLE.authors}
    signed = {
        f"{person.name}, {credential.title}"
        for person in PEOPLE.reviewers
        for credential in person.credentials
    }
    assert set(article.medical_reviewers) <= signed
    assert bool(article.medical_reviewers) == TOPICS[article.topic]["requires_medical_review"]


@each_article
def test_an_article_under_review_says_when_to_see_a_clinician(article: SampleArticle) -> None:
    if article.medical_reviewers:
        assert re.search(r"\bclinician\b", article.markdown)


@each_article
def test_links_inside_the_magazine_lead_to_articles_that_readers_find(
    article: SampleArticle,
) -> None:
    live = {way.article for way in magazine.ways() if "publish" in {s.verb for s in way.steps}}
    gone = {way.article for way in magazine.ways() if way.ends == "withdrawn"}
    for address in body(article).xpath(".//a/@href"):
        if not address.startswith("https://"):
            assert re.fullmatch(r"/articles/([\w-]+)/", address)
            assert address.split("/")[2] in live - gone


def test_everybody_says_that_they_are_invented() -> None:
    assert len(PEOPLE.authors) == 4
    assert len(PEOPLE.reviewers) == 3
    for person in (*PEOPLE.authors, *PEOPLE.reviewers):
        assert f"{person.name} is an invented person" in person.bio
        assert person.portrait_alt
    for reviewer in PEOPLE.reviewers:
        assert reviewer.credentials
        for credential in reviewer.credentials:
            assert credential.issuer.startswith("Sample ")
            assert credential.number.startswith("SAMPLE-")
            assert credential.valid_until.year >= 2030
            account = next(a for a in PEOPLE.accounts if a.key == credential.verified_by)
            assert account.role == Role.EDITOR


def test_accounts_cover_every_role_and_can_receive_no_mail() -> None:
    assert {account.role for account in ACCOUNTS} == {*Role.values, ADMINISTRATOR}
    assert all(account.email.endswith("@wellness.example") for account in ACCOUNTS)
    assert len({account.email for account in ACCOUNTS}) == len(ACCOUNTS)
    holders = {person.account for person in (*PEOPLE.authors, *PEOPLE.reviewers)}
    assert holders <= {account.key for account in PEOPLE.accounts}


def test_the_password_is_one_that_the_desk_takes() -> None:
    validate_password(DEMO_PASSWORD)


def test_promotions_stand_in_every_place_and_say_what_they_are() -> None:
    places = [promotion["placement"] for promotion in magazine.promotions()]
    assert sorted(places) == sorted(Placement.values)
    assert all("ample" in promotion["label"] for promotion in magazine.promotions())
    assert all(promotion["url"].startswith("/") for promotion in magazine.promotions())


def test_every_article_has_its_way_and_the_passages_on_it_are_there() -> None:
    ways = magazine.ways()
    assert sorted(way.article for way in ways) == sorted(magazine.articles())
    for way in ways:
        article = magazine.articles()[way.article]
        first = article.with_words(way.first_draft)
        assert (first != article.markdown) == bool(way.first_draft)
        for step in way.steps:
            article.with_words(step.changes)


def test_a_passage_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="“No such words” stands 0 times in awake-at-three"):
        magazine.articles()["awake-at-three"].with_words([("No such words", "")])


def test_ways_lead_on_in_the_order_of_the_issues() -> None:
    dates = [magazine.articles()[way.article].date for way in magazine.ways()]
    issued = [date for date in dates if date]
    assert issued == sorted(issued)
    assert max(issued) - min(issued) > dt.timedelta(days=300)
    published = [way for way in magazine.ways() if magazine.articles()[way.article].date]
    assert all("publish" in {step.verb for step in way.steps} for way in published)


@pytest.mark.parametrize(
    "today", [dt.date(2024, 2, 29), dt.date(2026, 11, 23), dt.date(2031, 7, 1)]
)
def test_the_newest_issue_is_always_of_this_week(today: dt.date) -> None:
    move = magazine.weeks_to(today)
    dates = [article.date for article in ARTICLES if article.date]
    newest = max(dates) + move
    assert dt.timedelta(0) <= today - newest < dt.timedelta(weeks=1)
    assert newest.weekday() == max(dates).weekday()


def test_a_file_that_says_no_title_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "untitled.md"
    path.write_text("---\nslug: untitled\n---\n\nText.\n")
    with pytest.raises(KeyError, match="title"):
        magazine.read(path)
