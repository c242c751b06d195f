"""The shape of a body: which element may stand where, and what becomes of one in a wrong place.

`shaped` rebuilds a parsed body from the ground up. Whatever comes in, what goes out is a row of
paragraphs, headings, lists, quotations, images, tables and rules, each built the one way that the
page knows. It makes bodies tidy and equal texts equal; it is not what makes them safe: nh3 runs
before it and after it (see `rich_text.clean`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from django.utils.text import slugify

from wellness.lib.html_tree import Element, Node, text_of, walk
from wellness.lib.rich_text_features import CITATION, CITED, EXTERNAL_REL, HEADING_ID_PREFIX
from wellness.lib.rich_text_line import Around, Line

INLINE: Final = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup", "a": "a",
}  # fmt: skip
"""The inline elements that a body knows, and the older names that they go by."""

HEADINGS: Final = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
"""Which heading each becomes: the page's own title is its h1, and there are three levels below."""

TRANSPARENT: Final = frozenset(
    "address article aside caption center dd details dialog dir div dl dt fieldset figcaption"
    " footer form header hgroup legend li main menu nav p pre section summary tbody td tfoot th"
    " thead tr".split()
)
"""Blocks that are nothing here, or nothing in this place: their content stays, as paragraphs."""

STRUCTURE: Final = TRANSPARENT | frozenset(INLINE) | frozenset(HEADINGS)
"""What the first pass keeps for this module to read, besides the elements of the table."""

_NUMBER: Final = re.compile(r"\d+")
_NOTHING_BUT_NUMBERS: Final = re.compile(r"[\d\s,;.\[\]()\u2013-]*")

_ELSEWHERE: Final = re.compile(
    r"#(?:_(?:ftn|edn|mso|toc|ref|hlk|goback)|sd(?:foot|end)note|ftnt)", re.IGNORECASE
)
"""Places that Word, LibreOffice and Google Docs name in their documents: notes, comments, headings.
They are never in our text, whose ids begin otherwise, so a link to one would lead nowhere."""

Allows = Callable[[str, str, str], str | None]
"""(tag, attribute, value) -> the value to keep, or None."""


class Place(Enum):
    """Where blocks stand, and so which of them may."""

    BODY = frozenset({"heading", "rule", "quotation", "image", "table", "list"})
    ITEM = frozenset({"quotation", "image", "table", "list"})
    QUOTATION = frozenset({"image", "table", "list"})
    CELL = frozenset({"image", "list"})


def shaped(root: Element, allows: Allows) -> list[Node]:
    """The body under `root` in its one right shape, with a line feed between its blocks."""
    flow = _Flow(Place.BODY, allows)
    flow.take(root.children)
    blocks = flow.finished()
    _name_headings(blocks)
    _name_citations(blocks)
    nodes: list[Node] = []
    for block in blocks:
        if nodes:
            nodes.append("\n")
        nodes.append(block)
    return nodes


@dataclass(slots=True)
class _Flow:
    """Takes nodes in order and makes blocks of them."""

    place: Place
    allows: Allows
    blocks: list[Element] = field(default_factory=list)
    line: Line = field(default_factory=Line)

    def finished(self) -> list[Element]:
        self.flush()
        return self.blocks

    def flush(self) -> None:
        """What was running text until here becomes paragraphs."""
        self.blocks.extend(Element("p", {}, nodes) for nodes in self.line.paragraphs())

    def take(self, nodes: Iterable[Node], around: Around = ()) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.line.add(node, around)
            elif node.tag == "br":
                self.line.break_line(around)
            elif numbers := cited(node):
                self.line.cite(numbers)
            elif node.tag in INLINE:
                self.take(node.children, _wrapped(around, node, self.allows))
            else:
                self.take_block(node, around)

    def take_block(self, node: Element, around: Around) -> None:
        self.flush()
        tag, may = node.tag, self.place.value
        if tag == "img":
            self.add(_image(node, around, self.allows))
        elif tag in HEADINGS and "heading" in may:
            self.blocks.extend(_heading(node, around, self.allows))
        elif tag in ("ul", "ol") and "list" in may:
            self.add(_list(node, around, self.allows))
        elif tag == "blockquote" and "quotation" in may:
            self.add(_quotation(node, around, self.allows))
        elif tag == "figure":
            self.take_figure(node, around)
        elif tag == "table" and "table" in may:
            self.add(_table(node, around, self.allows))
        elif tag == "hr":
            if "rule" in may:
                self.blocks.append(Element("hr"))
        else:
            self.take(node.children, around)
            self.flush()

    def add(self, block: Element | None) -> None:
        if block is not None:
            self.blocks.append(block)

    def take_figure(self, node: Element, around: Around) -> None:
        """A figure's caption goes to the quotation, image or table that it holds."""
        caption = next((c for c in node.elements if c.tag == "figcaption"), None)
        inside = _Flow(self.place, self.allows)
        inside.take((c for c in node.children if c is not caption), around)
        blocks = inside.finished()
        if caption is not None:
            text = _inline(caption.children, around, self.allows)
            if text and not (blocks and _captioned(blocks[-1], text)):
                blocks.append(Element("p", {}, text))
        self.blocks.extend(blocks)


