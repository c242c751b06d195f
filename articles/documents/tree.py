"""HTML that a reader of documents wrote, as a tree; nothing of it is safe or tidy yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import nh3

from wellness.lib.html_tree import Element, Node, parse, text_of, walk

_BLOCKS: Final = (
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote figure figcaption table thead tbody tr th td hr"
).split()
_INLINE: Final = "strong em sub sup a br img".split()
_CLEANER: Final = nh3.Cleaner(
    tags={*_BLOCKS, *_INLINE},
    attributes={
        "a": {"href", "id"},
        "img": {"src", "alt"},
        "li": {"id"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "h1": {"class"},
        "p": {"class"},
        "sup": {"class"},
        "figure": {"class"},
    },
    url_schemes={"http", "https", "mailto", "data"},
    link_rel=None,
)


def tree_of(html: str) -> Element:
    """The tree of a text in HTML, with the elements that a body can have and their ids."""
    return parse(_CLEANER.clean(html))


def rewrite(root: Element, look: Callable[[Element, Element], Iterable[Node]]) -> None:
    """Let other nodes stand where elements stood, everywhere below the root, in one pass.

    Args:
        look: what stands in the place of an element, given with its parent; what is below it was
            looked at before. An element that stays is given back.
    """
    children: list[Node] = []
    for child in root.children:
        if isinstance(child, str):
            children.append(child)
        else:
            rewrite(child, look)
            children.extend(look(child, root))
    root.children = children


def without(root: Element, *gone: Element) -> None:
    """Take children out of the root."""
    ids = {id(element) for element in gone}
    root.children = [child for child in root.children if id(child) not in ids]


def words_of(node: Node) -> str:
    """The text below a node on one line, without the numbers of citations."""
    return " ".join(_text(node).split())


def _text(node: Node) -> str:
    if isinstance(node, Element):
        if node.tag == "cite":
            return ""
        if node.tag != "br":
            return "".join(_text(child) for child in node.children)
    return text_of(node)


def is_empty(element: Element) -> bool:
    """Whether nobody would see anything of it."""
    return not words_of(element) and not any(e.tag in ("img", "cite", "hr") for e in walk(element))
