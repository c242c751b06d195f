"""What the page shows of a conflict: three versions of each open place, and what comes of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from articles.admin.combining import Combination, Conflict
from articles.admin.places import Field, Place
from articles.models import Event
from wellness.lib.three_way import Agreed


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen for a place, and what is saved then."""

    choice: str
    label: str
    text: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class ShownPlace:
    """A place with what stood there, what they made of it and what I did."""

    place: Place
    options: list[Option]

    @property
    def before(self) -> SafeString:
        return self.place.marked("base")

    @property
    def theirs(self) -> SafeString:
        return self.place.marked("theirs")

    @property
    def mine(self) -> SafeString:
        return self.place.marked("mine")

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)


@dataclass(frozen=True)
class ShownField:
    """A field of both versions.

    Attributes:
        parts: the field as it will be saved, in order: a text, or the place that is to be chosen.
        difference: what changed in it, where nothing is to be chosen.
    """

    field: Field
    parts: list[SafeString | ShownPlace]
    difference: SafeString | None

    @property
    def places(self) -> list[ShownPlace]:
        return [part for part in self.parts if isinstance(part, ShownPlace)]


class TwoVersions:
    """What the template of a conflict asks."""

    def __init__(self, found: Conflict) -> None:
        self.sentence = str(found)
        self.missed = found.missed
        self._combination: Combination = found.combination
        self.version = found.article.version

    @cached_property
    def last(self) -> Event | None:
        return Event.objects.filter(article=self._combination.article).first()

    @property
    def their_name(self) -> str:
        return self.last.actor_name if self.last else "Somebody else"

    @property
    def their_time(self) -> str:
        """When they saved, with the day unless that is today."""
        if self.last is None:
            return ""
        at = timezone.localtime(self.last.at)
        time = date_format(at, "H:i")
        return time if at.date() == timezone.localdate() else f"{time}, {date_format(at, 'j F Y')}"

    @cached_property
    def contested(self) -> list[ShownField]:
        return [self._field(field) for field in self._combination.contested]

    @cached_property
    def settled(self) -> list[tuple[str, list[ShownField]]]:
        """The other fields that differ, by what happened to them."""
        found = self._combination
        return [
            ("changed by both; both changes are in it", self._fields(found.settled)),
            ("changed by them; the form shows theirs", self._fields(found.only_theirs)),
            ("changed by you", self._fields(found.only_mine)),
        ]

    @property
    def unchosen(self) -> list[Place]:
        return self._combination.unchosen

    @property
    def count(self) -> str:
        """How many places are chosen; the script of the page says the same."""
        places = self._combination.places
        chosen = len(places) - len(self.unchosen)
        return f"{chosen} of {len(places)} chosen"

    def _fields(self, fields: list[Field]) -> list[ShownField]:
        return [self._field(field) for field in fields]

    def _field(self, field: Field) -> ShownField:
        if not field.places:
            return ShownField(field, [], self._combination.difference(field))
        parts: list[SafeString | ShownPlace] = [
            self._combination.read(field.name, part.items)
            if isinstance(part, Agreed)
            else self._place(field, part)
            for part in field.parts
        ]
        return ShownField(field, parts, None)

    def _place(self, field: Field, place: Place) -> ShownPlace:
        labels = {
            "mine": "Mine",
            "theirs": f"{self.their_name}’s",
            "both": "Both, mine first",
            "base": "As it was before",
        }
        options = [
            Option(
                choice,
                labels[choice],
                self._combination.read(field.name, place.items(choice)),
                choice == place.chosen,
            )
            for choice in place.choices
        ]
        return ShownPlace(place, options)
