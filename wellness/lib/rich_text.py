"""An article's body: what it may contain, made clean; and what it contains, as facts.

`clean` is the only way from what somebody wrote to what somebody reads. It is run on every write,
from whatever door the text came in by. The editor's own filter is a convenience for writers and
protects nobody (see docs/adr/0010-ckeditor-4-is-an-input-device.md and 0011-sanitising.md).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

import nh3

from wellness.lib import text as plain
from wellness.lib.html_tree import Element, Node, parse, serialise, text_of, walk
from wellness.lib.rich_text_features import (
    CITATION,
    CITED,
    FEATURES,
    MEDIA_URL,
    Feature,
    allowed_attributes,
    allowed_classes,
)
from wellness.lib.rich_text_shape import STRUCTURE, shaped

__all__ = [
    "FEATURES", "MAX_BODY_BYTES", "MEDIA_URL", "POLICY_VERSION", "Citation", "Feature", "Heading",
    "Image", "Link", "citations", "clean", "headings", "images", "links", "objection",
    "plain_text", "too_long", "too_tangled", "word_count",
]  # fmt: skip

POLICY_VERSION: Final = 4
"""Raise this by one whenever the same raw text would come out of `clean` differently. It is stored
beside every cleaned body, so that bodies cleaned under an older policy can be found."""

MAX_BODY_BYTES: Final = 1024 * 1024
"""The longest body, in bytes of UTF-8 with its markup: about three novels' worth of article."""

# Elements whose content is not text for readers, so that it goes with them.
_NOT_TEXT: Final = frozenset(
    "applet audio base button canvas datalist embed frame frameset head iframe input link math"
    " meta meter noembed noframes noscript object optgroup option output param plaintext progress"
    " script select source style svg template textarea title track video xmp".split()
)
_MAX_ADDRESS: Final = 2000
_MAX_ROUNDS: Final = 6
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_CLOSED_BY_ITSELF: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dt dd td th tr tbody thead tfoot option".split()
)


class Heading(NamedTuple):
    level: int
    id: str
    text: str


class Citation(NamedTuple):
    """A marker in the text: the number of the reference, and the id that leads back to it."""

    number: int
    id: str


class Link(NamedTuple):
    href: str
    text: str

    @property
    def is_external(self) -> bool:
        return self.href.lower().startswith(("http:", "https:"))


class Image(NamedTuple):
    """A picture in a body; `width` and `height` are pixels, None where the body doesn't say."""

    src: str
    alt: str
    width: int | None
    height: int | None
    caption: str


class _Policy:
    """The table's rules for one media address: the attribute check and the two nh3 passes."""

    def __init__(self, media_url: str) -> None:
        self._rules = allowed_attributes()
        self._media_url = media_url
        tags = set(self._rules)
        structure = tags | set(STRUCTURE)
        attributes = {tag: set(rules) for tag, rules in self._rules.items() if rules}
        classes = {tag: set(names) for tag, names in allowed_classes().items()}
        # Reads anything, keeps enough structure for `shaped` to see what was meant.
        self.first = nh3.Cleaner(
            tags=structure,
            clean_content_tags=set(_NOT_TEXT),
            attributes=attributes,
            allowed_classes=classes,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )
        # Has the last word: every byte of a body that a reader gets was written by this one.
        self.last = nh3.Cleaner(
            tags=tags,
            clean_content_tags=set(_NOT_TEXT),
            attributes=attributes,
            attribute_filter=self._filter,
            allowed_classes=classes,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )

    def allows(self, tag: str, attribute: str, value: str) -> str | None:
        """The value, tidied, if the table allows it there, otherwise None."""
        rule = self._rules.get(tag, {}).get(attribute)
        if rule is None:
            return None
        if attribute in ("href", "src"):
            value = value.strip().replace("\n", "").replace("\t", "").replace(" ", "%20")
            if len(value) > _MAX_ADDRESS:
                return None
            if attribute == "src":
                if not value.startswith(self._media_url):
                    return None
                path = value.removeprefix(self._media_url)
                return value if rule.allows.fullmatch(path) else None
        elif attribute == "alt":
            value = plain.one_line(value)
        return value if rule.allows.fullmatch(value) else None

    def _filter(self, tag: str, attribute: str, value: str) -> str | None:
        if attribute == "class":  # nh3 has already kept only the table's classes
            return value or None
        return self.allows(tag, attribute, value)

    def read(self, raw: str) -> str:
        """Any text as HTML in nh3's dialect, with what `tidy` needs to see."""
        return plain.strip_controls(self.first.clean(plain.strip_controls(raw)))

    def tidy(self, html: str) -> str:
        """HTML in nh3's dialect in its right shape; not yet proven safe."""
        return serialise(shaped(parse(html), self.allows))

    def settled(self, raw: str) -> str | None:
        """The clean body, once a further round would change nothing; None if it doesn't settle."""
        html = self.read(raw)
        for _round in range(_MAX_ROUNDS):
            tidy = self.tidy(html)
            html, before = self.last.clean(tidy), html
            if html == before or (html == tidy and self.tidy(html) == html):
                return html
        return None


@lru_cache(maxsize=8)
def _policy(media_url: str) -> _Policy:
    return _Policy(media_url)


def clean(raw: str, *, media_url: str = MEDIA_URL) -> str:
    """The body that readers get for what a writer wrote: safe, tidy, and only what the table has.

    Pictures whose address is not below `media_url` are left out, since a page loads nothing from
    elsewhere. Cleaning a cleaned body changes nothing. A text in which nothing remains gives "".
    Ask `objection` first: a text that it objects to comes out as its own source, to be read but
    not rendered.
    """
    policy = _policy(media_url)
    body = None if too_tangled(raw) else policy.settled(raw)
    return policy.last.clean(policy.tidy(_as_text(raw))) if body is None else body


