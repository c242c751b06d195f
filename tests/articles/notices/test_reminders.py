"""Reminders come when their day has come, to whom they concern, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import Settings

from articles import actions
from articles.approvals import Review
from articles.article_page import article_page
from articles.models import Article, Status
from articles.notices import reminding
from articles.notices.kinds import Kind
from articles.notices.models import Notice
from tests import factories
from tests.factories import Cast, article_at, step
from tests.past import let_time_pass
from tests.queries import counted

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def somebody_to_remind(cast: Cast) -> None:
    assert cast.reviewer
    assert cast.editor


def reminded(article: Article) -> set[tuple[str, str]]:
    rows = Notice.objects.filter(article=article, event=None, done_at=None)
    return {(row.person.name, row.kind) for row in rows.select_related("person")}


def due(article: Article) -> dt.date:
    """As the article's page says it."""
    assert article.live_revision is not None
    review = article_page(article, article.live_revision).review
    assert isinstance(review, Review)
    return review.due


def noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def test_a_review_that_waits_too_long_is_brought_to_mind_once(
    cast: Cast, settings: Settings
) -> None:
    settings.REVIEW_PATIENCE_DAYS = 5
    article = article_at(Status.IN_REVIEW, cast)
    now = timezone.now()
    assert reminding.remind(now + 4 * DAY) == 0
    assert reminding.remind(now + 5 * DAY) == 2
    assert reminded(article) == {("Rita Reviewer", "waiting"), ("Edith Editor", "waiting")}
    assert reminding.remind(now + 6 * DAY) == 0
    step(article, "approve", cast)
    assert reminded(article) == set()


def test_handed_in_again_it_may_be_brought_to_mind_again(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    article = let_time_pass(article, 9 * DAY)
    assert reminding.remind() == 2
    article = actions.withdraw_submission(article, by=cast.writer)
    article = step(article, "submit", cast)
    assert reminding.remind() == 0
    assert reminding.remind(timezone.now() + 6 * DAY) == 2


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (-31, None),
        (-30, Kind.DUE_SOON),
        (-1, Kind.DUE_SOON),
        (0, Kind.DUE),
        (13, Kind.DUE),
        (14, Kind.OVERDUE),
        (400, Kind.OVERDUE),
    ],
)
def test_a_due_review_is_brought_to_mind_of_editors_and_its_reviewer(
    days: int, kind: Kind | None, cast: Cast
) -> None:
    article = article_at(Status.PUBLISHED, cast)
    now = noon(due(article) + days * DAY)
    written = reminding.remind(now)
    names = {"Rita Reviewer", "Edith Editor"}
    assert reminded(article) == ({(name, kind.value) for name in names} if kind else set())
    assert written == (2 if kind else 0)
    assert reminding.remind(now) == 0


