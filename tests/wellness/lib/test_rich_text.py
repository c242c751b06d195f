"""What becomes of what writers write."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wellness.lib.allowed import complaints
from wellness.lib import rich_text
from wellness.lib.rich_text import FEATURES, clean, headings, images, links, plain_text
from wellness.lib.rich_text_features import EXTERNAL_REL, Feature

MARK_3 = (
    '<a href="#reference-3" id="citation-3-1" role="doc-noteref" aria-label="Reference 3">3</a>'
)
MARK_5 = MARK_3.replace("3", "5")
GROUP_3 = f'<sup class="citation">{MARK_3}</sup>'
GROUP_3_5 = f'<sup class="citation">{MARK_3}, {MARK_5}</sup>'

WITH_SAMPLES = [feature for feature in FEATURES if feature.sample]


@pytest.mark.parametrize("feature", WITH_SAMPLES, ids=lambda feature: feature.name)
def test_every_feature_of_the_table_survives_as_it_is(feature: Feature) -> None:
    assert clean(feature.sample) == feature.sample


def test_every_feature_with_elements_has_a_sample_that_uses_them() -> None:
    for feature in FEATURES:
        for tag in feature.tags:
            assert f"<{tag.name}" in feature.sample, f"{feature.name}: {tag.name}"


def test_names_in_the_table_are_given_once() -> None:
    names = [feature.name for feature in FEATURES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "<p>a <b>bold</b> and <i>italic</i></p>",
            "<p>a <strong>bold</strong> and <em>italic</em></p>",
        ),
        ("<h1>Title</h1>", '<h2 id="section-title">Title</h2>'),
        ("<h6>Small</h6>", '<h4 id="section-small">Small</h4>'),
        ("<p>&nbsp;</p><p></p><p><strong> </strong></p>", ""),
        ("just words", "<p>just words</p>"),
        ("<div>one</div><div>two</div>", "<p>one</p>\n<p>two</p>"),
        ("<p>one<br><br>two</p>", "<p>one</p>\n<p>two</p>"),
        ("<p>one<br></p>", "<p>one</p>"),
        ("<p>\n\t two   words \n</p>", "<p>two words</p>"),
        ("<p>End.&nbsp; Start</p>", "<p>End. Start</p>"),
        ("<p>500&nbsp;mg</p>", "<p>500&nbsp;mg</p>"),
        ("<p>a <em> b </em>c</p>", "<p>a <em>b</em> c</p>"),
        ("<p><em>a</em><em>b</em></p>", "<p><em>ab</em></p>"),
        ("<p><strong>a<strong>b</strong></strong></p>", "<p><strong>ab</strong></p>"),
        (
            "<strong><p>a</p><p>b</p></strong>",
            "<p><strong>a</strong></p>\n<p><strong>b</strong></p>",
        ),
        ("<p>e\u0301</p>", "<p>\xe9</p>"),
        ("<p><u>a</u> <span style='color:red'>b</span></p>", "<p>a b</p>"),
        ("<ul><li><p>one</p></li><li>two</li></ul>", "<ul><li>one</li><li>two</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul> <li> </li> </ul>", ""),
        ('<ol start="1"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ('<ol type="1"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ('<ol type="I" start="3"><li>a</li></ol>', '<ol start="3" type="I"><li>a</li></ol>'),
        ('<ul type="a"><li>a</li></ul>', "<ul><li>a</li></ul>"),
        ("<table><caption>a<tr><td></td></tr></table>", "<p>a</p>"),
        ('<p><a href="">x</a></p>', "<p>x</p>"),
        ('<p><a href="/a b">x</a></p>', '<p><a href="/a%20b">x</a></p>'),
        ("<h2>A<br>B</h2>", '<h2 id="section-a-b">A B</h2>'),
        (
            "<blockquote>Said.</blockquote>",
            '<figure class="quotation"><blockquote><p>Said.</p></blockquote></figure>',
        ),
        (
            "<blockquote><p>Said.</p><footer>Ada</footer></blockquote>",
            (
                '<figure class="quotation"><blockquote><p>Said.</p></blockquote>'
                "<figcaption>Ada</figcaption></figure>"
            ),
        ),
        (
            '<p>a <img src="/media/x.webp"> b</p>',
            '<p>a</p>\n<figure class="image"><img src="/media/x.webp" alt=""></figure>\n<p>b</p>',
        ),
        (
            '<p><a href="/y"><img src="/media/x.webp" alt="X"></a></p>',
            '<figure class="image"><a href="/y"><img src="/media/x.webp" alt="X"></a></figure>',
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td></td></tr></table>",
            (
                '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
                "<tbody><tr><td>1</td><td></td></tr></tbody></table>"
            ),
        ),
        (
            '<p>Slept<sup class="citation">[3]</sup>, <sup class="citation">5, 3</sup></p>',
            f"<p>Slept{GROUP_3_5}</p>",
        ),
        (
            (
                '<p><strong>Slept<sup class="citation"><a href="#reference-3" id="x" role="button">'
                '9</a></sup><sup class="citation"><em><a href="#reference-5">5</a></em></sup>'
                "</strong>"
            ),
            f"<p><strong>Slept</strong>{GROUP_3_5}</p>",
        ),
        (
            '<p>Slept<sup class="citation">see note 3</sup></p>',
            "<p>Slept<sup>see note 3</sup></p>",
        ),
        ('<p>m<sup class="citation"> </sup></p>', "<p>m</p>"),
        (
            '<p>a<sup><a href="#reference-3">3</a></sup></p>',
            '<p>a<sup><a href="#reference-3">3</a></sup></p>',
        ),
        (
            '<h2>Sleep<sup class="citation">3</sup></h2>',
            f'<h2 id="section-sleep">Sleep{GROUP_3}</h2>',
        ),
        (
            "<table><tr><td>1<table><tr><td>2</td></tr></table></td></tr></table>",
            "<table><tbody><tr><td><p>1</p><p>2</p></td></tr></tbody></table>",
        ),
        (
            "<figure><table><tr><td>1</td></tr></table><figcaption>C</figcaption></figure>",
            "<table><caption>C</caption><tbody><tr><td>1</td></tr></tbody></table>",
        ),
    ],
)
def test_what_writers_write_becomes_tidy(written: str, read: str) -> None:
    assert clean(written) == read
    assert clean(read) == read


def test_a_link_to_another_site_tells_it_nothing() -> None:
    assert f'rel="{EXTERNAL_REL}"' in clean('<a href="https://example.org/" rel="opener">x</a>')
    assert "rel" not in clean('<a href="/topics/" rel="opener">x</a>')


def test_a_fragment_finds_the_heading_of_that_name() -> None:
    body = clean('<h2>How much</h2><p><a href="#how-much">above</a> <a href="#ref-1">1</a></p>')
    assert '<a href="#section-how-much">' in body
    assert '<a href="#ref-1">' in body


def test_heading_ids_stay_while_the_headings_do() -> None:
    body = "<h2>Sleep</h2><p>One.</p><h3>Sleep</h3><h2>???</h2><h2>Schlaf für Ältere</h2>"
    assert [h.id for h in headings(clean(body))] == [
        "section-sleep",
        "section-sleep-2",
        "section-part",
        "section-schlaf-für-ältere",
    ]
    assert [h.id for h in headings(clean(body.replace("One", "Two")))] == [
        h.id for h in headings(clean(body))
    ]


HEADINGS_THAT_MEET = st.lists(
    st.sampled_from(["a", "a-2", "a-3", "a 2", "a-2-2", "a-2-3", "b", "B", "???", "part-2", "2"])
)


@given(HEADINGS_THAT_MEET)
def test_the_second_heading_of_a_name_has_the_first_free_number(texts: list[str]) -> None:
    taken: list[str] = []
    for text in texts:
        slug = {"???": "part", "a 2": "a-2", "B": "b"}.get(text, text)
        names = (slug, *(f"{slug}-{number}" for number in range(2, len(texts) + 2)))
        taken.append(next(name for name in names if name not in taken))
    body = clean("".join(f"<h2>{text}</h2>" for text in texts))
    assert [heading.id for heading in headings(body)] == [f"section-{name}" for name in taken]


def test_very_many_headings_of_one_name() -> None:
    """Where each counts up from one again, this takes minutes."""
    named = headings(clean("<h2>a</h2>" * 20_000))
    assert [named[place].id for place in (0, 1, -1)] == [
        "section-a",
        "section-a-2",
        "section-a-20000",
    ]


def test_every_marker_has_an_id_of_its_own_to_lead_back_to() -> None:
    body = clean('<p>A<sup class="citation">3</sup> b<sup class="citation">3, 1</sup></p>')
    assert rich_text.citations(body) == [
        (3, "citation-3-1"),
        (3, "citation-3-2"),
        (1, "citation-1-1"),
    ]
    # A number that stands for a source is neither a word nor a link to somewhere.
    assert plain_text(body) == "A b"
    assert links(body) == []


def test_a_heading_is_called_by_its_words_without_its_sources() -> None:
    body = clean('<h2>Sleep<sup class="citation">3</sup></h2>')
    assert headings(body) == [(2, "section-sleep", "Sleep")]


def test_another_media_address_is_a_parameter() -> None:
    body = '<img src="https://media.example.org/m/a.webp"><img src="/media/a.webp">'
    cleaned = clean(body, media_url="https://media.example.org/m/")
    assert [image.src for image in images(cleaned)] == ["https://media.example.org/m/a.webp"]


def test_facts_about_a_body() -> None:
    body = clean(
        '<h2>Tea &amp; sleep</h2><p>One <a href="https://example.org/">study</a>.</p>'
        "<ul><li>green<ul><li>mild</li></ul></li><li>black</li></ul>"
        '<figure class="image"><img src="/media/a.webp" alt="Cup" width="640" height="480">'
        "<figcaption>A <em>cup</em></figcaption></figure>"
        "<table><caption>Hours</caption><tr><td>7</td><td>8</td></tr></table>"
        "<blockquote><p>Said.</p></blockquote>"
    )
    assert headings(body) == [(2, "section-tea-sleep", "Tea & sleep")]
    assert links(body) == [("https://example.org/", "study")]
    assert links(body)[0].is_external
    assert images(body) == [("/media/a.webp", "Cup", 640, 480, "A cup")]
    assert plain_text(body) == (
        "Tea & sleep\n\nOne study.\n\ngreen\nmild\nblack\n\nA cup\n\nHours\n7 | 8\n\nSaid."
    )
    assert rich_text.word_count(body) == 13


def test_a_linked_picture_is_a_link_with_its_alternative_text() -> None:
    body = clean('<a href="/y"><img src="/media/x.webp" alt="The clinic"></a>')
    assert links(body) == [("/y", "The clinic")]
    assert [image.alt for image in images(body)] == ["The clinic"]


def test_two_megabytes_get_a_sentence_with_both_figures() -> None:
    assert rich_text.too_long("a" * rich_text.MAX_BODY_BYTES) == ""
    sentence = rich_text.too_long("é" * rich_text.MAX_BODY_BYTES)
    assert "2 MB" in sentence
    assert "1 MB" in sentence
    assert rich_text.objection("é" * rich_text.MAX_BODY_BYTES) == sentence


def test_a_long_article_is_not_tangled() -> None:
    article = "<div><section><p>Some <b>words</b> <i>here</i>.<li>x</section></div>" * 10_000
    assert rich_text.objection(article) == ""
    assert "elements open" in rich_text.objection("<font>" * 3_000)


# Texts of fragments that writers, word processors and enemies leave behind.
_TAGS = (
    "p div b i strong em sub sup a ul ol li blockquote figure figcaption img table caption thead"
    " tbody tr th td h1 h2 h3 h6 br hr span footer section font pre s"
).split()
_ATTRIBUTES = st.sampled_from(
    [
        "",
        ' href="/x"',
        ' href="https://example.org"',
        ' href="#a"',
        ' src="/media/a.png"',
        ' src="x"',
        ' class="image"',
        ' class="quotation"',
        ' class="citation"',
        ' href="#reference-3"',
        ' id="a"',
        ' scope="row" colspan="2"',
        ' start="0"',
        ' type="a"',
        ' style="x"',
    ]
)
_TEXTS = st.one_of(
    st.sampled_from(
        [" ", "a", "A b", "\n", "&nbsp;", " \xa0 ", "\u0301", "\u0338", "&amp;lt;", "<", ">"]
    ),
    st.text(max_size=6),
)
_PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), _ATTRIBUTES),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    _TEXTS,
)
_BODIES = st.lists(_PIECES, max_size=30).map("".join)


@settings(max_examples=600)
@given(_BODIES)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert complaints(once) == []


@settings(max_examples=300)
@given(_BODIES)
def test_cleaning_keeps_every_word_in_order(raw: str) -> None:
    words = "".join(re.findall(r"[a-zA-Z]+", plain_text(clean(f"<p>first</p>{raw}<p>last</p>"))))
    assert words.startswith("first")
    assert "last" in words
