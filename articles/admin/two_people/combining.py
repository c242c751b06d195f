"""How two people's changes of one article become one text, and which of them people have to choose.

Somebody saved while I was typing. What only one of us changed is taken from whoever changed it,
down to the block of the text, the line, the reference. A place that both changed in different ways
is chosen by me: mine, theirs, both, or as it was before. Nothing of this is stored: the places and
their names follow from the three versions, so that a choice holds as long as its place is the same,
and a place that changes meanwhile is asked about again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from django.utils.safestring import SafeString

from articles.admin.text.around import Around
from articles.admin.two_people import conflict, same_sources
from articles.admin.two_people.conflict import LABELS, Compared, Piece
from articles.admin.two_people.places import (
    PEOPLE,
    TOGETHER,
    Field,
    Item,
    Place,
    Version,
    difference,
    joined,
    merged,
)
from articles.desk import DeskCopy
from articles.models import Article
from wellness.lib import body_blocks
from wellness.lib.three_way import Agreed, By, Contested, Part

_OURS: Final = re.compile(r"Combined with .+’s revision \d+")
"""The note of a combination, where the writer wrote none."""


class Combination:
    """Mine and theirs as one text.

    Args:
        base: the fields as both began with them, where that is known.
        choices: what was chosen for places, by their keys.
    """

    def __init__(
        self,
        *,
        desk: DeskCopy | None,
        facts: Around | None,
        article: Article,
        compared: Compared,
        base: Mapping[str, Any],
        choices: Mapping[str, str],
    ) -> None:
        self.article, self.compared = article, compared
        self._desk, self._facts = desk, facts
        self._desk_now = DeskCopy.to_write_on(article)
        self._around_now = Around.of_article(article)
        self._choices = choices
        self._count: Counter[str] = Counter()
        now = {**vars(self._desk_now), **vars(self._around_now)}
        began = base.get("references", now["references"])
        first = same_sources.first_names(began)
        mine = {**now, **(vars(desk) if desk else {}), **(vars(facts) if facts else {})}
        self._base = Version(base, conflict_pieces(base), first)
        self._theirs = Version(now, compared.theirs, same_sources.names(began, now["references"]))
        self._mine = Version(mine, compared.mine, same_sources.names(began, mine["references"]))
        self.fields = {name: self._field(name) for name in LABELS if name in compared.mine}

    def _field(self, name: str) -> Field:
        by_me, by_them = name in self.compared.touched, name in self.compared.moved
        parts: list[Part[Item]]
        if not by_me:
            parts = [Agreed(tuple(self._theirs.items(name)), By.THEIRS)]
        elif not by_them:
            parts = [Agreed(tuple(self._mine.items(name)), By.MINE)]
        else:
            parts = merged(name, self._base, self._theirs, self._mine)
        open_parts = [part for part in parts if isinstance(part, Contested)]
        places = [self._place(name, part) for part in open_parts]
        for number, place in enumerate(places, start=1):
            place.number, place.of = number, len(places)
        left = iter(places)
        settled = [part if isinstance(part, Agreed) else next(left) for part in parts]
        return Field(name, settled, by_me, by_them)

    def _place(self, name: str, part: Contested[Item]) -> Place:
        sides = [[item.key for item in side] for side in (part.base, part.theirs, part.mine)]
        raw = json.dumps([name, *sides])
        self._count[raw] += 1
        key = hashlib.sha256(f"{self._count[raw]}{raw}".encode()).hexdigest()[:16]
        place = Place(name, part, name in self._base.values, key)
        choice = self._choices.get(key, "")
        place.chosen = choice if choice in place.choices else ""
        return place

    # -- what is to be chosen ----------------------------------------------------------------------

    @property
    def contested(self) -> list[Field]:
        return [found for found in self.fields.values() if found.places]

    @property
    def places(self) -> list[Place]:
        return [place for found in self.contested for place in found.places]

    @property
    def unchosen(self) -> list[Place]:
        return [place for place in self.places if not place.chosen]

    @property
    def settled(self) -> list[Field]:
        """Fields that both changed, without a question."""
        return [f for f in self.fields.values() if f.by_me and f.by_them and not f.places]

    @property
    def only_theirs(self) -> list[Field]:
        return [f for f in self.fields.values() if f.by_them and not f.by_me]

    @property
    def only_mine(self) -> list[Field]:
        return [f for f in self.fields.values() if f.by_me and not f.by_them]

    # -- what comes of it --------------------------------------------------------------------------

    @cached_property
    def _rows(self) -> list[tuple[str, dict[str, Any]]]:
        """The references with their names, none missing that the text cites."""
        return self._complete(self._items("references"), self._items("body"))

    def _items(self, name: str) -> list[Item]:
        return self.fields[name].items() if name in self.fields else []

    def _complete(
        self, references: Iterable[Item], blocks: Iterable[Item]
    ) -> list[tuple[str, dict[str, Any]]]:
        rows: list[tuple[str, dict[str, Any]]] = [item.value for item in references]
        known: dict[str, dict[str, Any]] = {}
        for version in (self._theirs, self._mine):
            pairs = zip(version.sources, version.values["references"], strict=True)
            known = {**dict(pairs), **known}
        there = {source for source, _ in rows}
        for source in body_blocks.sources_of(item.key for item in blocks):
            if source in known and source not in there:
                # One took the reference away, and the other's words still cite it.
                rows.append((source, known[source]))
        return rows

    def desk(self) -> DeskCopy | None:
        """The combined text; None where my page had no fields for the text."""
        if self._desk is None:
            return None
        return self._written({name: self._items(name) for name in vars(self._desk)}, self._rows)

    def _written(
        self, items: Mapping[str, list[Item]], rows: list[tuple[str, dict[str, Any]]]
    ) -> DeskCopy:
        values: dict[str, Any] = {}
        for name, found in items.items():
            match name:
                case "body":
                    values[name] = self._body(found, rows)
                case "references":
                    values[name] = tuple(row for _, row in rows)
                case "key_points":
                    values[name] = "\n".join(item.value for item in found)
                case _:
                    values[name] = found[0].value
        return DeskCopy(**values)

    def _body(self, blocks: Iterable[Item], rows: list[tuple[str, dict[str, Any]]]) -> str:
        body = body_blocks.body((block.key for block in blocks), _numbering(rows))
        for version in (self._mine, self._theirs):
            if version.pieces["body"].shown == body:
                return str(version.values["body"])  # as it was typed
        return body

    def facts(self) -> Around | None:
        """What surrounds the combined text; None where my page had no fields for it."""
        if self._facts is None:
            return None
        return self._arranged({name: self._items(name) for name in self._around_names})

    @property
    def _around_names(self) -> list[str]:
        return [name for name in vars(self._around_now) if name in self.fields]

    def _arranged(self, items: Mapping[str, list[Item]]) -> Around:
        values: dict[str, Any] = {"slug": None}
        for name, found in items.items():
            values[name] = (
                tuple(dict.fromkeys(item.value for item in found))
                if name in PEOPLE
                else found[0].value
            )
        return Around(**values)

    def mine_over_theirs(self) -> tuple[DeskCopy | None, Around | None]:
        """My version of every field that I changed, and theirs of the others."""

        def items(name: str) -> list[Item]:
            return (self._mine if name in self.compared.touched else self._theirs).items(name)

        desk = facts = None
        if self._desk is not None:
            found = {name: items(name) for name in vars(self._desk)}
            desk = self._written(found, self._complete(found["references"], found["body"]))
        if self._facts is not None:
            facts = self._arranged({name: items(name) for name in self._around_names})
        return desk, facts

    # -- the form that comes back ------------------------------------------------------------------

    @property
    def held_back(self) -> set[str]:
        """Fields that show my version until their places are chosen."""
        names = {found.name for found in self.contested}
        return names | TOGETHER if names & TOGETHER else names

    def to_show(self) -> tuple[DeskCopy | None, Around | None]:
        """What the fields hold while places are open: mine there, and the combination elsewhere."""
        desk, facts, held = self.desk(), self.facts(), self.held_back
        if desk is not None and self._desk is not None:
            desk = desk.change(**{n: getattr(self._desk, n) for n in held & set(vars(desk))})
        if facts is not None and self._facts is not None:
            kept = {n: getattr(self._facts, n) for n in held & set(vars(facts))}
            facts = Around(**{**vars(facts), **kept})
        return desk, facts

    # -- reading -----------------------------------------------------------------------------------

    def read(self, name: str, items: Sequence[Item]) -> SafeString:
        """Some pieces as readers would see them, citations with the numbers of the combination."""
        if name == "body":
            text = body_blocks.body((item.key for item in items), _numbering(self._rows))
        else:
            text = joined(items)
        return difference(name, text, text)

    def difference(self, found: Field) -> SafeString:
        """From theirs to the combination; of a field that I left alone, from mine to theirs."""
        before = (self._theirs if found.by_me else self._mine).items(found.name)
        return difference(found.name, joined(before), joined(found.items()))

    @property
    def note(self) -> str:
        """What the history says of the combination, unless the writer says it better."""
        revision = self.article.current_revision
        if revision is None or not self.compared.moved & {*vars(self._desk_now)}:
            return ""
        return f"Combined with {revision.created_by_name}’s revision {revision.number}"

    def note_for(self, typed: str) -> str:
        """The writer's note; ours where they left it empty or as an earlier combination had it."""
        return typed if typed and not _OURS.fullmatch(typed) else self.note or typed


