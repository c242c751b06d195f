"""One file brought to the desk: what it says is compared with what is there, then written.

The caller holds a transaction around each file, so that a file that fails leaves nothing behind.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from articles import actions
from articles.content import digest
from articles.desk import DeskCopy
from articles.importing import desk_work
from articles.importing.context import Objection, Run, article_at
from articles.importing.facts import Problem
from articles.importing.named import Named
from articles.importing.reading import Handed
from articles.importing.report import Kind, Outcome, Record, placed
from articles.models import Article, Event, Status
from articles.workflow import OPENS_A_DRAFT
from wellness.lib.text import excerpt

T = TypeVar("T")

_WORDS = {
    "title": "title",
    "subtitle": "subtitle",
    "description": "description",
    "key_points": "key points",
    "body": "text",
    "references": "references",
    "hero": "picture at the top",
    "correction": "correction notice",
    "disclosure": "disclosure",
}


def bring(handed: Handed, run: Run) -> list[Record]:
    """Write what a file says, and tell what was done; the file's own record is the last.

    Raises:
        Objection: the file stays out, with the reasons.
        Refused: the workflow does not take the step.
        ValidationError: what the file says cannot be stored.
    """
    return _Bringing(handed, run).records()


class _Bringing:
    def __init__(self, handed: Handed, run: Run) -> None:
        self.handed = handed
        self.run = run
        self.named = Named(handed, run)
        self.note = desk_work.note(handed.source.short_name)
        self.changed: list[str] = []
        self.kept: list[str] = []

    def records(self) -> list[Record]:
        article = self._identified()
        before = article.status if article is not None else None
        desk = self.named.desk()
        if article is None:
            outcome = Outcome.CREATED
            article = self._create(desk)
        else:
            outcome = self._update(article, desk)
        if self.run.begun.pop(self.handed.slug, None) is not None:
            # Another file of this run named it as a related post, and this is its own text.
            outcome, self.changed = Outcome.CREATED, []
        article.refresh_from_db()
        self.run.done[article.pk] = self.handed.source.shown
        self.run.begun |= self.named.begun
        own = Record(
            outcome,
            Kind.ARTICLE,
            self._told(article, before),
            warnings=tuple(
                placed(self.handed.source.shown, warning)
                for warning in self.handed.problems.warnings + self.named.warnings
            ),
        )
        return [*self.named.made, own]

    def _told(self, article: Article, before: str | None) -> str:
        """Which article it is, and what a person would want to know of what happened."""
        parts = [f"{article.slug} “{excerpt(article.title, 80)}” ({self.handed.source.shown})"]
        if self.changed:
            parts.append(f"changed: {', '.join(self.changed)}")
        if before in OPENS_A_DRAFT and article.status == Status.DRAFT:
            parts.append(
                "a draft is open; readers keep the live text"
                if article.live_revision_id
                else "it had been approved and is a draft again"
            )
        if self.kept:
            parts.append(f"changed at the desk and kept as it is there: {', '.join(self.kept)}")
        return "; ".join(parts)

    # -- which article ---------------------------------------------------------------------------

    def _identified(self) -> Article | None:
        """The article that the file is about, locked; None: it is a new one."""
        article = article_at(self.handed.slug, lock=not self.run.dry_run)
        if article is not None:
            if article.pk in self.run.done:
                raise self._objection(
                    "slug",
                    f"The address “{self.handed.slug}” leads to the article that "
                    f"{self.run.done[article.pk]} was imported as: give this file one of its own.",
                )
            return article
        if not self.handed.slug_given:
            earlier = (
                Event.objects.filter(verb="create", note=self.note)
                .exclude(article__slug__in=list(self.run.files))
                .select_related("article")
                .order_by("-pk")
                .first()
            )
            if earlier is not None:
                slug = earlier.article.slug
                raise self._objection(
                    "title",
                    f"This file was imported before as “{excerpt(earlier.article.title, 80)}”, and "
                    f"its title was changed since. Add “slug: {slug}” to keep it one article, or "
                    "rename the file to import it as another.",
                )
        return None

    # -- new -------------------------------------------------------------------------------------

    def _create(self, desk: DeskCopy) -> Article:
        topic = self.named.topic()
        article = actions.create(
            topic=topic, desk=desk, by=self.run.by, slug=self.handed.slug, note=self.note
        )
        return actions.arrange(
            article,
            by=self.run.by,
            authors=self.named.authors(),
            related=self.named.related(topic, article),
            reviewers_asked=self.named.reviewers(),
            originally_published=self.handed.published,
            note=self.note,
        )

    # -- there already ---------------------------------------------------------------------------

    def _update(self, article: Article, desk: DeskCopy) -> Outcome:
        if self._text_is_new(article, desk):
            before = article.current_revision
            article = actions.save(article, desk=desk, by=self.run.by, note=self.note)
            after = article.current_revision
            assert before is not None  # an article has one from its beginning
            assert after is not None
            self.changed += [_WORDS[name] for name in before.data.changed_fields(after.data)]
        changes = self._new_surroundings(article)
        if changes:
            actions.arrange(article, by=self.run.by, note=self.note, **changes)
        if self.changed:
            return Outcome.UPDATED
        return Outcome.SKIPPED if self.kept else Outcome.UNCHANGED

    def _text_is_new(self, article: Article, desk: DeskCopy) -> bool:
        """Whether the file's text is to be saved.

        Raises:
            Objection: the file and the desk copy were both changed since the last import.
        """
        current = article.current_revision
        assert current is not None  # an article has one from its beginning
        wanted = desk.content().canonical()
        if wanted == current.content:
            return False
        imported = desk_work.last_imported(article)
        if imported is None:
            raise self._objection(
                "slug" if self.handed.slug_given else "title",
                f"“{excerpt(article.title, 80)}” has this address already and did not come from an "
                "import. Give the file another “slug”, or change that article in the admin.",
            )
        if imported.digest == current.digest:
            return True
        if imported.digest == digest(wanted):
            self.kept.append("text")
            return False
        raise self._objection(
            "body",
            f"The text was changed at the desk after the last import (revision {current.number}, "
            f"by {current.created_by_name}), and the file was changed as well. Nothing was "
            "overwritten: bring the two together in the admin.",
        )

    def _new_surroundings(self, article: Article) -> dict[str, Any]:
        """What ``actions.arrange`` is to change. What the file does not speak of stays."""
        handed = self.handed
        around = desk_work.surroundings(article)
        changes: dict[str, Any] = {}

        def settle(
            name: str, words: Any, there_words: Any, there: T, wanted: Callable[[], T], label: str
        ) -> None:
            if words == there_words:
                return
            surrounding = around.get(name, around[""])
            if surrounding.by_people and words == surrounding.left:
                self.kept.append(label)
                return
            value = wanted()
            if value == there:
                return
            if surrounding.by_people:
                raise self._objection(
                    {"originally_published": "date"}.get(name, name),
                    f"The {label} was changed at the desk after the last import, and the file was "
                    "changed as well. Nothing was overwritten: decide in the admin.",
                )
            changes[name] = value
            self.changed.append(label)

        settle("topic", handed.topic, str(article.topic), article.topic, self.named.topic, "topic")
        if handed.authors is not None:
            there = [byline.author for byline in article.bylines.select_related("author")]
            names = [author.name for author in there]
            settle("authors", list(handed.authors), names, there, self.named.authors, "byline")
        if handed.related is not None:
            posts = [row.related for row in article.related_posts.select_related("related")]
            topic = changes.get("topic", article.topic)
            settle(
                "related",
                [entry.title for entry in handed.related],
                [post.title for post in posts],
                posts,
                lambda: self.named.related(topic, article),
                "list of related posts",
            )
        if handed.has_date:
            settle(
                "originally_published",
                str(handed.published or ""),
                str(article.originally_published or ""),
                article.originally_published,
                lambda: handed.published,
                "date",
            )
        asked = list(article.reviewers_asked.all())
        asked_before = desk_work.asked_before(article)
        new = [r for r in self.named.reviewers() if r not in asked and str(r) not in asked_before]
        if new:
            changes["reviewers_asked"] = asked + new
            self.changed.append("reviewers asked")
        return changes

    def _objection(self, name: str, sentence: str) -> Objection:
        return Objection(self.handed.problem(name, sentence))


def problems_of(handed: Handed, error: ValidationError) -> list[Problem]:
    """What the program refused to store, at the lines of the file."""
    if not hasattr(error, "error_dict"):
        return [Problem(1, "", sentence) for sentence in error.messages]
    return [
        handed.problem(name, sentence)
        for name, sentences in error.message_dict.items()
        for sentence in sentences
    ]
