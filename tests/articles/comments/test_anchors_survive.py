"""Threads stay at their passage while the text around it changes in any way; nothing else does
when other words are taken over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import html as lxml_html

from articles.comments import anchors
from articles.comments.anchors import CONTEXT, Anchor, Part, Place
from articles.content import Content, ReferenceContent
from wellness.lib import rich_text
from wellness.lib.html_tree import parse, serialise

# Few words, so that equal passages come by themselves.
few = st.sampled_from(["sleep", "helps", "the", "heart", "not", "a"])
sentence = st.lists(few, min_size=1, max_size=12).map(" ".join)
long_enough = st.lists(few, min_size=CONTEXT // 2 + 1, max_size=60).map(" ".join)


def body(paragraphs: list[str]) -> str:
    return rich_text.clean("".join(f"<p>{words}</p>" for words in paragraphs))


def words_of(html: str) -> str:
    return anchors.text_of(Content(title="Any", body=html), Part.BODY)


def squeezed(text: str) -> str:
    return "".join(text.split())


def length(paragraphs: list[str]) -> int:
    return len(squeezed("".join(paragraphs)))


def begins(text: str, place: Place) -> int:
    """How many characters, without white space, are before a place."""
    return len(squeezed(text[: place.start]))


@dataclass
class Passage:
    """A passage in one of several paragraphs, with more around it than is kept of it."""

    before: str
    quote: str
    after: str

    @property
    def paragraph(self) -> str:
        return f"{self.before} {self.quote} {self.after}"

    def anchor(self, above: list[str], below: list[str]) -> Anchor:
        text = words_of(body([*above, self.paragraph, *below]))
        start = length(above) + length([self.before])
        kept = [index for index, character in enumerate(text) if not character.isspace()]
        place = Place(kept[start], kept[start + length([self.quote]) - 1] + 1, is_certain=True)
        return Anchor(Part.BODY, self.quote, *anchors.around(text, place))


passages = st.builds(Passage, long_enough, sentence, long_enough)
others = st.lists(sentence | long_enough, max_size=4)


@st.composite
def edited(draw: st.DrawFn, paragraphs: list[str], passage: Passage) -> list[str]:
    """Paragraphs after somebody added and removed some, copies of the passage's own among them."""
    left = [words for words in paragraphs if draw(st.booleans())]
    for _ in range(draw(st.integers(0, 3))):
        new = draw(sentence | st.just(passage.paragraph) | st.just(passage.quote))
        left.insert(draw(st.integers(0, len(left))), new)
    return left


@given(passages, others, others, st.data())
def test_a_thread_is_found_again_whatever_is_added_and_removed_elsewhere(
    passage: Passage, above: list[str], below: list[str], data: st.DataObject
) -> None:
    anchor = passage.anchor(above, below)
    above, below = data.draw(edited(above, passage)), data.draw(edited(below, passage))
    text = words_of(body([*above, passage.paragraph, *below]))
    found = anchors.find(text, anchor)
    assert found is not None
    assert squeezed(text[found.start : found.end]) == squeezed(passage.quote)
    whole = squeezed(anchor.before + anchor.quote + anchor.after)
    alike = len(re.findall(f"(?={re.escape(whole)})", squeezed(text)))
    assert found.is_certain == (alike == 1)
    if found.is_certain:
        assert begins(text, found) == length(above) + length([passage.before])


@given(passages, others, sentence, st.booleans())
def test_an_edit_right_beside_the_passage_leaves_no_doubt(
    passage: Passage, below: list[str], new: str, on_the_left: bool
) -> None:
    """The other side still says which it is, unless the same words stand elsewhere as well."""
    anchor = passage.anchor([], below)
    if on_the_left:
        changed = Passage(f"{passage.before} {new} Q", passage.quote, passage.after)
        kept = squeezed(anchor.quote + anchor.after)
    else:
        changed = Passage(passage.before, passage.quote, f"Q {new} {passage.after}")
        kept = squeezed(anchor.before + anchor.quote)
    text = words_of(body([changed.paragraph, *below]))
    assume(squeezed(text).count(kept) == 1)
    assume(squeezed(text).count(squeezed(passage.quote)) == 1)
    found = anchors.find(text, anchor)
    assert found is not None
    assert found.is_certain
    assert begins(text, found) == length([changed.before])


@given(passages, others, st.sampled_from(["", "Z", "Zz z"]), st.sampled_from(["", "Z", "Zz z"]))
def test_an_equal_passage_elsewhere_is_not_taken_for_one_that_is_gone(
    passage: Passage, below: list[str], left: str, right: str
) -> None:
    anchor = passage.anchor([], below)
    text = words_of(body([f"{left} {passage.quote} {right}", "Quite other words."]))
    found = anchors.find(text, anchor)
    assert found is not None
    assert not found.is_certain


