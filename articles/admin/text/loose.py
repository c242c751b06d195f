"""What stands in the forms of the desk, read although some of it can't be saved yet.

While somebody writes, a title may be missing and an address half typed. To show such text, what
cannot be read is taken as it was typed, or left out; nothing of this is ever saved.
"""

from __future__ import annotations

from typing import Any, Final

from articles.admin.text.around import Around
from articles.admin.text.writing import TEXT_PARTS, Typed
from articles.admin.two_people import conflict
from articles.admin.two_people.conflict import Piece
from articles.desk import DeskCopy

_SOURCE: Final = ("authors", "title", "publisher", "year", "url", "doi", "pmid")


def desk(typed: Typed) -> DeskCopy | None:
    """The typed text; none where no text was typed."""
    if typed.text is None:
        return None
    typed.text.is_valid()
    words: dict[str, Any] = {
        name: typed.text.cleaned_data.get(name, typed.text.data.get(name, ""))
        for name in TEXT_PARTS
    }
    if "hero" not in typed.text.cleaned_data:
        words["hero"] = None
    return DeskCopy(**words, references=_sources(typed.references))


def _sources(formset: Any) -> tuple[dict[str, Any], ...]:
    if formset is None:
        return ()
    if formset.is_valid():
        rows: tuple[dict[str, Any], ...] = formset.rows()
        return rows
    found: list[tuple[int, dict[str, Any]]] = []
    for form in formset.forms:
        form.is_valid()
        words = getattr(form, "cleaned_data", {})
        if words.get("DELETE"):
            continue
        raw = {name: form.data.get(form.add_prefix(name), "").strip() for name in _SOURCE}
        row: dict[str, Any] = {name: words.get(name, raw[name]) for name in _SOURCE}
        if not isinstance(row["year"], int):
            row["year"] = None
        if any(row.values()):
            found.append((words.get("ORDER") or len(found) + 1, row))
    return tuple(row for _, row in sorted(found, key=lambda pair: pair[0]))


def pieces(typed: Typed) -> dict[str, Piece]:
    """The typed fields to compare; a field around the text that can't be read is left out."""
    copy = desk(typed)
    found = conflict.of_text(copy) if copy is not None else {}
    if typed.around is not None:
        typed.around.is_valid()
        words = typed.around.cleaned_data
        missing: dict[str, Any] = {
            "topic": None,
            "authors": (),
            "related": (),
            "reviewers_asked": (),
            "originally_published": None,
        }
        around = conflict.of_around(Around.of_words({**missing, **words}))
        found |= {name: piece for name, piece in around.items() if name in words}
    return found
