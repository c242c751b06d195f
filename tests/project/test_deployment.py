"""What docs/deployment.md tells people to do is what works."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, connection, transaction

from articles.models import Topic
from tests.project.committed import ROOT

MARK = "tests/project/test_deployment.py"


def statements() -> list[str]:
    """The statements after the mark in docs/deployment.md."""
    text = (ROOT / "docs/deployment.md").read_text()
    block = re.search(r"```sql\n(.*?)```", text.split(MARK)[1], re.DOTALL)
    assert block
    return [statement.strip() for statement in block.group(1).split(";") if statement.strip()]


@pytest.fixture
def as_the_app(db: None) -> None:
    """The rest of the test runs as the role that the document gives to the program."""
    with connection.cursor() as cursor:
        # The role of the tests owns the tables; roles belong to the whole server, so these two
        # go away with the transaction of the test.
        cursor.execute("CREATE ROLE wellness_owner LOGIN")
        cursor.execute("CREATE ROLE wellness_app LOGIN")
        for statement in statements():
            cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE wellness_app")


@pytest.mark.usefixtures("as_the_app")
def test_the_program_reads_and_writes() -> None:
    Topic.objects.create(name="Sleep", slug="sleep-for-the-app")
    assert Topic.objects.get(slug="sleep-for-the-app").name == "Sleep"


@pytest.mark.usefixtures("as_the_app")
@pytest.mark.parametrize(
    "attempt",
    [
        "ALTER TABLE articles_revision DISABLE TRIGGER ALL",
        "TRUNCATE articles_event",
        "SET session_replication_role = replica",
        "DROP TABLE articles_factcheck",
        "CREATE FUNCTION public.now() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_the_program_cannot_get_around_the_triggers(attempt: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"must be owner|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attempt)
