"""Where a quoted passage is in a text now, and other words put in its place.

A passage is kept as its words and some words on both sides, not as a position: positions change
with each edit before them. White space does not count, because a browser's selection and our
stored text break lines at different places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models

from articles.content import Content
from wellness.lib import rich_text
from wellness.lib.html_tree import Element, parse, serialise

CONTEXT: Final = 80
"""Characters kept on each side of a passage."""


class Part(models.TextChoices):
    """What of a text a passage can be in."""

    TITLE = "title", "title"
    SUBTITLE = "subtitle", "subtitle"
    KEY_POINTS = "key_points", "key points"
    BODY = "body", "text"
    DISCLOSURE = "disclosure", "disclosure"
    DESCRIPTION = "description", "description"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage: its part of the text, its words, and words before and after it."""

    part: str
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage is: offsets into the part's text.

    Attributes:
        is_certain: whether no other place fits as well.
    """

    start: int
    end: int
    is_certain: bool


def text_of(content: Content, part: str) -> str:
    """The words of one part of a text."""
    match part:
        case Part.KEY_POINTS:
            return "\n".join(content.key_points)
        case Part.BODY:
            return "".join(text for _, _, text in _texts(parse(content.body)))
        case _:
            return str(getattr(content, part))


def find(text: str, anchor: Anchor) -> Place | None:
    """The place of a passage in the text of its part; None where its words are there no more."""
    kept = [index for index, character in enumerate(text) if not character.isspace()]
    squeezed = "".join(text[index] for index in kept)
    quote, before, after = (_squeeze(part) for part in (anchor.quote, anchor.before, anchor.after))
    if not quote:
        return None
    found: list[tuple[int, int]] = []
    at = squeezed.find(quote)
    while at != -1:
        end = at + len(quote)
        fits = _common(squeezed[:at][::-1], before[::-1]) + _common(squeezed[end:], after)
        found.append((fits, at))
        at = squeezed.find(quote, at + 1)
    if not found:
        return None
    best, at = max(found, key=lambda one: (one[0], -one[1]))
    certain = sum(fits == best for fits, _ in found) == 1
    return Place(kept[at], kept[at + len(quote) - 1] + 1, certain)


def around(text: str, place: Place) -> tuple[str, str]:
    """The words before and after a place, as many as are kept."""
    before = text[max(0, place.start - CONTEXT) : place.start]
    return before, text[place.end : place.end + CONTEXT]


def replaced(html: str, place: Place, words: str) -> str:
    """A clean body with other words at a place of its text; markup around them stays.

    Where the passage runs over several elements the words go into the first of them.
    """
    root = parse(html)
    position, left = 0, words
    for parent, index, text in _texts(root):
        start, end = max(place.start - position, 0), min(place.end - position, len(text))
        position += len(text)
        if start < end:
            parent.children[index] = text[:start] + left + text[end:]
            left = ""
    return rich_text.clean(serialise(root.children))


def _texts(element: Element) -> list[tuple[Element, int, str]]:
    """Each text of a tree with the element and the place in it where it stands, in order."""
    found: list[tuple[Element, int, str]] = []
    for index, child in enumerate(element.children):
        if isinstance(child, str):
            found.append((element, index, child))
        else:
            found.extend(_texts(child))
    return found


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
