"""A small tree for HTML that nh3 has written.

nh3 writes one exact dialect of HTML: lower-case names, every element closed, attribute values in
double quotes, and `&`, `<`, `>` and the no-break space escaped. Text in that dialect can be read
with one regular expression. Nothing here parses HTML from anywhere else, and nothing here makes
HTML safe: that is what nh3 is for (see `rich_text.clean`).
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

VOID = frozenset({"br", "hr", "img"})

MAX_DEPTH = 60
"""Elements nested deeper than this lose their tags and keep their text."""

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[^\s=>"]+="[^"]*")*)\s*>')
_ATTRIBUTE = re.compile(r'\s+([^\s=>"]+)="([^"]*)"')


@dataclass(slots=True)
class Element:
    """An element with its attributes and, in order, its child elements and texts (unescaped)."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> Iterator[Element]:
        """The child elements, without the texts between them."""
        return (child for child in self.children if isinstance(child, Element))

    def has_class(self, name: str) -> bool:
        return name in self.attrs.get("class", "").split()


Node = Element | str


def parse(html: str) -> Element:
    """The tree of a text that nh3 wrote, under a nameless root element."""
    root = Element("")
    path = [root]
    ignored: list[str] = []  # open elements beyond MAX_DEPTH
    position = 0
    for match in _TAG.finditer(html):
        if match.start() > position:
            path[-1].children.append(unescape(html[position : match.start()]))
        position = match.end()
        closing, tag, attributes = match.groups()
        if closing:
            if ignored:
                ignored.pop()
            elif len(path) > 1:
                path.pop()
            continue
        if len(path) > MAX_DEPTH and tag not in VOID:
            ignored.append(tag)
            continue
        attrs = (
            {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
            if attributes
            else {}
        )
        element = Element(tag, attrs)
        path[-1].children.append(element)
        if tag not in VOID:
            path.append(element)
    if position < len(html):
        path[-1].children.append(unescape(html[position:]))
    return root


def unescape(text: str) -> str:
    return html_entities.unescape(text) if "&" in text else text


def escape(text: str) -> str:
    """The text as nh3 writes it between tags."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\u00a0", "&nbsp;")
    )


def escape_attribute(value: str) -> str:
    """The text as nh3 writes it in an attribute."""
    return escape(value).replace('"', "&quot;")


def serialise(nodes: Iterable[Node]) -> str:
    """The HTML of the nodes, in the dialect described above."""
    out: list[str] = []
    for node in nodes:
        _write(node, out)
    return "".join(out)


def open_tag(element: Element) -> str:
    attributes = "".join(
        f' {name}="{escape_attribute(value)}"' for name, value in element.attrs.items()
    )
    return f"<{element.tag}{attributes}>"


def _write(node: Node, out: list[str]) -> None:
    if isinstance(node, str):
        out.append(escape(node))
        return
    out.append(open_tag(node))
    if node.tag in VOID:
        return
    for child in node.children:
        _write(child, out)
    out.append(f"</{node.tag}>")


def walk(node: Element) -> Iterator[Element]:
    """Every element below this one, in document order."""
    for child in node.elements:
        yield child
        yield from walk(child)


def text_of(node: Node) -> str:
    """The text below a node, with a space for each line break."""
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return " "
    return "".join(text_of(child) for child in node.children)
