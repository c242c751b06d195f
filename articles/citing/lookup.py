"""What others know of a work: Crossref and doi.org by its DOI, PubMed by its ID, or its own page.

Every address is asked through `wellness.lib.outgoing`: only what is public on the internet, each
redirect judged again, a few seconds, and no more than an answer needs. What comes back is somebody
else's text (`sources.read`). Where nothing comes back the writer goes on by hand, with what they
pasted filled in already.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.conf import settings

from articles.citing import csl, page_facts, pubmed
from articles.citing.identify import Kind, Named, doi_within
from articles.citing.sources import Failed, Found, Outcome, Source, read
from wellness.lib import outgoing
from wellness.lib.outgoing import Answer, Guard, NotAsked, NotReached
from wellness.lib.text import excerpt

MAY_REACH: Guard = outgoing.PUBLIC
"""Tests let this reach a server of their own; nobody else changes it."""

SECONDS: Final = 8.0
"""For one question, redirects included."""

SECONDS_IN_ALL: Final = 20.0
"""For everything that was pasted: somebody waits, and so does a worker of the server."""

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_OF_A_PAGE: Final = 512 * 1024
"""What a page says of itself stands in its head."""

OFF: Final = "This site asks no other service for references. Please fill in the rest by hand."
NO_TIME: Final = "There was no time left to look this up. Please look it up by itself."
NO_DOI: Final = "No work with this DOI is known. Check it for a missing or an extra character."
NO_PMID: Final = "PubMed knows no work with this ID. Check its digits."
NO_SERVICE: Final = (
    "{} did not answer just now. Try again in a minute, or fill in the rest by hand."
)
NO_PAGE: Final = "Nothing could be read at this address. Please fill in the rest by hand."
NO_TITLE: Final = "This page does not say what it is called. Please fill in the rest by hand."

_JSON: Final = frozenset(
    {
        *("application/json", "application/vnd.citationstyles.csl+json", "text/json"),
        *("application/vnd.crossref-api-message+json", "application/citeproc+json"),
    }
)
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_CHARSET: Final = re.compile(
    r"utf-?8|utf-?16(?:[lb]e)?|(?:us-)?ascii|latin-?1|iso-?8859-\d{1,2}|(?:windows-|cp)125\d|"
    r"koi8-[ru]|macintosh|shift[_-]jis|euc-(?:jp|kr)|iso-2022-jp|gb2312|gbk|gb18030|big5",
    re.I | re.A,
)
"""Encodings that pages are written in. Python knows others by name that are none of text, or that
take minutes over a long one (Punycode)."""


class _NoAnswer(Exception):
    """A service did not answer; the message is a sentence for people."""


class Patience:
    """How long somebody still waits."""

    def __init__(self, seconds: float = SECONDS_IN_ALL) -> None:
        self._until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return min(SECONDS, self._until - time.monotonic())


def source_of(named: Named) -> Source:
    """What a name alone says of a work."""
    match named.kind:
        case Kind.DOI:
            return Source(doi=named.value)
        case Kind.PMID:
            return Source(pmid=named.value)
        case Kind.URL:
            return Source(url=named.value)
    return Source()


def look_up(named: Named, patience: Patience) -> Outcome:
    """One work that somebody named; `named` is a DOI, a PubMed ID or an address."""
    source = source_of(named)
    known = read(doi=source.doi, pmid=source.pmid, url=source.url).source

    def failed(reason: str) -> Failed:
        return Failed(reason, named.line, excerpt(named.value, 80), known)

    if not settings.LOOK_UP_REFERENCES:
        return failed(OFF)
    if source != known:
        return failed(f"This is no {named.kind} that can be kept: it is too long, or not one.")
    if patience.left <= 0:
        return failed(NO_TIME)
    ask: Callable[[str, Patience], Found | str] = {
        Kind.DOI: _by_doi,
        Kind.PMID: _by_pmid,
        Kind.URL: _by_address,
    }[named.kind]
    try:
        found = ask(named.value, patience)
    except _NoAnswer as error:
        return failed(str(error))
    if isinstance(found, str):
        return failed(found)
    return Found(found.source, named.line, found.notes)


def _by_doi(doi: str, patience: Patience) -> Found | str:
    quoted = quote(doi, safe="/()")
    answer = _ask(
        f"{settings.CROSSREF_URL}/works/{quoted}", "application/json", patience, "Crossref"
    )
    if answer.status == 200 and isinstance(record := _json(answer, "Crossref"), dict):
        found = csl.work(record.get("message"), doi=doi)
        if found is not None and found.source.title:
            return found
    elif answer.status != 404:
        raise _NoAnswer(NO_SERVICE.format("Crossref"))
    # Crossref is one registrar of several; doi.org knows what each has.
    accept = "application/vnd.citationstyles.csl+json"
    answer = _ask(f"{settings.DOI_URL}/{quoted}", accept, patience, "doi.org")
    if answer.status == 404:
        return NO_DOI
    if answer.status != 200 or answer.kind not in _JSON:
        raise _NoAnswer(NO_SERVICE.format("doi.org"))
    found = csl.work(_json(answer, "doi.org"), doi=doi)
    return found if found is not None and found.source.title else NO_DOI


def _by_pmid(pmid: str, patience: Patience) -> Found | str:
    number = pmid.lstrip("0")
    query = urlencode({"db": "pubmed", "id": number, "retmode": "json", "tool": "wellness"})
    url = f"{settings.PUBMED_URL}/esummary.fcgi?{query}"
    answer = _ask(url, "application/json", patience, "PubMed")
    if answer.status == 400:
        return NO_PMID
    if answer.status != 200:
        raise _NoAnswer(NO_SERVICE.format("PubMed"))
    return pubmed.summary(_json(answer, "PubMed"), number) or NO_PMID


def _by_address(url: str, patience: Patience) -> Found | str:
    """A page. Where its address holds a DOI, the registrar knows more than the page says."""
    if doi := doi_within(url):
        try:
            found = _by_doi(doi, patience)
        except _NoAnswer:
            found = NO_PAGE
        if isinstance(found, Found):
            return found
    try:
        answer = outgoing.fetch(
            url,
            accept="text/html, application/xhtml+xml",
            agent=_agent(),
            kinds=_HTML,
            most_bytes=MOST_OF_A_PAGE,
            seconds=max(patience.left, 0.1),
            may_reach=MAY_REACH,
        )
    except (NotReached, NotAsked):
        # One sentence for both: it tells nobody what stands in the network of the server.
        return NO_PAGE
    if answer.status != 200 or answer.kind not in _HTML:
        return NO_PAGE
    found = page_facts.facts(_text(answer), url=url)
    return found if found.source.title else NO_TITLE


def _ask(url: str, accept: str, patience: Patience, service: str) -> Answer:
    try:
        return outgoing.fetch(
            url,
            accept=accept,
            agent=_agent(),
            kinds=_JSON,
            most_bytes=MOST_BYTES,
            seconds=max(patience.left, 0.1),
            may_reach=MAY_REACH,
        )
    except (NotReached, NotAsked):
        raise _NoAnswer(NO_SERVICE.format(service)) from None


def _json(answer: Answer, service: str) -> Any:
    try:
        if not answer.is_whole:
            raise ValueError
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise _NoAnswer(NO_SERVICE.format(service)) from None


def _text(answer: Answer) -> str:
    head = answer.body[:2048].lower()
    charset = answer.charset
    if not charset and b"charset=" in head:
        charset = (
            head.split(b"charset=", 1)[1]
            .lstrip(b"\"' ")
            .split(b'"')[0]
            .split(b"'")[0]
            .decode("ascii", "replace")
            .strip(" />;")
        )
    if _CHARSET.fullmatch(charset):
        with suppress(LookupError):  # iso-8859-99
            return answer.body.decode(charset, "replace")
    return answer.body.decode("utf-8", "replace")


def _agent() -> str:
    """Who asks, and where its owner is found: services ask for that, and answer sooner."""
    contact = f"; {settings.CONTACT}" if settings.CONTACT.startswith("mailto:") else ""
    return f"Wellness/1.0 (+{settings.SITE_URL}{contact})"
