"""Several formats in one paste: each record is read by its reader, and nothing vanishes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.citing import taking
from articles.citing.identify import Kind, Named
from articles.citing.sources import Failed, Found
from articles.citing.stretches import Format, Stretches

FORMS: dict[str, Callable[[int], str]] = {
    "RIS": lambda n: f"TY  - JOUR\nTI  - Work {n}\nAB  - One\n\nparagraph (more\nER  - ",
    "RIS that stays open": lambda n: f"TY  - JOUR\nTI  - Work {n}\n",
    "BibTeX": lambda n: f"@article{{k{n},\n\n  title = {{Work {n}}},\n  note = {{TY  - no}}\n}}",
    "BibTeX in a line": lambda n: f"@misc{{k{n}, title = {{Work {n}}}}}",
    "BibTeX that stays open": lambda n: f"@article{{Open {n},\n  title = {{Work {n}}},\n",
    "BibTeX in parentheses": lambda n: f"@article(k{n}, title = {{Work {n}}})",
    "PubMed": lambda n: f"PMID- {n}\nOWN - NLM\nTI  - Work {n}\n      and more.\nAU  - Doe J\n",
    "DOI": lambda n: f"https://doi.org/10.1000/{n}",
    "PMID": lambda n: f"PMID: {n}",
    "address": lambda n: f"https://example.org/{n}",
    "rubbish": lambda n: f"rubbish {n} {{",
}


@given(
    forms=st.lists(st.sampled_from(sorted(FORMS)), min_size=1, max_size=15),
    between=st.sampled_from(["\n", "\n\n"]),
)
def test_every_work_is_found_or_named_as_failed(forms: list[str], between: str) -> None:
    """Whatever the order, each stretch has an outcome at the line in which it begins."""
    begins, text = [], ""
    for number, form in enumerate(forms, start=100):
        # What stays open ends at a blank line.
        begins.append(text.count("\n") + 1)
        text += FORMS[form](number) + ("\n\n" if form.endswith("open") else between)
    works = taking.understood(text).works
    assert [work.line for work in works] == begins, text
    for number, (form, work) in enumerate(zip(forms, works, strict=True), start=100):
        if form in {"DOI", "PMID", "address"}:
            assert isinstance(work, Named), work
            assert work.kind is not Kind.UNKNOWN
            assert work.value.endswith(str(number))
        elif form == "rubbish":
            assert work == Named(Kind.UNKNOWN, f"rubbish {number} {{", work.line)
        elif form == "BibTeX that stays open":
            assert isinstance(work, Failed), work
            assert str(number) in work.label
        else:
            assert isinstance(work, Found), work
            assert work.source.title.startswith(f"Work {number}")


@given(
    st.lists(
        st.sampled_from(
            [
                "TY  - X",
                "ER  - ",
                "PMID- 1",
                "TI  - x",
                "@a{b,",
                "@a(b",
                "t = {x}",
                "}",
                ")",
                "z",
                "",
            ]
        ),
        max_size=20,
    ).map("\n".join)
)
def test_every_line_belongs_to_one_format(text: str) -> None:
    cut = Stretches(text)
    for number, line in enumerate(text.split("\n")):
        parts = [cut.text(form).split("\n")[number] for form in Format]
        assert sorted("".join(parts)) == sorted(line)


def test_what_follows_an_entry_in_its_line_is_read_too() -> None:
    text = "@misc{a, title={A}} @misc{b, title={B}}, 10.1000/1\n@misc{c, title={C}} no idea"
    one, two, doi, three, rubbish = sorted(
        taking.understood(text).works, key=lambda work: (work.line, isinstance(work, Named))
    )
    assert [w.source.title for w in (one, two, three) if isinstance(w, Found)] == ["A", "B", "C"]
    assert doi == Named(Kind.DOI, "10.1000/1", 1)
    assert rubbish == Named(Kind.UNKNOWN, "no idea", 2)


def test_abbreviations_of_an_export_hold_for_all_of_its_entries() -> None:
    text = '@string{j = "Sleep"}\n\nTY  - X\nTI  - x\nER  - \n\n@misc{a, title={A}, journal=j}'
    assert [w.source.publisher for w in taking.understood(text).works if isinstance(w, Found)] == [
        "",
        "Sleep",
    ]


def test_no_more_are_looked_up_than_one_step_may_ask() -> None:
    text = "@misc{a, title={A}}\n" + "\n".join(f"no {n}\n10.1000/{n}" for n in range(21))
    pasted = taking.understood(text)
    assert pasted.asks == 20
    assert pasted.more == "Here are the first 42. Take the rest in a second step."


@pytest.mark.parametrize("text", ["@a{}" * 100_000, "@a{\n" * 100_000, "TY  - X\n@a{\n" * 40_000])
def test_a_great_many_beginnings_are_cut_all_the_same(text: str) -> None:
    assert Stretches(text).begins
