"""What ``verify_seal`` finds of what came in beside the program."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, LiveText, Status
from tests import factories
from tests.factories import Cast, article_at, corrected, desk

pytestmark = pytest.mark.django_db


def verify() -> tuple[str, str]:
    """What the command says, and what it says against; an error is part of the latter."""
    out, against = io.StringIO(), io.StringIO()
    try:
        call_command("verify_seal", stdout=out, stderr=against)
    except CommandError as error:
        against.write(f"{error}\n")
    return out.getvalue(), against.getvalue()


@contextmanager
def unsealed() -> Iterator[None]:
    """What the owner of the tables can do, and nobody else: write without the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def article(cast: Cast) -> Article:
    return article_at(Status.PUBLISHED, cast, copy=desk(hero=factories.image(), hero_alt="Teal"))


def test_a_magazine_in_order_is_said_to_be(article: Article, cast: Cast) -> None:
    article_at(Status.DRAFT, cast)
    said, against = verify()
    assert "Live articles        1  in order" in said
    assert "Everything that readers see was approved in exactly these words." in said
    assert against == ""


def test_an_empty_magazine_is_in_order() -> None:
    assert verify()[1] == ""


def test_words_that_nobody_approved_are_found(article: Article) -> None:
    """A forged revision, its digest right, put live past the triggers."""
    with unsealed(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_revision (article_id, number, content, digest, body_source,"
            " policy_version, created_by_name, created_at, note) SELECT article_id, 2,"
            " replace(content, 'Sleep helps', 'Sleep cures'),"
            " encode(sha256(convert_to(replace(content, 'Sleep helps', 'Sleep cures'), 'UTF8')),"
            " 'hex'), '', 1, 'Forger', now(), '' FROM articles_revision RETURNING id"
        )
        (forged,) = cursor.fetchone()
        cursor.execute("UPDATE articles_article SET live_revision_id = %s", [forged])
    said, against = verify()
    assert "Revisions            2  in order" in said
    assert f"{article.slug}: No approval of exactly the live text stands." in against
    assert "not as promised" in against


def test_a_decision_about_another_text_is_found(article: Article) -> None:
    with unsealed(), connection.cursor() as cursor:
        cursor.execute("UPDATE articles_factcheck SET digest = %s", ["0" * 64])
    _, against = verify()
    assert f"revision 1 of article {article.pk} names another text" in against


def test_a_picture_that_was_exchanged_is_found(article: Article) -> None:
    assert article.hero is not None
    name = str(article.hero.file.name)
    default_storage.delete(name)
    assert "is missing: upload it again" in verify()[1]
    with default_storage.open(name, "wb") as file:
        file.write(factories.picture(colour="red"))
    assert "is no longer the one that was uploaded" in verify()[1]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DELETE FROM articles_correction", "Its correction notice is live and has no date."),
        (
            "UPDATE articles_correction SET text = 'It was right.'",
            "A correction says something else than the revision that made it.",
        ),
    ],
)
def test_a_correction_that_was_tampered_with_is_found(
    statement: str, sentence: str, cast: Cast
) -> None:
    corrected(cast)
    with unsealed(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert sentence in verify()[1]


def test_search_that_knows_other_words_is_found(article: Article) -> None:
    LiveText.objects.update(digest="0" * 64)
    assert "Search finds other words than the live ones" in verify()[1]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DROP TRIGGER {name} ON articles_revision", "is missing"),
        ("ALTER TABLE articles_revision DISABLE TRIGGER {name}", "is switched off"),
        (
            "CREATE OR REPLACE FUNCTION {name}() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN END'",
            "is not the one that the code declares",
        ),
    ],
)
def test_a_trigger_that_was_tampered_with_is_found(statement: str, sentence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only%'"
            " AND tgrelid = 'articles_revision'::regclass"
        )
        (name,) = cursor.fetchone()
        cursor.execute(statement.format(name=name))
    assert f"The trigger “append_only” on articles_revision {sentence}" in verify()[1]
