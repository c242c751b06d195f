"""What the checks look at: the text of an article as one plain value, taken apart once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from articles.checks.findings import Place
from articles.content import Content
from wellness.lib.html_tree import Element, Node, parse, text_of, walk

HEADINGS: Final = ("h2", "h3", "h4")
REFERENCE: Final = re.compile(r"#reference-(\d{1,4})")
"""Where a citation leads: to the place of a reference in the list, counted from one."""

_BLOCKS: Final = frozenset(
    "p ul ol li table caption thead tbody tr th td figure figcaption blockquote hr img".split()
) | frozenset(HEADINGS)

# A full stop after one of these ends no sentence.
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Dr|Prof|Mr|Mrs|Ms|St|No|Fig|approx|vs|etc|al|cf|ca|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$"
)
_END: Final = re.compile(r"[.!?…]+[\"”’)\]]*(?:\[?\d{1,2}\]?)?\s+(?=[\"“‘(]?[^\W_a-z])")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the body: where it leads, what it says, and its place among the links."""

    href: str
    text: str
    index: int

    @property
    def is_source(self) -> bool:
        """Whether it leads to something that can back a statement: a reference or another page."""
        return bool(REFERENCE.fullmatch(self.href)) or not self.href.startswith(("#", "mailto:"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text between two block boundaries.

    Attributes:
        field: the part of the content that it stands in.
        tag: the element around it: ``p``, ``li``, ``td``, ``h2`` … ; empty outside of the body.
        before: how many characters of the field's text come before it, block ends included.
        is_quoted: whether it stands in a quotation.
        group: for an item of a list, the number of the outermost list; otherwise 0.
    """

    field: str
    tag: str
    text: str
    links: tuple[Link, ...] = ()
    before: int = 0
    is_quoted: bool = False
    group: int = 0

    @property
    def has_source(self) -> bool:
        return any(link.is_source for link in self.links)


@dataclass(frozen=True)
class Subject:
    """The text of an article, with what surrounds it as far as a check asks for it.

    Attributes:
        requires_medical_review: the rule of its topic.
        unreachable: addresses that led nowhere when they were last asked, each with a sentence.
    """

    content: Content
    requires_medical_review: bool = True
    unreachable: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def tree(self) -> Element:
        return parse(self.content.body)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links of the body, in order."""
        found = (element for element in walk(self.tree) if element.tag == "a")
        return tuple(
            Link(element.attrs.get("href", ""), _link_text(element), index)
            for index, element in enumerate(found)
        )

    @cached_property
    def images(self) -> tuple[Element, ...]:
        """The pictures of the body, in order."""
        return tuple(element for element in walk(self.tree) if element.tag == "img")

    @cached_property
    def headings(self) -> tuple[Element, ...]:
        return tuple(block for block in self.tree.elements if block.tag in HEADINGS)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The running text of the body, block by block."""
        return tuple(_Reading(self.links).body(self.tree))

    @cached_property
    def lines(self) -> tuple[Passage, ...]:
        """The text around the body: title, subtitle, description, disclosure and key points."""
        content = self.content
        found = [
            Passage(name, "", text)
            for name in ("title", "subtitle", "description", "disclosure")
            if (text := getattr(content, name))
        ]
        before = 0
        for point in content.key_points:
            found.append(Passage("key_points", "", point, before=before))
            before += len(point) + 1
        return tuple(found)

    @cached_property
    def all_text(self) -> tuple[Passage, ...]:
        return (*self.lines, *self.passages)

    @cached_property
    def cited(self) -> tuple[tuple[int, Link], ...]:
        """The citations of the body: the number of the reference, and the link."""
        found = []
        for link in self.links:
            if match := REFERENCE.fullmatch(link.href):
                found.append((int(match[1]), link))
        return tuple(found)

    @cached_property
    def _whole(self) -> dict[str, str]:
        """The text of each field, as the places are counted in it."""
        whole: dict[str, list[str]] = {}
        for passage in self.all_text:
            whole.setdefault(passage.field, []).append(passage.text)
        return {name: "\n".join(texts) for name, texts in whole.items()}

    def place(self, passage: Passage, start: int, end: int) -> Place:
        """The place of some characters of a passage."""
        quote = passage.text[start:end].strip()
        offset = passage.text.find(quote, start)
        earlier = self._whole[passage.field][: passage.before + offset]
        return Place(passage.field, quote, nth=earlier.count(quote) if quote else 0)


@dataclass
class _Reading:
    """Goes through a body once, in order."""

    links: tuple[Link, ...]
    next_link: int = 0
    length: int = 0
    lists: int = 0

    def body(self, root: Element) -> Iterator[Passage]:
        for block in root.elements:
            yield from self.block(block)

    def block(self, block: Element, quoted: bool = False, group: int = 0) -> Iterator[Passage]:
        quoted = quoted or block.tag == "blockquote"
        if block.tag in ("ul", "ol") and not group:
            self.lists += 1
            group = self.lists
        run: list[Node] = []
        for child in block.children:
            if isinstance(child, Element) and child.tag in _BLOCKS:
                yield from self.passage(block.tag, run, quoted, group)
                run = []
                yield from self.block(child, quoted, group)
            else:
                run.append(child)
        yield from self.passage(block.tag, run, quoted, group)

    def passage(self, tag: str, run: list[Node], quoted: bool, group: int) -> Iterator[Passage]:
        links = []
        for node in run:
            for element in _with_itself(node):
                if element.tag == "a":
                    links.append(self.links[self.next_link])
                    self.next_link += 1
        text = "".join(text_of(node) for node in run)
        if text.strip():
            yield Passage("body", tag, text, tuple(links), self.length, quoted, group)
            self.length += len(text) + 1


def _with_itself(node: Node) -> Iterator[Element]:
    if isinstance(node, Element):
        yield node
        yield from walk(node)


def _link_text(element: Element) -> str:
    words = text_of(element).strip()
    pictured = (inner.attrs.get("alt", "") for inner in walk(element) if inner.tag == "img")
    return words or " ".join(pictured).strip()


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a passage begins and ends."""
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start() + 1]):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)
