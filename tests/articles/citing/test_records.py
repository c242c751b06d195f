"""Records in RIS, BibTeX and PubMed’s format: every field, and every record by itself."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from articles.citing import ris, taking
from articles.citing.sources import RETRACTED, Failed, Found, Source
from articles.models import Reference


def taken(text: str) -> list[Found | Failed]:
    return [one.outcome for one in taking.take(taking.understood(text), ())]


def source(text: str) -> Source:
    (found,) = taken(text)
    assert isinstance(found, Found), found
    return found.source


RIS = """TY  - JOUR
AU  - Müller, Jörg Q.
AU  - van der Berg, Jan-Willem
A1  - World Health Organization
T1  - Sleep &amp; <i>health</i> in people with a BMI <25
JF  - Journal of Sleep
JO  - J Sleep
PY  - 2020/03/01/
DO  - https://doi.org/10.1000/abc.1
UR  - https://example.org/a;b
AN  - 31452104
DB  - PubMed
ER  -
"""


def test_every_field_of_ris_is_read() -> None:
    assert source(RIS) == Source(
        authors="Müller JQ, van der Berg JW, World Health Organization",
        title="Sleep & health in people with a BMI <25",
        publisher="Journal of Sleep",
        year=2020,
        url="https://example.org/a;b",
        doi="10.1000/abc.1",
        pmid="31452104",
    )


@pytest.mark.parametrize(
    "text",
    [
        RIS.replace("\n", "\r\n"),
        "\ufeff" + RIS,
        RIS.replace("  - ", " - "),
        RIS.replace("ER  -\n", ""),
        "Provider: somebody\nContent: text\n\n" + RIS,
        "\n".join("  " + line for line in RIS.split("\n")),
    ],
)
def test_ris_is_read_as_programs_write_it(text: str) -> None:
    assert source(text) == source(RIS)


def test_a_book_in_ris_has_a_publisher_and_a_title_over_two_lines() -> None:
    book = source(
        "TY  - BOOK\nA2  - Edi, Tor\nTI  - A book\n that goes on\nPB  - Press\nY1  - 1999\n"
    )
    assert book == Source(
        authors="Edi T", title="A book that goes on", publisher="Press", year=1999
    )


BIBTEX = r"""
@string{jos = "Journal of Sleep"}
@comment{nothing}
@article{a,
  author  = {M{\"u}ller, J{\"o}rg and {World Health Organization} and Jean-Paul Sartre and others},
  title   = {{The} 50% rule of \textit{sleep} \& {DNA}},
  journal = jos, year = 2019, doi = {10.1000/a\_b}, pmid = {123},
  url     = {\url{https://example.org/a_b}}
}
"""


def test_every_field_of_bibtex_is_read() -> None:
    assert source(BIBTEX) == Source(
        authors="Müller J, World Health Organization, Sartre JP, et al.",
        title="The 50% rule of sleep & DNA",
        publisher="Journal of Sleep",
        year=2019,
        url="https://example.org/a_b",
        doi="10.1000/a_b",
        pmid="123",
    )


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"Caf{\'e}", "Café"),
        (r"\'Etude \v{C}apek \o re \ss", "Étude Čapek øre ß"),
        (r"A $\beta$-blocker -- and more", "A β-blocker – and more"),
        ("{{Upper} Case}", "Upper Case"),
        ("one\n   two", "one two"),
        (r"\input{/etc/passwd}x", "x"),
    ],
)
def test_latex_becomes_letters(latex: str, words: str) -> None:
    assert source(f"@misc{{a, title = {{{latex}}}}}").title == words


@pytest.mark.parametrize("name", ["Doe, Jr., Jane", "Doe, Jane, Jr."])
def test_a_suffix_stands_last(name: str) -> None:
    assert source(f"@book{{b, editor = {{{name}}}, title = {{B}}, date = {{2001-02}}}}") == Source(
        authors="Doe J Jr", title="B", year=2001
    )


NBIB = """PMID- 31452104
OWN - NLM
DP  - 2019 Oct
TI  - A title that goes
      on here.
LID - 10.1000/xyz [doi]
FAU - Doe, Jane Q
AU  - Doe JQ
CN  - The Group
PT  - Journal Article
PT  - Retracted Publication
JT  - Journal of things
"""


def test_every_field_of_pubmed_is_read_and_a_retraction_is_said() -> None:
    (found,) = taken(NBIB)
    assert isinstance(found, Found)
    assert found.notes == (RETRACTED,)
    assert found.source == Source(
        authors="Doe JQ, The Group",
        title="A title that goes on here",
        publisher="Journal of things",
        year=2019,
        doi="10.1000/xyz",
        pmid="31452104",
    )


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        (
            (
                "TY  - JOUR\nTI  - One\nER  -\n\n"
                "TY  - JOUR\nAU  - Nobody\nER  -\n"
                "TY  - JOUR\nTI  - Two\nER  -\n"
            ),
            [(1, "One"), (5, "This record has no title (TI)."), (8, "Two")],
        ),
        (
            (
                "@book{a, title={One}}\n@book{b, title={never closed,\n@book{c, title={Two}}\n"
                "@book{d,}\n@book{a, title={Same key}}"
            ),
            [
                (1, "One"),
                (2, "This entry is not closed: a brace or a quotation mark is missing."),
                (3, "Two"),
                (4, "This entry has no title."),
                (5, "Same key"),
            ],
        ),
        (
            "PMID- 1\nTI  - One\n\nPMID- 2\nAU  - Nobody\n\nPMID- 3\nTI  - Two\n",
            [(1, "One"), (4, "This record has no title (TI)."), (7, "Two")],
        ),
    ],
)
def test_a_broken_record_is_told_by_its_line_and_holds_nothing_up(
    text: str, outcomes: list[tuple[int, str]]
) -> None:
    said = [(o.line, o.reason if isinstance(o, Failed) else o.source.title) for o in taken(text)]
    assert said == outcomes


def test_of_seven_authors_three_are_named() -> None:
    def by(number: int) -> str:
        names = "".join(f"AU  - Name{n}, Given\n" for n in range(number))
        return source(f"TY  - JOUR\nTI  - T\n{names}ER  -\n").authors

    assert by(6) == "Name0 G, Name1 G, Name2 G, Name3 G, Name4 G, Name5 G"
    assert by(7) == "Name0 G, Name1 G, Name2 G, et al."


def test_what_a_column_cannot_hold_is_cut_or_left_out_and_said() -> None:
    (found,) = taken(
        f"TY  - JOUR\nTI  - {'long ' * 300}\nJF  - {'journal ' * 100}\nAU  - {'n' * 900}\n"
        f"PY  - 2020\nDO  - 10.1000/{'d' * 400}\nUR  - https://example.org/{'u' * 600}\nER  -\n"
    )
    assert isinstance(found, Found)
    assert len(found.notes) == 4
    assert found.source.doi == found.source.url == ""
    Reference(**asdict(found.source)).clean_fields(exclude=["article"])


def test_what_is_no_doi_address_or_year_is_left_out_and_said() -> None:
    (found,) = taken("@misc{a, title={T}, doi={see paper}, url={file:///etc/passwd}, year={0999}}")
    assert isinstance(found, Found)
    assert found.source == Source(title="T")
    assert len(found.notes) == 2


def test_an_address_that_the_doi_says_already_is_not_kept() -> None:
    assert source("@misc{a, title={T}, doi={10.1000/1}, url={https://doi.org/10.1000/1}}").url == ""


def test_too_much_and_nothing_are_sentences() -> None:
    assert taking.understood("  \n").problem == taking.NOTHING
    assert taking.understood("x" * 600_001).problem == taking.TOO_LONG
    assert taking.understood("@comment{x}").problem == taking.NO_RECORDS
    many = taking.understood("".join(f"@misc{{a{n}, title={{T {n}}}}}\n" for n in range(301)))
    assert len(many.works) == 300
    assert many.more == "Here are the first 300. Take the rest in a second step."


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title={" + "{" * 5000 + "}" * 5000 + "}}",
        "@misc{a, author={" + "{" * 5000 + "}" * 5000 + "}, title={T}}",
        "@misc{a, title={" + r"\textbf{" * 300 + "x" + "}" * 300 + "}}",
        "@" * 10_000 + "{",
        "@misc{" * 3000,
        "TY  - \n" * 3000,
        "TY  - JOUR\n continued\nER  - \n",
        "TY  - JOUR\nTI  -\n\n\n\nER  - ",
        "PMID- 1\n" * 2000,
        "PMID- 1\n      goes on\nTI - \n",
        'TY  - X\nUR  - x\nUR  - y\n more\n"\x00\ud800\nER  - ',
    ],
)
def test_hostile_records_end_as_outcomes(text: str) -> None:
    for one in taking.take(taking.understood(text), ()):
        assert isinstance(one.outcome, (Found, Failed))


def test_ris_with_single_spaces_keeps_its_lines() -> None:
    text = "\n\n  TY - JOUR\n\n\tTI - Tea\nER - \n\n\nTY - JOUR\n\nAU - Doe, J\nER - \n"
    first, second = (one.outcome for one in taking.take(taking.understood(text), ()))
    assert isinstance(first, Found)
    assert (first.source.title, first.line) == ("Tea", 3)
    assert isinstance(second, Failed)
    assert second.line == 9


@pytest.mark.parametrize("blank", ["\n", " \n", "\t", " ", "\x0b\n"])
def test_ris_between_much_white_space(blank: str) -> None:
    """Where each line looks at all lines after it, this takes minutes."""
    (one,) = ris.records("TY - JOUR\nTI - Tea\nER - \n" + blank * 200_000)
    assert isinstance(one, Found)
    assert one.source.title == "Tea"
