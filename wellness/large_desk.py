"""A desk with as many articles as a magazine has after years, to measure on.

Ten thousand articles walked by the verbs take an hour. Here each step is one statement for all of
them, and PostgreSQL holds each row to the seal as it does everywhere: revisions in canonical form,
approvals by whoever is entitled, every change of state with its line of history.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from articles.content import digest
from articles.desk import DeskCopy
from articles.models import (
    Article,
    Byline,
    Event,
    FactCheck,
    LiveText,
    Revision,
    Status,
    Topic,
)
from authors.models import Author, Credential, MedicalReviewer, User
from authors.roles import Role
from wellness.lib import rich_text

SHARES: Final = {
    Status.DRAFT: 0.06,
    Status.IN_REVIEW: 0.03,
    Status.CHANGES_REQUESTED: 0.02,
    Status.APPROVED: 0.02,
    Status.SCHEDULED: 0.02,
}
"""How many of all articles are at each state; the others are live."""

WAY: Final = {
    Status.DRAFT: (),
    Status.IN_REVIEW: ("submit",),
    Status.CHANGES_REQUESTED: ("submit", "request_changes"),
    Status.APPROVED: ("submit", "approve"),
    Status.SCHEDULED: ("submit", "approve", "schedule"),
    Status.PUBLISHED: ("submit", "approve", "publish"),
}

WORDS_IN_A_BODY: Final = 1_100
AT_A_TIME: Final = 1_000
TOPICS, AUTHORS, REVIEWERS = 12, 80, 15

Tell = Callable[[str], None]


@dataclass(frozen=True)
class People:
    """Who looks at the desk."""

    writer: User
    reviewer: User
    editor: User


class LargeDesk:
    """Fills an empty database."""

    def __init__(self, number: int, tell: Tell) -> None:
        self.number, self.tell = number, tell
        self.random = random.Random(4)  # noqa: S311  # the same desk each time, no secret
        self.vocabulary = [self._word() for _ in range(6_000)]
        self.today = timezone.localdate()

    def fill(self) -> People:
        people = self._people()
        shares = {status: int(self.number * share) for status, share in SHARES.items()}
        shares[Status.PUBLISHED] = self.number - sum(shares.values())
        for status, number in shares.items():
            for start in range(0, number, AT_A_TIME):
                self._articles(status, min(AT_A_TIME, number - start), people)
            self.tell(f"{number} articles: {status.label.lower()}")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        return people

    # -- people and topics -----------------------------------------------------------------------

    def _people(self) -> People:
        writer = _account("Wren Writer", Role.WRITER)
        reviewer = _account("Rosa Reviewer", Role.MEDICAL_REVIEWER)
        editor = _account("Eda Editor", Role.EDITOR)
        self.topics = Topic.objects.bulk_create(
            Topic(name=f"Topic {n}", slug=f"topic-{n}", position=n, review_months=6 + n)
            for n in range(TOPICS)
        )
        self.authors = Author.objects.bulk_create(
            Author(name=f"Author {n}", slug=f"author-{n}", user=None if n else writer)
            for n in range(AUTHORS)
        )
        self.reviewers = MedicalReviewer.objects.bulk_create(
            MedicalReviewer(name=f"Reviewer {n}", slug=f"reviewer-{n}", user=None)
            for n in range(1, REVIEWERS)
        )
        first = MedicalReviewer.objects.create(name=str(reviewer), slug="rosa", user=reviewer)
        self.credential = Credential.objects.create(
            reviewer=first,
            title="PA-C",
            issuer="Example Board of Medicine",
            number="EX-1",
            region="Example State",
            valid_from=self.today - dt.timedelta(days=365),
            valid_until=self.today + dt.timedelta(days=365),
        )
        self.credential.verify(by=editor)
        self.reviewers.append(first)
        return People(writer, reviewer, editor)

    # -- articles --------------------------------------------------------------------------------

    @transaction.atomic
    def _articles(self, status: Status, number: int, people: People) -> None:
        """So many articles, all walked to one state together."""
        copies = [self._copy() for _ in range(number)]
        base = Article.objects.count()
        articles = []
        for place, copy in enumerate(copies):
            article = Article(
                topic=self.random.choice(self.topics),
                slug=f"article-{base + place}",
                slug_follows_title=False,
                created_by=people.writer if place % 20 == 0 else people.editor,
            )
            copy.write_to(article)
            articles.append(article)
        Article.objects.bulk_create(articles)
        # The writer's own are a twentieth; the reviewer stands over none.
        Byline.objects.bulk_create(
            Byline(
                article=article,
                author=self.authors[0] if place % 20 == 0 else self.random.choice(self.authors[1:]),
            )
            for place, article in enumerate(articles)
        )
        asked = Article.reviewers_asked.through
        asked.objects.bulk_create(
            asked(article_id=article.pk, medicalreviewer_id=self.random.choice(self.reviewers).pk)
            for article in articles[::2]
        )
        self._events(articles, "create", "", Status.DRAFT, people.editor)
        revisions = self._revisions(articles, copies, people.editor)
        at = Status.DRAFT
        for verb in WAY[status]:
            at = self._step(verb, articles, revisions, at, people)

    def _copy(self) -> DeskCopy:
        words = self.random.choices(self.vocabulary, k=WORDS_IN_A_BODY)
        parts = [" ".join(words[n : n + 90]) for n in range(0, len(words), 90)]
        body = "".join(f"<h2>{part[:30].strip()}</h2><p>{part}.</p>" for part in parts)
        title = " ".join(self.random.choices(self.vocabulary, k=5)).capitalize()
        return DeskCopy(title=title, subtitle=" ".join(words[:8]), body=body)

    def _word(self) -> str:
        return "".join(
            self.random.choice("bdfgklmnprst") + self.random.choice("aeiou")
            for _ in range(self.random.randint(2, 5))
        )

    def _revisions(
        self, articles: list[Article], copies: list[DeskCopy], editor: User
    ) -> dict[int, Revision]:
        contents = [copy.content().canonical() for copy in copies]
        rows = Revision.objects.bulk_create(
            Revision(
                article=article,
                number=1,
                content=content,
                digest=digest(content),
                body_source=article.body,
                policy_version=rich_text.POLICY_VERSION,
                created_by=editor,
                created_by_name=str(editor),
            )
            for article, content in zip(articles, contents, strict=True)
        )
        self._set(articles, "current_revision_id = r.id")
        return {row.article_id: row for row in rows}

    def _step(
        self,
        verb: str,
        articles: list[Article],
        revisions: dict[int, Revision],
        at: Status,
        people: People,
    ) -> Status:
        checks: dict[int, FactCheck] = {}
        if verb in {"approve", "request_changes"}:
            # A decision is on a text that is in review: it comes before the change of state.
            checks = self._checks(verb, revisions, people.reviewer, articles)
        to, by, what = {
            "submit": (Status.IN_REVIEW, people.editor, "submitted_at = now()"),
            "request_changes": (
                Status.CHANGES_REQUESTED,
                people.reviewer,
                "review_wanted_by = NULL",
            ),
            "approve": (Status.APPROVED, people.reviewer, "review_wanted_by = NULL"),
            "schedule": (
                *(Status.SCHEDULED, people.editor),
                "scheduled_for = now() + interval '1 day' * (1 + a.id %% 40)",
            ),
            "publish": (Status.PUBLISHED, people.editor, "live_revision_id = r.id"),
        }[verb]
        self._set(articles, f"status = '{to.value}', {what}")
        if verb == "submit":
            for place, article in enumerate(articles[::3]):
                day = self.today + dt.timedelta(days=place % 40 - 8)
                Article.objects.filter(pk=article.pk).update(review_wanted_by=day)
        self._events(articles, verb, at, to, by, revisions, checks)
        if verb == "publish":
            self._live_texts(articles, revisions)
        return to

    def _set(self, articles: list[Article], what: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE articles_article a SET version = version + 1, {what} "  # noqa: S608  # ours
                "FROM articles_revision r WHERE r.article_id = a.id AND a.id = ANY (%s)",
                [[article.pk for article in articles]],
            )

    def _checks(
        self, verb: str, revisions: dict[int, Revision], by: User, articles: list[Article]
    ) -> dict[int, FactCheck]:
        credential = self.credential
        rows = FactCheck.objects.bulk_create(
            FactCheck(
                revision=revisions[article.pk],
                digest=revisions[article.pk].digest,
                decision="approved" if verb == "approve" else "changes_requested",
                statement="Checked against the sources.",
                interests="None",
                decided_by=by,
                decided_by_name=str(by),
                reviewer=credential.reviewer,
                reviewer_name=credential.reviewer.name,
                credential_id_then=credential.pk,
                credential_title=credential.title,
                credential_issuer=credential.issuer,
                credential_number=credential.number,
                credential_region=credential.region,
                credential_valid_from=credential.valid_from,
                credential_valid_until=credential.valid_until,
            )
            for article in articles
        )
        return {row.revision.article_id: row for row in rows}

    def _events(
        self,
        articles: list[Article],
        verb: str,
        before: str,
        after: str,
        by: User,
        revisions: dict[int, Revision] | None = None,
        checks: dict[int, Any] | None = None,
    ) -> None:
        Event.objects.bulk_create(
            Event(
                article=article,
                verb=verb,
                from_status=before,
                to_status=after,
                revision=(revisions or {}).get(article.pk),
                fact_check=(checks or {}).get(article.pk),
                actor=by,
                actor_name=str(by),
            )
            for article in articles
        )

    def _live_texts(self, articles: list[Article], revisions: dict[int, Revision]) -> None:
        """What search reads; the reviews are of the last fifteen months, so that some are due."""
        names = {topic.pk: topic.name for topic in self.topics}
        LiveText.objects.bulk_create(
            LiveText(
                article=article,
                digest=revisions[article.pk].digest,
                title=article.title,
                subtitle=article.subtitle,
                body=rich_text.plain_text(article.body),
                topic_id=article.topic_id,
                topic_name=names[article.topic_id],
                checked_on=self.today - dt.timedelta(days=article.pk % 450),
                published_on=self.today,
            )
            for article in articles
        )


def _account(name: str, role: Role) -> User:
    user = User.objects.create_user(
        f"{name.split()[0].lower()}@example.org", None, name=name, is_staff=True
    )
    user.groups.set([Group.objects.get(name=role.value)])
    return user
