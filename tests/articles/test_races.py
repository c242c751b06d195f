"""Two people at once: each pair of steps that could undo each other, on two connections.

The first takes their step and does not commit; the second begins and waits at a lock; the first
commits. Whoever comes second has to see what the first one did.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from articles import actions
from articles.actions import Refused, Stale
from articles.models import Article, Byline, FactCheck, Revocation, Status, Topic
from authors.models import Author, Credential, MedicalReviewer
from authors.roles import Role
from tests import factories
from tests.articles.machine.evidence import Evidence
from tests.articles.seal.hands import editorial, go_live, sql, value
from tests.factories import Cast, account, article_at, desk, step

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30.0
"""Seconds after which a test gives up on a lock that was expected."""


class Second(threading.Thread):
    """Somebody else, with a connection of their own."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act = act
        self.pid: int | None = None
        self.began = threading.Event()
        self.ended = threading.Event()
        self.result: object = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.pid = value("SELECT pg_backend_pid()")
            self.began.set()
            self.result = self.act()
        except Exception as error:
            self.error = error
        finally:
            connection.close()
            self.began.set()
            self.ended.set()

    def has_to_wait(self) -> bool:
        """Whether it came to wait for a lock of this connection; False: it ended without."""
        self.began.wait(PATIENCE)
        blocked = "SELECT pg_backend_pid() = ANY (pg_blocking_pids(%s))"
        for _ in range(int(PATIENCE * 100)):
            if value(blocked, self.pid):
                return True
            if self.ended.wait(0.01):
                return False
        raise AssertionError("The second neither waits nor ends.")


