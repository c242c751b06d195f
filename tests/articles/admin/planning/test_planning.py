"""The plan at the desk: who is asked by when, and what falls due, on every screen that says it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles import actions
from articles.models import Article, Status
from tests import factories
from tests.articles.admin.desk_form import DeskForm, change_url, step_url
from tests.articles.admin.test_list import LIST, START, cells, queues, titles
from tests.doors import client_of, page_for
from tests.factories import Cast, article_at, step
from tests.past import let_time_pass
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def everybody(cast: Cast) -> None:
    assert cast.reviewer
    assert cast.second_reviewer


def soon(days: int) -> dt.date:
    return timezone.localdate() + days * DAY


def in_review(cast: Cast, days: int | None = None) -> Article:
    """In review; a day in the past was one to come when it was set."""
    article = article_at(Status.IN_REVIEW, cast)
    if days is None:
        return article
    article = actions.assign(article, by=cast.editor, day=soon(max(days, 0)))
    if days < 0:
        Article.objects.filter(pk=article.pk).update(review_wanted_by=soon(days))
        article.refresh_from_db()
    return article


def grown_old(cast: Cast, months: int) -> Article:
    """Live, reviewed so long ago."""
    return let_time_pass(article_at(Status.PUBLISHED, cast), dt.timedelta(days=months * 30.5))


# -- the page of an article ------------------------------------------------------------------------


def test_an_editor_assigns_on_the_page(cast: Cast) -> None:
    article = in_review(cast)
    reviewer = cast.second_reviewer.medicalreviewer
    assert "Assign the review" in page_for(cast.editor, change_url(article)).texts("//summary")
    response = DeskForm(cast.editor, article).step(
        "assign", reviewers=[str(reviewer.pk)], day=soon(3).isoformat(), note="For Friday."
    )
    assert response.status_code == 302
    article.refresh_from_db()
    assert list(article.reviewers_asked.all()) == [reviewer]
    assert article.review_wanted_by == soon(3)
    page = page_for(cast.second_reviewer, change_url(article))
    facts = page.words("//dl[contains(@class, 'desk-facts')]")
    assert "Review wanted by" in facts
    assert f"{soon(3).day} {soon(3):%B %Y}, in 3 days" in facts


def test_while_a_text_is_written_who_is_asked_stands_in_its_own_form(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    form = DeskForm(cast.editor, article)
    assert form.page.all("//*[@data-name='assign-reviewers']") == []
    summaries = "//summary[contains(@class, 'desk-button')]"
    assert "Set the day of the review" in form.page.texts(summaries)
    assert "Assign the review" not in form.page.texts(summaries)
    asked = [str(cast.reviewer.medicalreviewer.pk)]
    form.set(reviewers_asked=asked).step("assign", day=soon(2).isoformat())
    article.refresh_from_db()
    assert article.review_wanted_by == soon(2)
    assert [str(reviewer.pk) for reviewer in article.reviewers_asked.all()] == asked


@pytest.mark.parametrize("day", ["tomorrow", "2024-13-40", "2020-01-01"])
def test_a_day_that_cannot_be_is_refused_with_everything_typed(day: str, cast: Cast) -> None:
    article = in_review(cast)
    reviewer = str(cast.reviewer.medicalreviewer.pk)
    form = DeskForm(cast.editor, article)
    page = Sheet(form.step("assign", reviewers=[reviewer], day=day, note="Please."))
    assert "later day" in page.raw or "is not a date that can be read" in page.raw
    assert page.one("//input[@name='assign-reviewers']/@value") == reviewer
    assert page.words("//textarea[@name='assign-note']") == "Please."
    article.refresh_from_db()
    assert article.review_wanted_by is None


def test_words_of_another_step_do_not_lose_who_was_chosen(cast: Cast) -> None:
    article = in_review(cast)
    both = [str(user.medicalreviewer.pk) for user in (cast.reviewer, cast.second_reviewer)]
    data = {"assign-reviewers": both, "assign-day": soon(2).isoformat(), "parts": "",
            "withdraw_submission-note": "x" * 400}  # fmt: skip
    page = Sheet(client_of(cast.editor).post(step_url(article, "withdraw_submission"), data))
    assert page.all("//input[@name='assign-reviewers']/@value") == both


def test_the_history_says_the_day_as_people_read_it(cast: Cast) -> None:
    article = in_review(cast, 4)
    page = page_for(cast.editor, reverse("admin:articles_article_history", args=[article.pk]))
    assert f"Wanted by nothing → became {soon(4).day} {soon(4):%B %Y}" in page.words("//main")
    assert "assigned the review" in page.raw


def test_readers_see_nothing_of_the_plan(cast: Cast) -> None:
    article = actions.renew(article_at(Status.PUBLISHED, cast), by=cast.editor)
    actions.assign(article, by=cast.editor, day=soon(4), note="Secret plan")
    client = client_of(None)
    for address in (article.get_absolute_url(), f"/api/v1/articles/{article.slug}/",
                    f"{article.get_absolute_url()}history/"):  # fmt: skip
        words = client.get(address, follow=True).content.decode()
        assert "Secret plan" not in words
        assert "wanted" not in words.lower()


# -- lists -----------------------------------------------------------------------------------------


def test_the_list_says_what_is_due_and_when(cast: Cast) -> None:
    late, today, later = in_review(cast, -2), in_review(cast, 0), in_review(cast, 5)
    again = grown_old(cast, 13)
    scheduled = article_at(Status.SCHEDULED, cast)
    page = page_for(cast.editor, LIST)

    def due(article: Article) -> str:
        return cells(page, article.title)["Due"]

    assert due(late).startswith("Review wanted by")
    assert due(late).endswith("2 days late")
    assert due(today).endswith("today")
    assert due(later).endswith("in 5 days")
    assert due(again).startswith("Review due again")
    assert due(again).endswith("days late")
    assert due(scheduled).endswith(f"({timezone.get_default_timezone_name()})")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"wanted": "late"}, {"late"}),
        ({"wanted": "week"}, {"today", "week"}),
        ({"wanted": "later"}, {"later"}),
        ({"wanted": "none"}, {"no day"}),
        ({"wanted": "nonsense"}, set()),
        ({"again": "overdue"}, {"old"}),
        ({"again": "month"}, {"near"}),
        ({"again": "later"}, {"young"}),
        ({"again": "none"}, set()),
        ({"again": "nonsense"}, set()),
        ({"queue": "due"}, {"old", "near"}),
    ],
)
def test_the_list_is_narrowed_by_what_is_due(
    query: dict[str, str], expected: set[str], cast: Cast
) -> None:
    named = {
        "late": in_review(cast, -1),
        "today": in_review(cast, 0),
        "week": in_review(cast, 7),
        "later": in_review(cast, 8),
        "no day": in_review(cast),
        "old": grown_old(cast, 13),
        "near": let_time_pass(article_at(Status.PUBLISHED, cast), 350 * DAY),
        "young": article_at(Status.PUBLISHED, cast),
    }
    found = titles(Sheet(client_of(cast.editor).get(LIST, query)))
    assert {key for key, article in named.items() if article.title in found} == expected


def test_what_is_wanted_first_stands_first_in_the_queue(cast: Cast) -> None:
    no_day, later, sooner = in_review(cast), in_review(cast, 9), in_review(cast, 1)
    order = [str(article) for article in (sooner, later, no_day)]
    assert queues(page_for(cast.reviewer, START))["To review"] == order
    assert titles(page_for(cast.reviewer, f"{LIST}?queue=review")) == order


def test_today_brings_reviews_that_fall_due_to_whom_they_concern(cast: Cast) -> None:
    old = str(grown_old(cast, 13))
    article_at(Status.PUBLISHED, cast)
    assert queues(page_for(cast.editor, START))["Review due again"] == [old]
    assert queues(page_for(cast.writer, START))["Review due again"] == [old]
    assert queues(page_for(cast.reviewer, START)) == {"Review due again": [old]}
    for name in ("second_writer", "second_reviewer"):
        assert "Review due again" not in queues(page_for(getattr(cast, name), START)), name
    words = page_for(cast.editor, START).words("//section[@aria-labelledby='queue-due']")
    assert "days late" in words


def test_a_fresh_look_under_way_is_not_due(cast: Cast) -> None:
    article = actions.renew(grown_old(cast, 13), by=cast.editor)
    assert "Review due again" not in queues(page_for(cast.editor, START))
    article = step(article, "approve", cast)
    assert "Review due again" not in queues(page_for(cast.editor, START))
    assert titles(page_for(cast.editor, f"{LIST}?again=later")) == [str(article)]


def test_an_editors_check_falls_due_as_a_clinicians_does(cast: Cast) -> None:
    plain = factories.topic("Kitchen", requires_medical_review=False)
    article = article_at(Status.PUBLISHED, cast, topic=plain)
    article = let_time_pass(article, 400 * DAY)
    assert titles(page_for(cast.editor, f"{LIST}?again=overdue")) == [str(article)]


# -- times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2030-03-31T02:30", "02:30 does not exist on 31 March 2030 in Europe/Berlin"),
        ("2030-10-27T02:30", "02:30 comes twice on 27 October 2030 in Europe/Berlin"),
    ],
)
def test_an_hour_that_the_clocks_leave_out_or_repeat_is_not_guessed(
    typed: str, sentence: str, cast: Cast, settings: Settings
) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    article = article_at(Status.APPROVED, cast)
    page = Sheet(DeskForm(cast.editor, article).step("schedule", at=typed))
    assert sentence in page.raw
    assert page.one("//input[@name='schedule-at']/@value") == typed
    article.refresh_from_db()
    assert article.status == Status.APPROVED


def test_today_and_the_history_name_the_time_zone(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    zone = f"({timezone.get_default_timezone_name()})"
    for address in (START, reverse("admin:articles_article_history", args=[article.pk])):
        assert zone in page_for(cast.editor, address).words("//main")
