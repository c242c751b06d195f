"""The references of a text and the markers that lead to them, both ways."""

from dataclasses import dataclass

from articles.content import Content, ReferenceContent
from wellness.lib import rich_text

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True, slots=True)
class Mention:
    """A way back from a reference to a place where the text cites it.

    Attributes:
        letter: tells several mentions of one reference apart; empty where there is but one.
        name: what a screen reader says of the way back.
    """

    id: str
    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """A reference by its number, with every place in the text that cites it."""

    number: int
    reference: ReferenceContent
    mentions: tuple[Mention, ...]


def sources(content: Content) -> tuple[Source, ...]:
    """The references in their order, each with its ways back."""
    places: dict[int, list[str]] = {}
    for marker in rich_text.citations(content.body):
        places.setdefault(marker.number, []).append(marker.id)
    return tuple(
        Source(number, reference, _mentions(places.get(number, [])))
        for number, reference in enumerate(content.references, start=1)
    )


def _mentions(ids: list[str]) -> tuple[Mention, ...]:
    if len(ids) == 1:
        return (Mention(ids[0], "", "Back to the text"),)
    return tuple(
        Mention(mark, _letter(place), f"{_letter(place)}: back to the text, {_nth(place)} mention")
        for place, mark in enumerate(ids)
    )


def _letter(place: int) -> str:
    """a, b, … z, aa, ab, …"""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("a") + last)


def _nth(place: int) -> str:
    return _ORDINALS[place] if place < len(_ORDINALS) else f"{place + 1}th"
