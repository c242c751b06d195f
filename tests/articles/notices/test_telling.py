"""Each step tells exactly those whom it concerns, in the transaction of the step."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import transaction

from articles import actions
from articles.models import Article, Status
from articles.notices.models import Notice
from articles.workflow import CLOCK
from authors.roles import Role
from tests import factories
from tests.articles.notices.people import told
from tests.factories import Cast, account, article_at, desk, step
from tests.queries import counted

pytestmark = pytest.mark.django_db

WANDA, RITA, RAVI = "Wanda Writer", "Rita Reviewer", "Ravi Reviewer"
EDITH, EMIL, ADA = "Edith Editor", "Emil Editor", "Ada Admin"


@pytest.fixture(autouse=True)
def everybody(cast: Cast) -> None:
    for name in (
        "editor second_editor writer second_writer reviewer second_reviewer stranger superuser"
    ).split():
        getattr(cast, name)


def test_handed_in_tells_every_reviewer_who_can_approve(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    assert told(article, "submit") == {(RITA, "to_review"), (RAVI, "to_review")}


def test_whoever_is_asked_is_told_alone(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    asked = [cast.second_reviewer.medicalreviewer]
    article = actions.arrange(article, by=cast.writer, reviewers_asked=asked)
    article = step(article, "submit", cast)
    assert told(article, "submit") == {(RAVI, "to_review")}


@pytest.mark.parametrize("why", ["inactive", "no credential", "no role", "no longer reviews"])
def test_where_the_one_asked_cannot_approve_the_others_are_told(cast: Cast, why: str) -> None:
    article = article_at(Status.DRAFT, cast)
    asked = cast.second_reviewer.medicalreviewer
    article = actions.arrange(article, by=cast.writer, reviewers_asked=[asked])
    match why:
        case "inactive":
            cast.second_reviewer.is_active = False
            cast.second_reviewer.save()
        case "no credential":
            asked.credentials.all().delete()
        case "no role":
            cast.second_reviewer.groups.clear()
        case _:
            asked.is_active = False
            asked.save()
    article = step(article, "submit", cast)
    assert told(article, "submit") == {(RITA, "to_review")}


def test_a_reviewer_who_wrote_or_stands_over_the_text_is_not_told(cast: Cast) -> None:
    both = account("Bo Both", Role.WRITER, Role.MEDICAL_REVIEWER)
    factories.medical_reviewer("Bo Both", cast.editor, both)
    third = account("Tess Third", Role.MEDICAL_REVIEWER)
    factories.medical_reviewer("Tess Third", cast.editor, third)
    article = article_at(Status.DRAFT, cast)
    authors = [cast.author, factories.author("Bo", both), factories.author("Tess Third")]
    article = actions.arrange(article, by=cast.writer, authors=authors)
    article = actions.save(article, desk=desk("Other words"), by=both)
    article = actions.arrange(article, by=cast.writer, authors=[cast.author, authors[2]])
    article = step(article, "submit", cast)
    assert told(article, "submit") == {(RITA, "to_review"), (RAVI, "to_review")}


def test_without_anybody_who_can_approve_editors_are_told(cast: Cast) -> None:
    for user in (cast.reviewer, cast.second_reviewer):
        user.medicalreviewer.credentials.all().delete()
    article = article_at(Status.IN_REVIEW, cast)
    kind = "nobody_can_review"
    assert told(article, "submit") == {(EDITH, kind), (EMIL, kind), (ADA, kind)}


def test_without_medical_review_the_other_editors_are_told(cast: Cast) -> None:
    topic = factories.topic(requires_medical_review=False)
    article = article_at(Status.DRAFT, cast, topic=topic)
    article = actions.save(article, desk=desk("By Edith"), by=cast.editor)
    article = step(article, "submit", cast)
    assert told(article, "submit") == {(EMIL, "to_review"), (ADA, "to_review")}


def test_changes_requested_tells_the_writers(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    second = factories.author("Sam Second", cast.second_writer)
    article = actions.arrange(article, by=cast.writer, authors=[cast.author, second])
    article = step(step(article, "submit", cast), "request_changes", cast)
    assert told(article, "request_changes") == {
        (WANDA, "changes_requested"),
        ("Sam Second", "changes_requested"),
    }


def test_each_further_step_tells_its_people(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    assert told(article, "approve") == {(EDITH, "ready"), (EMIL, "ready"), (ADA, "ready")}
    article = step(article, "schedule", cast)
    assert told(article, "schedule") == {(WANDA, "scheduled"), (RITA, "scheduled")}
    article = step(article, "unschedule", cast)
    assert told(article, "unschedule") == {
        (EMIL, "ready"),
        (ADA, "ready"),
        (WANDA, "unscheduled"),
        (RITA, "unscheduled"),
    }
    article = actions.publish(article, by=cast.editor)
    assert told(article, "publish") == {(WANDA, "published"), (RITA, "published")}
    article = actions.renew(article, by=cast.writer)
    assert told(article, "renew") == {(RITA, "to_review"), (RAVI, "to_review")}
    article = step(article, "approve", cast)
    assert told(article, "approve") == {(name, "renewed") for name in (WANDA, EDITH, EMIL, ADA)}
    article = step(article, "take_down", cast)
    assert told(article, "take_down") == {(name, "taken_down") for name in (WANDA, RITA, EMIL, ADA)}
    article = step(article, "restore", cast)
    assert told(article, "restore") == {
        (EMIL, "ready"),
        (ADA, "ready"),
        (WANDA, "restored"),
    }


def test_a_revocation_tells_writers_editors_and_the_reviewer(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = actions.revoke(article.fact_checks.get(), by=cast.editor, reason="A wrong figure.")
    assert told(article, "revoke") == {(name, "revoked") for name in (WANDA, RITA, EMIL, ADA)}


def test_taken_back_tells_those_who_were_asked(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    late = account("Lou Late", Role.MEDICAL_REVIEWER)
    factories.medical_reviewer("Lou Late", cast.editor, late)
    article = actions.withdraw_submission(article, by=cast.writer)
    assert told(article, "withdraw_submission") == {(RITA, "taken_back"), (RAVI, "taken_back")}


def test_work_on_ones_own_desk_tells_nobody(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    actions.save(article, desk=desk("New words"), by=cast.writer)
    assert not Notice.objects.exists()


def test_the_clock_tells_editors_nothing_twice(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    article = actions.publish(article, by=CLOCK)
    assert told(article, "publish") == {(WANDA, "published"), (RITA, "published")}


def test_a_step_settles_what_others_were_asked_for_and_reads_what_the_actor_was_told(
    cast: Cast,
) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    asked = Notice.objects.filter(kind="to_review")
    assert {row.is_open for row in asked} == {True}
    step(article, "approve", cast)
    rows = {row.person.name: row for row in asked.all()}
    assert rows[RAVI].done_at is not None
    assert rows[RAVI].read_at is None
    assert rows[RITA].read_at is not None


def test_what_is_rolled_back_told_nobody(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    article = article_at(Status.DRAFT, cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        try:
            with transaction.atomic():
                step(article, "submit", cast)
                raise RuntimeError
        except RuntimeError:
            pass
    assert not Notice.objects.exists()
    assert mail.outbox == []


def test_a_step_needs_no_more_queries_for_more_people(cast: Cast) -> None:
    def hand_in() -> int:
        article: Article = article_at(Status.DRAFT, cast)
        with counted() as queries:
            step(article, "submit", cast)
        return int(queries)

    few = hand_in()
    for number in range(6):
        user = account(f"Reviewer {number}", Role.MEDICAL_REVIEWER)
        factories.medical_reviewer(f"Reviewer {number}", cast.editor, user)
        account(f"Editor {number}", Role.EDITOR)
    assert hand_in() == few