@given(sentence)
def test_of_two_alike_in_all_that_was_kept_neither_is_certain(words: str) -> None:
    side = " ".join(["same"] * CONTEXT)
    passage = Passage(side, words, side)
    text = words_of(body([passage.paragraph, passage.paragraph]))
    found = anchors.find(text, passage.anchor([], []))
    assert found is not None
    assert not found.is_certain


def test_a_short_text_that_grows_keeps_its_passage() -> None:
    anchor = Anchor(Part.TITLE, "sleep", "On ", " and rest")
    for title, is_certain in (
        ("Why sleep and rest", True),
        ("On sleep at night", True),
        ("Why sleep at night", False),
    ):
        found = anchors.find(title, anchor)
        assert found is not None
        assert found.is_certain == is_certain, title


# -- words taken over ------------------------------------------------------------------------------

CITED = '<sup class="citation"><a href="#reference-{}">{}</a></sup>'

plain = st.lists(few, min_size=1, max_size=5).map(" ".join)
inline = st.one_of(
    plain,
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["strong", "em", "sub"]), plain),
    st.builds('<a href="https://example.org/">{}</a>'.format, plain),
    st.integers(1, 3).map(lambda number: CITED.format(number, number)),
    st.just("&lt;b&gt; &amp; more"),
    st.just("one<br>two"),
)
line = st.lists(inline, min_size=1, max_size=4).map(" ".join)
block = st.one_of(
    st.builds("<p>{}</p>".format, line),
    st.builds("<h2>{}</h2>".format, plain),
    st.builds("<ul><li>{}</li><li>{}</li></ul>".format, line, line),
    st.builds("<ol><li>{}<ul><li>{}</li></ul></li></ol>".format, line, line),
    st.builds("<blockquote><p>{}</p></blockquote>".format, line),
    st.builds(
        "<table><thead><tr><th>{}</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>".format,
        plain,
        line,
    ),
    st.builds(
        '<figure class="quotation"><blockquote><p>{}</p></blockquote>'
        "<figcaption>{}</figcaption></figure>".format,
        line,
        plain,
    ),
)
texts = st.lists(block, min_size=1, max_size=4).map(lambda blocks: rich_text.clean("".join(blocks)))
new_words = st.text(alphabet="abc <&>é\n", max_size=12)


def cited(html: str) -> set[int]:
    return {citation.number for citation in rich_text.citations(html)}


def unnamed(html: str) -> str:
    """Without the ids that are counted through the whole text."""
    return re.sub(r' id="[^"]*"', "", html)


@given(texts, st.data(), new_words)
def test_other_words_change_exactly_their_passage(
    html: str, data: st.DataObject, words: str
) -> None:
    text = words_of(html)
    letters = [index for index, character in enumerate(text) if not character.isspace()]
    assume(letters)
    start = data.draw(st.sampled_from(letters))
    end = data.draw(st.sampled_from([index for index in letters if index >= start][:40])) + 1
    after = anchors.replaced(html, Place(start, end, is_certain=True), words)
    assert rich_text.clean(after) == after
    assert squeezed(words_of(after)) == squeezed(text[:start] + words + text[end:])
    # No source is lost; of two citations of it that meet, one stays.
    assert cited(after) == cited(html)
    # What the passage doesn't touch is as it was, to the last tag.
    first, last = len(squeezed(text[:start])), len(squeezed(text[:end]))
    position, untouched = 0, []
    for piece in map(serialise, ([one] for one in parse(html).elements)):
        ends = position + len(squeezed(words_of(piece)))
        if ends <= first or position >= last:
            untouched.append(unnamed(piece))
        position = ends
    left = [unnamed(serialise([one])) for one in parse(after).elements]
    for one in untouched:
        assert one in left


@given(
    st.builds(
        ReferenceContent,
        authors=st.sampled_from(["", "Doe J", "Doe J."]),
        title=st.sampled_from(["A study", "A study?", "A study."]),
        publisher=st.sampled_from(["", "Example Journal"]),
        year=st.sampled_from([None, 2021]),
        url=st.sampled_from(["", "https://example.org/a?b=1"]),
        doi=st.sampled_from(["", "10.1000/182"]),
        pmid=st.sampled_from(["", "123"]),
    )
)
def test_a_reference_can_be_quoted_as_it_is_printed(reference: ReferenceContent) -> None:
    printed = render_to_string("components/_reference.html", {"reference": reference})
    shown = lxml_html.fragment_fromstring(printed, create_parent="li").text_content()
    content = Content(title="Any", references=(reference,))
    assert squeezed(anchors.text_of(content, Part.REFERENCES)) == squeezed(shown)
