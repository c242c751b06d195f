"""What every test stands on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings
from xdist.scheduler import LoadScopeScheduling

from tests.factories import Cast

# `make test` plays the same examples every time, so that what it says is about the change at hand;
# `make hunt` plays new ones. An example that a busy machine makes wait is no failure in either:
# nothing here is measured by the clock.
hypothesis_settings.register_profile("same", deadline=None, derandomize=True)
hypothesis_settings.register_profile("new", deadline=None)
hypothesis_settings.load_profile("same")


class OneBrowser(LoadScopeScheduling):
    """Keeps the stories in one process, with one Chromium; the rest goes where there is room.

    pytest-xdist has a mark for this, but pytest 9 no longer lets it rename the marked tests.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--late",
        action="store_true",
        help="let the server answer stories late, at random: finds those that don't wait",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return OneBrowser(config, log)


@pytest.fixture(scope="session", autouse=True)
def history_makes_way_for_the_next_test() -> Iterator[None]:
    """Let the database be emptied after a test that commits, such as a story in a browser.

    History refuses TRUNCATE, to superusers as well. Between tests, and nowhere else, the tables
    are emptied as a replica would be: without their triggers. Groups and permissions come back
    by the post_migrate signal that Django sends after emptying.
    """

    def execute_sql_flush(operations: DatabaseOperations, sql_list: list[str]) -> None:
        connection = operations.connection
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for sql in sql_list:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """A folder for uploads that only this test sees."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def cast() -> Cast:
    """The people of the tests; each comes into being when a test first names them."""
    return Cast()
