"""What a check finds: how much it matters, what a person reads, and where in the text it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import models


class Level(models.TextChoices):
    """How much a finding matters in a topic."""

    BLOCKS = "blocks", "Blocks"
    WARNS = "warns", "Warns"
    INFORMS = "informs", "Informs"
    OFF = "off", "Off"

    @property
    def means(self) -> str:
        """What it means for the person who hands in."""
        match self:
            case Level.BLOCKS:
                return "The text cannot be handed in while this is found."
            case Level.WARNS:
                return "Worth a second look before handing in."
            case Level.INFORMS:
                return "Good to know."
            case Level.OFF:
                return "Is not looked for."
        raise AssertionError(f"Nothing is known of {self!r}.")


SHOWN: Final = (Level.BLOCKS, Level.WARNS, Level.INFORMS)
"""The levels with findings, in the order in which the desk shows them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found.

    Attributes:
        field: name of the part of the content: ``title``, ``body``, ``references``, ``hero`` …
        quote: the passage, as it stands there; empty where the whole field is meant.
        nth: how many times the same words come before it in the field.
        element: in the body, the kind of element that is meant instead of a passage: ``heading``,
            ``link`` or ``image``.
        index: its place among those elements, or the place of a reference; the first is 0.
    """

    field: str
    quote: str = ""
    nth: int = 0
    element: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a check yields: a sentence that says what is the matter and what to do, and where."""

    sentence: str
    place: Place


Finds = Iterator[Found]
