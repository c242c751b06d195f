"""Two revisions beside each other: every block of the one beside its block of the other.

It shows what `comparison` compares, whole and unfolded, in the order of the page. What differs is
marked on both sides: what went on the earlier, what came on the later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.comparison import FIELDS, LINES, cited, noticed, paired
from articles.content import Content, HeroContent
from articles.models import Revision
from wellness.lib.html_diff import diff_html, diff_text
from wellness.lib.html_marks import Row, line_sides, sides
from wellness.lib.trusted_html import marked_difference

ORDER: Final = (
    "title", "subtitle", "hero", "key_points", "correction", "body", "disclosure", "references",
    "description",
)  # fmt: skip
"""The fields in the order in which the page shows them."""

_PICTURE_WORDS: Final = (("alt", "Alternative text"), ("caption", "Caption"), ("credit", "Credit"))


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands at one place of the two texts; empty where the other has nothing there."""

    before: SafeString
    after: SafeString
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the two texts, as rows."""

    name: str
    label: str
    rows: list[Pair]

    @property
    def is_prose(self) -> bool:
        return self.name == "body"

    @property
    def is_changed(self) -> bool:
        return any(row.is_changed for row in self.rows)


def side_by_side(before: Revision, after: Revision) -> list[Part]:
    """The fields that either of two revisions has, with their rows."""
    old, new = before.data, after.data
    parts = [Part(name, FIELDS[name].capitalize(), _rows(name, old, new)) for name in ORDER]
    return [part for part in parts if part.rows]


def _rows(name: str, old: Content, new: Content) -> list[Pair]:
    match name:
        case "body":
            return [_pair(row) for row in sides(diff_html(old.body, new.body))]
        case "key_points":
            return list(_lines(old.key_points, new.key_points))
        case "references":
            return list(_lines(*([cited(row) for row in c.references] for c in (old, new))))
        case "hero":
            return list(_pictures(old.hero, new.hero))
        case "correction":
            return list(_lines(*([noticed(c.correction)] for c in (old, new))))
        case _:
            assert name in LINES
            return list(_lines([getattr(old, name)], [getattr(new, name)], as_one=True))


def _pair(row: Row) -> Pair:
    return Pair(marked_difference(row.before), marked_difference(row.after), row.is_changed)


def _lines(was: Sequence[str], became: Sequence[str], *, as_one: bool = False) -> Iterable[Pair]:
    """Plain lines beside each other.

    Args:
        as_one: the only line of each list became the other, however little they have in common.
    """
    places = [(0, 0)] if as_one else list(paired(was, became))
    for old, new in places:
        before = "" if old is None else was[old]
        after = "" if new is None else became[new]
        if before or after:
            yield _pair(line_sides(diff_text(before, after)))


def _pictures(was: HeroContent | None, became: HeroContent | None) -> Iterable[Pair]:
    if was is None and became is None:
        return
    same = was is not None and became is not None and was.sha256 == became.sha256
    yield Pair(_picture(was), _picture(became), not same)
    for name, label in _PICTURE_WORDS:
        before, after = getattr(was, name, ""), getattr(became, name, "")
        if before or after:
            row = _pair(line_sides(diff_text(before, after)))
            yield Pair(_worded(label, row.before), _worded(label, row.after), row.is_changed)


def _picture(hero: HeroContent | None) -> SafeString:
    if hero is None:
        return format_html("<p>{}</p>", "No picture")
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}">',
        hero.src,
        hero.alt,
        hero.width,
        hero.height,
    )


def _worded(label: str, words: SafeString) -> SafeString:
    return format_html('<p><span class="faint">{}:</span> {}</p>', label, words or "none")
