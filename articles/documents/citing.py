"""Notes and typed lists of sources become references, and the marks in the text their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from articles.documents.report import Report
from articles.documents.sources import Row, key, source
from articles.documents.tree import rewrite, without, words_of
from articles.documents.value import Refused
from wellness.lib.html_tree import Element, Node, walk
from wellness.lib.text import count, excerpt

MAX_REFERENCES: Final = 300
"""As many as the form of an article holds."""

_TOO_MANY: Final = (
    f"The notes of this document name more than {MAX_REFERENCES} sources, and an article can have "
    "no more. Please split it into several articles."
)
_TITLE_LENGTH: Final = 500
_AGAIN: Final = frozenset({"ibid", "ibidem", "id", "idem"})
_KEYS: Final = "keys"


@dataclass(frozen=True)
class Note:
    """A note of the document.

    Attributes:
        given: the row of a reference, where the document says its fields by name.
    """

    content: Element
    given: Row | None = None

    @property
    def text(self) -> str:
        parts = [words_of(block) for block in self.content.elements if block.tag in _PARTS]
        return " ".join(filter(None, parts)) or words_of(self.content)

    def row(self) -> Row:
        if self.given is not None:
            return self.given
        found = list(walk(self.content))
        links = [element.attrs.get("href", "") for element in found if element.tag == "a"]
        italic = [words_of(element) for element in found if element.tag == "em"]
        return source(self.text, links=[link for link in links if link], italic=italic)


_PARTS: Final = frozenset({"p", "ul", "ol", "blockquote", "table"})


def cite(keys: list[str]) -> Element:
    """A mark that stands for notes by their keys, until they have numbers."""
    return Element("cite", {_KEYS: " ".join(keys)})


def number(root: Element, notes: Mapping[str, Note], report: Report) -> tuple[Row, ...]:
    """Number the notes in the order in which the text names them; equal ones are one reference.

    Notes that nothing names come last, in their own order.

    Raises:
        Refused: there are more than an article can have.
    """
    rows: list[Row] = []
    numbers: dict[str, int] = {}  # by what makes notes the same
    of_note: dict[str, int] = {}
    long: list[tuple[int, Note]] = []
    same = 0

    def numbered(name: str, before: int) -> int:
        nonlocal same
        if name in of_note:
            return of_note[name]
        note = notes[name]
        words = key(note.text) if note.given is None else repr(note.given)
        if words in _AGAIN and before:
            of_note[name] = before
        elif words in numbers:
            of_note[name] = numbers[words]
            same += 1
        else:
            if len(rows) == MAX_REFERENCES:
                raise Refused(_TOO_MANY)
            rows.append(note.row())
            numbers[words] = of_note[name] = len(rows)
            if note.given is None and len(note.text) > _TITLE_LENGTH and not rows[-1]["authors"]:
                long.append((len(rows), note))
        return of_note[name]

    before = 0
    for mark in list(walk(root)):
        if mark.tag != "cite":
            continue
        found = []
        for name in mark.attrs[_KEYS].split():
            before = numbered(name, before)
            found.append(before)
        mark.tag, mark.attrs = "sup", {"class": "citation"}
        mark.children = [Element("a", {"href": f"#reference-{n}"}, [str(n)]) for n in found]
    cited = len(rows)
    for name, note in notes.items():
        if note.given is not None or note.text:
            numbered(name, 0)
    _tell(report, same, len(rows) - cited)
    _keep_long(root, long, report)
    return tuple(rows)


def _tell(report: Report, same: int, uncited: int) -> None:
    if same:
        report.changed(
            f"{count(same, 'note', 'notes')} with the words of another",
            "Equal notes are one reference with several citations.",
        )
    if uncited > 0:
        report.changed(
            f"{count(uncited, 'reference', 'references')} that the text does not cite",
            "They stand at the end of the list: cite them, or take them out.",
        )


def _keep_long(root: Element, long: list[tuple[int, Note]], report: Report) -> None:
    """Notes that are longer than the title of a reference stand in the text as well."""
    if not long:
        return
    root.children.append(Element("h2", {}, ["Notes"]))
    for place, note in long:
        report.changed(
            f"Note {place}: {excerpt(note.text, 80)}",
            f"It is longer than a reference can be ({_TITLE_LENGTH} characters), so all of it "
            "stands under “Notes” at the end of the text.",
        )
        root.children.append(Element("p", {}, [f"{place}: {note.text}"]))


# -- notes of Word, and marks of Markdown ----------------------------------------------------------

_NOTE_ID: Final = re.compile(r"(?:foot|end)note-(?:ref-)?.+")


def take_notes(root: Element, mark: str) -> dict[str, Note]:
    """The notes that mammoth wrote after the text, taken off it; their marks become citations."""
    notes: dict[str, Note] = {}
    last = next(reversed(list(root.elements)), None)
    if last is not None and last.tag == "ol" and all(_is_note(i, mark) for i in last.elements):
        rewrite(last, lambda element, _parent: [] if _leads_back(element, mark) else [element])
        notes = {item.attrs["id"]: Note(item) for item in last.elements}
        without(root, last)

    def look(element: Element, parent: Element) -> list[Node]:
        if element.tag == "sup":
            names = [
                inner.attrs.get("href", "").removeprefix("#")
                for inner in element.elements
                if inner.tag == "a" and inner.attrs.get("id", "").startswith(mark)
            ]
            if names and all(name in notes for name in names):
                return [cite(names)]
        return [element]

    rewrite(root, look)
    return notes


def _leads_back(element: Element, mark: str) -> bool:
    return element.tag == "a" and element.attrs.get("href", "").startswith(f"#{mark}")


def _is_note(item: Element, mark: str) -> bool:
    name = item.attrs.get("id", "")
    return name.startswith(mark) and bool(_NOTE_ID.fullmatch(name.removeprefix(mark)))


def take_numbers(root: Element, notes: Mapping[str, Note]) -> None:
    """Groups of markers by number, as `wellness.lib.markdown` writes them, become citations."""

    def look(element: Element, parent: Element) -> list[Node]:
        if element.tag != "sup" or not element.has_class("citation"):
            return [element]
        names = [words_of(inner) for inner in element.elements if inner.tag == "a"]
        return [cite([name for name in names if name in notes])]

    rewrite(root, look)
