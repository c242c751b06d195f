"""The blocks of a document, each as the magazine builds it: quotations, pictures, tables, lists."""

from __future__ import annotations

import re
from typing import Final

from articles.documents.report import Report
from articles.documents.stand_in import RULE, START
from articles.documents.tree import is_empty, put_in_place, with_parents, words_of
from wellness.lib.html_tree import Element, Node, walk
from wellness.lib.rich_text_features import ADDRESS
from wellness.lib.text import count

_SAID_BY: Final = re.compile(r"^\s*(?:[—–―]+|--+)\s*(?=\S)")
_START: Final = re.compile(rf"{START}(\d{{1,4}})")


def arrange(root: Element, report: Report, mark: str = "") -> None:
    """Put every block into its form, in place.

    Args:
        mark: the beginning of names that `stand_in` put in.
    """
    _rules(root, mark)
    _go_on_counting(root, mark)
    _links(root, report)
    _boxes(root, report)
    _captions(root)
    _quotations(root)


def _rules(root: Element, mark: str) -> None:
    """A line that Word drew as a shape is a rule."""
    for block in list(root.elements):
        if mark and any(e.attrs.get("id") == mark + RULE for e in walk(block)):
            put_in_place(root, block, ([] if is_empty(block) else [block]) + [Element("hr")])


def _go_on_counting(root: Element, mark: str) -> None:
    for parent, element in with_parents(root):
        if element.tag != "li" or parent.tag != "ol" or not mark:
            continue
        for inner in walk(element):
            name = inner.attrs.get("id", "")
            found = _START.fullmatch(name.removeprefix(mark)) if name.startswith(mark) else None
            if found and next(parent.elements) is element:
                parent.attrs["start"] = found[1]


def _links(root: Element, report: Report) -> None:
    """Links that lead somewhere; of the others the words stay."""
    lost: list[str] = []
    within = 0
    for parent, element in with_parents(root):
        if element.tag != "a":
            continue
        address = element.attrs.get("href", "").strip()
        element.attrs.pop("id", None)
        if address and not address.startswith("#") and ADDRESS.fullmatch(address):
            element.attrs["href"] = address
            continue
        if address.startswith("#"):
            within += 1
        elif words := words_of(element):
            lost.append(words)
        put_in_place(parent, element, element.children)
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
    for parent, table in with_parents(root):
        if table.tag != "table":
            continue
        cells = [cell for cell in walk(table) if cell.tag in ("td", "th")]
        if len(cells) == 1:
            put_in_place(parent, table, cells[0].children)
            opened += 1
    if opened:
        report.changed(
            f"{count(opened, 'frame', 'frames')} around text, made as a table of one cell",
            "The text stands without it.",
        )


def _captions(root: Element) -> None:
    """A caption goes to the picture before it, or to the table beside it."""
    for block in [b for b in root.elements if b.has_class("caption")]:
        blocks = list(root.elements)
        place = next(index for index, other in enumerate(blocks) if other is block)
        before = blocks[place - 1] if place else None
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        block.attrs = {}
        picture = _only_picture(before)
        if picture is not None and before is not None:
            caption = Element("figcaption", {}, block.children)
            before.tag, before.attrs = "figure", {"class": "image"}
            before.children = [picture, caption]
            put_in_place(root, block, [])
            continue
        table = next((b for b in (after, before) if b is not None and b.tag == "table"), None)
        if table is not None and not any(c.tag == "caption" for c in table.elements):
            table.children.insert(0, Element("caption", {}, block.children))
            put_in_place(root, block, [])


def _only_picture(block: Element | None) -> Element | None:
    """The picture of a paragraph that holds nothing else."""
    if block is None or block.tag != "p" or words_of(block):
        return None
    pictures = [element for element in walk(block) if element.tag == "img"]
    return pictures[0] if len(pictures) == 1 else None


def _quotations(root: Element) -> None:
    """A last line that begins with a dash says whose words they are."""
    for _parent, quotation in with_parents(root):
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
