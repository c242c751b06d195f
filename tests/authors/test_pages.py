"""The pages of authors and medical reviewers."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from articles import actions
from articles.models import Status
from authors.models import Author, Credential
from tests import factories
from tests.factories import Cast, article_at
from tests.reading import sheet

pytestmark = pytest.mark.django_db


def test_an_authors_page_tells_who_they_are(client: Client, cast: Cast) -> None:
    author = cast.author
    author.bio = "First paragraph.\n\n<b>Second</b> paragraph."
    author.job_title = "Science writer"
    author.website = "https://wanda.example"
    author.links = [{"label": "Register", "url": "https://register.example/wanda"}]
    author.save()
    page = sheet(client, author.get_absolute_url())
    assert page.words("//h1") == "Wanda Writer"
    assert page.texts("//div[@class='profile-body__bio']/p") == [
        "First paragraph.",
        "<b>Second</b> paragraph.",
    ]
    assert "Science writer" in page.words("//main")
    links = page.all("//ul[contains(@class, 'profile-links')]//a")
    assert [(a.text, a.get("href")) for a in links] == [
        ("Website", "https://wanda.example"),
        ("Register", "https://register.example/wanda"),
    ]
    assert all("me" in a.get("rel").split() for a in links)


def test_it_lists_what_they_published_and_nothing_else(client: Client, cast: Cast) -> None:
    published = article_at(Status.PUBLISHED, cast)
    draft = article_at(Status.APPROVED, cast)
    withdrawn = article_at(Status.WITHDRAWN, cast)
    theirs = sheet(client, cast.author.get_absolute_url()).texts("//main//article//h3")
    assert theirs == [published.title]
    assert draft.title not in theirs
    assert withdrawn.title not in theirs


def test_authors_are_those_with_something_to_read(client: Client, cast: Cast) -> None:
    factories.author("Nobody Yet")
    article_at(Status.APPROVED, cast)
    assert sheet(client, "/authors/").texts("//main//h2") == []
    article_at(Status.PUBLISHED, cast)
    assert sheet(client, "/authors/").texts("//main//h2") == ["Wanda Writer"]


def test_people_who_left_keep_their_page(client: Client, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    Author.objects.update(is_active=False)
    assert article.title in sheet(client, cast.author.get_absolute_url()).words("//main")
    cast.reviewer.medicalreviewer.is_active = False
    cast.reviewer.medicalreviewer.save()
    page = sheet(client, cast.reviewer.medicalreviewer.get_absolute_url())
    assert article.title in page.words("//main")
    assert "Rita Reviewer" in sheet(client, "/reviewers/").words("//main")


def test_a_reviewers_page_shows_what_entitles_them(client: Client, cast: Cast) -> None:
    reviewer = cast.reviewer.medicalreviewer
    page = sheet(client, reviewer.get_absolute_url())
    shown = page.words("//section[@aria-labelledby='credentials']")
    credential = reviewer.credentials.get()
    for fact in ("PA-C", "Example Board of Medicine", credential.number, "Example State"):
        assert fact in shown
    assert page.all("//section[@aria-labelledby='credentials']//time/@datetime") == [
        credential.valid_from.isoformat(),
        credential.valid_until.isoformat(),
        timezone.localdate().isoformat(),
    ]
    assert page.words("//h1") == "Rita Reviewer, PA-C"


def test_an_unverified_credential_is_a_claim_and_not_shown(client: Client, cast: Cast) -> None:
    reviewer = cast.reviewer.medicalreviewer
    Credential.objects.create(
        reviewer=reviewer,
        title="PhD",
        issuer="University of Claims",
        number="1",
        region="",
        valid_from=dt.date(2020, 1, 1),
    )
    page = sheet(client, reviewer.get_absolute_url())
    assert "PhD" not in page.raw
    assert "University of Claims" not in page.raw


def test_a_reviewers_page_lists_what_stands_under_their_approval(
    client: Client, cast: Cast
) -> None:
    article = article_at(Status.PUBLISHED, cast)
    waiting = article_at(Status.APPROVED, cast)
    path = cast.reviewer.medicalreviewer.get_absolute_url()
    assert sheet(client, path).texts("//main//article//h3") == [article.title]
    assert waiting.title not in sheet(client, path).raw
    approval = article.fact_checks.get()
    actions.revoke(approval, by=cast.reviewer, reason="I was wrong.")
    assert sheet(client, path).texts("//main//article//h3") == []


@pytest.mark.parametrize("kind", ["authors", "reviewers"])
def test_slugs_in_another_case_and_unknown_ones(client: Client, cast: Cast, kind: str) -> None:
    person = cast.author if kind == "authors" else cast.reviewer.medicalreviewer
    response = client.get(f"/{kind}/{person.slug.upper()}/?page=1")
    assert response.status_code == 301
    assert response["Location"] == f"{person.get_absolute_url()}?page=1"
    sheet(client, f"/{kind}/no-such-person/", 404)
    sheet(client, f"{person.get_absolute_url()}?page=7", 404)


def test_letters_beyond_ascii_are_welcome(client: Client, cast: Cast) -> None:
    cast.author.name = "Łucja Dvořáková-O’Neill"
    cast.author.save()
    assert sheet(client, cast.author.get_absolute_url()).words("//h1") == "Łucja Dvořáková-O’Neill"
