"""The database's address, and the embedded server that processes share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from wellness.lib import database
from wellness.lib.database import DatabaseUnavailable, EmbeddedServer

PROJECT = Path(__file__).resolve().parents[3]

# Starts or joins the server, says so, and leaves when told to.
USER = """
import os, sys
from pathlib import Path
from wellness.lib.database import EmbeddedServer
server = EmbeddedServer.at(Path(sys.argv[1]))
server.ensure_started()
print(server.process_id(), flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_is_taken_apart(scheme: str) -> None:
    found = database.from_url(f"{scheme}://desk:p%2Fw@db.example.org:6543/magazine?sslmode=require")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("magazine", "desk", "p/w")
    assert (found["HOST"], found["PORT"]) == ("db.example.org", 6543)
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///magazine.db", "begins with “sqlite:”, but this program runs on PostgreSQL"),
        ("magazine", "is not an address, but"),
        ("postgres://u:pw@host:port/magazine", "can't be read as an address"),
        ("postgres://u:pw@host/", "names no database"),
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as caught:
        database.from_url(url)
    assert "pw" not in str(caught.value).replace("name:password@host", "")


def test_the_socket_of_a_deep_folder_gets_a_short_address() -> None:
    deep = Path("/srv") / ("checkout" * 12) / "postgres"
    assert database.socket_folder(Path("/srv/postgres")) == Path("/srv/postgres")
    short = database.socket_folder(deep)
    assert short != deep
    assert len(str(short / database.SOCKET_NAME)) < database.SOCKET_PATH_LIMIT
    assert database.socket_folder(deep) == short


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with a short path; pytest's own are too deep for a socket."""
    with tempfile.TemporaryDirectory(prefix="wellness") as base:
        yield Path(base) / "postgres"


def joined(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """A process that uses the server, and the server's process number."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, int(process.stdout.readline())


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate("go\n")


def test_the_server_is_shared_and_the_last_one_to_leave_stops_it(folder: Path) -> None:
    server = EmbeddedServer(folder)
    first, pid = joined(folder)
    second, same = joined(folder)
    assert pid == same == server.process_id()

    leave(first)
    assert server.process_id() == pid

    second.send_signal(signal.SIGTERM)
    second.communicate()
    assert second.returncode == 128 + signal.SIGTERM
    assert server.process_id() is None


def test_a_killed_process_leaves_nothing_that_stands_in_the_way(folder: Path) -> None:
    server = EmbeddedServer(folder)
    killed, pid = joined(folder)
    killed.kill()
    killed.communicate()
    assert server.process_id() == pid

    after, same = joined(folder)
    assert same == pid
    leave(after)
    assert server.process_id() is None


def test_a_killed_server_comes_back_with_its_data(folder: Path) -> None:
    server = EmbeddedServer(folder)
    process, pid = joined(folder)
    try:
        _execute(server, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('kept')")
        os.kill(pid, signal.SIGQUIT)  # PostgreSQL's own way to die at once, without a checkpoint
        while server.process_id() is not None:
            pass
        second, new = joined(folder)
        assert new != pid
        assert _execute(server, "SELECT word FROM kept") == [("kept",)]
        leave(second)
    finally:
        leave(process)
    assert server.process_id() is None


def test_a_number_left_behind_by_a_crash_is_not_taken_for_the_server(folder: Path) -> None:
    server = EmbeddedServer(folder)
    process, _ = joined(folder)
    leave(process)
    # As after a restart of the machine: the file is there, and the number is somebody else's.
    lines = [str(os.getpid()), str(folder), "0", "5432", str(folder), "", "0 0", "ready", ""]
    (folder / "postmaster.pid").write_text("\n".join(lines))
    assert server.process_id() is None
    process, pid = joined(folder)
    assert pid != os.getpid()
    leave(process)


def test_data_of_another_version_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "PG_VERSION").write_text("12\n")
    server = EmbeddedServer(folder)
    with pytest.raises(DatabaseUnavailable, match="was written by PostgreSQL 12"):
        server.ensure_started()
    server.leave()


def _execute(server: EmbeddedServer, statement: str) -> list[tuple[object, ...]] | None:
    connection = psycopg2.connect(
        host=server.socket_folder, user=database.SUPERUSER, dbname=database.DATABASE
    )
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else None
    finally:
        connection.close()
