"""One field takes whatever a writer has in hand."""

from __future__ import annotations

import pytest

from articles.citing.identify import Kind, doi_within, named_in


@pytest.mark.parametrize(
    "pasted",
    [
        "10.1000/182",
        " 10.1000/182. ",
        "doi:10.1000/182",
        "DOI: 10.1000/182;",
        "https://doi.org/10.1000/182",
        "http://dx.doi.org/10.1000/182,",
        "<https://doi.org/10.1000/182>",
        "https://doi.org/10.1000%2F182",
        "(https://doi.org/10.1000/182).",
        "Doe J. A study. J Sleep 2020. doi:10.1000/182.",
        "[1] Doe J. A study (https://doi.org/10.1000/182)",
    ],
)
def test_a_doi_is_found_in_any_of_its_shapes(pasted: str) -> None:
    ((kind, value),) = [(named.kind, named.value) for named in named_in(pasted)]
    assert (kind, value) == (Kind.DOI, "10.1000/182")


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O".replace("<", "(").replace(
            ">", ")"
        ),
        "10.1016/S0140-6736(20)30183-5",
        "10.1000/a_b~c",
        "10.12345678/x",
    ],
)
def test_brackets_that_belong_to_a_doi_stay(doi: str) -> None:
    assert [named.value for named in named_in(f"({doi}).")] == [doi]


@pytest.mark.parametrize(
    ("pasted", "number"),
    [
        ("31452104", "31452104"),
        ("PMID: 31452104", "31452104"),
        ("pmid31452104", ""),
        ("PMID 0031452104", ""),
        ("PMID: 31452104; PMCID: PMC6804487", "31452104"),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "31452104"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/31452104", "31452104"),
    ],
)
def test_a_pubmed_id_is_found(pasted: str, number: str) -> None:
    found = [named.value for named in named_in(pasted) if named.kind is Kind.PMID]
    assert found == ([number] if number else [])


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("See http://example.org/page.", "http://example.org/page"),
        ("www.example.org/page", "https://www.example.org/page"),
        ("example.org/page", "https://example.org/page"),
    ],
)
def test_a_web_address_is_found(pasted: str, url: str) -> None:
    assert [(named.kind, named.value) for named in named_in(pasted)] == [(Kind.URL, url)]


def test_several_lines_are_several_works_each_once_and_with_its_line() -> None:
    found = named_in("10.1000/1\n\nPMID: 7\nno idea\n10.1000/1 and 10.1000/2\n8, 9")
    assert [(named.kind, named.value, named.line) for named in found] == [
        (Kind.DOI, "10.1000/1", 1),
        (Kind.PMID, "7", 3),
        (Kind.UNKNOWN, "no idea", 4),
        (Kind.DOI, "10.1000/2", 5),
        (Kind.PMID, "8", 6),
        (Kind.PMID, "9", 6),
    ]


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://publisher.example/doi/full/10.1056/NEJMoa123", "10.1056/NEJMoa123"),
        ("https://publisher.example/doi/10.1002/abc.1/full/html", "10.1002/abc.1"),
        ("https://publisher.example/article/10.1007/s123.pdf", "10.1007/s123"),
        (
            "https://publisher.example/article?id=10.1371/journal.pone.0001&x=1",
            "10.1371/journal.pone.0001",
        ),
        ("https://publisher.example/about", ""),
    ],
)
def test_the_address_of_a_publisher_may_hold_a_doi(url: str, doi: str) -> None:
    assert doi_within(url) == doi
