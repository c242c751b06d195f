"""What differs between two revisions, field by field, for people to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.content import Content, CorrectionContent, HeroContent, ReferenceContent
from articles.models import Article, Revision
from wellness.lib.alignment import align, pair
from wellness.lib.html_diff import diff_html, diff_text
from wellness.lib.trusted_html import marked_difference

FIELDS: Final = {
    "title": "title",
    "subtitle": "subtitle",
    "description": "description",
    "key_points": "key points",
    "body": "text",
    "hero": "picture at the top",
    "references": "references",
    "correction": "correction notice",
    "disclosure": "disclosure",
}
"""What the fields of a content are called on the screen, in the order of the page."""

LINES: Final = frozenset({"title", "subtitle", "description", "correction", "disclosure"})
"""Fields that are a line of plain text."""


@dataclass(frozen=True)
class FieldDifference:
    """One field of the content that differs.

    Attributes:
        marked: the later value with what came and what went marked in it.
    """

    name: str
    label: str
    marked: SafeString

    @property
    def is_prose(self) -> bool:
        """Whether it is a body, with blocks of its own."""
        return self.name == "body"

    @property
    def is_line(self) -> bool:
        """Whether it is running text without an element around it."""
        return self.name in LINES


@dataclass(frozen=True)
class Comparison:
    """Two revisions and what differs between them.

    Attributes:
        same: labels of the fields without a difference.
    """

    before: Revision
    after: Revision
    changed: list[FieldDifference] = field(default_factory=list)
    same: list[str] = field(default_factory=list)

    @property
    def sides(self) -> tuple[Revision, Revision]:
        return self.before, self.after

    @property
    def has_table(self) -> bool:
        """Whether what is shown needs the script that lets the keyboard scroll wide tables."""
        return any(change.is_prose and "<table" in change.marked for change in self.changed)


def compare(before: Revision, after: Revision) -> Comparison:
    """Every field of two revisions' contents, those that differ with their difference."""
    old, new = before.data, after.data
    differing = set(old.changed_fields(new))
    result = Comparison(before, after)
    for name, label in FIELDS.items():
        if name in differing:
            result.changed.append(
                FieldDifference(name, label.capitalize(), _marked(name, old, new))
            )
        else:
            result.same.append(label)
    return result


def _marked(name: str, old: Content, new: Content) -> SafeString:
    was: Any = getattr(old, name)
    became: Any = getattr(new, name)
    match name:
        case "body":
            return marked_difference(diff_html(was, became))
        case "key_points":
            return _list("ul", was, became)
        case "references":
            return _list("ol", [cited(row) for row in was], [cited(row) for row in became])
        case "hero":
            return _picture(was, became)
        case "correction":
            return words(noticed(was), noticed(became))
        case _:
            return words(was, became)


def words(was: str, became: str) -> SafeString:
    """The difference of two plain texts."""
    return marked_difference(diff_text(was, became))


def _likeness(one: str, other: str) -> float:
    """How much of their words two lines share; lines with little in common are not paired."""
    first, second = set(one.lower().split()), set(other.lower().split())
    share = 2 * len(first & second) / max(len(first) + len(second), 1)
    return share if share >= 0.3 else 0.0


def paired(was: Sequence[str], became: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """The places of lines of two lists that belong together, in order; None for no counterpart."""
    for span in align(list(was), list(became)):
        old, new = range(span.start, span.end), range(span.to_start, span.to_end)
        if span.equal:
            yield from zip(old, new, strict=True)
        else:
            yield from pair(old, new, lambda one, other: _likeness(was[one], became[other]))


def _list(tag: str, was: Sequence[str], became: Sequence[str]) -> SafeString:
    """Lines that came, went or changed; lines that stayed are there for their place."""
    items: list[tuple[str, SafeString]] = []
    for old, new in paired(was, became):
        mark = "diff-added" if old is None else "diff-removed" if new is None else ""
        before, after = "" if old is None else was[old], "" if new is None else became[new]
        items.append((mark, words(before, after)))
    rows = format_html_join("", '<li class="{}">{}</li>', items)
    return format_html("<{0}>{1}</{0}>", tag, rows)


def cited(row: ReferenceContent) -> str:
    """A source on one line, with everything of it that could differ."""
    parts = [row.authors, row.title, row.publisher, str(row.year or ""), row.url]
    parts += [f"DOI {row.doi}" if row.doi else "", f"PMID {row.pmid}" if row.pmid else ""]
    return ". ".join(part for part in parts if part)


def noticed(notice: CorrectionContent | None) -> str:
    """A correction notice on one line; empty for none."""
    return f"{notice.label}: {notice.text}" if notice else ""


_PICTURE_WORDS = (("alt", "Alternative text"), ("caption", "Caption"), ("credit", "Credit"))


def _picture(was: HeroContent | None, became: HeroContent | None) -> SafeString:
    """The two pictures side by side, or the one that stayed, and what changed in its words."""
    shown = [("Before", was), ("After", became)]
    if was is not None and became is not None and was.sha256 == became.sha256:
        shown = [("The same picture", became)]
    pictures = format_html_join("", "<figure><figcaption>{}</figcaption>{}</figure>", (
        (
            label,
            format_html(
                '<img src="{}" alt="{}" width="{}" height="{}">',
                hero.src,
                hero.alt,
                hero.width,
                hero.height,
            )
            if hero is not None
            else "No picture",
        )
        for label, hero in shown
    ))  # fmt: skip
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", (
        (label, words(getattr(was, name, ""), getattr(became, name, "")))
        for name, label in _PICTURE_WORDS
        if getattr(was, name, "") or getattr(became, name, "")
    ))  # fmt: skip
    return format_html('<div class="pictures">{}</div><dl class="facts">{}</dl>', pictures, rows)


class NoSuchRevision(Exception):
    """A number that names no revision of the article; the message says which there are."""


def revision_numbered(article: Article, raw: str, newest: int) -> Revision:
    """The revision with the number that somebody typed into an address.

    Raises:
        NoSuchRevision: with a sentence.
    """
    if newest == 0:
        raise NoSuchRevision("This article has no revision yet.")
    there = "There is only revision 1" if newest == 1 else f"There are revisions 1 to {newest}"
    text = raw.strip()
    if not (text.isascii() and text.isdecimal()):
        shown = text[:40] + ("…" if len(text) > 40 else "")
        raise NoSuchRevision(f"“{shown}” is not the number of a revision. {there}.")
    number = int(text) if len(text) < 10 else newest + 1
    revision = article.revisions.filter(number=number).first() if number <= newest else None
    if revision is None:
        raise NoSuchRevision(f"This article has no revision {text[:20]}. {there}.")
    return revision
