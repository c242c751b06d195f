"""XML from a stranger: no entities, no document types, no more of it than was agreed."""

from __future__ import annotations

import codecs
import re
from typing import Any, Final
from xml.etree import ElementTree as ET

MAX_DEPTH: Final = 90
"""How deep elements may be nested; tables within tables of Word stay below 40."""

_PIECE: Final = 64 * 1024
_DECLARATION: Final = re.compile(r"\s*+<\?xml\s[^>]{0,1000}\?>")
"""Looked for at the beginning only: nowhere else is it one."""

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class BadXml(ValueError):
    """The text is no XML that is read here; the message says why, to people."""


def parsed(data: bytes, *, at_most: int) -> ET.Element:
    """The root of an XML text in UTF-8 or UTF-16, of so many elements at most.

    Raises:
        BadXml: it is broken, too large, too deep, or declares a document type: entities, which
            can stand for megabytes or for files of this machine, are declared nowhere else.
    """
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadXml("It holds text in an unknown encoding.") from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadXml("It declares a document type or entities, which no text program writes.")
    # What is declared as the encoding no longer counts: the parser is given characters.
    if declared := _DECLARATION.match(text):
        text = text[declared.end() :]
    parser: ET.XMLPullParser[Any] = ET.XMLPullParser(events=("start", "end"))
    elements = depth = 0
    root: ET.Element | None = None
    try:
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE])
            for event, element in parser.read_events():  # type: ignore[misc]  # of these two kinds
                root = element if root is None else root  # type: ignore[assignment]
                depth += 1 if event == "start" else -1
                elements += event == "start"
                if elements > at_most or depth > MAX_DEPTH:
                    raise BadXml("It is longer or nested more deeply than any article.")
        parser.close()
    except ET.ParseError as error:
        raise BadXml("Its text is damaged.") from error
    if root is None:
        raise BadXml("Its text is damaged.")
    return root


def written(root: ET.Element) -> bytes:
    """The XML of an element, in UTF-8."""
    data: bytes = ET.tostring(root, encoding="utf-8")
    return data
