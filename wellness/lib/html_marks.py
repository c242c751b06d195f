"""What can be read off a difference that `html_diff` has marked: its changes one by one, its sides.

A change is a place where something was removed, added or replaced; it gets a name of its own, so
that a page can lead to it. The two sides are the earlier and the later text, block beside block,
each with its own marks only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from wellness.lib.html_tree import Element, Node, parse, serialise, walk

_MARKS: Final = ("ins", "del")
_WHOLE: Final = {"diff-added": "ins", "diff-removed": "del"}
"""Classes of blocks that are there on one side only, with the mark that they stand for."""

_UNSAID: Final = "visually-hidden"
"""The class of words that only screen readers hear around a mark."""


@dataclass(slots=True)
class Change:
    """One place where two texts differ.

    Attributes:
        id: its name on the page.
        after: the heading that it stands under; empty before the first.
        removed, added: the words that went and that came; empty for a picture.
    """

    id: str
    after: str = ""
    removed: str = ""
    added: str = ""
    marks: list[str] = field(default_factory=list)


class Row(NamedTuple):
    """A block of the earlier text beside its block of the later one; empty where there is none."""

    before: str
    after: str
    is_changed: bool


class _Counter:
    """Walks through a marked text and names each change."""

    def __init__(self, first: int) -> None:
        self.next = first
        self.heading = ""
        self.changes: list[Change] = []

    def visit(self, element: Element) -> None:
        going: Change | None = None  # what the next mark belongs to, if nothing stands between
        for child in element.children:
            if isinstance(child, str):
                going = going if not child.strip() else None
                continue
            mark = child.tag if child.tag in _MARKS else _mark_of(child)
            if mark and (going is None or not _goes_on(going, mark, child)):
                going = self._new(child)
            if mark and going is not None:
                _say(going, mark, _words(child))
            elif not mark:
                going = None
                self.visit(child)
            if child.tag in ("h2", "h3", "h4") and mark != "del":
                self.heading = _words(child, without="del")

    def _new(self, element: Element) -> Change:
        change = Change(f"change-{self.next}", self.heading)
        element.attrs["id"] = change.id
        self.changes.append(change)
        self.next += 1
        return change


def _mark_of(element: Element) -> str:
    """The mark of a block that is there on one side only; empty for any other."""
    return next((mark for name, mark in _WHOLE.items() if element.has_class(name)), "")


def _goes_on(change: Change, mark: str, element: Element) -> bool:
    """Whether a mark beside the last one is still the same change.

    In running text everything side by side is; of whole blocks, what came for what went.
    """
    if element.tag in _MARKS:
        return True
    return mark == "ins" and change.marks == ["del"]


def _say(change: Change, mark: str, words: str) -> None:
    change.marks.append(mark)
    if mark == "ins":
        change.added = f"{change.added} {words}".strip()
    else:
        change.removed = f"{change.removed} {words}".strip()


def _words(element: Element, *, without: str = "") -> str:
    """The words below an element, without those for screen readers, on one line."""
    return " ".join("".join(_pieces(element, without)).split())


def _pieces(node: Node, without: str) -> Iterable[str]:
    if isinstance(node, str):
        yield node
    elif not node.has_class(_UNSAID) and node.tag != without:
        for child in node.children:
            yield from _pieces(child, without)
        if node.tag not in ("span", "strong", "em", "sub", "sup", "a", "ins", "del"):
            yield " "


def numbered(marked: str, first: int = 1) -> tuple[str, list[Change]]:
    """The same difference with an id on each change, counted from ``first``, and the changes."""
    root = parse(marked)
    counter = _Counter(first)
    counter.visit(root)
    return serialise(root.children), counter.changes


def sides(marked: str) -> list[Row]:
    """The blocks of a difference of two bodies, side by side."""
    return [_row([block]) for block in parse(marked).elements]


def line_sides(marked: str) -> Row:
    """The two sides of a difference of plain texts."""
    return _row(parse(marked).children)


def _row(nodes: Iterable[Node]) -> Row:
    nodes = list(nodes)
    changed = any(
        element.tag in _MARKS
        for node in nodes
        if isinstance(node, Element)
        for element in (node, *walk(node))
    )
    return Row(_side(nodes, "ins"), _side(nodes, "del"), changed)


def _side(nodes: Iterable[Node], without: str) -> str:
    return serialise(_kept(nodes, without))


def _kept(nodes: Iterable[Node], without: str) -> list[Node]:
    """The nodes without what carries one of the two marks."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            kept.append(node)
        elif node.tag != without and _mark_of(node) != without:
            kept.append(Element(node.tag, dict(node.attrs), _kept(node.children, without)))
    return kept
