"""Who is asked for a review, and by when: what the verb allows, and what becomes of the day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import actions
from articles.models import Article, Status
from articles.notices.models import Notice
from articles.workflow import REVIEW_AHEAD, Refused
from tests import factories
from tests.articles.notices.people import told
from tests.factories import Cast, article_at, step

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def everybody(cast: Cast) -> None:
    assert cast.reviewer
    assert cast.second_reviewer


def soon(days: int = 5) -> dt.date:
    return timezone.localdate() + days * DAY


def sentence(article: Article, kind: str) -> str:
    return Notice.objects.filter(article=article, kind=kind).latest("pk").sentence


def test_an_editor_says_who_is_asked_and_by_when(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    version = article.version
    reviewer = cast.second_reviewer.medicalreviewer
    article = actions.assign(
        article, by=cast.editor, reviewers=[reviewer], day=soon(), note="Before the weekend."
    )
    assert article.review_wanted_by == soon()
    assert list(article.reviewers_asked.all()) == [reviewer]
    assert article.version > version
    event = article.events.first()
    assert (event.verb, event.from_status, event.to_status) == ("assign", "in_review", "in_review")
    assert event.note == "Before the weekend."
    assert event.data == {
        "reviewers_asked": {"from": [], "to": ["Ravi Reviewer"]},
        "review_wanted_by": {"from": "", "to": soon().isoformat()},
        "wanted_by": soon().isoformat(),
    }


def test_a_day_alone_disturbs_nobody_who_writes(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    version = article.version
    article = actions.assign(article, by=cast.editor, day=soon())
    actions.save(article, desk=factories.desk("Newer"), by=cast.writer, version=version)


def test_the_same_again_is_no_step(cast: Cast) -> None:
    article = actions.assign(article_at(Status.IN_REVIEW, cast), by=cast.editor, day=soon())
    events = article.events.count()
    actions.assign(article, by=cast.editor, day=soon(), reviewers=[])
    assert article.events.count() == events


@pytest.mark.parametrize("name", ["writer", "second_writer", "reviewer", "stranger"])
def test_only_editors_assign(name: str, cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    with pytest.raises(Refused, match="This step is for editors"):
        actions.assign(article, by=getattr(cast, name), day=soon())


@pytest.mark.parametrize("status", sorted(set(Status) - REVIEW_AHEAD))
def test_a_day_is_for_a_review_to_come(status: Status, cast: Cast) -> None:
    article = article_at(status, cast)
    with pytest.raises(Refused, match="not possible while the article is"):
        actions.assign(article, by=cast.editor, day=soon())
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(review_wanted_by=soon())


def test_a_day_that_has_passed_is_refused_and_one_that_passes_stays(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    with pytest.raises(ValidationError, match="Choose today or a later day"):
        actions.assign(article, by=cast.editor, day=soon(-1))
    Article.objects.filter(pk=article.pk).update(review_wanted_by=soon(-1))
    article.refresh_from_db()
    reviewer = cast.reviewer.medicalreviewer
    article = actions.assign(article, by=cast.editor, day=soon(-1), reviewers=[reviewer])
    assert article.review_wanted_by == soon(-1)


def test_nobody_is_asked_who_reviews_no_more(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    gone = factories.medical_reviewer("Gone Reviewer", cast.editor)
    gone.is_active = False
    gone.save()
    with pytest.raises(ValidationError, match="Gone Reviewer reviews no more"):
        actions.assign(article, by=cast.editor, reviewers=[gone])


@pytest.mark.parametrize("verb", ["approve", "request_changes"])
def test_the_decision_settles_the_day(verb: str, cast: Cast) -> None:
    article = actions.assign(article_at(Status.IN_REVIEW, cast), by=cast.editor, day=soon())
    assert step(article, verb, cast).review_wanted_by is None


def test_a_text_that_is_taken_back_keeps_its_day_and_live_text_has_none(cast: Cast) -> None:
    article = actions.assign(article_at(Status.IN_REVIEW, cast), by=cast.editor, day=soon())
    assert actions.withdraw_submission(article, by=cast.writer).review_wanted_by == soon()
    renewed = actions.renew(article_at(Status.PUBLISHED, cast), by=cast.editor)
    renewed = actions.assign(renewed, by=cast.editor, day=soon())
    assert actions.withdraw_submission(renewed, by=cast.editor).review_wanted_by is None


def test_a_new_ask_names_the_day(cast: Cast) -> None:
    article = actions.assign(article_at(Status.DRAFT, cast), by=cast.editor, day=soon())
    article = step(article, "submit", cast)
    when = f"{soon().day} {soon():%B %Y}"
    assert sentence(article, "to_review") == (
        f"Wanda Writer handed in “{article}” for review. It is wanted by {when}."
    )


def test_who_is_told_of_an_assignment(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    first, second = cast.reviewer.medicalreviewer, cast.second_reviewer.medicalreviewer
    article = actions.assign(article, by=cast.editor, reviewers=[first], day=soon())
    assert told(article, "assign") == set()  # it is the writer's turn still
    article = step(article, "submit", cast)
    assert told(article, "submit") == {("Rita Reviewer", "to_review")}
    article = actions.assign(article, by=cast.editor, reviewers=[first, second])
    assert told(article, "assign") == {("Ravi Reviewer", "asked")}
    assert "Edith Editor asks you to review" in sentence(article, "asked")
    assert "It is wanted by" in sentence(article, "asked")
    article = actions.assign(article, by=cast.editor, day=soon(9))
    assert told(article, "assign") == {("Rita Reviewer", "new_day"), ("Ravi Reviewer", "new_day")}
    article = actions.assign(article, by=cast.editor, day=None)
    assert sentence(article, "new_day").endswith("No day is set now.")


def test_a_scheduled_article_says_when_with_the_time_zone(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    assert article.scheduled_for is not None
    at = timezone.localtime(article.scheduled_for)
    words = f" on {at.day} {at:%B %Y, %H:%M} ({timezone.get_default_timezone_name()})."
    assert sentence(article, "scheduled").endswith(words)
