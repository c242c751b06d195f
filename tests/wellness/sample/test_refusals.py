"""The sample magazine stays away from what people have begun."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from articles.models import Article, Status, Topic
from authors.models import Author, User
from tests.factories import Cast, article_at, author
from wellness.sample import loader

pytestmark = pytest.mark.django_db


def load(*arguments: str) -> None:
    call_command("load_sample", *arguments, stdout=io.StringIO())


def test_a_magazine_with_articles_of_its_own_is_left_alone(cast: Cast) -> None:
    article_at(Status.PUBLISHED, cast)
    accounts = User.objects.count()
    with pytest.raises(CommandError, match=r"begun already \(1 article, .*never mixed"):
        load()
    assert Article.objects.count() == 1
    assert User.objects.count() == accounts


def test_so_is_one_that_has_only_a_topic() -> None:
    Topic.objects.create(name="Sleep", slug="sleep")
    with pytest.raises(CommandError, match=r"\(1 topic\)"):
        load()
    assert not User.objects.exists()


def test_so_is_one_that_has_only_an_author() -> None:
    author("Alva Author")
    with pytest.raises(CommandError, match=r"\(1 author\)"):
        load()
    assert Author.objects.count() == 1


def test_production_refuses_without_the_word(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match=r"invented people and articles.*--force-sample"):
        load()
    assert not loader.is_loaded()


def test_the_word_does_not_overrule_a_magazine_that_has_begun(
    settings: Settings, cast: Cast
) -> None:
    settings.PRODUCTION = True
    article_at(Status.DRAFT, cast)
    with pytest.raises(CommandError, match="never mixed"):
        load("--force-sample")


def test_an_account_alone_is_no_magazine(cast: Cast) -> None:
    """`createsuperuser` comes first on many machines."""
    assert cast.superuser.is_superuser
    assert loader.refusal() == ""
