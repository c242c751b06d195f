"""A work in the JSON of Crossref, and in CSL JSON, which doi.org hands out for every registrar."""

from __future__ import annotations

from typing import Any

from articles.citing import names
from articles.citing.sources import CONCERN, NOTICE, RETRACTED, Found, plain, read

_GONE = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})
_CONCERN = frozenset({"expression_of_concern"})


def work(record: object, *, doi: str, line: int = 1) -> Found | None:
    """The work; nothing where this is no record of one."""
    if not isinstance(record, dict):
        return None
    title = _first(record.get("title"))
    subtitle = _first(record.get("subtitle"))
    if title and subtitle and subtitle.lower() not in title.lower():
        title = f"{title.removesuffix(':')}: {subtitle}"
    people = _people(record.get("author")) or _people(record.get("editor"))
    return read(
        authors=people,
        title=title,
        publisher=_first(record.get("container-title")) or _first(record.get("publisher")),
        year=_year(record),
        doi=doi,
        line=line,
        notes=_notes(record),
    )


def _first(value: object) -> str:
    """A text, or the first of several."""
    return plain(value[0] if isinstance(value, list) and value else value)


def _people(value: object) -> list[str]:
    found = []
    for one in value if isinstance(value, list) else ():
        if not isinstance(one, dict):
            continue
        family = " ".join(
            filter(None, (plain(one.get("non-dropping-particle")), plain(one.get("family"))))
        )
        if family:
            found.append(names.person(family, plain(one.get("given")), plain(one.get("suffix"))))
        else:
            found.append(plain(one.get("literal")) or plain(one.get("name")))
    return [name for name in found if name]


def _year(record: dict[str, Any]) -> int | None:
    for name in ("issued", "published-print", "published", "published-online", "created"):
        date = record.get(name)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        try:
            return int(parts[0][0])  # type: ignore[index]  # whatever it is instead is caught
        except (TypeError, ValueError, LookupError, OverflowError):
            continue
    return None


def _notes(record: dict[str, Any]) -> list[str]:
    """What became of the work: Crossref names on each what updated it, and what it updates."""
    became = _kinds(record.get("updated-by"))
    notes = []
    if became & _GONE:
        notes.append(RETRACTED)
    if became & _CONCERN:
        notes.append(CONCERN)
    if _kinds(record.get("update-to")) & _GONE:
        notes.append(NOTICE)
    return notes


def _kinds(updates: object) -> set[str]:
    rows = updates if isinstance(updates, list) else ()
    return {
        plain(row.get("type")).lower().replace("-", "_") for row in rows if isinstance(row, dict)
    }
