"""What a medical reviewer is told of their own right to approve before they read a text."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.review import entitlement
from articles.models import Article, Status
from authors.models import Credential, User
from authors.roles import Role
from tests import factories
from tests.doors import page_for
from tests.factories import Cast, article_at
from tests.queries import counted

pytestmark = pytest.mark.django_db

TODAY = reverse("admin:index")
TOLD = "//main//*[contains(@class, 'desk-alert--note')]"
NOT_APPROVE = "You can read, comment and ask for changes, but not approve."


def told(user: User) -> str:
    return page_for(user, TODAY).words(TOLD)


def ends_in(user: User, days: int, cast: Cast) -> dt.date:
    """The only credential of this person ends so many days from today."""
    day = timezone.now().date() + dt.timedelta(days=days)
    credential = Credential.objects.get(reviewer__user=user)
    credential.valid_until = day
    credential.save()
    credential.verify(by=cast.editor)
    return day


def head_of(article: Article, user: User) -> tuple[str, str]:
    page = page_for(user, reverse("admin:articles_article_review", args=[article.pk]))
    return page.words("//h1"), page.words("//*[@class='review-brief__turn']")


def test_nothing_is_said_where_all_is_well(cast: Cast) -> None:
    for user in (cast.reviewer, cast.writer, cast.editor):
        assert not page_for(user, TODAY).all(TOLD), user


def test_who_has_no_profile_yet_is_told_what_comes_first(cast: Cast) -> None:
    new = factories.account("Rosa Reed", Role.MEDICAL_REVIEWER)
    assert told(new) == f"{NOT_APPROVE} {entitlement.NO_PROFILE}"


def test_a_profile_that_is_switched_off_is_none(cast: Cast) -> None:
    reviewer = cast.reviewer.medicalreviewer
    reviewer.is_active = False
    reviewer.save()
    assert entitlement.NO_PROFILE in told(cast.reviewer)


def test_a_credential_that_ended_is_told_on_today_and_where_it_matters(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    article.reviewers_asked.add(cast.reviewer.medicalreviewer)
    assert head_of(article, cast.reviewer) == (
        "For your decision: revision 1",
        "It is your turn: read the text, then decide.",
    )
    ends_in(cast.reviewer, -1, cast)
    sentence = (
        "No verified credential of Rita Reviewer is valid today: an editor has to verify one first."
    )
    assert told(cast.reviewer) == f"{NOT_APPROVE} {sentence}"
    assert head_of(article, cast.reviewer) == (
        "Revision 1, in review",
        f"You are asked to review it. {sentence}",
    )
    assert head_of(article, cast.writer)[1].startswith("It is Rita Reviewer’s turn.")


@pytest.mark.parametrize(("days", "is_said"), [(0, True), (30, True), (31, False)])
def test_the_end_of_a_credential_is_told_a_month_before(
    days: int, is_said: bool, cast: Cast
) -> None:
    day = ends_in(cast.reviewer, days, cast)
    page = page_for(cast.reviewer, TODAY)
    said = page.words(TOLD) if page.all(TOLD) else ""
    assert said.startswith(f"Your credential ends on {day.day} ") == is_said
    assert NOT_APPROVE not in said


def test_a_second_credential_takes_over_from_one_that_ends(cast: Cast) -> None:
    ends_in(cast.reviewer, 3, cast)
    first = Credential.objects.get(reviewer__user=cast.reviewer)
    second = Credential.objects.create(
        reviewer=first.reviewer,
        title="MD",
        issuer="Another board",
        number="2",
        region="Here",
        valid_from=first.valid_from,
    )
    assert "ends on" in told(cast.reviewer)  # nobody verified the second one yet
    second.verify(by=cast.editor)
    assert not page_for(cast.reviewer, TODAY).all(TOLD)


def test_more_credentials_cost_no_more_queries(cast: Cast) -> None:
    page_for(cast.reviewer, TODAY)
    with counted() as one:
        entitlement.of(User.objects.get(pk=cast.reviewer.pk))
    first = Credential.objects.get(reviewer__user=cast.reviewer)
    for number in range(5):
        first.pk, first.number = None, f"x{number}"
        first.verified_at = first.verified_by = None
        first.verified_by_name = ""
        first.save(force_insert=True)
    with counted() as many:
        entitlement.of(User.objects.get(pk=cast.reviewer.pk))
    assert int(many) == int(one)
