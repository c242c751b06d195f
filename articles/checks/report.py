"""Running the checks over a text, at the levels of its topic, and telling what they found."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from articles.checks.findings import SHOWN, Found, Level
from articles.checks.registry import BY_NAME, CHECKS, Check
from articles.checks.style import reading_grade_of
from articles.checks.subject import Subject
from articles.content import Content
from wellness.lib import rich_text
from wellness.lib.text import count

if TYPE_CHECKING:
    from articles.models import Article, Topic

MOST: Final = 40
"""Findings of one check that are kept; a text with more has one problem, not many."""

_NOUNS: Final = {
    Level.BLOCKS: ("stop", "stops"),
    Level.WARNS: ("warning", "warnings"),
    Level.INFORMS: ("note", "notes"),
}


@dataclass(frozen=True)
class Group:
    """What one check found."""

    check: Check
    level: Level
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Report:
    """What all checks found in a text, the weightiest first."""

    subject: Subject
    groups: tuple[Group, ...]

    @cached_property
    def by_level(self) -> list[tuple[Level, list[Group]]]:
        """The groups under their levels, levels without any left out."""
        found = [(level, [g for g in self.groups if g.level is level]) for level in SHOWN]
        return [(level, groups) for level, groups in found if groups]

    @cached_property
    def summary(self) -> str:
        """The counts in words: `1 stop, 3 warnings, 2 notes`."""
        parts = []
        for level, groups in self.by_level:
            number = sum(len(group.found) for group in groups)
            parts.append(count(number, *_NOUNS[level]))
        return ", ".join(parts) or "Nothing found"

    @property
    def length(self) -> str:
        """How long the text is and how it reads, as facts that ask for nothing."""
        words = rich_text.word_count(self.subject.content.body)
        grade = reading_grade_of(self.subject)
        said = count(words, "word", "words")
        return f"{said}, reading grade {grade:.0f}" if grade is not None else said

    @property
    def objection(self) -> str:
        """Why the text cannot be handed in, as a sentence; empty where it can."""
        blocking = [found for g in self.groups if g.level is Level.BLOCKS for found in g.found]
        if not blocking:
            return ""
        rest = len(blocking) - 1
        more = "" if not rest else f" {count(rest, 'more finding blocks', 'more findings block')}."
        return f"The checks found something to put right first. {blocking[0].sentence}{more}"


def run(subject: Subject, levels: Mapping[str, Level]) -> Report:
    """Look at a text with every check that its topic does not switch off.

    Args:
        levels: the topic's own levels by the name of the check; the others have their usual one.
    """
    groups = []
    for check in CHECKS:
        level = levels.get(check.name, check.level)
        if level is Level.OFF:
            continue
        found = tuple(islice(check.look(subject), MOST))
        if found:
            groups.append(Group(check, level, found))
    return Report(subject, tuple(sorted(groups, key=lambda group: SHOWN.index(group.level))))


def levels_of(topic: "Topic") -> dict[str, Level]:
    """The levels that a topic sets otherwise than usual, by the name of the check."""
    rows = topic.check_levels.values_list("check_name", "level")
    return {
        name: Level(level)
        for name, level in rows
        if name in BY_NAME and level in BY_NAME[name].may_be
    }


def report_on(article: "Article", content: Content) -> Report:
    """What the checks find in a text, by the rules of the article's topic."""
    from articles.checks.links import unreachable_among

    topic = article.topic
    subject = Subject(content, topic.requires_medical_review)
    addresses = {link.href for link in subject.links} | {r.url for r in content.references}
    subject = Subject(content, topic.requires_medical_review, unreachable_among(addresses))
    return run(subject, levels_of(topic))


def saved_report(article: "Article") -> Report | None:
    """What the checks find in the desk copy as it is saved; None where there is no text yet.

    The workflow and the page ask about the same text: what was found is kept on the object.
    """
    revision = article.current_revision
    if revision is None:
        return None
    key = (revision.pk, article.topic_id)
    kept: tuple[object, Report] | None = article.__dict__.get("_report")
    if kept is None or kept[0] != key:
        kept = (key, report_on(article, revision.data))
        article.__dict__["_report"] = kept
    return kept[1]
