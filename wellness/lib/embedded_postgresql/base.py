"""Django's PostgreSQL engine, except that the server is started by the first connection.

Settings can then be imported freely (by a type checker, by `manage.py help`) without a server
coming up for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg2
from django.db.backends.postgresql import base, client

from wellness.lib.database import EmbeddedServer, binary


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the psql that came with the embedded server."""

    executable_name = str(binary("psql"))

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.ensure_connection()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the server whose data folder is named in OPTIONS["data_folder"]."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params.pop("data_folder", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server = EmbeddedServer.at(Path(self.settings_dict["OPTIONS"]["data_folder"]))
        server.ensure_started()
        try:
            return super().get_new_connection(conn_params)
        except psycopg2.OperationalError:
            # The server was alive a moment ago and may have been killed since. Where it still
            # answers, the reason is another one and the second attempt says so again.
            server.ensure_started(look_again=True)
            return super().get_new_connection(conn_params)
