"""Looking works up: what the services say, what they don't, and where the program never asks."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from articles.citing import csl, lookup, page_facts, taking
from articles.citing.sources import CONCERN, NOTICE, RETRACTED, Failed, Found, Source, plain
from tests.articles.citing.service import SLEEP, Service, running
from tests.wellness.lib.corpora import FOLDER, hostile_html, needs_corpora
from wellness.lib import outgoing
from wellness.lib.text import one_line


@pytest.fixture
def service(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with running(settings, monkeypatch) as service:
        yield service


def looked_up(text: str) -> Found | Failed:
    (taken,) = taking.take(taking.understood(text), ())
    return taken.outcome


def found(text: str) -> Found:
    outcome = looked_up(text)
    assert isinstance(outcome, Found), outcome
    return outcome


def reason(text: str) -> str:
    outcome = looked_up(text)
    assert isinstance(outcome, Failed), outcome
    return outcome.reason


# -- by DOI ---------------------------------------------------------------------------------------


def test_crossref_is_asked_for_a_doi_and_told_who_asks(
    service: Service, settings: Settings
) -> None:
    settings.SITE_URL, settings.CONTACT = "https://www.example.org", "mailto:desk@example.org"
    assert found("doi:10.1000/sleep.1").source == Source(
        authors="Doe JQ, Sleep Study Group",
        title="Sleep & mood in CO2",
        publisher="Journal of Sleep",
        year=2020,
        doi="10.1000/sleep.1",
    )
    ((path, headers),) = service.seen
    assert path == "/crossref/works/10.1000/sleep.1"
    assert headers["User-Agent"] == (
        "Wellness/1.0 (+https://www.example.org; mailto:desk@example.org)"
    )
    assert {"cookie", "authorization", "referer"}.isdisjoint(name.lower() for name in headers)


def test_doi_org_is_asked_for_what_another_registrar_has(service: Service) -> None:
    service.data_cite["10.5281/data.1"] = {
        "title": "A data set",
        "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
        "publisher": "An archive",
        "issued": {"date-parts": [["2022"]]},
    }
    assert found("10.5281/data.1").source == Source(
        authors="van der Berg J", title="A data set", publisher="An archive", year=2022,
        doi="10.5281/data.1",
    )  # fmt: skip


def test_a_doi_that_nobody_knows_is_told_and_stays_in_the_form(service: Service) -> None:
    outcome = looked_up("10.1000/nowhere")
    assert outcome == Failed(lookup.NO_DOI, 1, "10.1000/nowhere", Source(doi="10.1000/nowhere"))


@pytest.mark.parametrize(
    ("record", "note"),
    [
        ({"updated-by": [{"type": "retraction", "DOI": "10.1000/r"}]}, RETRACTED),
        ({"updated-by": [{"type": "withdrawal"}, {"type": "correction"}]}, RETRACTED),
        ({"updated-by": [{"type": "expression_of_concern"}]}, CONCERN),
        ({"update-to": [{"type": "retraction", "DOI": "10.1000/o"}]}, NOTICE),
        ({"title": ["RETRACTED: Sleep cures all"]}, RETRACTED),
        ({"title": ["Retracted Article: Sleep cures all"]}, RETRACTED),
    ],
)
def test_a_retraction_is_told_in_words(service: Service, record: dict[str, Any], note: str) -> None:
    service.works["10.1000/sleep.1"] = {**SLEEP, **record}
    assert found("10.1000/sleep.1").notes == (note,)


@pytest.mark.parametrize(
    "record",
    [
        {"update-to": [{"type": "correction"}], "updated-by": [{"type": "correction"}]},
        {"title": ["Retracted science: a study of retractions"]},
    ],
)
def test_a_correction_or_a_word_alone_is_no_retraction(
    service: Service, record: dict[str, Any]
) -> None:
    service.works["10.1000/sleep.1"] = {**SLEEP, **record}
    assert found("10.1000/sleep.1").notes == ()


@pytest.mark.parametrize(
    "record",
    [
        None, [], "text", {}, {"title": None}, {"title": [{}]},
        {"title": ["T"], "author": "x", "issued": {"date-parts": [[None]]}},
        {"title": ["T"], "author": [None, {}, {"family": 7}], "issued": [], "update-to": {}},
        {"title": ["T"], "issued": {"date-parts": [[10**30]]}, "container-title": [[]]},
    ],
)  # fmt: skip
def test_whatever_shape_an_answer_has_it_is_an_outcome(service: Service, record: Any) -> None:
    service.works["10.1000/sleep.1"] = record
    assert looked_up("10.1000/sleep.1").line == 1


# -- by PubMed ID ---------------------------------------------------------------------------------


def test_pubmed_is_asked_for_an_id(service: Service) -> None:
    service.pubmed["31452104"] = {
        "title": "A title.",
        "authors": [{"name": "Doe JQ"}, {"name": "The Group", "authtype": "CollectiveName"}],
        "fulljournalname": "Journal of things",
        "source": "J Things",
        "pubdate": "2019 Oct",
        "articleids": [
            {"idtype": "pubmed", "value": "31452104"},
            {"idtype": "doi", "value": "10.1000/x"},
        ],
        "pubtype": ["Journal Article", "Retracted Publication"],
    }
    outcome = found("https://pubmed.ncbi.nlm.nih.gov/31452104/")
    assert outcome.notes == (RETRACTED,)
    assert outcome.source == Source(
        authors="Doe JQ, The Group", title="A title", publisher="Journal of things", year=2019,
        doi="10.1000/x", pmid="31452104",
    )  # fmt: skip


def test_an_id_that_pubmed_does_not_know_is_told(service: Service) -> None:
    assert reason("PMID: 7") == lookup.NO_PMID


# -- by address -----------------------------------------------------------------------------------

JOURNAL = """<html><head><title>No</title>
<meta name="citation_title" content="A &lt;i&gt;study&lt;/i&gt;">
<meta name="citation_author" content="Jane Q. Doe">
<meta name="citation_author" content="Berg, Jan">
<meta name="citation_author" content="World Health Organization">
<meta name="citation_journal_title" content="Journal">
<meta name="citation_doi" content="doi:10.1000/9">
<meta name="citation_publication_date" content="2018/04/01"><meta name="citation_pmid" content="9">
"""
DUBLIN = """<meta name="DC.Title" content="A report">
<meta name="dcterms.creator" content="Doe, Jane">
<meta name="DC.publisher" content="An agency"><meta name="DC.date" content="2017-01-01">"""
LINKED = """<title>Site</title><script type="application/ld+json">{"@graph": [{"@type": "WebPage",
"name": "Page"}, {"@type": ["MedicalScholarlyArticle"], "headline": "News", "author":
[{"@type": "Person", "name": "Jane van Doe"}, {"@type": "Organization", "name": "The Staff"}],
"publisher": {"name": "Paper"}, "datePublished": "2016-05-05T00:00:00Z"}]}</script>"""
OPEN_GRAPH = """<meta property="og:title" content="Shared">
<meta property="og:site_name" content="Blog">
<meta property="article:published_time" content="2015-01-01"><title>Shared | Blog</title>"""


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (
            JOURNAL,
            Source("Doe JQ, Berg J, World Health Organization", "A study", "Journal", 2018,
                   doi="10.1000/9", pmid="9"),
        ),
        (DUBLIN, Source("Doe J", "A report", "An agency", 2017)),
        (LINKED, Source("van Doe J, The Staff", "News", "Paper", 2016)),
        (OPEN_GRAPH, Source("", "Shared", "Blog", 2015)),
        ("<TITLE>Only &amp; a title\n</TITLE><p>x", Source("", "Only & a title")),
        ("<title>Open", Source("", "Open")),
        ('<script type="application/ld+json">{nonsense</script><title>T</title>', Source("", "T")),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script><title>T</title>",
         Source("", "T")),
    ],
)  # fmt: skip
def test_a_page_says_of_itself_what_it_is(service: Service, html: str, wanted: Source) -> None:
    service.pages["/page"] = html.encode()
    url = service.url("/page")
    assert found(url) == Found(replace(wanted, url=url))


def test_a_page_in_another_encoding_is_read(service: Service) -> None:
    service.kind = "text/html"
    service.pages["/page"] = '<meta charset="windows-1252"><title>Café</title>'.encode("cp1252")
    assert found(service.url("/page")).source.title == "Café"


@pytest.mark.parametrize("name", ["ISO-8859-1", "latin1", "Windows-1252", "cp1252"])
def test_the_server_may_say_the_encoding(service: Service, name: str) -> None:
    service.kind = f"text/html; charset={name}"
    service.pages["/page"] = "<title>Café</title>".encode("cp1252")
    assert found(service.url("/page")).source.title == "Café"


@pytest.mark.parametrize(
    "name",
    [
        "punycode", "idna", "unicode_escape", "raw_unicode_escape", "rot13", "base64", "zip", "hex",
        "utf-7", "undefined", "mbcs", "cp037", "iso-8859-99", "windows-1259", "utf-8\u0130", "../x",
        "x" * 5000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("said_by", ["server", "page"])
def test_an_encoding_that_no_page_is_written_in_is_not_used(
    service: Service, name: str, said_by: str
) -> None:
    meta = ""
    if said_by == "page":
        service.kind, meta = "text/html", f'<meta charset="{name}">'
    elif name.isascii():
        service.kind = f"text/html; charset={name}"
    service.pages["/page"] = f"{meta}<title>Café \\x41-tea</title>".encode()
    assert found(service.url("/page")).source.title == "Café \\x41-tea"


def test_an_encoding_that_is_slow_to_read_is_not_used(service: Service) -> None:
    service.kind = "text/html; charset=punycode"
    service.pages["/page"] = b"<title>Tea</title>-" + b"a" * 400_000
    assert found(service.url("/page")).source.title == "Tea"


def test_an_address_that_holds_a_doi_is_looked_up_by_it(service: Service) -> None:
    outcome = found(service.url("/doi/full/10.1000/sleep.1/abstract"))
    assert outcome.source.title == "Sleep & mood in CO2"
    assert [path for path, _ in service.seen] == ["/crossref/works/10.1000/sleep.1"]


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "text/plain"])
def test_what_is_no_page_is_not_read(service: Service, kind: str) -> None:
    service.kind, service.pages["/file"] = kind, b"%PDF"
    assert reason(service.url("/file")) == lookup.NO_PAGE


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
def test_a_page_that_does_not_come_is_told(service: Service, status: int) -> None:
    service.statuses["/page"] = status
    assert reason(service.url("/page")) == lookup.NO_PAGE


def test_redirects_are_followed(service: Service) -> None:
    service.redirects["/old"] = "/page"
    service.pages["/page"] = b"<title>New place</title>"
    assert found(service.url("/old")).source.title == "New place"


# -- what does not answer, or too much ------------------------------------------------------------


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_service_that_is_down_is_told_by_name(service: Service, status: int) -> None:
    service.statuses["/crossref/works/10.1000/sleep.1"] = status
    service.statuses["/pubmed/esummary.fcgi"] = status
    assert reason("10.1000/sleep.1") == lookup.NO_SERVICE.format("Crossref")
    assert reason("PMID: 1") == lookup.NO_SERVICE.format("PubMed")


def test_an_answer_without_end_is_left(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "MOST_BYTES", 100_000)
    service.kind = "application/json"
    service.endless = {"/crossref/works/10.1000/sleep.1"}
    assert reason("10.1000/sleep.1") == lookup.NO_SERVICE.format("Crossref")


def test_of_a_page_without_end_the_beginning_counts(service: Service) -> None:
    service.endless = {"/page"}
    assert reason(service.url("/page")) == lookup.NO_TITLE


def test_when_the_time_is_over_the_rest_is_told(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup.Patience, "left", property(lambda self: 0))
    taken = taking.take(taking.understood("10.1000/sleep.1\nno idea\nPMID 4"), ())
    reasons = [t.outcome.reason for t in taken if isinstance(t.outcome, Failed)]
    assert reasons == [lookup.NO_TIME, taking.UNKNOWN, lookup.NO_TIME]
    assert service.seen == []


def test_nobody_is_asked_where_the_site_says_so(service: Service, settings: Settings) -> None:
    settings.LOOK_UP_REFERENCES = False
    assert looked_up("10.1000/sleep.1") == Failed(
        lookup.OFF, 1, "10.1000/sleep.1", Source(doi="10.1000/sleep.1")
    )
    assert service.seen == []


# -- where the program never asks -----------------------------------------------------------------


def test_the_site_reaches_what_is_public_and_nothing_else() -> None:
    assert lookup.MAY_REACH is outgoing.PUBLIC


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/admin/", "http://10.1.2.3/", "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/", "http://192.168.0.1/doi/10.1000/sleep.1",
        "http://example.org:22/", "http://[::ffff:10.0.0.1]/", "http://0.0.0.0/",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused_like_one_that_does_not_answer(
    url: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "MAY_REACH", outgoing.PUBLIC)
    assert reason(url) == lookup.NO_PAGE
    assert service.seen == []


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.2:{}/page", "http://10.0.0.1/", "file:///etc/passwd"]
)
def test_a_redirect_inside_is_not_followed(service: Service, inside: str) -> None:
    """The first step may be reached; where it leads may not."""
    service.pages["/page"] = b"<title>Secret</title>"
    service.redirects["/out"] = inside.format(service.server_port)
    assert reason(service.url("/out")) == lookup.NO_PAGE
    assert [path for path, _ in service.seen] == ["/out"]


def test_a_doi_that_leads_inside_is_not_followed(service: Service) -> None:
    service.redirects["/doi/10.1000/evil"] = "http://127.0.0.2:1/"
    assert reason("10.1000/evil") == lookup.NO_SERVICE.format("doi.org")


def test_a_name_that_resolves_inside_is_refused(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inside(host: str, port: int, **kwargs: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, port)) for address in ("127.0.0.1", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", inside)
    assert reason("https://rebinds.example/") == lookup.NO_PAGE
    assert service.seen == []


# -- words of others ------------------------------------------------------------------------------


def harmless(source: Source) -> None:
    for text in source.as_typed().values():
        assert one_line(text) == text
        assert len(text) <= 500


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>Title", "&lt;img src=x onerror=alert(1)&gt;Title",
        "&amp;lt;b&amp;gt;Title", "Ti\x00t\u202ele", "<jats:title><jats:italic>Title</jats:italic>",
        "Title<mml:math xmlns:mml='x'><mml:mi>x</mml:mi></mml:math>", "T" * 10_000,
    ],
)  # fmt: skip
def test_a_hostile_title_stays_text(service: Service, title: str) -> None:
    service.works["10.1000/sleep.1"] = {**SLEEP, "title": [title], "publisher": title}
    source = found("10.1000/sleep.1").source
    harmless(source)
    assert "T" in source.title
    assert "<" not in source.title


@pytest.mark.parametrize(
    "head",
    [
        "<meta " + "a" * 500_000 + ">", "<meta " + "a" * 19_000 + ">", "<meta " * 80_000,
        "<meta '\"" * 60_000, "<meta a='" * 55_000, "<meta " + "a " * 250_000 + ">",
        "<meta a" + " " * 500_000 + ">", '<meta a="' + "&#1" * 1000 + '">', "<title" * 80_000,
    ],
    ids=range(9),
)  # fmt: skip
def test_a_head_that_is_written_to_keep_us_is_passed_over(head: str) -> None:
    """Where a character is looked at again for each one before it, this takes hours."""
    titles = "<title>Tea</title>"
    assert page_facts.facts(titles + head, url="https://example.org/").source.title == "Tea"


def test_the_attributes_of_a_tag_however_they_are_written() -> None:
    html = """<META x data-y=1 name = citation_title CONTENT='Tea “and” "sleep"'>
        <meta content="Doe, Jane" name="citation_author"><meta property=og:site_name content=Site/>
        <meta name="date" content="2020" / >"""
    source = page_facts.facts(html, url="https://example.org/").source
    assert source.title == 'Tea “and” "sleep"'
    assert (source.authors, source.publisher, source.year) == ("Doe J", "Site/", 2020)


@pytest.mark.parametrize("digits", ["1" * 5000, "0" * 5000 + "65", "9" * 400, "1" * 101])
def test_an_entity_that_is_no_character(digits: str) -> None:
    for entity in (f"&#{digits};", f"&#{digits}", f"&amp;#{digits};", f"&#x1{digits};"):
        assert plain(f"Tea{entity}") in ("Tea�", "Tea")
        html = f"<meta name=citation_title content=Tea{entity}>"
        assert page_facts.facts(html, url="https://example.org/").source.title in ("Tea�", "Tea")


@needs_corpora
def test_whole_corpora_stay_text(service: Service) -> None:
    strings = json.loads((FOLDER / "strings" / "blns.json").read_text())
    for words in [*strings, *hostile_html()]:
        record = {**SLEEP, "title": [words], "author": [{"family": words, "given": words}]}
        crossref = csl.work(record, doi=words)
        assert crossref is not None
        harmless(crossref.source)
        harmless(page_facts.facts(f"<title>{words}</title>", url=words).source)
        for taken in taking.take(taking.understood(f"TY  - JOUR\nTI  - {words}\nER  - "), ()):
            if taken.outcome.source:
                harmless(taken.outcome.source)


def test_a_server_that_drips_is_cut(service: Service) -> None:
    """A time-out of a socket begins anew with every byte, and would never come."""
    service.drips = {"/page"}
    with pytest.raises(outgoing.NotReached, match="too long"):
        outgoing.fetch(
            service.url("/page"),
            accept="*/*",
            agent="Test",
            kinds={"text/html"},
            most_bytes=1000,
            seconds=0.3,
            may_reach=lookup.MAY_REACH,
        )
