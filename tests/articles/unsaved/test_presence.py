"""Who else has an article open: told to those who may see it, and to nobody for long."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Status
from articles.unsaved import presence
from articles.unsaved.models import Presence
from authors.models import User
from tests import factories
from tests.doors import PEOPLE, client_of, person
from tests.factories import Cast, article_at
from tests.queries import counted

pytestmark = pytest.mark.django_db

STALE = {"version": "0", "revision": "0"}


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


def news(article: Article, user: User, before: Article) -> str:
    """What an open page is told that was opened when the article was as `before`."""
    revision = before.current_revision
    assert revision is not None
    seen = {"version": str(before.version), "revision": str(revision.number)}
    return str(beat(article, user, **seen).json()["news"])


def test_an_open_page_is_told_who_saved_meanwhile(article: Article, cast: Cast) -> None:
    assert news(article, cast.writer, article) == ""
    copy = DeskCopy.of_article(article).change(title="Theirs")
    after = actions.save(article, desk=copy, by=cast.editor)
    at = timezone.localtime(after.current_revision.created_at)
    assert news(article, cast.writer, article) == (
        f"Edith Editor saved revision 2 at {at:%H:%M}; your next save will be combined with it."
    )
    # Who saved it knows it, and is told only where another page of theirs is behind.
    assert news(article, cast.writer, after) == ""
    assert news(article, cast.editor, article).startswith("You, on another page, saved revision 2")
    # A page that doesn't say what it shows is told nothing.
    assert beat(article, cast.writer).json()["news"] == ""


def test_an_open_page_is_told_of_what_surrounds_the_text(article: Article, cast: Cast) -> None:
    after = actions.arrange(article, by=cast.editor, authors=[factories.author("Oda Other")])
    said = news(article, cast.writer, article)
    assert said.startswith("Edith Editor changed what surrounds the text at ")
    actions.submit(after, by=cast.writer)
    said = news(article, cast.editor, after)
    assert said.startswith("Wanda Writer took a step with this article at ")
    assert said.endswith("What you type is kept.")


def test_a_step_that_stops_nobody_is_no_news(cast: Cast) -> None:
    before = article_at(Status.IN_REVIEW, cast)
    actions.withdraw_submission(before, by=cast.writer)
    assert news(before, cast.editor, before) == ""


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_only_who_may_see_the_article_learns_names(status: Status, cast: Cast) -> None:
    article = article_at(status, cast)
    beat(article, cast.second_editor)
    found = {}
    for name in PEOPLE:
        user = person(cast, name)
        data = {"sitting": "12345678", "person": user.pk if user else "", **STALE}
        address = reverse("admin:articles_article_presence", args=[article.pk])
        response = client_of(user).post(address, data)
        found[name] = response.status_code
        assert (response.status_code == 200) == (b"Emil Editor" in response.content)
        assert response.status_code == 200 or "news" not in response.json()
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
