"""Names of WordprocessingML: elements and attributes by the word after their namespace.

A document is written in one of two namespaces, the transitional one or the strict one; what is
asked here holds for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

TRANSITIONAL: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_RELATED: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_OFF: Final = ("0", "false", "off", "none")


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def is_a(element: Element, name: str) -> bool:
    """Whether it is Word's own element of this name."""
    return element.tag in (TRANSITIONAL + name, _STRICT + name)


def word(near: Element, name: str) -> str:
    """The whole name of Word's own attribute or element, in the namespace that `near` is in."""
    return (_STRICT if near.tag.startswith(_STRICT) else TRANSITIONAL) + name


def child(element: Element | None, name: str) -> Element | None:
    """The first child with this name."""
    if element is None:
        return None
    return next((inner for inner in element if is_a(inner, name)), None)


def find_all(element: Element, name: str) -> Iterator[Element]:
    """The children with this name."""
    return (inner for inner in element if is_a(inner, name))


def value(element: Element | None) -> str:
    """What an element says by its attribute `val`."""
    return "" if element is None else element.get(word(element, "val"), "")


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and on: it is on where it says nothing."""
    return element is not None and value(element).lower() not in _OFF


def related(element: Element, name: str) -> tuple[str, str] | None:
    """An attribute that names a relationship, as its whole name and the id."""
    for namespace in _RELATED:
        if (found := element.get(namespace + name)) is not None:
            return namespace + name, found
    return None


def text_in(element: Element) -> str:
    """The words below an element, whoever's namespace their text is in."""
    return "".join(inner.text or "" for inner in element.iter() if local(inner) == "t")
