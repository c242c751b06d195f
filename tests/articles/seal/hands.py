"""Hands that reach for what is sealed: through the ORM, SQL, fixtures and commands.

Everything here goes past ``articles.actions`` on purpose; what comes of it is for the tests to say.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.management import BaseCommand, call_command
from django.db import Error, IntegrityError, connection, models, transaction
from django.db.models import Model

from articles import actions
from articles.content import Content, digest
from articles.models import (
    Article,
    Byline,
    Correction,
    Event,
    FactCheck,
    Revision,
    Revocation,
    Status,
    Topic,
)
from authors.models import Author, User
from tests import factories
from tests.factories import Cast, article_at, desk, step

HISTORY = (Revision, FactCheck, Revocation, Event, Correction)


@contextmanager
def refused(sentence: str = "", *kinds: type[BaseException]) -> Iterator[None]:
    """The block raises the refusal of the database, and what it did is taken back.

    What the seal leaves to the end of a transaction is asked at the end of the block.
    """
    pattern = re.escape(sentence) or None
    with pytest.raises(kinds or (IntegrityError,), match=pattern), transaction.atomic():  # noqa: PT012
        yield
        at_commit()


def at_commit() -> None:
    """Ask now what PostgreSQL asks when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def sql(query: str, *params: Any) -> int:
    """Run a statement; returns the number of rows that it touched."""
    with connection.cursor() as cursor:
        cursor.execute(query, params or None)
        return int(cursor.rowcount)


def value(query: str, *params: Any) -> Any:
    """The first column of the first row."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        row = cursor.fetchone()
    return row[0] if row else None


def stored(row: Model) -> dict[str, Any]:
    """All columns of a row as they are in the database now."""
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def columns(model: type[Model]) -> list[str]:
    """The columns that a statement may write: all but the generated ones."""
    return [f.column for f in model._meta.concrete_fields if not f.generated]


def load(folder: Path, *rows: dict[str, Any] | Model) -> None:
    """Load rows as a fixture; a model instance is written as ``dumpdata`` would write it."""
    file = folder / "forged.json"
    plain = [
        json.loads(serializers.serialize("json", [row]))[0] if isinstance(row, Model) else row
        for row in rows
    ]
    file.write_text(json.dumps(plain))
    call_command("loaddata", str(file), verbosity=0)


class Command(BaseCommand):
    """``take <verb> <article> <account>``: a step of the workflow, from a terminal."""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("verb")
        parser.add_argument("article", type=int)
        parser.add_argument("account")

    def handle(self, *args: Any, **options: Any) -> None:
        article = Article.objects.get(pk=options["article"])
        by = User.objects.get(email=options["account"])
        words: dict[str, Any] = {
            "approve": {"statement": "By command.", "interests": "None"},
            "take_down": {"notice": "By command."},
            "request_changes": {"statement": "By command."},
        }.get(options["verb"], {})
        getattr(actions, options["verb"])(article, by=by, **words)


def command(verb: str, article: Article, by: User) -> None:
    call_command(Command(), verb, str(article.pk), by.email)


# --- rows as somebody would forge them ------------------------------------------------------------


def signature(user: User) -> dict[str, Any]:
    """The columns of a fact-check that a medical reviewer signs with, true in everything."""
    reviewer = user.medicalreviewer
    credential = reviewer.credentials.first()
    return {
        "reviewer": reviewer,
        "reviewer_name": reviewer.name,
        "credential_id_then": credential.pk,
        "credential_title": credential.title,
        "credential_issuer": credential.issuer,
        "credential_number": credential.number,
        "credential_region": credential.region,
        "credential_valid_from": credential.valid_from,
        "credential_valid_until": credential.valid_until,
    }


def fact_check(revision: Revision, by: User, **changes: Any) -> FactCheck:
    """An approval written into the table by hand; signed where ``by`` is a medical reviewer."""
    signed = {}
    if "reviewer" not in changes and hasattr(by, "medicalreviewer"):
        signed = signature(by)
    fields = {
        "revision": revision,
        "digest": revision.digest,
        "decision": "approved",
        "statement": "By hand.",
        "interests": "None",
        "decided_by": by,
        "decided_by_name": str(by),
    }
    return FactCheck.objects.create(**(fields | signed | changes))


def revision(article: Article, content: str = "", **changes: Any) -> Revision:
    """A revision written into the table by hand; without a content it is the present one anew."""
    content = content or article.current_revision.content
    fields = {
        "article": article,
        "number": article.revisions.count() + 1,
        "content": content,
        "digest": digest(content),
        "body_source": "",
        "policy_version": 1,
        "created_by_name": "Somebody at the database",
    }
    return Revision.objects.create(**(fields | changes))


def on_the_desk(article: Article, revision: Revision) -> Article:
    """Make a revision the current one, as a statement and not as a save."""
    sql(
        "UPDATE articles_article SET current_revision_id = %s, version = version + 1 WHERE id = %s",
        revision.pk,
        article.pk,
    )
    article.refresh_from_db()
    return article


def go_live(article: Article, revision: Revision, status: str = "") -> int:
    """Put a revision live by a statement that is in order in everything else."""
    return sql(
        "UPDATE articles_article SET live_revision_id = %s, live_since = now(),"
        " first_published_at = coalesce(first_published_at, now()), version = version + 1,"
        " status = %s, scheduled_for = NULL WHERE id = %s",
        revision.pk,
        status or article.status,
        article.pk,
    )


def other_words(content: str, **fields: Any) -> str:
    """A canonical content with some fields changed."""
    parsed = Content.parse(content)
    return Content(
        **{name: getattr(parsed, name) for name in parsed.__slots__} | fields
    ).canonical()


def editorial(cast: Cast, status: Status, **fields: Any) -> Article:
    """An article in a topic where a second editor approves."""
    return article_at(status, cast, topic=factories.topic(requires_medical_review=False), **fields)


def one_of_each(cast: Cast) -> dict[type[Model], Model]:
    """A row of every table of history, of one article that is live."""
    article = article_at(Status.PUBLISHED, cast)
    first = article.fact_checks.get()
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    article = step(article, "approve", cast)
    second = article.fact_checks.first()
    article = actions.revoke(second, by=cast.editor, reason="Not yet.")
    assert article.live_revision == first.revision
    return {
        Revision: first.revision,
        FactCheck: first,
        Revocation: second.revocation,
        Event: article.events.first(),
        Correction: factories.corrected(cast).corrections.get(),
    }


__all__ = [
    "HISTORY", "Article", "Author", "Byline", "Cast", "Command", "Error", "Event", "FactCheck",
    "IntegrityError", "Revision", "Revocation", "Status", "Topic", "User", "actions", "article_at",
    "at_commit", "columns", "command", "desk", "editorial", "fact_check", "factories", "go_live",
    "load", "models", "on_the_desk", "one_of_each", "other_words", "refused", "revision",
    "signature", "sql", "step", "stored", "value",
]  # fmt: skip
