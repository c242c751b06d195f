"""What a Markdown file says twice, or what no article can have: dropped or changed, and told."""

from __future__ import annotations

import pytest

from articles.importing.report import Outcome
from tests.articles.documents.reading import read_markdown, told

FRONT = "---\ntitle: Sleep & rest\n---\n"


@pytest.mark.parametrize(
    "heading", ["# Sleep & rest", "## sleep  & **rest** ##", "Sleep\n& rest\n===="]
)
def test_a_title_that_stands_over_the_text_as_well_is_there_once(heading: str) -> None:
    document = read_markdown(f"{FRONT}\n{heading}\n\nSeven hours.\n\n# Sleep & rest\n\nMore.")
    assert document.title == "Sleep & rest"
    assert document.body.startswith("<p>Seven hours.</p>")
    assert document.body.count("rest</h2>") == 1  # further down it is a heading like others


def test_another_heading_at_the_top_stays() -> None:
    document = read_markdown(f"{FRONT}\n# Sleep\n\nSeven hours.")
    assert document.title == "Sleep & rest"
    assert ">Sleep</h2>" in document.body


def test_code_is_text_in_its_lines_and_told() -> None:
    document = read_markdown("# T\n\n```py\na < 1\n  b()\n\nc\n```\n\nUse `x` and `y`.")
    assert document.body == "<p>a &lt; 1<br>b()</p>\n<p>c</p>\n<p>Use x and y.</p>"
    line = told(document, "A block of code: a < 1")
    assert line.outcome == Outcome.UPDATED
    assert "line by line" in line.reason
    assert told(document, "2 places within a line marked as code").outcome == Outcome.UPDATED


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/hosts", "vbscript:x"])
def test_a_link_to_an_address_that_is_none_keeps_its_words_and_is_told(address: str) -> None:
    document = read_markdown(
        f"# T\n\nA [bad]({address}) one.[^1]\n\n[^1]: Doe J. [Far]({address})."
    )
    assert "<p>A bad one." in document.body
    line = told(document, "The target of 1 link: bad")
    assert line.outcome == Outcome.SKIPPED
    assert "Only web and mail addresses" in line.reason
    assert not document.references[0]["url"]
