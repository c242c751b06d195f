"""What the page shows of a conflict: three versions of each open place, and what comes of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from articles.admin.around import Around
from articles.admin.combining import Combination, Conflict
from articles.admin.places import Field, Place
from articles.models import Event
from wellness.lib.three_way import Agreed

AROUND: Final = frozenset(field.name for field in fields(Around))
"""Fields that stand in no revision: the history says who changed each."""

BEGINNING: Final = ""
"""Stands for what was never changed since the article was begun."""


@dataclass(frozen=True)
class Change:
    """Who changed something, and when."""

    by_name: str
    at: dt.datetime

    @property
    def time(self) -> str:
        """With the day unless that is today."""
        at = timezone.localtime(self.at)
        time = date_format(at, "H:i")
        return time if at.date() == timezone.localdate() else f"{time}, {date_format(at, 'j F Y')}"


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen for a place, and what is saved then."""

    choice: str
    label: str
    text: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class ShownPlace:
    """A place with what stood there, what they made of it and what I did.

    Attributes:
        change: the one by which theirs came to be, where that is known.
    """

    place: Place
    options: list[Option]
    change: Change | None

    @property
    def their_name(self) -> str:
        return _name(self.change)

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
    def last(self) -> Change | None:
        """The latest of their changes that the page shows."""
        theirs = [field.name for field in self._combination.fields.values() if field.by_them]
        found = map(self._change_of, theirs)
        return max(filter(None, found), key=lambda change: change.at, default=None)

    def _change_of(self, name: str) -> Change | None:
        """Who made a field what it is on the desk now."""
        article = self._combination.article
        if name in AROUND and not (name == "slug" and article.slug_follows_title):
            return self._arranged.get(name, self._arranged.get(BEGINNING))
        revision = article.current_revision
        return Change(revision.created_by_name, revision.created_at) if revision else None

    @cached_property
    def _arranged(self) -> dict[str, Change]:
        """The latest change of each field around the text, and who began the article."""
        events = Event.objects.filter(
            article=self._combination.article, verb__in=("create", "arrange", "assign")
        )
        found: dict[str, Change] = {}
        for event in events:  # the latest comes first
            names = [BEGINNING] if event.verb == "create" else event.data
            for name in names:
                found.setdefault(name, Change(event.actor_name, event.at))
        return found

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
        change = self._change_of(field.name)
        labels = {
            "mine": "Mine",
            "theirs": f"{_name(change)}’s",
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
        return ShownPlace(place, options, change)


def _name(change: Change | None) -> str:
    return change.by_name if change else "Somebody else"
