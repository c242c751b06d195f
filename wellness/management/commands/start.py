"""Everything that `make run` does after the packages are installed."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from authors.models import User
from wellness.sample.accounts import ACCOUNTS

CODE = ("wellness", "articles", "authors")
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked the program to end, by Ctrl-C or a signal."""


class Command(BaseCommand):
    """Prepares the database, then runs a worker and a development server until told to stop.

    Both are processes of their own; what was started here is stopped here, the embedded database
    included, whichever way the end comes.
    """

    help = "Prepare the database, then run the site and its background work for development."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-reload",
            action="store_true",
            help="Keep running the code as it is now, also when it changes.",
        )

    def handle(self, *args: Any, no_reload: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "`start` runs a development server. docs/deployment.md says how to serve the site "
                "in production."
            )
        self._refuse_taken_port()
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        for number in SIGNALS:
            signal.signal(number, self._stop)
        try:
            call_command("prepare")
            connection.close()  # the children have connections of their own
            self._run("work", *(["--no-reload"] if no_reload else []))
            self._run(
                "runserver",
                f"{_in_address(settings.HOST)}:{settings.PORT}",
                *(["--noreload"] if no_reload else []),
            )
            self._wait_for_server()
            self._introduce()
            self._watch(reloads=not no_reload)
        except Stopped:
            self.stdout.write("\nStopping …")
        finally:
            # A second Ctrl-C must not leave half of it running.
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            self._stop_children()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        raise Stopped

    def _refuse_taken_port(self) -> None:
        host, port = settings.HOST, settings.PORT
        try:
            kind, protocol, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(kind, protocol) as attempt:
                attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                attempt.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} on {host} is in use, by another program or by a magazine that "
                    f"already runs. Choose another one: make run PORT={_another(port)}"
                ) from None
            raise CommandError(
                f"The site can't be served on HOST={host} PORT={port}: {error.strerror or error}."
            ) from None

    def _run(self, command: str, *arguments: str) -> None:
        self.children[command] = subprocess.Popen(  # noqa: S603 -- our own commands
            [sys.executable, "manage.py", command, *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "DJANGO_RUNSERVER_HIDE_WARNING": "true"},
        )

    def _wait_for_server(self) -> None:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            self._refuse_ended_children()
            with suppress(OSError), socket.create_connection((host, settings.PORT), timeout=1):
                return
            time.sleep(0.1)
        raise CommandError(f"The server did not answer within {SECONDS_TO_START} seconds.")

    def _refuse_ended_children(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                raise CommandError(
                    f"`manage.py {name}` ended by itself (exit code {child.returncode}); "
                    "its last lines above say why."
                )

    def _introduce(self) -> None:
        site = f"http://{_in_address(settings.HOST)}:{settings.PORT}"
        known = set(User.objects.values_list("email", flat=True))
        connection.close()
        lines = [
            "",
            f"  Magazine   {site}/",
            f"  Desk       {site}/admin/",
            f"  Mails      {_relative(settings.EMAIL_FILE_PATH)}/",
        ]
        accounts = [account for account in ACCOUNTS if account.email in known]
        if accounts:
            rows = [
                ("Demo account", "Password", "Role"),
                *((account.email, account.password, account.role) for account in accounts),
            ]
            widths = [max(len(row[column]) for row in rows) for column in range(3)]
            lines.append("")
            lines += [
                "  "
                + "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
                for row in rows
            ]
        lines += ["", "  Ctrl-C stops everything.", ""]
        self.stdout.write("\n".join(line.rstrip() for line in lines))

    def _watch(self, *, reloads: bool) -> None:
        while True:
            if reloads and self.children["work"].poll() is not None:
                self._bring_worker_back()
            self._refuse_ended_children()
            time.sleep(0.5)

    def _bring_worker_back(self) -> None:
        """Start the worker again once the code has changed, as the server does by itself.

        A Python file was saved with an error, most likely, and the worker could not load it.
        """
        before = _newest_code()
        self.stderr.write(
            "The worker ended; the lines above say why. It starts again with the next change of "
            "the code."
        )
        while _newest_code() == before:
            if self.children["runserver"].poll() is not None:
                return
            time.sleep(0.5)
        self._run("work")

    def _stop_children(self) -> None:
        import psutil  # comes with the embedded database, which production doesn't install

        family: list[psutil.Process] = []
        for child in self.children.values():
            with suppress(psutil.NoSuchProcess):
                family += psutil.Process(child.pid).children(recursive=True)
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
        # Those that didn't listen, and the processes of a reloader that ended before its own did.
        for child in self.children.values():
            child.kill()
            child.wait()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=SECONDS_TO_STOP)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _newest_code() -> float:
    """When a Python file of the project was changed last, in seconds since 1970."""
    changes = [0.0]
    for name in CODE:
        for file in (settings.BASE_DIR / name).rglob("*.py"):
            with suppress(OSError):  # an editor's own file, gone by now
                changes.append(file.stat().st_mtime)
    return max(changes)


def _another(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def _relative(path: Path) -> str:
    return str(
        path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path
    )