def test_each_reminder_comes_once_for_a_due_day(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    day = due(article)
    written = [reminding.remind(noon(day + days * DAY)) for days in range(-40, 40)]
    assert [n - 40 for n, count in enumerate(written) if count] == [-30, 0, 14]
    assert set(written) == {0, 2}


def test_a_minor_change_moves_no_due_day_and_a_new_review_settles_the_reminder(cast: Cast) -> None:
    article = let_time_pass(article_at(Status.PUBLISHED, cast), 350 * DAY)
    before = due(article)
    article = actions.save(article, desk=factories.desk("A comma, set"), by=cast.writer)
    article = actions.submit(article, by=cast.writer, minor=True)
    article = actions.publish(step(article, "approve", cast), by=cast.editor)
    assert due(article) == before
    assert reminding.remind() == 2
    article = actions.renew(article, by=cast.writer)
    assert len(reminded(article)) == 2
    article = step(article, "approve", cast)
    assert due(article) > before
    assert reminded(article) == set()


def test_nothing_is_due_of_what_is_in_review_or_gone(cast: Cast) -> None:
    for verb in ("renew", "take_down"):
        article = let_time_pass(article_at(Status.PUBLISHED, cast), 800 * DAY)
        step(article, verb, cast)
    Article.objects.filter(status=Status.IN_REVIEW).update(submitted_at=timezone.now())
    assert reminding.remind() == 0


def test_looking_costs_no_more_queries_for_more_articles(cast: Cast) -> None:
    def look() -> int:
        with counted() as queries:
            reminding.remind()
        return int(queries)

    article_at(Status.PUBLISHED, cast)
    article_at(Status.IN_REVIEW, cast)
    few = look()
    for _ in range(3):
        article_at(Status.PUBLISHED, cast)
        article_at(Status.IN_REVIEW, cast)
    assert look() == few


# -- the day by which editors want a decision ------------------------------------------------------


@pytest.fixture
def wanted(cast: Cast) -> Article:
    """In review, wanted in ten days of one reviewer of two."""
    asked = [cast.reviewer.medicalreviewer]
    assert cast.second_reviewer
    day = timezone.localdate() + 10 * DAY
    article = article_at(Status.IN_REVIEW, cast)
    return actions.assign(article, by=cast.editor, reviewers=asked, day=day)


def test_a_wanted_review_is_brought_to_mind_before_on_and_after_its_day(wanted: Article) -> None:
    day = wanted.review_wanted_by
    assert day is not None
    written = {n: reminding.remind(noon(day + n * DAY)) for n in range(-9, 9)}
    assert {n: count for n, count in written.items() if count} == {-2: 1, 0: 1, 2: 2}
    assert reminded(wanted) == {
        ("Rita Reviewer", "wanted_soon"),
        ("Rita Reviewer", "wanted"),
        ("Rita Reviewer", "late"),
        ("Edith Editor", "late"),
    }


def test_a_missed_reminder_is_not_made_up_for_by_two_at_once(wanted: Article) -> None:
    assert wanted.review_wanted_by is not None
    assert reminding.remind(noon(wanted.review_wanted_by + 30 * DAY)) == 2
    assert {kind for _, kind in reminded(wanted)} == {"late"}


def test_with_nobody_asked_all_who_can_are_reminded(cast: Cast) -> None:
    assert cast.second_reviewer
    day = timezone.localdate() + 10 * DAY
    article = actions.assign(article_at(Status.IN_REVIEW, cast), by=cast.editor, day=day)
    assert reminding.remind(noon(day)) == 2
    assert reminded(article) == {("Rita Reviewer", "wanted"), ("Ravi Reviewer", "wanted")}


def test_who_was_told_of_the_day_just_now_needs_no_reminder(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    day = timezone.localdate() + DAY
    article = actions.assign(article, by=cast.editor, day=day)
    assert reminding.remind() == 0
    assert reminding.remind(noon(day)) == 1


def test_another_day_settles_reminders_and_the_decision_all(wanted: Article, cast: Cast) -> None:
    day = wanted.review_wanted_by
    assert day is not None
    reminding.remind(noon(day))
    article = actions.assign(wanted, by=cast.editor, day=day + 5 * DAY)
    assert reminded(article) == set()
    assert reminding.remind(noon(day)) == 0
    assert reminding.remind(noon(day + 5 * DAY)) == 1
    article = step(article, "approve", cast)
    assert reminded(article) == set()
    assert reminding.remind(noon(day + 9 * DAY)) == 0


def test_a_day_takes_the_place_of_patience(wanted: Article) -> None:
    assert reminding.remind(timezone.now() + 7 * DAY) == 0


def test_what_is_not_handed_in_is_not_asked_for(cast: Cast) -> None:
    day = timezone.localdate()
    article = actions.assign(article_at(Status.DRAFT, cast), by=cast.editor, day=day)
    assert reminding.remind(noon(day + 3 * DAY)) == 0
    assert article.review_wanted_by == day
