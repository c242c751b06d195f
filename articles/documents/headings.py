"""Title, subtitle and headings of a document: what is over the text, and the rank of its parts."""

from __future__ import annotations

import re
from typing import Final

from articles.documents.report import Report
from articles.documents.tree import is_empty, words_of
from articles.models import Article
from wellness.lib.html_tree import Element, Node, walk
from wellness.lib.text import excerpt

_LEVELS: Final = re.compile(r"h([1-6])")
_DEEPEST: Final = 4


def limit(name: str) -> int:
    """How many characters a field of the text may have."""
    most: int | None = getattr(Article._meta.get_field(name), "max_length", None)
    return most or 0


def level(block: Node) -> int:
    """The rank of a heading, 1 to 6; 0 for anything else."""
    found = _LEVELS.fullmatch(block.tag) if isinstance(block, Element) else None
    return int(found[1]) if found else 0


def take_title(root: Element, report: Report) -> str:
    """The title, taken out of the text: what has the style of one, or the heading that is alone at
    the top. Empty where nothing says that it is the title."""
    blocks = [block for block in root.elements if not is_empty(block)]
    title = next((b for b in blocks if b.tag == "h1" and b.has_class("title")), None)
    if title is None:
        first = [b for b in blocks if level(b) == 1]
        begins = blocks[0] if blocks else None
        if first and (len(first) == 1 or first[0] is begins):
            title = first[0]
    return "" if title is None else _taken(root, title, "title", report)


def take_subtitle(root: Element, report: Report) -> str:
    """The subtitle, taken out of the text; empty where no paragraph has the style of one."""
    block = next((b for b in root.elements if b.has_class("subtitle") and words_of(b)), None)
    return "" if block is None else _taken(root, block, "subtitle", report)


def _taken(root: Element, block: Element, name: str, report: Report) -> str:
    words = words_of(block)
    most = limit(name)
    if len(words) > most:
        short = excerpt(words, most)
        block.tag, block.attrs = "p", {}
        report.changed(
            f"The {name}: {short}",
            f"It has {len(words):,} characters and may have {most:,}: all of it stands in the text "
            "as well.",
        )
        return short
    kept = [inner for inner in walk(block) if inner.tag == "img"]
    block.tag, block.attrs = "p", {}
    block.children = [*kept]
    return words


def rank(root: Element, report: Report) -> None:
    """Let headings begin at the second level and leave none out, whatever ranks they had."""
    above: list[int] = []
    moved = 0
    shift = 2 - min((level(block) for block in root.elements if level(block)), default=2)
    for block in root.elements:
        before = level(block)
        if not before:
            continue
        while above and above[-1] >= before:
            above.pop()
        above.append(before)
        now = min(len(above) + 1, _DEEPEST)
        moved += now != min(before + shift, _DEEPEST)
        block.tag, block.attrs = f"h{now}", {}
        block.children = _without_bold(block.children)
    if moved:
        report.changed(
            f"The level of {moved} {'heading' if moved == 1 else 'headings'}",
            "In an article headings have three levels, and none is left out.",
        )


def _without_bold(nodes: list[Node]) -> list[Node]:
    """A heading is bold by itself."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Element) and node.tag == "strong":
            found.extend(_without_bold(node.children))
        else:
            found.append(node)
    return found
