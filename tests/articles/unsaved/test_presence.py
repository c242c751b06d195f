"""Who else has an article open: told to those who may see it, and to nobody for long."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Status
from articles.unsaved import presence
from articles.unsaved.models import Presence
from authors.models import User
from tests.doors import PEOPLE, client_of, person
from tests.factories import Cast, article_at
from tests.queries import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.DRAFT, cast)


def beat(article: Article, user: User, sitting: str = "", **more: str) -> Any:
    data = {"sitting": sitting or f"1000000{user.pk}", "person": user.pk, **more}
    return client_of(user).post(reverse("admin:articles_article_presence", args=[article.pk]), data)


def others(article: Article, user: User, **more: str) -> list[str]:
    found = beat(article, user, **more).json()["others"]
    assert isinstance(found, list)
    return found


def test_two_people_hear_of_each_other(article: Article, cast: Cast) -> None:
    assert others(article, cast.writer) == []
    (sentence,) = others(article, cast.editor)
    assert sentence.startswith("Wanda Writer has this article open too (open since ")
    others(article, cast.writer, writes="1")
    (sentence,) = others(article, cast.editor)
    assert sentence.startswith("Wanda Writer has this article open too (writing since ")


def test_who_leaves_or_falls_silent_is_not_named(article: Article, cast: Cast) -> None:
    beat(article, cast.writer)
    beat(article, cast.writer, leaves="1")
    assert others(article, cast.editor) == []
    beat(article, cast.writer)
    silent = timezone.now() - presence.FOR
    Presence.objects.filter(user=cast.writer).update(since=silent, seen_at=silent)
    assert others(article, cast.editor) == []


def test_two_tabs_are_one_person(article: Article, cast: Cast) -> None:
    beat(article, cast.writer, "11111111")
    beat(article, cast.writer, "22222222", writes="1")
    assert len(others(article, cast.editor)) == 1
    beat(article, cast.writer, "22222222", leaves="1")
    assert len(others(article, cast.editor)) == 1


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_only_who_may_see_the_article_learns_names(status: Status, cast: Cast) -> None:
    article = article_at(status, cast)
    beat(article, cast.second_editor)
    found = {}
    for name in PEOPLE:
        user = person(cast, name)
        data = {"sitting": "12345678", "person": user.pk if user else ""}
        address = reverse("admin:articles_article_presence", args=[article.pk])
        response = client_of(user).post(address, data)
        found[name] = response.status_code
        assert (response.status_code == 200) == (b"Emil Editor" in response.content)
    seeing = {"writer", "editor", "superuser"} | (
        {"reviewer"} if status == Status.IN_REVIEW else set()
    )
    assert found == {n: 401 if n == "anonymous" else 200 if n in seeing else 403 for n in PEOPLE}


def test_the_queries_do_not_grow_with_the_crowd(article: Article, cast: Cast) -> None:
    beat(article, cast.writer)
    with counted() as before:
        beat(article, cast.writer)
    for number in range(5):
        beat(article, cast.editor, f"2222222{number}")
        beat(article, cast.second_editor, f"3333333{number}")
    with counted(at_most=int(before)):
        beat(article, cast.writer)
