"""Which references of two versions are the same source, moved or put right meanwhile.

The text cites by number, and a number means another source once somebody else has changed the
list. So sources are named here, and the numbers are written again when two versions are combined.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wellness.lib.alignment import align, pair
from wellness.lib.text import one_line

Row = Mapping[str, Any]

_NAMES: Final = ("authors", "title", "publisher", "year", "doi", "pmid", "url")
_ENOUGH_IN_COMMON: Final = 0.5


def key(row: Row) -> str:
    """Equal for references that read the same."""
    return "\x1f".join(one_line(str(row[name])) if row[name] else "" for name in _NAMES)


def cited(row: Row) -> str:
    """A source on one line, with everything of it that could differ."""
    return " · ".join(one_line(str(row[name])) for name in _NAMES if row[name])


def first_names(rows: Sequence[Row]) -> list[str]:
    """The names of the references that everything began with."""
    return [str(place) for place in range(len(rows))]


def names(base: Sequence[Row], rows: Sequence[Row]) -> list[str]:
    """The names of a later version's references; one that is new is named by what it says."""
    found: dict[int, int] = {}
    keys, new_keys = [key(row) for row in base], [key(row) for row in rows]
    for span in align(keys, new_keys):
        if span.equal:
            places = range(span.end - span.start)
            found |= {span.to_start + place: span.start + place for place in places}
            continue
        at, to_at = span.start, span.to_start
        old, new = base[span.start : span.end], rows[span.to_start : span.to_end]
        for was, became in pair(old, new, _likeness):
            if was is not None and became is not None:
                found[to_at] = at
            at, to_at = at + (was is not None), to_at + (became is not None)
    free = [place for place in range(len(base)) if place not in found.values()]
    for place, row in enumerate(rows):
        moved = [at for at in free if place not in found and _same(base[at], row)]
        if moved:
            found[place] = moved[0]
            free.remove(moved[0])
    result: list[str] = []
    for place, text in enumerate(new_keys):
        name = str(found[place]) if place in found else _new_name(text)
        while name in result:
            name += "+"
        result.append(name)
    return result


def _new_name(text: str) -> str:
    return "new-" + hashlib.sha256(text.encode()).hexdigest()[:16]


def _same(one: Row, other: Row) -> bool:
    """Whether two references are surely one source, wherever they stand."""
    ids = any(one[name] and one[name] == other[name] for name in ("doi", "pmid", "url"))
    return ids or key(one) == key(other)


def _likeness(one: Row, other: Row) -> float:
    if _same(one, other):
        return 1.0
    if any(one[name] and other[name] for name in ("doi", "pmid")):
        return 0.0  # each says which source it is, and they are two
    words, others = (set(key(row).lower().replace("\x1f", " ").split()) for row in (one, other))
    share = 2 * len(words & others) / max(len(words) + len(others), 1)
    return share if share >= _ENOUGH_IN_COMMON else 0.0
