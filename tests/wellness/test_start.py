"""What `make run` says when it can't start, and what it does when the code can't be loaded."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from wellness.management.commands import start


def test_a_port_in_use_is_named_before_anything_is_started(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.HOST, settings.PORT = taken.getsockname()
        with pytest.raises(CommandError, match=f"Port {settings.PORT} on 127.0.0.1 is in use"):
            call_command("start")


def test_a_host_that_is_not_this_machine_is_named(settings: Settings) -> None:
    settings.HOST, settings.PORT = "192.0.2.1", 8000  # an address kept for documentation
    with pytest.raises(CommandError, match=r"can't be served on HOST=192\.0\.2\.1 PORT=8000"):
        call_command("start")


def test_production_is_served_by_something_else(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match=r"docs/deployment\.md"):
        call_command("start")


class Reader(io.StringIO):
    """Somebody who reads what is wrong, and mends it."""

    def __init__(self, code: Path) -> None:
        super().__init__()
        self.code = code

    def write(self, words: str) -> int:
        self.code.write_text("()")
        return super().write(words)


def test_a_worker_that_could_not_load_the_code_comes_back_with_the_next_change(
    settings: Settings, tmp_path: Path
) -> None:
    for name in start.CODE:
        (tmp_path / name).mkdir()
    code = tmp_path / "articles" / "broken.py"
    code.write_text("(")
    os.utime(code, (1, 1))
    (tmp_path / "manage.py").write_text("import pathlib; pathlib.Path('came-back').touch()")
    settings.BASE_DIR = tmp_path
    said = Reader(code)
    command = start.Command(stderr=said)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    serves = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    command.children = {"work": ended, "runserver": serves}
    try:
        command._bring_worker_back()
        assert command.children["work"].wait(60) == 0
    finally:
        serves.communicate(b"\n", timeout=60)
    assert "It starts again with the next change of the code." in said.getvalue()
    assert (tmp_path / "came-back").exists()
