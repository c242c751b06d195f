"""Accidents that happen to people who write: a browser that dies, a server that is not there."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from authors.models import User
from tests.browser import chromium
from tests.browser.conftest import PATIENCE, let_in


class Wire:
    """The only way to the server, with a port of its own, which can be cut and mended.

    While it is cut nothing listens at the port: the browser's connections are refused.
    """

    def __init__(self, server: str) -> None:
        address = urlsplit(server)
        self._server = (address.hostname or "", address.port or 80)
        self._port = 0
        self._listening: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.mend()

    @property
    def url(self) -> str:
        return f"http://{self._server[0]}:{self._port}"

    def mend(self) -> None:
        listening = socket.create_server((self._server[0], self._port))
        self._port = listening.getsockname()[1]
        self._listening = listening
        threading.Thread(target=self._take, args=[listening], daemon=True).start()

    def cut(self) -> None:
        if self._listening is not None:
            # Closing alone would leave the thread that accepts with the port.
            with contextlib.suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None
        with self._lock:
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _take(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(self._server)
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=[one, other], daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with self._lock:
            self._open.add(one)
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._open.discard(one)
        one.close()


@contextlib.contextmanager
def wire(server: str) -> Iterator[Wire]:
    """A way to the server that is there until the block ends."""
    found = Wire(server)
    try:
        yield found
    finally:
        found.cut()


class Mortal:
    """A Chromium of its own with a profile that outlives it."""

    def __init__(self, profile: Path, browser: Browser) -> None:
        program = chromium.find()
        assert program is not None
        said = profile / "DevToolsActivePort"
        said.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [program, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}",
             *chromium.SWITCHES, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE / 1000
        while not (said.exists() and said.read_text().count("\n")):
            assert time.monotonic() < until, "The browser doesn't say where it listens."
            assert self._process.poll() is None, "The browser ended by itself."
            time.sleep(0.05)
        port = said.read_text().splitlines()[0]
        self._connection = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
        (self.context,) = self._connection.contexts
        self.context.set_default_timeout(PATIENCE)

    def page(self, user: User, address: str) -> Page:
        let_in(self.context, user, address)
        return self.context.new_page()

    def kill(self) -> None:
        """End all of its processes at once, as a crash of the machine would."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@contextlib.contextmanager
def mortal(profile: Path, browser: Browser) -> Iterator[Mortal]:
    found = Mortal(profile, browser)
    try:
        yield found
    finally:
        found.kill()
