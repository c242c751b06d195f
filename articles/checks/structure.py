"""Checks of the shape of a text: pictures, headings, links, references."""

import re
from typing import Final

from articles.checks.findings import Finds, Found, Place
from articles.checks.subject import HEADINGS, Link, Subject
from wellness.lib.html_tree import Element, text_of, walk

_VAGUE: Final = frozenset(
    "here|click|click here|click this|this|this link|link|read|read more|read on|more|more here"
    "|learn more|find out more|see more|see here|go here|website|this website|this page|page"
    "|this article|article|details|info|continue|source".split("|")
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD: Final = re.compile(r"\w")


def alternative_text(subject: Subject) -> Finds:
    """A picture without alternative text is silent for readers who cannot see it."""
    hero = subject.content.hero
    if hero is not None and not hero.alt:
        yield Found(
            "The picture at the top has no alternative text: say what it shows, unless it is "
            "only decorative.",
            Place("hero_alt"),
        )
    for index, image in enumerate(subject.images):
        if not image.attrs.get("alt"):
            yield Found(
                "This picture has no alternative text: say what it shows, unless it is only "
                "decorative.",
                Place("body", element="image", index=index),
            )


def heading_order(subject: Subject) -> Finds:
    """Headings go down one level at a time; the title of the page stands above them all."""
    before = 1
    for index, heading in enumerate(subject.headings):
        level = int(heading.tag[1])
        if level > before + 1:
            yield Found(
                f"This is a heading {level}, and no heading {level - 1} stands above it: make it "
                f"a heading {before + 1}.",
                Place("body", _said(heading), element="heading", index=index),
            )
        before = level


def empty_headings(subject: Subject) -> Finds:
    """A heading has words, and something stands under it."""
    blocks = list(subject.tree.elements)
    index = -1
    for number, block in enumerate(blocks):
        if block.tag not in HEADINGS:
            continue
        index += 1
        place = Place("body", _said(block), element="heading", index=index)
        below = blocks[number + 1] if number + 1 < len(blocks) else None
        if not _WORD.search(text_of(block)):
            yield Found("This heading has no words: write some, or make it a paragraph.", place)
        elif below is None or (below.tag in HEADINGS and below.tag <= block.tag):
            yield Found("Nothing stands under this heading: write it, or take it out.", place)


def link_text(subject: Subject) -> Finds:
    """The words of a link say where it leads; many people hear links without the text around."""
    for link in subject.links:
        words = " ".join(link.text.split()).strip(" .,:;!?…»›>→")
        if not _WORD.search(words):
            sentence = "This link has no words: say where it leads."
        elif words.casefold() in _VAGUE:
            sentence = f"“{words}” does not say where the link leads: name what is there."
        elif _ADDRESS.fullmatch(words):
            sentence = "This link shows its address: name what is there instead."
        else:
            continue
        yield Found(sentence, _at(link))


def citations_lead_somewhere(subject: Subject) -> Finds:
    """A citation leads to a reference that is in the list."""
    count = len(subject.content.references)
    for number, link in subject.cited:
        if not 1 <= number <= count:
            there = (
                "there are no references"
                if count == 0
                else f"there is only {count} reference"
                if count == 1
                else f"there are only {count} references"
            )
            yield Found(
                f"A citation leads to reference {number}, but {there}: correct the number, or "
                "add the reference.",
                _at(link),
            )


def uncited_references(subject: Subject) -> Finds:
    """A reference that the text never cites backs nothing."""
    numbers = {number for number, _link in subject.cited}
    references = subject.content.references
    if references and not numbers:
        yield Found(
            "The text cites none of its references: cite each where it backs a statement.",
            Place("references"),
        )
        return
    for index, reference in enumerate(references):
        if index + 1 not in numbers:
            yield Found(
                f"Nothing in the text cites reference {index + 1}: cite it where it backs a "
                "statement, or take it out.",
                Place("references", reference.title or reference.authors, index=index),
            )


def links_inside(subject: Subject) -> Finds:
    """A link to another place of the same page leads to a place that is there."""
    ids = {element.attrs["id"] for element in walk(subject.tree) if "id" in element.attrs}
    cited = {link for _number, link in subject.cited}
    for link in subject.links:
        if link.href.startswith("#") and link not in cited and link.href[1:] not in ids:
            yield Found(
                f"This link leads to “{link.href}”, which is nowhere on the page: lead it to a "
                "heading.",
                _at(link),
            )


def insecure_links(subject: Subject) -> Finds:
    """A link by http:// lets others on the way read and change what the reader gets."""
    for link in subject.links:
        if link.href.lower().startswith("http://"):
            yield Found(_INSECURE, _at(link))
    for index, reference in enumerate(subject.content.references):
        if reference.url.lower().startswith("http://"):
            yield Found(_INSECURE, Place("references", reference.url, index=index))


_INSECURE: Final = "This address begins with http://: use https:// if the site offers it."


def dead_links(subject: Subject) -> Finds:
    """A link leads to a page that answered when it was last asked."""
    for link in subject.links:
        if link.href in subject.unreachable:
            yield Found(_dead(subject.unreachable[link.href]), _at(link))
    for index, reference in enumerate(subject.content.references):
        if reference.url in subject.unreachable:
            place = Place("references", reference.url, index=index)
            yield Found(_dead(subject.unreachable[reference.url]), place)


def _dead(why: str) -> str:
    return f"{why} Lead the link elsewhere, or take it out."


def _at(link: Link) -> Place:
    return Place("body", link.text or link.href, element="link", index=link.index)


def _said(heading: Element) -> str:
    return text_of(heading).strip()
