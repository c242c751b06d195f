"""What a web page says of itself, for whoever cites it.

Pages of journals say it in `citation_…` (Highwire Press, as Google Scholar asks for), libraries in
Dublin Core, news and agencies in JSON-LD or Open Graph, everybody in the title. The first that
says something counts.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from articles.citing import names
from articles.citing.sources import Found, plain, read, unescaped, year_in

_WORKS: Final = frozenset(
    {
        *("Article", "NewsArticle", "ScholarlyArticle", "MedicalScholarlyArticle", "Report"),
        *("BlogPosting", "TechArticle", "Book", "Dataset", "WebPage", "MedicalWebPage"),
    }
)
_MOST_OBJECTS: Final = 500
_PLACEHOLDER: Final = "http"
_BEGINS: Final = re.compile(r"<(meta|title|script)\b", re.I)
_INSIDE: Final = re.compile(r"((?:[^<>\"']++|\"[^\"]{0,4000}+\"|'[^']{0,4000}+'){0,80}+)>")
_ATTRIBUTE: Final = re.compile(
    r"(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))"
)
_MOST_TAGS: Final = 2000
_LONGEST_TAG: Final = 20_000
_MOST_SCRIPTS: Final = 20
_LONGEST_TITLE: Final = 2000


class _Head:
    """The meta elements of a page, its title and its JSON-LD.

    No parser of HTML: that of the standard library stops at some broken pages and takes minutes
    over others. Each pattern here looks at every character a fixed number of times, and a tag
    ends after so many characters, or is none.
    """

    def __init__(self, html: str) -> None:
        self.meta: dict[str, list[str]] = defaultdict(list)
        self.title = ""
        self.data: list[str] = []
        for name, inside, end in _tags(html):
            if name == "title":
                rest = html[end : end + _LONGEST_TITLE]
                self.title = self.title or plain(re.split(r"</title", rest, flags=re.I)[0])
                continue
            given = {
                found[1].lower(): unescaped(found[2] or found[3] or found[4] or "")
                for found in _ATTRIBUTE.finditer(inside)
            }
            if name == "meta":
                self._add(given)
            elif (
                given.get("type", "").strip().lower() == "application/ld+json"
                and len(self.data) < _MOST_SCRIPTS
            ):
                closed = html.find("</", end)
                self.data.append(html[end : closed if closed >= 0 else None])

    def _add(self, given: dict[str, str]) -> None:
        name = given.get("name") or given.get("property") or given.get("itemprop", "")
        content = plain(given.get("content", ""))
        if name and content:
            self.meta[name.strip().lower().replace("dcterms.", "dc.")].append(content)


def _tags(html: str) -> Iterator[tuple[str, str, int]]:
    """The name of each tag that is looked at, what stands in it, and where it ends."""
    at = 0
    for _ in range(_MOST_TAGS):
        begins = _BEGINS.search(html, at)
        if begins is None:
            return
        at = begins.end()
        if tag := _INSIDE.match(html, at, at + _LONGEST_TAG):
            at = tag.end()
            yield begins[1].lower(), tag[1], at


def facts(html: str, *, url: str) -> Found:
    """The page as a source; its title is empty where the page says none."""
    head = _Head(html)
    data = next(_works(head.data), {})

    def first(*keys: str) -> str:
        return next((head.meta[key][0] for key in keys if head.meta.get(key)), "")

    people = [names.spoken(name) for name in head.meta.get("citation_author", ())]
    people = people or [names.typed(name) for name in head.meta.get("dc.creator", ())]
    people = people or _people(data.get("author"))
    people = people or [
        names.spoken(n) for n in head.meta.get("author", ()) if not n.startswith(_PLACEHOLDER)
    ]
    dates = ("citation_publication_date", "citation_date", "citation_online_date", "citation_year")
    doi = first("citation_doi")
    if not doi:
        found = (n for n in head.meta.get("dc.identifier", ()) if "10." in n)
        doi = next(found, "").removeprefix("info:doi/").removeprefix("doi:")
    return read(
        authors=people,
        title=(
            first("citation_title", "dc.title")
            or plain(data.get("headline") or data.get("name"))
            or first("og:title", "twitter:title")
            or head.title
        ),
        publisher=(
            first("citation_journal_title", "citation_publisher", "dc.publisher")
            or _name(data.get("publisher"))
            or first("og:site_name")
        ),
        year=year_in(
            first(*dates, "dc.date", "dc.issued", "dc.date.issued")
            or plain(data.get("datePublished"))
            or first("article:published_time", "date")
        ),
        doi=doi if doi.strip().lower().startswith(("10.", "doi", "http")) else "",
        pmid=first("citation_pmid"),
        url=url,
    )


def _works(texts: list[str]) -> Iterator[dict[str, Any]]:
    """The works among the JSON-LD of a page, outermost first; a page itself comes last."""
    found = []
    for text in texts:
        try:
            waiting: list[Any] = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        looked = 0
        while waiting and looked < _MOST_OBJECTS:
            looked += 1
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting.extend(one)
            elif isinstance(one, dict):
                kinds = one.get("@type")
                named = {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}
                if named & _WORKS and (one.get("headline") or one.get("name")):
                    found.append((bool(named & {"WebPage", "MedicalWebPage"}), one))
                waiting.extend(v for k, v in one.items() if k in ("@graph", "mainEntity"))
    yield from (one for _is_page, one in sorted(found, key=lambda pair: pair[0]))


def _people(value: object) -> list[str]:
    found = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and one.get("familyName"):
            found.append(names.person(plain(one["familyName"]), plain(one.get("givenName"))))
        elif isinstance(one, dict) and one.get("@type") == "Organization":
            found.append(_name(one))
        elif name := _name(one):
            found.append(names.spoken(name))
    return [name for name in found if name and not name.startswith(_PLACEHOLDER)]


def _name(value: object) -> str:
    if isinstance(value, list):
        return _name(value[0]) if value else ""
    return plain(value.get("name") if isinstance(value, dict) else value)
