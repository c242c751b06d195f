"""robots.txt, security.txt, and whether the site is well."""

from __future__ import annotations

import datetime as dt
from urllib.robotparser import RobotFileParser

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from articles.models import Status
from tests.factories import Cast, article_at
from tests.queries import counted

pytestmark = pytest.mark.django_db


def lines(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


def test_robots_may_read_what_readers_read(client: Client, settings: Settings, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    robots = RobotFileParser()
    robots.parse(lines(client, "/robots.txt"))
    for path in (
        "/",
        article.get_absolute_url(),
        f"{article.get_absolute_url()}provenance/content.json",
        article.topic.get_absolute_url(),
        "/search/?q=sleep",
        "/feeds/rss.xml",
        "/static/css/site.css",
        "/media/images/a.webp",
    ):
        assert robots.can_fetch("AnyBot", path), path
    for path in ("/admin/", f"/admin/articles/article/{article.pk}/preview/"):
        assert not robots.can_fetch("AnyBot", path), path
    assert robots.site_maps() == [f"{settings.SITE_URL}/sitemap.xml"]


def test_security_txt_says_whom_to_tell_and_until_when(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    fields = [line.split(": ", 1) for line in lines(client, "/.well-known/security.txt")]
    assert [name for name, _ in fields] == [
        "Contact",
        "Expires",
        "Preferred-Languages",
        "Canonical",
    ]
    said = dict(fields)
    assert said["Contact"] == "mailto:security@example.org"
    assert said["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    left = dt.datetime.fromisoformat(said["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=120) < left < dt.timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_site_that_is_well_says_so(client: Client) -> None:
    with counted(at_most=1):
        said = lines(client, "/health/")
    assert said == ["The program answers.", "The database answers."]
    assert client.get("/health/")["Cache-Control"] == "private, no-store"


def test_a_database_that_answers_nothing_is_reported(client: Client) -> None:
    with transaction.atomic():
        # From here on this connection refuses every query, as a broken one does.
        transaction.set_rollback(True)
        response = client.get("/health/")
        transaction.set_rollback(False)
    assert response.status_code == 503
    assert response.content.decode().splitlines() == [
        "The program answers.",
        "The database does not answer.",
    ]
    assert response["Cache-Control"] == "private, no-store"
