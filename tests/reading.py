"""Reading pages as a reader's program does."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from lxml import html


class Sheet:
    """A page that was fetched: its elements, words and data."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.raw = response.content.decode()
        self.root = html.fromstring(self.raw)

    def all(self, xpath: str) -> list[Any]:
        """Elements, or strings, that an XPath finds."""
        found = self.root.xpath(xpath)
        assert isinstance(found, list)
        return found

    def one(self, xpath: str) -> Any:
        """The only element that an XPath finds."""
        found = self.all(xpath)
        assert len(found) == 1, f"{len(found)} × {xpath}"
        return found[0]

    def words(self, xpath: str = "//body") -> str:
        """What stands in the only element found, on one line."""
        return " ".join(self.one(xpath).text_content().split())

    def texts(self, xpath: str) -> list[str]:
        """What stands in each element found, on one line each."""
        return [" ".join(element.text_content().split()) for element in self.all(xpath)]

    @property
    def graph(self) -> list[dict[str, Any]]:
        """The nodes of the page's structured data."""
        data = json.loads(self.one('//script[@type="application/ld+json"]').text)
        nodes = data["@graph"]
        assert isinstance(nodes, list)
        return nodes

    def node(self, *kinds: str) -> dict[str, Any]:
        """The only node of the graph with one of these types."""
        found = [node for node in self.graph if node["@type"] in kinds]
        assert len(found) == 1, f"{len(found)} nodes of {kinds}"
        return found[0]


def sheet(client: Client, path: str, status: int = 200) -> Sheet:
    """Fetch a page that answers with ``status``."""
    response = client.get(path)
    assert response.status_code == status, f"{path} answers {response.status_code}"
    return Sheet(response)
