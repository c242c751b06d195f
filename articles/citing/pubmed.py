"""What PubMed says of a work: the answer of ESummary, and the types of a publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.citing.sources import CONCERN, NOTICE, RETRACTED, Found, plain, read, year_in


def notes_of(types: Iterable[object]) -> list[str]:
    """What the types of a publication warn of."""
    named = {plain(kind).lower() for kind in types}
    notes = []
    if "retracted publication" in named:
        notes.append(RETRACTED)
    if named & {"retraction of publication", "retraction notice"}:
        notes.append(NOTICE)
    if "expression of concern" in named:
        notes.append(CONCERN)
    return notes


def summary(answer: object, pmid: str) -> Found | None:
    """The work with this ID, from ESummary’s JSON; nothing where PubMed has none."""
    result = answer.get("result") if isinstance(answer, dict) else None
    record: Any = result.get(pmid) if isinstance(result, dict) else None
    if not isinstance(record, dict) or record.get("error"):
        return None
    title = plain(record.get("title")) or plain(record.get("booktitle"))
    return read(
        authors=[plain(a.get("name")) for a in _rows(record, "authors")],
        title=title.removesuffix(".").strip("[]")
        if title.startswith("[")
        else title.removesuffix("."),
        publisher=record.get("fulljournalname")
        or record.get("publishername")
        or record.get("source"),
        year=year_in(record.get("pubdate")) or year_in(record.get("sortpubdate")),
        doi=next(
            (n.get("value") for n in _rows(record, "articleids") if n.get("idtype") == "doi"), ""
        ),
        pmid=pmid,
        notes=notes_of(kinds if isinstance(kinds := record.get("pubtype"), list) else ()),
    )


def _rows(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = record.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