def at_once(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Both steps, the second waiting for the first; what came of the second."""
    other = Second(second)
    with transaction.atomic():
        first()
        other.start()
        assert other.has_to_wait(), other.error or "the second did not wait"
    other.join(PATIENCE)
    Evidence().prove_what_is_live()
    return other.error or other.result


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def waiting(cast: Cast, article: Article) -> Article:
    """The approved text behind newer words on the desk."""
    return actions.save(article, desk=desk("Newer words"), by=cast.writer)


# --- publish and take back ------------------------------------------------------------------------


def test_published_while_somebody_revokes(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    approval = article.fact_checks.get()
    at_once(
        lambda: actions.publish(article, by=cast.editor),
        lambda: actions.revoke(approval, by=cast.reviewer, reason="I was wrong."),
    )
    assert fresh(article).status == Status.WITHDRAWN
    assert not Article.objects.published().exists()


def test_revoked_while_somebody_publishes(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    editor, approval = cast.editor, article.fact_checks.get()
    refused = at_once(
        lambda: actions.revoke(approval, by=cast.reviewer, reason="I was wrong."),
        lambda: actions.publish(article, by=editor),
    )
    assert isinstance(refused, Refused)
    assert not Article.objects.published().exists()


def test_a_revocation_by_hand_sees_what_went_live_while_it_waited(cast: Cast) -> None:
    """A query that joins and locks goes on, after the wait, with what it had joined before."""
    article = waiting(cast, article_at(Status.APPROVED, cast))
    editor, approval = cast.editor, article.fact_checks.get()
    refused = at_once(
        lambda: actions.publish(article, by=editor),
        lambda: Revocation.objects.create(fact_check=approval, reason="F", revoked_by=editor),
    )
    assert isinstance(refused, IntegrityError)
    assert "The live text rests on this approval" in str(refused)
    assert not Revocation.objects.exists()


def test_a_publication_by_hand_sees_what_was_revoked_while_it_waited(cast: Cast) -> None:
    article = waiting(cast, article_at(Status.APPROVED, cast))
    editor, approval = cast.editor, article.fact_checks.get()
    refused = at_once(
        lambda: Revocation.objects.create(fact_check=approval, reason="F", revoked_by=editor),
        lambda: go_live(article, approval.revision),
    )
    assert isinstance(refused, IntegrityError)
    assert not Article.objects.published().exists()


def test_who_looks_at_a_frozen_picture_of_the_data_publishes_nothing(cast: Cast) -> None:
    """Under REPEATABLE READ the revocation stays unseen, so the seal refuses to decide at all."""
    article = waiting(cast, article_at(Status.APPROVED, cast))
    editor, approval = cast.editor, article.fact_checks.get()
    looked, revoked = threading.Event(), threading.Event()

    def publish_by_an_old_picture() -> None:
        with transaction.atomic():
            sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            assert value("SELECT count(*) FROM articles_revocation") == 0
            looked.set()
            revoked.wait(PATIENCE)
            assert value("SELECT count(*) FROM articles_revocation") == 0
            go_live(article, approval.revision)

    other = Second(publish_by_an_old_picture)
    other.start()
    looked.wait(PATIENCE)
    Revocation.objects.create(fact_check=approval, reason="Wrong.", revoked_by=editor)
    revoked.set()
    other.join(PATIENCE)
    assert isinstance(other.error, IntegrityError)
    assert "The seal reads what is committed now" in str(other.error)
    assert not Article.objects.published().exists()


def test_two_publish(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    editor, second = cast.editor, cast.second_editor
    refused = at_once(
        lambda: actions.publish(article, by=editor), lambda: actions.publish(article, by=second)
    )
    assert isinstance(refused, Refused)
    assert fresh(article).events.filter(verb="publish").count() == 1


def test_what_was_published_is_taken_down_by_who_waited(cast: Cast) -> None:
    """The waiting step is decided by the article as it is, live revision and all."""
    article = waiting(cast, article_at(Status.APPROVED, cast))
    editor, second = cast.editor, cast.second_editor
    taken = at_once(
        lambda: actions.publish(article, by=editor),
        lambda: actions.take_down(article, by=second, notice="At once."),
    )
    assert isinstance(taken, Article), taken
    assert fresh(article).status == Status.WITHDRAWN


# --- the clock ------------------------------------------------------------------------------------


def test_unscheduled_while_the_clock_strikes(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    due = article.scheduled_for
    published = at_once(
        lambda: actions.unschedule(article, by=cast.editor), lambda: actions.publish_due(due)
    )
    assert published == []
    assert fresh(article).status == Status.APPROVED


def test_the_clock_strikes_while_somebody_unschedules(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    editor = cast.editor
    refused = at_once(
        lambda: actions.publish_due(article.scheduled_for),
        lambda: actions.unschedule(article, by=editor),
    )
    assert isinstance(refused, Refused)
    assert fresh(article).status == Status.PUBLISHED


def test_two_clocks_strike(cast: Cast) -> None:
    """Two workers with one list of what is due; each article is published once."""
    articles = [article_at(Status.SCHEDULED, cast) for _ in range(3)]
    due = timezone.now() + dt.timedelta(days=2)
    published = at_once(lambda: actions.publish_due(due), lambda: actions.publish_due(due))
    assert published == []
    for article in articles:
        assert fresh(article).events.filter(verb="publish").count() == 1


def test_revoked_while_the_clock_strikes(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    due, approval = article.scheduled_for, article.fact_checks.get()
    published = at_once(
        lambda: actions.revoke(approval, by=cast.reviewer, reason="I was wrong."),
        lambda: actions.publish_due(due),
    )
    assert published == []
    assert not Article.objects.published().exists()


# --- write and decide -----------------------------------------------------------------------------


def test_taken_back_and_changed_while_somebody_approves(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    reviewer = cast.reviewer

    def change() -> None:
        mine = actions.withdraw_submission(article, by=cast.writer)
        mine = actions.save(mine, desk=desk("Newer words"), by=cast.writer)
        actions.submit(mine, by=cast.writer)

    refused = at_once(
        change,
        lambda: actions.approve(
            article, by=reviewer, statement="Read.", interests="None", revision=1
        ),
    )
    assert isinstance(refused, Refused)
    assert "Revision 2 is in review now, not revision 1" in str(refused)
    assert not FactCheck.objects.exists()


def test_approved_while_somebody_takes_it_back(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    writer = cast.writer
    refused = at_once(
        lambda: step(article, "approve", cast),
        lambda: actions.withdraw_submission(article, by=writer),
    )
    assert isinstance(refused, Refused)
    assert fresh(article).status == Status.APPROVED


def test_two_reviewers_decide_otherwise(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    second = cast.second_reviewer
    refused = at_once(
        lambda: step(article, "approve", cast),
        lambda: actions.request_changes(article, by=second, statement="No."),
    )
    assert isinstance(refused, Refused)
    assert FactCheck.objects.count() == 1


def test_two_save_on_the_same_version(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    writer, editor, version = cast.writer, cast.editor, article.version
    stale = at_once(
        lambda: actions.save(article, desk=desk("By one"), by=writer, version=version),
        lambda: actions.save(article, desk=desk("By the other"), by=editor, version=version),
    )
    assert isinstance(stale, Stale)
    assert stale.article.title == "By one"
    assert stale.article.current_revision.title == "By one"
    assert fresh(article).revisions.count() == 2


def test_two_save_without_a_version(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    writer, editor = cast.writer, cast.editor
    at_once(
        lambda: actions.save(article, desk=desk("By one"), by=writer),
        lambda: actions.save(article, desk=desk("By the other"), by=editor),
    )
    numbers = list(article.revisions.order_by("number").values_list("number", "title"))
    assert numbers[1:] == [(2, "By one"), (3, "By the other")]
    assert fresh(article).current_revision.number == 3


def test_two_begin_an_article_under_one_title(cast: Cast) -> None:
    topic, writer = factories.topic(), cast.writer
    second = at_once(
        lambda: actions.create(topic=topic, desk=desk("One title"), by=writer),
        lambda: actions.create(topic=topic, desk=desk("One title"), by=writer),
    )
    assert isinstance(second, Article), second
    assert set(Article.objects.values_list("slug", flat=True)) == {"one-title", "one-title-2"}


def test_two_choose_one_address(cast: Cast) -> None:
    first, second = article_at(Status.DRAFT, cast), article_at(Status.DRAFT, cast)
    writer = cast.writer
    refused = at_once(
        lambda: actions.arrange(first, by=writer, slug="sleep"),
        lambda: actions.arrange(second, by=writer, slug="sleep"),
    )
    assert isinstance(refused, ValidationError)
    assert "Another article has, or once had, the address “sleep”." in refused.messages
    refused = at_once(
        lambda: actions.create(topic=first.topic, desk=desk(), by=writer, slug="rest"),
        lambda: actions.create(topic=first.topic, desk=desk(), by=writer, slug="rest"),
    )
    assert isinstance(refused, ValidationError)


# --- what surrounds the text ----------------------------------------------------------------------


def test_the_rule_is_switched_on_while_somebody_publishes(cast: Cast) -> None:
    article = editorial(cast, Status.APPROVED)
    article, topic = waiting(cast, article), article.topic_id
    editor = cast.editor
    refused = at_once(
        lambda: Topic.objects.filter(pk=topic).update(requires_medical_review=True),
        lambda: go_live(article, article.revisions.get(number=1)),
    )
    assert isinstance(refused, IntegrityError)
    with pytest.raises(Refused):
        actions.publish(article, by=editor)


def test_published_while_somebody_switches_the_rule_on(cast: Cast) -> None:
    article = editorial(cast, Status.APPROVED)
    topic = article.topic_id
    refused = at_once(
        lambda: actions.publish(article, by=cast.editor),
        lambda: Topic.objects.filter(pk=topic).update(requires_medical_review=True),
    )
    assert isinstance(refused, IntegrityError)
    assert not Topic.objects.get(pk=topic).requires_medical_review


def test_signed_by_the_approver_while_somebody_publishes(cast: Cast) -> None:
    article = waiting(cast, article_at(Status.APPROVED, cast))
    own, editor = factories.author("Another name", cast.reviewer), cast.editor
    refused = at_once(
        lambda: actions.arrange(article, by=cast.second_editor, authors=[own]),
        lambda: actions.publish(article, by=editor),
    )
    assert isinstance(refused, Refused)
    assert not Article.objects.published().exists()


def test_published_while_the_approver_becomes_an_author(cast: Cast) -> None:
    article = waiting(cast, article_at(Status.APPROVED, cast))
    own = factories.author("Another name", cast.reviewer)
    refused = at_once(
        lambda: actions.publish(article, by=cast.editor),
        lambda: Byline.objects.create(article=article, author=own, position=1),
    )
    assert isinstance(refused, IntegrityError)
    guest = factories.author("Greta Guest")
    article = actions.arrange(article, by=cast.editor, authors=[guest])
    reviewer = cast.reviewer
    with pytest.raises(IntegrityError):
        Author.objects.filter(pk=guest.pk).update(user=reviewer)


def test_verified_while_the_profile_gets_another_account(cast: Cast) -> None:
    """Who verifies vouches for the account as it was: after a change somebody verifies anew."""
    mallory = account("Mallory", Role.MEDICAL_REVIEWER)
    reviewer = cast.reviewer.medicalreviewer
    credential: Credential = reviewer.credentials.get()
    Credential.objects.filter(pk=credential.pk).update(verified_at=None)
    editor = cast.editor
    at_once(
        lambda: credential.verify(by=editor),
        lambda: MedicalReviewer.objects.filter(pk=reviewer.pk).update(user=mallory),
    )
    credential.refresh_from_db()
    assert credential.verified_at is None
    assert MedicalReviewer.objects.get(pk=reviewer.pk).user == mallory


# --- cut off --------------------------------------------------------------------------------------


def test_cut_off_in_the_middle_of_a_publication(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    editor, before = cast.editor, Article.objects.filter(pk=article.pk).values().get()
    halfway, cut = threading.Event(), threading.Event()

    def publish() -> None:
        with transaction.atomic():
            actions.publish(article, by=editor)
            halfway.set()
            cut.wait(PATIENCE)
            value("SELECT 1")

    other = Second(publish)
    other.start()
    halfway.wait(PATIENCE)
    assert value("SELECT pg_terminate_backend(%s)", other.pid)
    cut.set()
    other.join(PATIENCE)
    assert isinstance(other.error, OperationalError)
    after: dict[str, Any] = Article.objects.filter(pk=article.pk).values().get()
    assert after == before
    assert not article.events.filter(verb="publish").exists()
    assert actions.publish(article, by=editor).status == Status.PUBLISHED
