"""A list of sources that was typed by hand, with numbers in the text that lead to it.

It is believed only where everything agrees: a section called “References” or the like, every entry
of it numbered in order, and marks in the text that are numbers of entries.
"""

from __future__ import annotations

import re
from typing import Final

from articles.documents.citing import Note, cite
from articles.documents.headings import level
from articles.documents.report import Report
from articles.documents.tree import is_empty, without, words_of
from wellness.lib.html_tree import Element, Node

_NAMES: Final = frozenset(
    "references|reference list|bibliography|works cited|literature|literature cited|sources|"
    "cited sources|list of references".split("|")
)
_NUMBERED: Final = re.compile(r"\s*(?:\[(\d{1,3})\]|(\d{1,3})[.)])\s*(?=\S)")
_SEPARATED: Final = r"\d{1,3}(?:\s{0,3}[,;–-]\s{0,3}\d{1,3})*"
_BRACKETS: Final = re.compile(rf"[ \xa0]?\[({_SEPARATED})\]")
_RAISED: Final = re.compile(rf"\s*[\[(]?({_SEPARATED})[\])]?\s*")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)[.,;:!?)”’\"']*\s*$")
_UNITS: Final = frozenset({"mol", "mmol", "min", "sec", "rad", "cal", "kcal", "kpa", "feet"})
_LONGEST_RANGE: Final = 40


def take_typed_list(root: Element, report: Report) -> dict[str, Note]:
    """The entries of a typed list by number, taken out of the text; its marks become citations.

    Nothing where there is no such list, or it is not numbered: then it stays text.
    """
    blocks = list(root.elements)
    start = next(
        (index for index in range(len(blocks) - 1, -1, -1) if _is_its_heading(blocks[index])), None
    )
    if start is None:
        return {}
    rank = level(blocks[start]) or 7
    end = next(
        (i for i in range(start + 1, len(blocks)) if level(blocks[i]) and level(blocks[i]) <= rank),
        len(blocks),
    )
    section = [block for block in blocks[start + 1 : end] if not is_empty(block)]
    notes = _entries(section)
    name = words_of(blocks[start])
    if not notes:
        if section:
            report.changed(
                f"The section “{name}”",
                "It stays in the text: its entries are not numbered, so no mark in the text leads "
                "to them. Enter them as references, and cite them.",
            )
        return {}
    without(root, *blocks[start:end])
    _mark(root, notes)
    report.changed(
        f"The section “{name}”", "Its entries became the references, and its numbers citations."
    )
    return notes


def _is_its_heading(block: Element) -> bool:
    name = words_of(block).rstrip(":").casefold()
    bold = [inner for inner in block.elements if inner.tag == "strong"]
    stands_out = level(block) > 0 or (block.tag == "p" and words_of(block) and
                                      "".join(map(words_of, bold)) == words_of(block))  # fmt: skip
    return bool(stands_out) and name in _NAMES


def _entries(section: list[Element]) -> dict[str, Note]:
    """The entries by number; nothing unless all of them are numbered, from one, in order."""
    found: list[tuple[int, Element]] = []
    for block in section:
        if block.tag == "ol":
            first = int(block.attrs.get("start", "1"))
            found += [(first + n, item) for n, item in enumerate(block.elements)]
        elif block.tag == "p" and (match := _NUMBERED.match(words_of(block))):
            found.append((int(match[1] or match[2]), block))
        else:
            return {}
    if [number for number, _block in found] != list(range(1, len(found) + 1)):
        return {}
    for _number, block in found:
        _take_number(block)
    return {f"typed-{number}": Note(block) for number, block in found}


def _take_number(block: Element) -> None:
    """Take the number with which a paragraph begins off it."""
    first = next((n for n, node in enumerate(block.children) if words_of(node)), None)
    if block.tag != "p" or first is None or not isinstance(text := block.children[first], str):
        return
    if number := _NUMBERED.match(text):
        block.children[first] = text[number.end() :]


def _mark(element: Element, notes: dict[str, Note]) -> None:
    """Let marks become citations, below an element."""
    children: list[Node] = []
    for node in element.children:
        if isinstance(node, str):
            children.extend(_bracketed(node, notes))
            continue
        raised = _RAISED.fullmatch(words_of(node)) if node.tag == "sup" else None
        if raised and _follows_a_word(children) and (keys := _keys(raised[1], notes)):
            children.append(cite(keys))
            continue
        if node.tag not in ("a", "cite"):
            _mark(node, notes)
        children.append(node)
    element.children = children


def _bracketed(text: str, notes: dict[str, Note]) -> list[Node]:
    nodes: list[Node] = []
    done = 0
    for found in _BRACKETS.finditer(text):
        if keys := _keys(found[1], notes):
            nodes += [text[done : found.start()], cite(keys)]
            done = found.end()
    return [node for node in [*nodes, text[done:]] if node != ""]


def _keys(numbers: str, notes: dict[str, Note]) -> list[str]:
    """The keys of notes for “1, 3–5”; none where one of them is no entry."""
    keys: list[str] = []
    for part in re.split(r"\s*[,;]\s*", numbers)[:_LONGEST_RANGE]:
        ends = [int(end) for end in re.split(r"\s*[–-]\s*", part)]
        if not 0 <= ends[-1] - ends[0] <= _LONGEST_RANGE or len(ends) > 2:
            return []
        keys += [f"typed-{number}" for number in range(ends[0], ends[-1] + 1)]
    return keys if all(key in notes for key in keys) else []


def _follows_a_word(before: list[Node]) -> bool:
    """Whether a raised number can be a mark: after “night”, not after “m” or “10”."""
    text = "".join(words_of(node) if isinstance(node, Element) else node for node in before[-2:])
    found = _LAST_WORD.search(text[-40:])
    return found is not None and len(found[1]) >= 3 and found[1].casefold() not in _UNITS
