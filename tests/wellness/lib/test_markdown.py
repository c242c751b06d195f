"""Articles in Markdown become the HTML that the editor would have written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wellness.lib.allowed import complaints
from wellness.lib.markdown import links_lost, to_html
from wellness.lib.rich_text import citations, clean, images, plain_text


def body(markdown: str) -> str:
    return clean(to_html(markdown))


def test_an_article() -> None:
    assert body(
        "Sleep is *vital* and **free**.\n\n## How much\n\n1. Seven\n2. Eight\n\n"
        "- with [a study](https://example.org/)\n\n---\n\n12 Example Street\\\nTown\n"
    ) == (
        "<p>Sleep is <em>vital</em> and <strong>free</strong>.</p>\n"
        '<h2 id="section-how-much">How much</h2>\n'
        "<ol><li>Seven</li><li>Eight</li></ol>\n"
        '<ul><li>with <a href="https://example.org/" rel="external noopener noreferrer">a study'
        "</a></li></ul>\n<hr>\n<p>12 Example Street<br>Town</p>"
    )


def test_a_table_has_its_headers() -> None:
    assert body("| Age | Hours |\n|-----|------:|\n| 20  | 7     |") == (
        '<table><thead><tr><th scope="col">Age</th><th scope="col">Hours</th></tr></thead>'
        "<tbody><tr><td>20</td><td>7</td></tr></tbody></table>"
    )


QUOTED = '<figure class="quotation"><blockquote><p>Sleep.</p></blockquote>{}</figure>'


@pytest.mark.parametrize(
    "dash", ["— ", "—", "– ", "-- ", "--", "--- ", "― ", "  — "], ids=lambda dash: repr(dash)
)
def test_a_last_line_with_a_dash_is_who_said_it(dash: str) -> None:
    expected = QUOTED.format("<figcaption>Ada <em>Example</em>, clinic</figcaption>")
    assert body(f"> Sleep.\n> {dash}Ada *Example*, clinic") == expected
    assert body(f"> Sleep.\n>\n> {dash}Ada *Example*, clinic") == expected


def test_a_quotation_without_a_dash_has_nobody() -> None:
    assert body("> Sleep.") == QUOTED.format("")
    assert body("> — Sleep.").startswith('<figure class="quotation"><blockquote><p>— Sleep.')
    assert "<figcaption>" not in body("> One.\n> -\n> two")
    assert "<figcaption>" not in body("> - one\n> - — two")


def test_each_quotation_keeps_its_own_attribution() -> None:
    html = to_html("> Outer.\n>\n> > Inner.\n> > — Ida\n>\n> — Otto\n\n> Next.\n> — Nina")
    assert html.index("Inner") < html.index("<figcaption>Ida") < html.index("<figcaption>Otto")
    assert html.endswith("</blockquote><figcaption>Nina</figcaption></figure>\n")


def test_the_title_of_an_image_is_its_caption() -> None:
    html = body('![A *cup*](/media/a.webp "Tea & <b>milk</b>")')
    assert images(html) == [("/media/a.webp", "A cup", None, None, "Tea & <b>milk</b>")]
    assert html.startswith('<figure class="image">')


def test_an_image_between_words_stands_between_paragraphs() -> None:
    html = body('Before ![](/media/a.webp "One") after [![](/media/b.webp)](/x)')
    assert html == (
        '<p>Before</p>\n<figure class="image"><img src="/media/a.webp" alt="">'
        "<figcaption>One</figcaption></figure>\n<p>after</p>\n"
        '<figure class="image"><a href="/x"><img src="/media/b.webp" alt=""></a></figure>'
    )


def test_html_is_text() -> None:
    html = to_html("<div onclick=x>a</div>\n\n<script>alert(1)</script>\n\na <b>b</b> &lt;i&gt;")
    assert "<div" not in html
    assert "<script" not in html
    assert plain_text(clean(html)) == (
        "<div onclick=x>a</div>\n\n<script>alert(1)</script>\n\na <b>b</b> <i>"
    )


def test_addresses_that_run_are_not_links() -> None:
    markdown = "[x](javascript:alert(1)) [*y*](vbscript:x) [z](data:text/html,x) [n](next.md)"
    assert to_html(markdown) == "<p>x <em>y</em> z n</p>\n"
    assert [words for _line, words, _address in links_lost(f"# T\n\n{markdown}")] == list("xyzn")
    assert links_lost("# T\n\n[web](https://a.example) and\n[b](file:///c)") == [
        (2, "b", "file:///c")
    ]


def test_code_keeps_its_lines() -> None:
    assert body("```py\na < 1\n  b()\n\nc\n```") == "<p>a &lt; 1<br>b()</p>\n<p>c</p>"
    assert body("Take:\n\n    one\n    two") == "<p>Take:</p>\n<p>one<br>two</p>"


@given(st.text(alphabet=st.sampled_from('a>-—*_[]()!#`|<&\\\n "1./:'), max_size=80))
def test_any_text_becomes_a_clean_body(markdown: str) -> None:
    html = body(markdown)
    assert complaints(html) == []
    assert clean(html) == html


def test_a_number_in_brackets_cites_a_reference() -> None:
    def cited(markdown: str) -> list[int]:
        html = clean(to_html(markdown, references=3))
        return [citation.number for citation in citations(html)]

    assert cited("Sleep helps.[^3]") == [3]
    assert cited("Sleep helps[1], always[2, 3].") == [1, 2, 3]
    assert cited("Sleep helps.[^1][^2]") == [1, 2]
    assert cited("> Sleep helps.[^2]\n> — Ada") == [2]


@pytest.mark.parametrize(
    "markdown", ["Sleep helps [3].", "[3] is odd.", "Sleep.[^4]", "Sleep[0].", "See[2](/x)."]
)
def test_other_numbers_in_brackets_are_text(markdown: str) -> None:
    assert not citations(clean(to_html(markdown, references=3)))


def test_without_references_a_bracket_is_a_bracket() -> None:
    assert body("Sleep.[^1]") == "<p>Sleep.[^1]</p>"
