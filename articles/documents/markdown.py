"""A single Markdown file as a draft: read as the import reads it, with notes as references."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from typing import IO, Final

from articles.documents import arranging, citing, headings, typed_list
from articles.documents.citing import Note
from articles.documents.finishing import finished
from articles.documents.report import Report
from articles.documents.tree import rewrite, tree_of
from articles.documents.value import STANDS_FOR, Picture, Read, Refused
from articles.importing import pictures, reading
from articles.importing.facts import Facts, Problems
from wellness.lib.front_matter import BadFrontMatter, front_matter
from wellness.lib.html_tree import Element, Node
from wellness.lib.markdown import code_in, to_html
from wellness.lib.text import count, excerpt

_READ: Final = ("title", "subtitle", "description", "key_points", "references", "disclosure")
_DATA: Final = re.compile(rb"data:image/[a-z.+-]{1,20};base64,([A-Za-z0-9+/=]+)")
_DEFINITION: Final = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)")
_MARK: Final = re.compile(r"\[\^([^\]\s]{1,60})\](?!:)")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")


def read(file: IO[bytes], name: str) -> Read:
    """The file as a document.

    Raises:
        Refused: it cannot be read, or there is nothing in it.
    """
    report = Report(name)
    inside: list[bytes] = []

    def number(found: re.Match[bytes]) -> bytes:
        inside.append(found[1])
        return f"{STANDS_FOR}{len(inside) - 1}".encode()

    try:
        front = front_matter(_DATA.sub(number, file.read()), required=False)
    except BadFrontMatter as error:
        raise Refused(f"Line {error.line}: {error.sentence}") from error
    problems = Problems()
    facts = Facts(front, problems)
    read = Read(
        report,
        title=facts.text("title"),
        subtitle=facts.text("subtitle"),
        more={
            "description": facts.text("description"),
            "key_points": "\n".join(facts.texts("key_points") or ()),
            "disclosure": facts.text("disclosure"),
        },
    )
    rows = reading.references(facts)
    if problems.errors:
        raise Refused(" ".join(f"Line {p.line}, {p.field}: {p.sentence}" for p in problems.errors))
    for other in [fact for fact in facts.data if fact not in _READ]:
        report.left_out(f"“{other}” in front of the text", "Enter it at the desk.")
    if tags := reading.html_in(front):
        report.changed(f"Line {tags[0]}", tags[1])
    body, texts = _notes(front.body)
    mark = f"mark{secrets.token_hex(6)}x"
    marked = _marked(body, texts, mark, len(rows), report)
    html = to_html(marked, references=len(rows), title=read.title, any_address=True)
    root = tree_of(html)
    _code(body, report)
    notes = {str(n): Note(Element(""), given=row) for n, row in enumerate(rows, start=1)}
    citing.take_numbers(root, notes)
    _cite(root, mark, list(texts))
    notes |= {
        label: Note(tree_of(to_html(text, any_address=True))) for label, text in texts.items()
    }
    arranging.arrange(root, report)
    title = headings.take_title(root, report) if not read.title else ""
    read.title = read.title or title
    notes |= typed_list.take_typed_list(root, report)
    headings.rank(root, report)
    read.pictures = _pictures(root, inside, report)
    return finished(root, notes, read)


# -- notes -----------------------------------------------------------------------------------------


def _notes(body: str) -> tuple[str, dict[str, str]]:
    """The text without the definitions of its notes, and these by label (“note:1”)."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    current: list[str] | None = None
    fence = ""
    blank = False
    for line in body.split("\n"):
        opened = _FENCE.match(line)
        if opened and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opened[1]
        definition = None if fence else _DEFINITION.match(line)
        if definition:
            current = notes.setdefault(f"note:{definition[1]}", [])
            current.append(definition[2])
        elif current is not None and line.strip() and (not blank or line.startswith(("  ", "\t"))):
            current.append(f"\n{line.strip()}" if blank else line.strip())
        elif current is not None and not line.strip():
            pass
        else:
            current = None
            kept.append(line)
        blank = not line.strip()
    return "\n".join(kept), {label: "\n".join(lines) for label, lines in notes.items()}


def _marked(body: str, notes: dict[str, str], mark: str, references: int, report: Report) -> str:
    """The text with a word that nobody else uses in place of each mark of a note."""
    places = {label: place for place, label in enumerate(notes)}

    def put(found: re.Match[str]) -> str:
        label = f"note:{found[1]}"
        if label in notes:
            return f"{mark}{places[label]}x"
        if found[1].isdecimal() and 1 <= int(found[1]) <= references:
            return found[0]
        report.left_out(
            f"The mark “{found[0]}”", "The file holds no note for it, so it stays in the text."
        )
        return "\\" + found[0]

    return _MARK.sub(put, body)


def _cite(root: Element, mark: str, labels: list[str]) -> None:
    """Let citations stand where those words are."""
    put = re.compile(rf"{mark}(\d+)x")

    def parted(text: str) -> list[Node]:
        nodes: list[Node] = []
        done = 0
        for found in put.finditer(text):
            nodes += [text[done : found.start()], citing.cite([labels[int(found[1])]])]
            done = found.end()
        return [node for node in [*nodes, text[done:]] if node != ""]

    def look(element: Element) -> None:
        children: list[Node] = []
        for node in element.children:
            if isinstance(node, str):
                children.extend(parted(node))
            else:
                look(node)
                children.append(node)
        element.children = children

    look(root)


# -- code ------------------------------------------------------------------------------------------


def _code(body: str, report: Report) -> None:
    """Tell that code has no look of its own in an article."""
    blocks, within = code_in(body)
    for words in blocks:
        report.changed(
            f"A block of code: {words}",
            "Articles have none: its words stand in the text, line by line.",
        )
    if within:
        report.changed(
            f"{count(len(within), 'place', 'places')} within a line marked as code: "
            f"{', '.join(within)}",
            "The words stayed, without the look of code.",
        )


# -- pictures --------------------------------------------------------------------------------------


def _pictures(root: Element, inside: list[bytes], report: Report) -> list[Picture]:
    """Pictures that the file holds itself; what it only names cannot come along."""
    found: dict[str, Picture] = {}

    def look(element: Element, parent: Element) -> list[Node]:
        if element.tag != "img":
            return [element]
        src, alt = element.attrs.get("src", ""), element.attrs.get("alt", "")
        number = src.removeprefix(STANDS_FOR)
        if src.startswith(STANDS_FOR) and number.isdecimal() and int(number[:6]) < len(inside):
            if src not in found:
                found[src] = Picture(
                    src,
                    f"Picture {len(found) + 1}",
                    title=alt or f"{report.name.rpartition('.')[0]}, picture {len(found) + 1}",
                    alt=alt,
                    open=lambda data=inside[int(number)]: _decoded(data),  # type: ignore[misc]
                )
        elif not pictures.is_shown(src) or src.startswith(STANDS_FOR):
            _left_out(report, pictures.file_name(src) or "without an address", alt, src)
            return []
        return [element]

    rewrite(root, look)
    return list(found.values())


def _left_out(report: Report, name: str, alt: str, src: str) -> None:
    described = f" ({excerpt(alt, 80)})" if alt else ""
    report.left_out(
        f"The picture “{excerpt(name, 80)}”{described}",
        "It lies on your computer, and a Markdown file cannot bring it along: put it in with the "
        "Picture button."
        if pictures.is_local(src)
        else "Nothing is fetched from other sites: put it in with the Picture button.",
    )


def _decoded(data: bytes) -> bytes:
    try:
        return base64.b64decode(data)
    except binascii.Error as error:
        raise Refused("its text in the file is damaged.") from error
