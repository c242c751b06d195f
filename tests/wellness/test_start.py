"""What `make run` says when it can't start."""

from __future__ import annotations

import socket

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings


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