def _captioned(block: Element, text: list[Node]) -> bool:
    """Give the block the caption, if it is one that has a caption and has none yet."""
    if block.tag == "figure" and not any(c.tag == "figcaption" for c in block.elements):
        block.children.append(Element("figcaption", {}, text))
        return True
    if block.tag == "table" and not any(c.tag == "caption" for c in block.elements):
        block.children.insert(0, Element("caption", {}, text))
        return True
    return False


def cited(node: Element) -> list[int]:
    """The numbers of a group of reference markers; none where the element is no such group.

    What leads to a reference counts, whatever it says; without links the numbers themselves do.
    An element that holds words besides is text like any other, so that no word is lost.
    """
    if node.tag != "sup" or not node.has_class(CITATION):
        return []
    if not _NOTHING_BUT_NUMBERS.fullmatch(text_of(node)):
        return []
    addresses = [e.attrs.get("href", "") for e in walk(node) if e.tag == "a"]
    linked = [int(found[1]) for href in addresses if (found := CITED.fullmatch(href))]
    if linked or addresses:
        return linked
    return [n for word in _NUMBER.findall(text_of(node)) if 0 < (n := int(word[:4])) < 1000]


def _wrapped(around: Around, node: Element, allows: Allows) -> Around:
    tag = INLINE[node.tag]
    if any(tag == outer for outer, _attrs in around):
        return around
    if tag != "a":
        return (*around, (tag, ()))
    href = allows("a", "href", node.attrs.get("href", ""))
    if href is None or _ELSEWHERE.match(href):
        return around
    if href.lower().startswith(("http:", "https:")):
        return (*around, ("a", (("href", href), ("rel", EXTERNAL_REL))))
    return (*around, ("a", (("href", href),)))


def _inline(nodes: Iterable[Node], around: Around, allows: Allows) -> list[Node]:
    """Running text only: the blocks among the nodes become lines, and pictures go."""
    line = Line()

    def take(nodes: Iterable[Node], around: Around) -> None:
        for node in nodes:
            if isinstance(node, str):
                line.add(node, around)
            elif numbers := cited(node):
                line.cite(numbers)
            elif node.tag in INLINE:
                take(node.children, _wrapped(around, node, allows))
            else:
                line.break_line(around)
                take(node.children, around)
                if node.tag != "br":
                    line.break_line(around)

    take(nodes, around)
    return line.single()


def _heading(node: Element, around: Around, allows: Allows) -> Iterator[Element]:
    """The heading on one line, then the pictures that stood inside it."""
    children: list[Node] = []
    for child in _inline(node.children, around, allows):
        children.append(" " if isinstance(child, Element) and child.tag == "br" else child)
    for element in [child for child in children if isinstance(child, Element)]:
        _without_breaks(element)
    if children:
        yield Element(HEADINGS[node.tag], {}, children)
    for below in walk(node):
        if below.tag == "img" and (figure := _image(below, around, allows)) is not None:
            yield figure


def _without_breaks(element: Element) -> None:
    for index, child in enumerate(element.children):
        if isinstance(child, Element):
            if child.tag == "br":
                element.children[index] = " "
            else:
                _without_breaks(child)


def _image(node: Element, around: Around, allows: Allows) -> Element | None:
    """The picture in its figure, or nothing where it is not one of ours."""
    src = allows("img", "src", node.attrs.get("src", ""))
    if src is None:
        return None
    attrs = {"src": src, "alt": allows("img", "alt", node.attrs.get("alt", "")) or ""}
    for name in ("width", "height"):
        if name in node.attrs and (value := allows("img", name, node.attrs[name])) is not None:
            attrs[name] = value
    picture = Element("img", attrs)
    for tag, link in around:
        if tag == "a":
            picture = Element("a", dict(link), [picture])
    return Element("figure", {"class": "image"}, [picture])


def _quotation(node: Element, around: Around, allows: Allows) -> Element | None:
    """The quotation in its figure; a footer inside it is who said it."""
    said_by = next((c for c in node.elements if c.tag == "footer"), None)
    flow = _Flow(Place.QUOTATION, allows)
    flow.take((c for c in node.children if c is not said_by), around)
    children: list[Node] = [*flow.finished()]
    if not children:
        return None
    figure = Element("figure", {"class": "quotation"}, [Element("blockquote", {}, children)])
    if said_by is not None and (text := _inline(said_by.children, around, allows)):
        figure.children.append(Element("figcaption", {}, text))
    return figure


def _list(node: Element, around: Around, allows: Allows) -> Element | None:
    """The list with its items; what stands between items belongs to the item before it."""
    items: list[list[Node]] = []
    for child in node.children:
        if isinstance(child, Element) and child.tag == "li":
            items.append([*child.children])
        elif isinstance(child, Element) or child.strip():
            if items:
                items[-1].append(child)
            else:
                items.append([child])
    made: list[Node] = []
    for content in items:
        if children := _cell_content(Place.ITEM, content, around, allows):
            made.append(Element("li", {}, children))
    if not made:
        return None
    return Element(node.tag, _counting(node, allows) if node.tag == "ol" else {}, made)


