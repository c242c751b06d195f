"""The magazine in which the machine walks: its people, and articles to begin from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Topic
from authors.models import Author, Credential, User
from authors.roles import Role
from tests import factories
from tests.articles.machine.evidence import rows
from tests.articles.machine.truth import Decision, Person, Truth
from tests.factories import Cast, account, medical_reviewer

TEXTS = 7
"""Texts that the walk chooses from: few, so that old words come back."""

PEOPLE = (
    "writer", "second_writer", "reviewer", "second_reviewer", "both_hands", "editor",
    "second_editor", "superuser", "stranger",
)  # fmt: skip

ROLES = {
    "writer": "w",
    "second_writer": "w",
    "reviewer": "c",
    "second_reviewer": "c",
    "both_hands": "wc",
    "editor": "e",
    "second_editor": "e",
    "superuser": "e",
    "stranger": "",
}

WAYS = {
    "draft": "",
    "in review": "submit",
    "changes requested": "submit request_changes",
    "approved": "submit approve",
    "scheduled": "submit approve schedule",
    "published": "submit approve publish",
    "withdrawn": "submit approve publish take_down",
    "newer text over a live one": "submit approve publish edit",
    "a minor change in review": "submit approve publish edit minor",
    "approved behind newer text": "submit approve edit",
    "live a second time": "submit approve publish edit submit approve publish",
    "by the editor, approved, by the writer": "submit approve publish editor submit approve edit",
}
"""States to begin from, walked to through the verbs, under both rules of review."""


def desk(text: int) -> DeskCopy:
    """One of the texts. Its marks are found in whatever shows a word of it."""
    return DeskCopy(
        title=f"On sleep titlemark{text}x",
        subtitle=f"A text titlemark{text}x",
        body=f"<h2>What bodymark{text}x says</h2><p>Words of bodymark{text}x.</p>",
    )


@dataclass
class World:
    """Everything that is there before a walk, and that a walk cannot change for the next one."""

    users: dict[str, User] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    topics: dict[bool, Topic] = field(default_factory=dict)
    articles: list[int] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def build(cls) -> World:
        cast, world = Cast(), cls()
        both = account("Bo Both", Role.WRITER, Role.MEDICAL_REVIEWER)
        medical_reviewer("Bo Both", cast.editor, both, title="RD")
        for key in PEOPLE:
            world.users[key] = both if key == "both_hands" else getattr(cast, key)
            world.people[key] = Person(
                key,
                writer="w" in ROLES[key],
                clinician="c" in ROLES[key],
                editor="e" in ROLES[key],
                credential="c" in ROLES[key],
            )
        world.authors = {
            key: factories.author(str(world.users[key]), world.users[key])
            for key in ("writer", "second_writer", "both_hands", "editor")
        }
        world.topics = {
            rule: factories.topic(requires_medical_review=rule) for rule in (True, False)
        }
        world.digests = {}
        for rule in (True, False):
            for name, way in WAYS.items():
                world.articles.append(world._walk(rule, f"{name} {rule}", way.split()))
        return world

    def _walk(self, rule: bool, name: str, way: list[str]) -> int:
        writer, editor = self.users["writer"], self.users["editor"]
        checker = self.users["reviewer" if rule else "second_editor"]
        said = {"statement": "Checked.", "interests": "None"}
        text = len(self.articles) % TEXTS
        article = actions.create(
            topic=self.topics[rule],
            desk=desk(text),
            by=writer,
            slug=f"article-{len(self.articles)}",
        )
        article = actions.arrange(article, by=writer, authors=[self.authors["writer"]])
        for verb in way:
            match verb:
                case "edit" | "editor":
                    text = (text + 1) % TEXTS
                    by = writer if verb == "edit" else editor
                    article = actions.save(article, desk=desk(text), by=by)
                case "submit" | "minor":
                    article = actions.submit(article, by=writer, minor=verb == "minor")
                case "approve" | "request_changes":
                    article = getattr(actions, verb)(article, by=checker, **said)
                case "schedule":
                    at = timezone.now() + dt.timedelta(hours=1)
                    article = actions.schedule(article, by=editor, at=at)
                case "take_down":
                    article = actions.take_down(article, by=editor, notice="Taken down.")
                case _:
                    article = getattr(actions, verb)(article, by=editor)
        return article.pk

    def user(self, key: str) -> User:
        """The account as a new request would read it."""
        return User.objects.get(pk=self.users[key].pk)

    def key(self, pk: int | None) -> str:
        return next((key for key, user in self.users.items() if user.pk == pk), "")

    def set_credential(self, key: str, valid: bool) -> None:
        """Let the credential of a clinician end, or come to be valid and verified again."""
        credential = Credential.objects.get(reviewer__user=self.users[key])
        today = timezone.now().date()
        credential.valid_until = today + dt.timedelta(days=1 if valid else -1)
        credential.save()
        credential.verify(by=self.users["superuser"])

    def truth(self, pk: int) -> Truth:
        """What the rows say of an article, as the truth to begin from."""
        article = Article.objects.select_related("topic").get(pk=pk)
        revisions = list(article.revisions.order_by("number"))
        number = {revision.pk: revision.number for revision in revisions}
        texts = [self.text_of(revision.title) for revision in revisions]
        decisions = [
            Decision(
                row["id"],
                number[row["revision_id"]],
                texts[number[row["revision_id"]] - 1],
                row["decision"] == "approved",
                self.key(row["decided_by_id"]),
                row["reviewer_id"] is not None,
                row["rests_on_id"],
                frozenset(row["relies_on"]),
                row["revoked"],
            )
            for row in rows(
                "SELECT f.*, EXISTS (SELECT 1 FROM articles_revocation WHERE fact_check_id = f.id)"
                " AS revoked FROM articles_factcheck f JOIN articles_revision r"
                f" ON r.id = f.revision_id WHERE r.article_id = {pk} ORDER BY f.id"
            )
        ]
        return Truth(
            pk=pk,
            status=article.status,
            medical=article.topic.requires_medical_review,
            created_by=self.key(article.created_by_id),
            byline=[self.key(b.author.user_id) for b in article.bylines.select_related("author")],
            texts=texts,
            writers=[self.key(revision.created_by_id) for revision in revisions],
            current=number[article.current_revision_id],
            live=number.get(article.live_revision_id),
            minor=article.submitted_as_minor,
            due=article.scheduled_for.timestamp() if article.scheduled_for else None,
            decisions=decisions,
        )

    @staticmethod
    def text_of(title: str) -> int:
        return int(title.rpartition("titlemark")[2].rstrip("x"))


def last_decision(pk: int) -> dict[str, Any]:
    """The latest decision on an article, as the database wrote it."""
    return rows(
        "SELECT f.id, f.rests_on_id, f.relies_on FROM articles_factcheck f JOIN articles_revision r"
        f" ON r.id = f.revision_id WHERE r.article_id = {pk} ORDER BY f.id DESC LIMIT 1"
    )[0]


def settle() -> None:
    """Ask what waits for the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