def _as_text(source: str) -> str:
    """Paragraphs that show the source with its markup, all of it escaped."""
    return "".join(
        serialise([Element("p", {}, [part])]) for part in plain.strip_controls(source).split("\n\n")
    )


def too_long(raw: str) -> str:
    """What to tell a writer whose text is longer than MAX_BODY_BYTES; "" where it is not."""
    size = len(raw.encode("utf-8", "replace"))
    if size <= MAX_BODY_BYTES:
        return ""
    return (
        f"This text is {plain.human_bytes(size)} long with its markup, and an article may have "
        f"{plain.human_bytes(MAX_BODY_BYTES)} at most. Please split it into several articles."
    )


def too_tangled(raw: str) -> str:
    """What to tell somebody whose HTML would take minutes to read; "" where it would not.

    HTML's rules open every unclosed piece of formatting again in each following paragraph, so the
    work is at most the number of elements open at one place times the number of tags. No text
    that people write comes near the limit: 40 open elements and 75,000 tags do.
    """
    open_tags: dict[str, int] = {}
    depth = deepest = tags = 0
    for closing, name in _TAG.findall(raw):
        tags += 1
        name = name.lower()
        if name in _CLOSED_BY_ITSELF:
            continue
        if not closing:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
            deepest = max(deepest, depth)
        elif open_tags.get(name):
            open_tags[name] -= 1
            depth -= 1
    if deepest * tags <= 3_000_000:
        return ""
    return (
        f"The HTML of this text leaves up to {deepest:,} elements open at once over {tags:,} tags. "
        "Please close what was opened, or paste the text without formatting."
    )


def objection(raw: str) -> str:
    """Why this text cannot be an article's body, as a sentence; "" where it can."""
    return too_long(raw) or too_tangled(raw)


def plain_text(html: str) -> str:
    """The words of a cleaned body: a blank line between blocks, one line for each item or row."""
    return "\n\n".join(_lines(parse(html).children))


def _lines(nodes: list[Node]) -> list[str]:
    blocks: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            lines = [node.strip()]
        elif node.tag in ("ul", "ol"):
            lines = ["\n".join(_item(item) for item in node.elements)]
        elif node.tag == "table":
            lines = ["\n".join(_row(row) for row in walk(node) if row.tag in ("caption", "tr"))]
        elif node.tag in ("figure", "blockquote"):
            lines = _lines(node.children)
        else:
            lines = [_words(node)]
        blocks.extend(line for line in lines if line)
    return blocks


_BLOCKS: Final = frozenset({"p", "ul", "ol", "li", "table", "tr", "figure", "blockquote"})


def _words(node: Node) -> str:
    """The text of a node with its line breaks."""
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return "\n"
    if _is_citation(node):
        return ""  # a number that stands for a source is no word of the sentence
    return "".join(_words(child) for child in node.children)


def _item(item: Element) -> str:
    parts: list[str] = [""]
    for child in item.children:
        if isinstance(child, Element) and child.tag in _BLOCKS:
            parts.extend([*_lines([child]), ""])
        else:
            parts[-1] += _words(child)
    return "\n".join(part.strip() for part in parts if part.strip())


def _row(row: Element) -> str:
    if row.tag == "caption":
        return _words(row)
    return " | ".join(_item(cell).replace("\n", " ") for cell in row.elements)


def word_count(html: str) -> int:
    """How many words a reader of this cleaned body reads, captions and tables included."""
    return plain.word_count(plain_text(html))


def headings(html: str) -> list[Heading]:
    """The headings of a cleaned body in order, for a table of contents."""
    return [
        Heading(int(block.tag[1]), block.attrs.get("id", ""), _words(block))
        for block in parse(html).elements
        if block.tag in ("h2", "h3", "h4")
    ]


def _is_citation(element: Element) -> bool:
    return element.tag == "sup" and element.has_class(CITATION)


def citations(html: str) -> list[Citation]:
    """The reference markers of a cleaned body in order."""
    if f'"{CITATION}"' not in html:
        return []
    return [
        Citation(int(number[1]), marker.attrs.get("id", ""))
        for group in walk(parse(html))
        if _is_citation(group)
        for marker in group.elements
        if (number := CITED.fullmatch(marker.attrs.get("href", "")))
    ]


def links(html: str) -> list[Link]:
    """The links of a cleaned body in order, without reference markers. A linked picture's text is
    its alternative text."""
    found = []
    for element in walk(parse(html)):
        if element.tag == "a" and element.attrs.get("role") != "doc-noteref":
            words = text_of(element) or " ".join(
                inner.attrs.get("alt", "") for inner in element.elements if inner.tag == "img"
            )
            found.append(Link(element.attrs.get("href", ""), words))
    return found


def images(html: str) -> list[Image]:
    """The pictures of a cleaned body in order, with their captions as text."""
    found = []
    for figure in walk(parse(html)):
        if figure.tag != "figure" or not figure.has_class("image"):
            continue
        caption = "".join(text_of(c) for c in figure.elements if c.tag == "figcaption")
        for picture in walk(figure):
            if picture.tag == "img":
                found.append(_image(picture.attrs, caption))
    return found


def _image(attrs: dict[str, str], caption: str) -> Image:
    width, height = attrs.get("width"), attrs.get("height")
    return Image(
        attrs.get("src", ""),
        attrs.get("alt", ""),
        int(width) if width else None,
        int(height) if height else None,
        caption,
    )