def _counting(node: Element, allows: Allows) -> dict[str, str]:
    """Where a list begins to count, and by what, unless it is from one and by numbers."""
    attrs = {}
    start = allows("ol", "start", node.attrs.get("start", ""))
    if start and start.lstrip("0") != "1":
        attrs["start"] = start.lstrip("0") or "0"
    if letters := allows("ol", "type", node.attrs.get("type", "")):
        attrs["type"] = letters
    return attrs


def _cell_content(place: Place, nodes: list[Node], around: Around, allows: Allows) -> list[Node]:
    """Blocks, or plain running text where there is but one paragraph at the beginning."""
    flow = _Flow(place, allows)
    flow.take(nodes, around)
    blocks = flow.finished()
    paragraphs = sum(block.tag == "p" for block in blocks)
    if paragraphs == 1 and blocks[0].tag == "p":
        return [*blocks[0].children, *blocks[1:]]
    return [*blocks]


def _table(node: Element, around: Around, allows: Allows) -> Element | None:
    """Caption, head and body of a table, with the direction of every header cell.

    Of a table with nothing in its cells the words of the caption stay.
    """
    caption = next((c for c in node.elements if c.tag == "caption"), None)
    text = _inline(caption.children, around, allows) if caption is not None else []
    head: list[Node] = []
    body: list[Node] = []
    empty = True
    for section, row in _rows(node):
        in_head = not body and (section == "thead" or (not head and _all_headers(row)))
        cells: list[Node] = []
        for cell in row.elements:
            if cell.tag in ("td", "th"):
                made = _cell(cell, in_head, around, allows)
                empty = empty and not made.children
                cells.append(made)
        if cells:
            (head if in_head else body).append(Element("tr", {}, cells))
    if empty:
        return Element("p", {}, text) if text else None
    table = Element("table")
    if text:
        table.children.append(Element("caption", {}, text))
    if head:
        table.children.append(Element("thead", {}, head))
    if body:
        table.children.append(Element("tbody", {}, body))
    return table


def _rows(table: Element) -> Iterator[tuple[str, Element]]:
    for child in table.elements:
        if child.tag == "tr":
            yield "", child
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child.elements:
                if row.tag == "tr":
                    yield child.tag, row


def _all_headers(row: Element) -> bool:
    cells = [cell.tag for cell in row.elements if cell.tag in ("td", "th")]
    return len(cells) > 1 and all(tag == "th" for tag in cells)


def _cell(node: Element, in_head: bool, around: Around, allows: Allows) -> Element:
    children = _cell_content(Place.CELL, node.children, around, allows)
    # An empty header names nothing, and screen readers stumble over it.
    tag = "th" if children and (node.tag == "th" or in_head) else "td"
    attrs: dict[str, str] = {}
    if tag == "th":
        given = allows("th", "scope", node.attrs.get("scope", ""))
        attrs["scope"] = given or ("col" if in_head else "row")
    for name in ("colspan", "rowspan"):
        value = allows(tag, name, node.attrs.get(name, ""))
        if value is not None and value != "1":
            attrs[name] = value
    return Element(tag, attrs, children)


def _heading_text(node: Node) -> str:
    """The words of a heading, without the numbers of sources."""
    if isinstance(node, Element) and cited(node):
        return ""
    if isinstance(node, str) or node.tag == "br":
        return text_of(node)
    return "".join(_heading_text(child) for child in node.children)


def _name_headings(blocks: list[Element]) -> None:
    """Give every heading an id made of its text, and lead links to `#its-text` there."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}  # the last given to each name: there is none free below it
    for block in blocks:
        if block.tag in HEADINGS:
            slug = slugify(_heading_text(block), allow_unicode=True)[:80].strip("-_") or "part"
            unique, number = slug, numbers.get(slug, 1)
            while unique in taken:
                number += 1
                unique = f"{slug}-{number}"
            numbers[slug] = number
            taken.add(unique)
            block.attrs["id"] = HEADING_ID_PREFIX + unique
    for block in blocks:
        for element in walk(block):
            href = element.attrs.get("href", "")
            if element.tag == "a" and href.startswith("#") and href[1:] in taken:
                element.attrs["href"] = "#" + HEADING_ID_PREFIX + href[1:]


def _name_citations(blocks: list[Element]) -> None:
    """Write of each marker everything but its number: an id for the way back, role and name."""
    times: dict[str, int] = {}
    for block in blocks:
        for group in walk(block):
            if group.tag != "sup" or not group.has_class(CITATION):
                continue
            markers = [marker for marker in group.elements if marker.tag == "a"]
            group.children = []
            for marker in markers:
                number = text_of(marker)
                times[number] = times.get(number, 0) + 1
                marker.attrs["id"] = f"{CITATION}-{number}-{times[number]}"
                marker.attrs["role"] = "doc-noteref"
                marker.attrs["aria-label"] = f"Reference {number}"
                group.children += [", ", marker] if group.children else [marker]
