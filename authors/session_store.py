"""Where sessions of the desk are kept: one row each, which knows whose it is and can be ended."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.dateparse import parse_datetime

ABOUT = "about"
"""Key of what the lists say about a session; written by ``authors.sessions``."""


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from authors.models import DeskSession

        return DeskSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get("_auth_user_id")
        about = data.get(ABOUT)
        if about:
            row.handle = about["handle"]
            row.device = about["device"]
            row.begun_at = parse_datetime(about["begun_at"])
            row.seen_at = parse_datetime(about["seen_at"])
        return row
