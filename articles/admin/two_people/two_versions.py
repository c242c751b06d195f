"""What the page shows of a conflict: three versions of each open place, and what comes of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final

from django.utils.safestring import SafeString

from articles.admin.text.around import Around
from articles.admin.two_people.combining import Combination, Conflict
from articles.admin.two_people.places import Field, Place
from articles.models import Event
from authors.models import User
from wellness.lib import dates
from wellness.lib.three_way import Agreed

AROUND: Final = frozenset(field.name for field in fields(Around))
"""Fields that stand in no revision: the history says who changed each."""

OWN: Final = (
    "You saved this article on another page while you were writing on this one. Nothing of either "
    "is lost."
)

BEGINNING: Final = ""
"""Stands for what was never changed since the article was begun."""


@dataclass(frozen=True)
class Change:
    """Who changed something, and when.

    Attributes:
        by_reader: whether it is whoever reads this, on another page.
    """

    by_name: str
    at: dt.datetime
    by_reader: bool = False

    @property
    def time(self) -> str:
        """With the day unless that is today."""
        return dates.lately(self.at)


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

    def __init__(self, found: Conflict, reader: User) -> None:
        self._said = str(found)
        self._reader = reader
        self.missed = found.missed
        self._combination: Combination = found.combination
        self.version = found.article.version

    @cached_property
    def _theirs(self) -> list[Change]:
        """Their changes that the page shows."""
        theirs = [field.name for field in self._combination.fields.values() if field.by_them]
        return [change for name in theirs if (change := self._change_of(name))]

    @property
    def last(self) -> Change | None:
        return max(self._theirs, key=lambda change: change.at, default=None)

    @property
    def by_reader(self) -> bool:
        """Whether nobody else did any of it: one person with two pages."""
        return bool(self._theirs) and all(change.by_reader for change in self._theirs)

    @property
    def sentence(self) -> str:
        return OWN if self.by_reader else self._said

    def _change_of(self, name: str) -> Change | None:
        """Who made a field what it is on the desk now."""
        article = self._combination.article
        if name in AROUND and not (name == "slug" and article.slug_follows_title):
            return self._arranged.get(name, self._arranged.get(BEGINNING))
        revision = article.current_revision
        if revision is None:
            return None
        by_reader = revision.created_by_id == self._reader.pk
        return Change(revision.created_by_name, revision.created_at, by_reader)

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
                by_reader = event.actor_id == self._reader.pk
                found.setdefault(name, Change(event.actor_name, event.at, by_reader))
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
            (self._only_theirs, self._fields(found.only_theirs)),
            ("changed by you", self._fields(found.only_mine)),
        ]

    @property
    def _only_theirs(self) -> str:
        if self.by_reader:
            return "changed on the other page; the form shows it"
        return "changed by them; the form shows theirs"

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
            "theirs": "From the other page"
            if change and change.by_reader
            else f"{_name(change)}’s",
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
    if change is None:
        return "Somebody else"
    return "You, on another page" if change.by_reader else change.by_name