def conflict_pieces(base: Mapping[str, Any]) -> dict[str, Piece]:
    """The pieces of the fields that are known of a version."""
    desk = DeskCopy(**{"title": "", **{n: v for n, v in base.items() if n in _DESK}})
    facts = Around(
        **{"topic": None, "slug": None, **{n: v for n, v in base.items() if n in _AROUND}}
    )
    return {**conflict.of_text(desk), **conflict.of_around(facts)}


_DESK: Final = frozenset(DeskCopy.__dataclass_fields__)
_AROUND: Final = frozenset(Around.__dataclass_fields__)


def _numbering(rows: Sequence[tuple[str, dict[str, Any]]]) -> Any:
    places: dict[str, int] = {}
    for place, (source, _) in enumerate(rows, start=1):
        places.setdefault(source, place)

    def number(source: str) -> int:
        if source in places:
            return places[source]
        _, _, before = source.partition("none-")
        return max(int(before) if before.isdecimal() else 0, len(rows) + 1)

    return number


class Conflict(Exception):
    """Somebody saved the article after the page was opened, and this would undo their work.

    Attributes:
        missed: whether a combination was to be saved before every place was chosen.
    """

    def __init__(self, combination: Combination, *, missed: bool = False) -> None:
        self.combination = combination
        self.article = combination.article
        self.missed = missed
        if missed:
            for place in combination.unchosen:
                place.is_missed = True
        super().__init__(
            "This article was saved by somebody else while you were working on it. "
            "Nothing of yours is lost."
        )
