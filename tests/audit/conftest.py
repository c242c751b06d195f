"""The audit sees the pages as they come from behind a server that compresses (ADR 87)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def compressed() -> Iterator[None]:
    gzip = "django.middleware.gzip.GZipMiddleware"
    with override_settings(MIDDLEWARE=[gzip, *settings.MIDDLEWARE]):
        yield
