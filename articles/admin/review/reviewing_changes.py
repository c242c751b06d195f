"""What changed in a text since it was last approved: what it is compared with, and each change.

The earlier text is that of the last approval that stands, or else the live one. Whoever asked for
changes may compare with the text on which they were asked for instead, and whoever read another
revision before with that one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from articles.comparison import FieldDifference, cited, compare, paired, words
from articles.content import HeroContent
from articles.models import Article, FactCheck, Revision
from articles.models.fact_check import Decision
from articles.side_by_side import ORDER
from articles.workflow import NEEDS_APPROVAL
from wellness.lib.html_marks import Change, numbered
from wellness.lib.text import count, excerpt
from wellness.lib.trusted_html import marked_difference

SHOWN: Final = 90
"""Characters of a change in the list of changes."""


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier text that the new one can be compared with.

    Attributes:
        named: how a sentence names it after “since”.
        counts: whether it was approved or is live; otherwise it is offered besides.
    """

    revision: Revision
    named: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A change in the list of all: where it is and what it says."""

    id: str
    part: str
    says: str


@dataclass(frozen=True, slots=True)
class MarkedReference:
    """A reference of the later text with its difference; empty where nothing of it changed."""

    marked: SafeString
    is_new: bool


@dataclass
class Changes:
    """The text on the desk beside an earlier one.

    Attributes:
        base: what it is compared with; None where nothing was approved or live before.
        others: other texts that it can be compared with.
        marked: the fields that differ, with every change named, by the name of the field.
        references: for each reference of the text its difference.
        gone: references that are no more, marked.
        places: every change in the order of the page.
    """

    base: Base | None
    others: list[Base]
    marked: dict[str, SafeString] = field(default_factory=dict)
    references: list[MarkedReference] = field(default_factory=list)
    gone: list[SafeString] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.places)

    @cached_property
    def summary(self) -> str:
        """How much changed since what, in a sentence."""
        if self.base is None:
            return "No earlier text of this article was approved, so all of it is new."
        if not self.places:
            return f"Not a word changed since {self.base.named}."
        return f"{count(self.number, 'change', 'changes')} since {self.base.named}."


def changes_of(article: Article, revision: Revision, since: str = "") -> Changes:
    """What changed in a revision.

    Args:
        since: number of the earlier revision, as somebody chose it; one that isn't there is
            passed over.
    """
    bases = _bases(article, revision)
    if since.isascii() and since.isdecimal() and len(since) < 9:
        bases += _chosen(article, revision, int(since), bases)
    usual = next((base for base in bases if base.counts), None)
    base = next((one for one in bases if str(one.revision.number) == since), usual)
    found = Changes(base, [other for other in bases if other is not base])
    if base is not None:
        _compare(found, base.revision, revision)
    return found


def _bases(article: Article, revision: Revision) -> list[Base]:
    """The texts to compare with, the one that counts first, none of them twice."""
    approvals = article.standing_approvals()
    if article.status in NEEDS_APPROVAL:
        # What was just approved is compared with what was approved before it.
        approvals = approvals.exclude(digest=revision.digest)
    found = [
        Base(check.revision, f"revision {check.revision.number}, which {_by(check, 'approved')}")
        for check in approvals.select_related("revision")[:1]
    ]
    live = article.live_revision
    if live is not None and live.pk != revision.pk:
        found.append(Base(live, f"revision {live.number}, which readers see"))
    asked = article.fact_checks.filter(decision=Decision.CHANGES_REQUESTED)
    for check in asked.exclude(revision=revision).select_related("revision")[:1]:
        asking = f"revision {check.revision.number}, where {_by(check, 'asked for changes')}"
        found.append(Base(check.revision, asking, counts=False))
    by_revision: dict[int, Base] = {}
    for base in found:
        by_revision.setdefault(base.revision.pk, base)
    return list(by_revision.values())


def _chosen(article: Article, revision: Revision, number: int, known: list[Base]) -> list[Base]:
    """Any other earlier revision, where somebody names it."""
    if number >= revision.number or any(base.revision.number == number for base in known):
        return []
    found = article.revisions.filter(number=number)
    return [Base(one, f"revision {one.number}", counts=False) for one in found]


def _by(check: FactCheck, did: str) -> str:
    return f"{check.signature} {did} on {date_format(localdate(check.decided_at))}"


def _compare(found: Changes, before: Revision, after: Revision) -> None:
    differing = {change.name: change for change in compare(before, after).changed}
    for name in ORDER:
        if name == "references":
            _compare_references(found, before, after)
        elif name == "hero" and name in differing:
            says = _says_of_picture(before.data.hero, after.data.hero)
            _add_whole(found, differing[name], says)
        elif name in differing:
            _add(found, differing[name])


def _add(found: Changes, change: FieldDifference) -> None:
    html, changes = numbered(change.marked, found.number + 1)
    found.marked[change.name] = marked_difference(html)
    found.places += [Place(one.id, one.after or change.label, _says(one)) for one in changes]


def _add_whole(found: Changes, change: FieldDifference, says: str) -> None:
    """A field that counts as one change, whatever of it differs."""
    name = f"change-{found.number + 1}"
    found.marked[change.name] = format_html('<div id="{}">{}</div>', name, change.marked)
    found.places.append(Place(name, change.label, says))


def _says_of_picture(was: HeroContent | None, became: HeroContent | None) -> str:
    if was is None or became is None:
        return "Removed" if became is None else "Added"
    return "Its words changed" if was.sha256 == became.sha256 else "Another picture"


def _compare_references(found: Changes, before: Revision, after: Revision) -> None:
    was = [cited(row) for row in before.data.references]
    became = [cited(row) for row in after.data.references]
    for old, new in paired(was, became):
        first, second = "" if old is None else was[old], "" if new is None else became[new]
        html, changes = numbered(words(first, second), found.number + 1)
        label = "References" if new is None else f"Reference {new + 1}"
        found.places += [Place(one.id, label, _says(one)) for one in changes]
        marked = marked_difference(html if changes else "")
        if new is None:
            found.gone.append(marked)
        else:
            found.references.append(MarkedReference(marked, old is None))


def _says(change: Change) -> str:
    """What a change is, for the list of changes."""
    removed, added = (excerpt(text, SHOWN) for text in (change.removed, change.added))
    if removed and added:
        return f"“{removed}” became “{added}”"
    if added:
        return f"Added: “{added}”"
    if removed:
        return f"Removed: “{removed}”"
    return "A picture or a rule"
