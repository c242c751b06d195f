"""Two people at one article: which fields each of them changed, and the two versions side by side.

A form carries a print of each field as it was when the page was opened. Compared with the prints of
what is on the desk now and of what was typed, it says field by field who changed what. A field
that only one of them touched has no conflict: what comes back holds my change and theirs. A field
that both touched is shown as a difference, and stays as I typed it until I decide.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from articles.admin.text.around import Around
from articles.admin.two_people import same_sources
from articles.content import CorrectionKind
from articles.desk import DeskCopy
from articles.models import Article
from authors.models import User
from wellness.lib import rich_text
from wellness.lib.html_diff import diff_html, diff_text
from wellness.lib.text import one_line
from wellness.lib.trusted_html import marked_difference

LABELS: Final[dict[str, str]] = {
    "title": "Title",
    "subtitle": "Subtitle",
    "body": "Text",
    "references": "References",
    "description": "Description",
    "key_points": "Key points",
    "hero": "Picture at the top",
    "hero_alt": "Alternative text of the picture",
    "hero_caption": "Caption of the picture",
    "correction_kind": "Kind of correction notice",
    "correction": "Correction notice",
    "disclosure": "Disclosure",
    "topic": "Topic",
    "slug": "Address",
    "authors": "Byline",
    "reviewers_asked": "Reviewers asked",
    "related": "Related posts",
    "originally_published": "First appeared on",
}
"""The fields of the desk in the order in which a difference is read."""


@dataclass(frozen=True)
class Piece:
    """One field's value: as people read it, and as one word that two values can be compared by."""

    shown: str
    print: str
    is_html: bool = False


def _piece(shown: str, value: Any = None, *, is_html: bool = False) -> Piece:
    raw = json.dumps(shown if value is None else value, ensure_ascii=False, default=str)
    return Piece(shown, hashlib.sha256(raw.encode()).hexdigest()[:16], is_html)


def of_text(desk: DeskCopy) -> dict[str, Piece]:
    """The pieces of a desk copy, normalised as a revision would be: typography of the editor
    program, such as line breaks between its tags, makes no difference."""
    lines = {
        name: _piece(one_line(getattr(desk, name)))
        for name in (
            *("title", "subtitle", "description", "hero_alt", "hero_caption"),
            *("correction", "disclosure"),
        )
    }
    kind = desk.correction_kind
    kind_shown = str(CorrectionKind(kind).label) if kind in CorrectionKind.values else ""
    points = [point for row in desk.key_points.splitlines() if (point := one_line(row))]
    rows = [same_sources.cited(row) for row in desk.references]
    return {
        **lines,
        "correction_kind": _piece(kind_shown, kind),
        "key_points": _piece("\n".join(points)),
        "body": _piece(rich_text.clean(desk.body), is_html=True),
        "references": _piece("\n".join(rows)),
        "hero": _piece(str(desk.hero or ""), desk.hero.pk if desk.hero else ""),
    }


def of_around(around: Around) -> dict[str, Piece]:
    def people(rows: Iterable[Any], *, ordered: bool = True) -> Piece:
        found = list(rows) if ordered else sorted(rows, key=lambda row: row.pk)
        return _piece("\n".join(str(row) for row in found), [row.pk for row in found])

    day = around.originally_published
    pieces = {
        "topic": _piece(str(around.topic or ""), around.topic.pk if around.topic else ""),
        "authors": people(around.authors),
        "related": people(around.related),
        "reviewers_asked": people(around.reviewers_asked, ordered=False),
        "originally_published": _piece(
            date_format(day) if day else "", day.isoformat() if day else ""
        ),
    }
    if around.slug is not None:
        pieces["slug"] = _piece(around.slug)
    return pieces


def of_desk(desk: DeskCopy, around: Around) -> dict[str, Piece]:
    return {**of_text(desk), **of_around(around)}


def on_the_desk(article: Article) -> dict[str, Piece]:
    """The pieces of an article as it is in the database now."""
    return of_desk(DeskCopy.to_write_on(article), Around.of_article(article))


def of_first_page(user: User) -> dict[str, Piece]:
    """The pieces of a page on which nothing was typed yet."""
    slug = "" if user.is_editor else None
    around = replace(Around.first(user), slug=slug)
    return of_desk(DeskCopy(title=""), around)


def prints(pieces: Mapping[str, Piece]) -> str:
    """The prints of the pieces, for a hidden field of the form."""
    return json.dumps({name: piece.print for name, piece in pieces.items()})


def read_prints(raw: str) -> dict[str, str]:
    """What `prints` wrote; nothing where it was lost on the way."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str)}


@dataclass(frozen=True)
class Difference:
    """One field in which the two versions differ.

    Attributes:
        marked: from theirs to mine, with what goes struck out and what comes marked; from mine to
            theirs in a field that I left alone.
        by_me, by_them: who changed it since the page was opened.
    """

    name: str
    label: str
    theirs: Piece
    mine: Piece
    by_me: bool
    by_them: bool

    @property
    def marked(self) -> SafeString:
        before, after = (self.theirs, self.mine) if self.by_me else (self.mine, self.theirs)
        if self.mine.is_html:
            return marked_difference(diff_html(before.shown, after.shown, context=1))
        return marked_difference(diff_text(before.shown, after.shown))


class Compared:
    """Mine, theirs and what both began with.

    Args:
        base: the prints of the fields when the page was opened; a field without one counts as
            changed by both, where the versions differ.
    """

    def __init__(
        self, *, mine: Mapping[str, Piece], theirs: Mapping[str, Piece], base: Mapping[str, str]
    ) -> None:
        self.mine, self.theirs = mine, theirs
        differing = {n for n in mine if mine[n].print != theirs[n].print}
        self.touched = {n for n in differing if mine[n].print != base.get(n)}
        self.moved = {n for n in differing if theirs[n].print != base.get(n)}

    @property
    def differences(self) -> list[Difference]:
        return [
            Difference(
                name,
                label,
                self.theirs[name],
                self.mine[name],
                name in self.touched,
                name in self.moved,
            )
            for name, label in LABELS.items()
            if name in self.mine and self.mine[name].print != self.theirs[name].print
        ]
