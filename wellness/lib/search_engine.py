"""Which engine finds articles: the database, or a service of its own named by an address.

Nothing here opens a connection; the settings are read in every command.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

POSTGRESQL: Final[dict[str, Any]] = {
    "BACKEND": "articles.search.postgresql",
    "SEARCH_CONFIG": "english",
}
"""Full text of PostgreSQL with English stems, in the database that keeps everything else."""


class _Service(NamedTuple):
    """A search engine that modelsearch speaks to, and the client library that it needs."""

    backend: str
    module: str
    package: str


SERVICES: Final = {
    "opensearch": _Service(
        "modelsearch.backends.opensearch3", "opensearchpy", "opensearch-py>=3,<4"
    ),
    "elasticsearch": _Service(
        "modelsearch.backends.elasticsearch9", "elasticsearch", "elasticsearch>=9,<10"
    ),
}


def from_url(raw: str) -> dict[str, Any]:
    """The engine at an address such as ``opensearch://name:password@search.example.org:9200``.

    The connection is by https; ``opensearch+http://`` says otherwise. A path names the beginning
    of the index's name, so that two magazines can share a service.

    Raises:
        ValueError: what is wrong, without repeating the address, which may hold a password.
    """
    kinds = " or ".join(f"{kind}://…" for kind in SERVICES)
    try:
        address: SplitResult = urlsplit(raw)
        port = address.port or 9200
    except ValueError:
        raise ValueError(f"can't be read as an address such as {kinds}") from None
    kind, _, transport = address.scheme.partition("+")
    service = SERVICES.get(kind)
    if service is None or transport not in {"", "http", "https"} or not address.hostname:
        raise ValueError(f"must be an address such as {kinds}")
    if find_spec(service.module) is None:
        raise ValueError(f"needs a package that is not installed: pip install '{service.package}'")
    account = (unquote(address.username or ""), unquote(address.password or ""))
    prefix = address.path.strip("/")
    # modelsearch would take an address too, but not a password with escapes.
    host: dict[str, Any] = {"host": address.hostname, "port": port}
    options: dict[str, Any] = {}
    if kind == "opensearch":
        secure = transport != "http"
        host |= {"use_ssl": secure, "verify_certs": secure}
        host |= {"http_auth": account} if any(account) else {}
    else:
        host |= {"scheme": transport or "https"}
        options |= {"basic_auth": account} if any(account) else {}
    return {
        "BACKEND": service.backend,
        "HOSTS": [host],
        "OPTIONS": options,
        "INDEX_PREFIX": f"{prefix}_" if prefix else "",
        # The same stems as in PostgreSQL.
        "INDEX_SETTINGS": {
            "settings": {"analysis": {"analyzer": {"default": {"type": "english"}}}}
        },
    }
