"""How feeds are written: RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1.

Django writes the first two; here they learn to carry the full text and every author of an article.
All three take the same items, so that no feed can say something else than another.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date

NOTHING_YET: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without an article last changed. Django would say “now”, at every request anew."""


class _Dated(SyndicationFeed):
    def latest_post_date(self) -> dt.datetime:
        return super().latest_post_date() if self.items else NOTHING_YET


class Rss(_Dated, Rss201rev2Feed):
    """RSS 2.0 with the full text (``content:encoded``) and authors by name (``dc:creator``).

    RSS wants a mail address in ``author``; nobody's is published here.
    """

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, _address in item["people"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


class Atom(_Dated, Atom1Feed):
    """Atom 1.0 with the full text."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        # For entries without a byline: Atom wants an author somewhere.
        handler.startElement("author", {})
        handler.addQuickElement("name", self.feed["publisher"])
        handler.endElement("author")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, address in item["people"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

    content_type = "application/feed+json"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["publisher"]}],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False, indent=1).encode(encoding))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        written = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["summary"],
            "content_html": item["content"],
            "image": item["picture"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": name, "url": address} for name, address in item["people"]],
            "tags": item["categories"],
            "language": self.feed["language"],
        }
        return {name: value for name, value in written.items() if value}


FORMATS: Final[dict[str, type[Rss] | type[Atom] | type[JsonFeed]]] = {
    "rss.xml": Rss,
    "atom.xml": Atom,
    "feed.json": JsonFeed,
}
"""The last part of a feed's address, and what writes it."""
