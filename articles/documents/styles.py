"""The styles of a Word document: each is called what it descends from.

A house has styles of its own, “Our headline”, made from “heading 1”; mammoth knows styles by name.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from articles.documents.word_names import child, find_all, value, word

KNOWN: Final = frozenset(
    {"title", "subtitle", "caption", "quote", "intense quote", "block text", "quotations"}
    | {f"heading {level}" for level in range(1, 10)}
)
"""Names of styles, in small letters, that say what a paragraph is."""

_LONGEST_LINE: Final = 20
"""How far back a style is followed: it may be based on itself."""

MAP: Final = "\n".join(
    [
        "p[style-name='Title'] => h1.title:fresh",
        "p[style-name='Subtitle'] => p.subtitle:fresh",
        "p[style-name='Caption'] => p.caption:fresh",
        *(
            f"p[style-name='{name}'] => blockquote > p:fresh"
            for name in ("Quote", "Intense Quote", "Block Text", "Quotations")
        ),
        *(f"p[style-name='Heading {level}'] => h6:fresh" for level in (7, 8, 9)),
        *(
            f"r[style-name='{name}'] => em"
            for name in ("Emphasis", "Subtle Emphasis", "Intense Emphasis", "Book Title")
        ),
        *(
            f"p:{kind}-list({depth}) => {'ul|ol > li > ' * (depth - 1)}{tag} > li:fresh"
            for depth in range(6, 10)
            for kind, tag in (("unordered", "ul"), ("ordered", "ol"))
        ),
    ]
)
"""What each becomes, in mammoth's notation, besides what mammoth knows itself."""


def settle(styles: Element | None) -> dict[str, str]:
    """Name every paragraph style after the known one that it descends from.

    Returns:
        The names by the ids that paragraphs refer to.
    """
    if styles is None:
        return {}
    rows = {
        row.get(word(row, "styleId"), ""): row
        for row in find_all(styles, "style")
        if row.get(word(row, "type")) == "paragraph"
    }
    names = {}
    for key, row in rows.items():
        name = child(row, "name")
        if name is None:
            continue
        known = _known(row, rows)
        if known:
            name.set(word(name, "val"), known)
        names[key] = value(name)
    return names


def _known(row: Element, rows: dict[str, Element]) -> str:
    """The nearest known name among a style and what it is based on; empty where there is none."""
    current: Element | None = row
    for _step in range(_LONGEST_LINE):
        if current is None:
            break
        name = value(child(current, "name"))
        if name.lower() in KNOWN:
            return name
        level = value(child(child(current, "pPr"), "outlineLvl"))
        if level in tuple("012345678"):
            return f"heading {int(level) + 1}"
        current = rows.get(value(child(current, "basedOn")))
    return ""
