"""Topics at the desk: rules explain themselves, and refuse what the live text does not meet."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from articles import actions
from articles.admin.topics import NAMED, without_medical_review
from articles.models import Article, SlugRedirect, Status, Topic
from authors.models import User
from tests import factories
from tests.doors import answers, client_of, page_for
from tests.factories import Cast, article_at, desk, step
from tests.queries import counted
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/topic/"
ADD = "/admin/articles/topic/add/"
REDIRECTS = "/admin/articles/slugredirect/"


def address(topic: Topic) -> str:
    return reverse("admin:articles_topic_change", args=[topic.pk])


def save(user: User, topic: Topic, **fields: Any) -> Any:
    data = {
        "name": topic.name,
        "slug": topic.slug,
        "description": topic.description,
        "review_months": topic.review_months,
        "accent": topic.accent,
        "position": topic.position,
        **({"requires_medical_review": "on"} if topic.requires_medical_review else {}),
        **fields,
    }
    return client_of(user).post(
        address(topic), {k: v for k, v in data.items() if v is not None}, follow=True
    )


def switch_on(user: User, topic: Topic) -> Any:
    return save(user, topic, requires_medical_review="on")


@pytest.fixture
def relaxed() -> Topic:
    """A topic in which a second editor approves."""
    return factories.topic("Movement", requires_medical_review=False)


def test_medical_review_cannot_be_switched_on_over_live_text_without_one(
    cast: Cast, relaxed: Topic
) -> None:
    live = article_at(Status.PUBLISHED, cast, topic=relaxed, copy=desk("Live & well"))
    article_at(Status.APPROVED, cast, topic=relaxed, copy=desk("Approved only"))
    article_at(Status.SCHEDULED, cast, topic=relaxed, copy=desk("Scheduled soon"))
    article_at(Status.DRAFT, cast, topic=relaxed, copy=desk("Only a draft"))
    page = Sheet(switch_on(cast.editor, relaxed))
    words = page.words("//form[@id='topic_form']")
    assert f"“{relaxed}” cannot require a medical review yet" in words
    assert "“Approved only”, “Live & well”, “Scheduled soon”" in words
    assert "Only a draft" not in words
    link = reverse("admin:articles_article_change", args=[live.pk])
    assert page.all(f"//a[@href='{link}']")
    relaxed.refresh_from_db()
    assert not relaxed.requires_medical_review


def test_the_form_says_beforehand_that_it_would_be_refused(cast: Cast, relaxed: Topic) -> None:
    article_at(Status.PUBLISHED, cast, topic=relaxed, copy=desk("Live & well"))
    words = page_for(cast.editor, address(relaxed)).words()
    assert (
        "It cannot be switched on yet: live or approved without a medical review are “Live & well”."
    ) in words
    # Who may not see every article is not told their names.
    assert "Live & well" not in page_for(cast.second_writer, address(relaxed)).words()


def test_it_can_be_switched_on_when_a_clinician_approved_what_is_live(
    cast: Cast, relaxed: Topic
) -> None:
    article = article_at(Status.PUBLISHED, cast, topic=relaxed)
    article = actions.renew(article, by=cast.writer)
    actions.approve(article, by=cast.reviewer, statement="Checked.", interests="None")
    assert "It can be switched on" in page_for(cast.editor, address(relaxed)).words()
    response = switch_on(cast.editor, relaxed)
    assert f"From now on only a medical reviewer approves articles in “{relaxed}”." in (
        Sheet(response).words()
    )
    relaxed.refresh_from_db()
    assert relaxed.requires_medical_review


def test_a_revoked_medical_review_does_not_count(cast: Cast, relaxed: Topic) -> None:
    article = article_at(Status.PUBLISHED, cast, topic=relaxed)
    article = actions.renew(article, by=cast.writer)
    article = actions.approve(article, by=cast.reviewer, statement="Checked.", interests="None")
    medical = article.fact_checks.get(reviewer__isnull=False)
    assert not without_medical_review(relaxed).exists()
    actions.revoke(medical, by=cast.editor, reason="Wrong.")
    assert list(without_medical_review(relaxed)) == [article]


@pytest.mark.parametrize("status", list(Status))
def test_the_question_and_the_database_agree(cast: Cast, relaxed: Topic, status: Status) -> None:
    """What the form asks beforehand is what the trigger refuses; neither may be stricter."""
    from django.db import IntegrityError, transaction

    article_at(status, cast, topic=relaxed)
    refused = False
    try:
        with transaction.atomic():
            Topic.objects.filter(pk=relaxed.pk).update(requires_medical_review=True)
    except IntegrityError:
        refused = True
    Topic.objects.filter(pk=relaxed.pk).update(requires_medical_review=False)
    assert without_medical_review(relaxed).exists() == refused


def test_many_articles_are_counted_after_the_first_few(cast: Cast, relaxed: Topic) -> None:
    for number in range(NAMED + 3):
        article_at(Status.APPROVED, cast, topic=relaxed, copy=desk(f"Title {number:02}"))
    words = Sheet(switch_on(cast.editor, relaxed)).words("//form[@id='topic_form']")
    assert "“Title 07” and 3 more" in words
    assert "“Title 08”" not in words


def test_switching_off_says_what_it_means(cast: Cast) -> None:
    topic = factories.topic("Sleep")
    article_at(Status.IN_REVIEW, cast, topic=topic)
    words = Sheet(save(cast.editor, topic, requires_medical_review=None)).words()
    assert f"From now on a second editor can approve articles in “{topic}”." in words
    assert "1 article waits for one, or for a medical reviewer." in words
    topic.refresh_from_db()
    assert not topic.requires_medical_review


def test_other_changes_say_nothing_about_the_rule(cast: Cast, relaxed: Topic) -> None:
    words = Sheet(save(cast.editor, relaxed, review_months="6", description="Moving.")).words()
    assert "From now on" not in words
    relaxed.refresh_from_db()
    assert (relaxed.review_months, relaxed.description) == (6, "Moving.")


@pytest.mark.parametrize("months", ["0", "121", "soon", ""])
def test_months_have_limits(cast: Cast, relaxed: Topic, months: str) -> None:
    response = save(cast.editor, relaxed, review_months=months)
    assert Sheet(response).all("//*[contains(@class, 'errorlist')]")
    relaxed.refresh_from_db()
    assert relaxed.review_months == 12


def test_the_address_of_a_topic_stays_once_readers_had_it(cast: Cast) -> None:
    topic = factories.topic("Sleep")
    save(cast.editor, topic, slug="sleep-well")
    topic.refresh_from_db()
    assert topic.slug == "sleep-well"
    article_at(Status.PUBLISHED, cast, topic=topic)
    save(cast.editor, topic, slug="other", name="Rest")
    topic.refresh_from_db()
    assert (topic.slug, topic.name) == ("sleep-well", "Rest")


def test_a_topic_is_begun_with_its_rule(cast: Cast) -> None:
    response = client_of(cast.editor).post(
        ADD,
        {"name": "Food", "slug": "food", "review_months": "24", "accent": "sun", "position": "3",
         "requires_medical_review": "on", "description": ""},
    )  # fmt: skip
    assert response.status_code == 302
    topic = Topic.objects.get()
    assert (topic.name, topic.requires_medical_review, topic.review_months) == ("Food", True, 24)


def test_a_topic_with_articles_is_not_deleted(cast: Cast) -> None:
    topic = article_at(Status.DRAFT, cast).topic
    delete = reverse("admin:articles_topic_delete", args=[topic.pk])
    client_of(cast.editor).post(delete, {"post": "yes"})
    assert Topic.objects.filter(pk=topic.pk).exists()
    empty = factories.topic("Empty")
    delete = reverse("admin:articles_topic_delete", args=[empty.pk])
    assert client_of(cast.editor).post(delete, {"post": "yes"}).status_code == 302
    assert not Topic.objects.filter(pk=empty.pk).exists()


def test_the_list_counts_articles_with_as_many_queries_for_more(cast: Cast) -> None:
    def fill() -> None:
        for status in (Status.DRAFT, Status.PUBLISHED):
            article_at(status, cast, topic=factories.topic("Sleep"))

    def count() -> int:
        client = client_of(cast.editor)
        client.get(LIST)
        with counted() as queries:
            client.get(LIST)
        return int(queries)

    fill()
    few = count()
    fill()
    fill()
    assert count() == few
    assert "Medical reviewer" in page_for(cast.editor, LIST).words("//table")


def test_the_order_is_changed_in_the_list(cast: Cast, relaxed: Topic) -> None:
    response = client_of(cast.editor).post(
        LIST,
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": relaxed.pk,
         "form-0-position": "7", "_save": "Save"},
    )  # fmt: skip
    assert response.status_code == 302
    relaxed.refresh_from_db()
    assert relaxed.position == 7


def test_who_sees_topics_and_who_changes_them(cast: Cast, relaxed: Topic) -> None:
    seen = {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 200,
        "reviewer": 200,
        "editor": 200,
        "superuser": 200,
    }
    assert answers(cast, LIST) == seen
    assert answers(cast, address(relaxed)) == seen
    assert answers(cast, ADD) == seen | dict.fromkeys(("writer", "second_writer", "reviewer"), 403)
    for user in (cast.writer, cast.reviewer, cast.stranger):
        assert save(user, relaxed, name="Mine").status_code == 403
    relaxed.refresh_from_db()
    assert relaxed.name != "Mine"


# --- addresses that articles once had ------------------------------------------------------------


def moved(cast: Cast) -> Article:
    article = article_at(Status.PUBLISHED, cast, copy=desk("Short nights"))
    return actions.arrange(article, by=cast.editor, slug="long-nights")


def test_old_addresses_are_listed_with_where_they_lead(cast: Cast) -> None:
    article = moved(cast)
    words = page_for(cast.editor, REDIRECTS).words("//table")
    for text in ("/articles/short-nights/", "/articles/long-nights/", article.title):
        assert text in words


@pytest.mark.parametrize("who", ["editor", "superuser"])
def test_nobody_changes_an_old_address(cast: Cast, who: str) -> None:
    moved(cast)
    redirect = SlugRedirect.objects.get()
    client = client_of(getattr(cast, who))
    assert client.get(f"{REDIRECTS}add/").status_code == 403
    change = reverse("admin:articles_slugredirect_change", args=[redirect.pk])
    assert client.post(change, {"slug": "mine"}).status_code == 403
    delete = reverse("admin:articles_slugredirect_delete", args=[redirect.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert SlugRedirect.objects.get().slug == "short-nights"


def test_old_addresses_are_for_editors(cast: Cast) -> None:
    moved(cast)
    assert answers(cast, REDIRECTS) == {
        "anonymous": 302,
        "stranger": 403,
        "writer": 403,
        "second_writer": 403,
        "reviewer": 403,
        "editor": 200,
        "superuser": 200,
    }


def test_the_list_of_old_addresses_needs_no_more_queries_for_more(cast: Cast) -> None:
    article = moved(cast)

    def count() -> int:
        client = client_of(cast.editor)
        client.get(REDIRECTS)
        with counted() as queries:
            client.get(REDIRECTS)
        return int(queries)

    few = count()
    for number in range(4):
        article = actions.arrange(article, by=cast.editor, slug=f"nights-{number}")
    assert SlugRedirect.objects.count() == 5
    assert count() == few


def test_a_step_in_between_publishes_nothing_that_the_new_rule_forbids(
    cast: Cast, relaxed: Topic
) -> None:
    """The last word is the database's: an approval by an editor no longer publishes."""
    article = article_at(Status.IN_REVIEW, cast, topic=relaxed)
    switch_on(cast.editor, relaxed)
    article.refresh_from_db()
    article.topic.refresh_from_db()
    with pytest.raises(actions.Refused, match="requires a medical reviewer"):
        actions.approve(article, by=cast.second_editor, statement="Fine.", interests="None")
    assert step(article, "approve", cast).status == Status.APPROVED
