"""The blocks of a document, each as the magazine builds it: quotations, pictures, tables, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import Final

from articles.documents.report import Report
from articles.documents.stand_in import RULE, START
from articles.documents.tree import is_empty, rewrite, without, words_of
from wellness.lib.html_tree import Element, Node, walk
from wellness.lib.rich_text_features import ADDRESS
from wellness.lib.text import count

_SAID_BY: Final = re.compile(r"^\s*(?:[—–―]+|--+)\s*(?=\S)")
_START: Final = re.compile(rf"{START}(\d{{1,4}})([aAiI]?)")


def arrange(root: Element, report: Report, mark: str = "") -> None:
    """Put every block into its form, in place.

    Args:
        mark: the beginning of names that `stand_in` put in.
    """
    _rules(root, mark)
    _count(root, mark)
    _links(root, report)
    _boxes(root, report)
    _captions(root)
    _quotations(root)


def _rules(root: Element, mark: str) -> None:
    """A line that Word drew as a shape is a rule."""
    if not mark:
        return
    children: list[Node] = []
    for block in root.children:
        if isinstance(block, Element) and any(
            element.attrs.get("id") == mark + RULE for element in walk(block)
        ):
            children += [Element("hr")] if is_empty(block) else [block, Element("hr")]
        else:
            children.append(block)
    root.children = children


def _count(root: Element, mark: str) -> None:
    """Let numbered lists count as Word showed them; one that begins anew is another list."""

    def look(element: Element, parent: Element) -> list[Node]:
        if element.tag != "ol":
            return [element]
        lists: list[Node] = []
        current: Element | None = None
        comes, letters = 1, ""
        for item in element.elements:
            says = _begins(item, mark) or (comes, letters)
            if current is None or says != (comes, letters):
                comes, letters = says
                current = Element("ol", {"start": str(comes), "type": letters})
                lists.append(current)
            current.children.append(item)
            comes += 1
        return lists

    if mark:
        rewrite(root, look)


def _begins(item: Element, mark: str) -> tuple[int, str] | None:
    """The number with which a list begins at this item, and what it counts by."""
    for element in item.elements:
        name = element.attrs.get("id", "")
        if name.startswith(mark) and (found := _START.fullmatch(name.removeprefix(mark))):
            return int(found[1]), found[2]
        if element.tag not in ("ol", "ul") and (inside := _begins(element, mark)):
            return inside
    return None


def _links(root: Element, report: Report) -> None:
    """Links that lead somewhere; of the others the words stay."""
    lost: list[str] = []
    within = 0

    def look(element: Element, parent: Element) -> Iterable[Node]:
        nonlocal within
        if element.tag != "a":
            return [element]
        address = element.attrs.get("href", "").strip()
        if address and not address.startswith("#") and ADDRESS.fullmatch(address):
            element.attrs = {"href": address}
            return [element]
        if address.startswith("#"):
            within += 1
        elif words := words_of(element):
            lost.append(words)
        return element.children

    rewrite(root, look)
    if lost:
        report.left_out(
            f"The target of {count(len(lost), 'link', 'links')}: {', '.join(lost)}",
            "Only web and mail addresses can be links. The words stayed.",
        )
    if within:
        report.changed(
            f"{count(within, 'link', 'links')} within the document",
            "The words stayed, the links did not.",
        )


def _boxes(root: Element, report: Report) -> None:
    """A table of one cell is a frame around text."""
    opened = 0

    def look(table: Element, parent: Element) -> Iterable[Node]:
        nonlocal opened
        if table.tag == "table":
            cells = [cell for cell in walk(table) if cell.tag in ("td", "th")]
            if len(cells) == 1:
                opened += 1
                return cells[0].children
        return [table]

    rewrite(root, look)
    if opened:
        report.changed(
            f"{count(opened, 'frame', 'frames')} around text, made as a table of one cell",
            "The text stands without it.",
        )


def _captions(root: Element) -> None:
    """A caption goes to the picture before it, or to the table beside it."""
    blocks = list(root.elements)
    gone: list[Element] = []
    before: Element | None = None
    for block, after in zip_longest(blocks, blocks[1:]):
        if not block.has_class("caption"):
            before = block
            continue
        block.attrs = {}
        picture = _only_picture(before)
        tables = [b for b in (after, before) if b is not None and b.tag == "table"]
        table = next((t for t in tables if all(c.tag != "caption" for c in t.elements)), None)
        if picture is not None and before is not None:
            before.tag, before.attrs = "figure", {"class": "image"}
            before.children = [picture, Element("figcaption", {}, block.children)]
        elif table is not None:
            table.children.insert(0, Element("caption", {}, block.children))
        else:
            before = block
            continue
        gone.append(block)
    without(root, *gone)


def _only_picture(block: Element | None) -> Element | None:
    """The picture of a paragraph that holds nothing else."""
    if block is None or block.tag != "p" or words_of(block):
        return None
    pictures = [element for element in walk(block) if element.tag == "img"]
    return pictures[0] if len(pictures) == 1 else None


def _quotations(root: Element) -> None:
    """A last line that begins with a dash says whose words they are."""
    for quotation in walk(root):
        if quotation.tag != "blockquote":
            continue
        lines = list(quotation.elements)
        if len(lines) > 1 and lines[-1].tag == "p" and _SAID_BY.match(words_of(lines[-1])):
            last = lines[-1]
            _strip_dash(last)
            last.tag = "footer"


def _strip_dash(element: Element) -> None:
    for index, node in enumerate(element.children):
        if isinstance(node, Element):
            if words_of(node):
                _strip_dash(node)
                return
        elif node.strip():
            stripped: Node = _SAID_BY.sub("", node) if _SAID_BY.match(node) else node.lstrip(" —–―")
            element.children[index] = stripped
            return
