"""The end of reading, whatever kind of file it was: sources numbered, text cleaned, all counted."""

from __future__ import annotations

from collections.abc import Mapping

from articles.documents import citing
from articles.documents.citing import Note
from articles.documents.value import Read, Refused
from wellness.lib import rich_text
from wellness.lib.html_tree import Element, parse, serialise, walk


def finished(root: Element, notes: Mapping[str, Note], read: Read) -> Read:
    """The document with its text clean, its sources numbered and its text bounded.

    Raises:
        Refused: nothing is in it, or more than an article can hold.
    """
    read.references = citing.number(root, notes, read.report)
    html = serialise(root.children)
    if sentence := rich_text.objection(html):
        raise Refused(sentence)
    body = rich_text.clean(html)
    if not body and not read.title:
        raise Refused("There is no text in this document. Look whether the right one was chosen.")
    read.body = body
    return read


def counts(body: str, references: int) -> dict[str, int]:
    """How much of what a text holds, for the report."""
    tags = [element.tag for element in walk(parse(body))]
    return {
        "words": rich_text.word_count(body),
        "headings": len(rich_text.headings(body)),
        "pictures": len(rich_text.images(body)),
        "tables": tags.count("table"),
        "lists": tags.count("ul") + tags.count("ol"),
        "references": references,
        "citations": len(rich_text.citations(body)),
    }
