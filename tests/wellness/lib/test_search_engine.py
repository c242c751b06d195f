"""Which engine an address means."""

from importlib.machinery import ModuleSpec
from typing import Any

import pytest

from wellness.lib import search_engine


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the client libraries of the services are installed."""
    monkeypatch.setattr(search_engine, "find_spec", lambda name: ModuleSpec(name, None))


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize(
    ("address", "backend", "host", "options", "prefix"),
    [
        (
            "opensearch://search.example.org",
            "opensearch3",
            {"host": "search.example.org", "port": 9200, "use_ssl": True, "verify_certs": True},
            {},
            "",
        ),
        (
            "opensearch+http://a:p%40ss@10.0.0.1:9201/wellness",
            "opensearch3",
            {
                "host": "10.0.0.1",
                "port": 9201,
                "use_ssl": False,
                "verify_certs": False,
                "http_auth": ("a", "p@ss"),
            },
            {},
            "wellness_",
        ),
        (
            "elasticsearch://a:p%40ss@[::1]/",
            "elasticsearch9",
            {"host": "::1", "port": 9200, "scheme": "https"},
            {"basic_auth": ("a", "p@ss")},
            "",
        ),
    ],
)
def test_an_address_names_a_service(
    address: str, backend: str, host: dict[str, Any], options: dict[str, Any], prefix: str
) -> None:
    engine = search_engine.from_url(address)
    assert engine["BACKEND"] == f"modelsearch.backends.{backend}"
    assert engine["HOSTS"] == [host]
    assert engine["OPTIONS"] == options
    assert engine["INDEX_PREFIX"] == prefix
    assert engine["INDEX_SETTINGS"]["settings"]["analysis"]["analyzer"]["default"] == {
        "type": "english"
    }


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize(
    "address",
    [
        "https://search.example.org",
        "opensearch",
        "opensearch://",
        "opensearch+ftp://search.example.org",
        "opensearch://hunter2@search.example.org:port",
        "solr://search.example.org",
    ],
)
def test_anything_else_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ValueError, match="opensearch://…") as refusal:
        search_engine.from_url(address)
    assert "hunter2" not in str(refusal.value)


def test_a_missing_client_is_named() -> None:
    with pytest.raises(ValueError, match=r"pip install 'opensearch-py>=3,<4'"):
        search_engine.from_url("opensearch://search.example.org")
