"""Several articles at once: who may, what is shown before, what happens to each and what not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import actions
from articles.admin.planning import several
from articles.models import Article, Status
from tests.doors import PEOPLE, client_of, leads_to_login, person
from tests.factories import Cast, article_at, desk, step
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
TOGETHER = "/admin/articles/article/together"
DAY = dt.timedelta(days=1)


def tick(client: Client, key: str, articles: list[Article], query: str = "", **more: Any) -> Any:
    """Tick articles in the list, and go on with a step."""
    pks = ["0", *(str(article.pk) for article in articles)]
    data = {"action": key, "index": "0", "_selected_action": pks, **more}
    return client.post(LIST + query, data)


def go(client: Client, key: str, stage: str, articles: list[Article], **words: Any) -> Sheet:
    data = {"stage": stage, "article": [str(article.pk) for article in articles], **words}
    response = client.post(f"{TOGETHER}/{key}/", data)
    assert response.status_code == 200
    return Sheet(response)


def said(page: Sheet) -> dict[str, str]:
    """What the table says of each article."""
    return {
        " ".join(row.xpath("th")[0].text_content().split()): " ".join(
            row.xpath("td")[0].text_content().split()
        )
        for row in page.all("//tbody/tr")
    }


def fields(page: Sheet) -> dict[str, Any]:
    """What the form of the page would send, its ticks among it; no button."""
    found: dict[str, Any] = {}
    for field in page.all("//form[contains(@action, '/together/')]//input[@name]"):
        if field.get("type") != "checkbox" or field.get("checked") is not None:
            found.setdefault(field.get("name"), []).append(field.get("value") or "")
    for area in page.all("//form[contains(@action, '/together/')]//textarea"):
        found[area.get("name")] = [area.text_content().strip()]
    return found


def send(client: Client, page: Sheet, stage: str) -> Sheet:
    address = page.one("//form[contains(@action, '/together/')]/@action")
    response = client.post(address, {**fields(page), "stage": stage})
    assert response.status_code == 200
    return Sheet(response)


def states(articles: list[Article]) -> list[str]:
    return [Article.objects.get(pk=article.pk).status for article in articles]


def tomorrow() -> dt.datetime:
    return timezone.localtime(timezone.now() + DAY).replace(second=0, microsecond=0)


# -- who -------------------------------------------------------------------------------------------


def test_who_works_on_several_articles(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    for name in PEOPLE:
        client = client_of(person(cast, name))
        is_editor = name in {"editor", "superuser"}
        for key in several.STEPS:
            response = client.post(f"{TOGETHER}/{key}/", {"stage": "look", "article": article.pk})
            if name == "anonymous":
                assert leads_to_login(response)
            else:
                assert response.status_code == (200 if is_editor else 403), f"{name}: {key}"
        if name not in {"anonymous", "stranger"}:
            page = Sheet(client.get(LIST))
            assert bool(page.all("//select[@name='action']")) == is_editor, name
            assert bool(page.all("//input[@name='_selected_action']")) == is_editor, name
            if not is_editor:
                tick(client, "publish", [article])
                client.post(f"{TOGETHER}/publish/", {"stage": "do", "article": article.pk})
        assert states([article]) == ["approved"], name


def test_nothing_happens_by_following_a_link_or_without_the_token(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    client = client_of(cast.editor)
    assert client.get(f"{TOGETHER}/publish/").headers["Location"] == LIST
    assert client.post(f"{TOGETHER}/take_down/", {"article": article.pk}).status_code == 404
    client.handler.enforce_csrf_checks = True
    response = client.post(f"{TOGETHER}/publish/", {"stage": "do", "article": article.pk})
    assert response.status_code == 403
    assert states([article]) == ["approved"]


def test_only_steps_that_nobody_has_to_think_about_anew_are_offered() -> None:
    assert {step.verb for step in several.STEPS.values()} == {
        "assign", "publish", "schedule", "unschedule",
    }  # fmt: skip


# -- choosing --------------------------------------------------------------------------------------


def test_a_press_without_a_tick_or_with_too_many_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [article_at(Status.APPROVED, cast) for _ in range(3)]
    client = client_of(cast.editor)
    response = tick(client, "publish", [])
    assert several.NONE_CHOSEN in client.get(response.headers["Location"]).content.decode()
    monkeypatch.setattr("articles.admin.planning.together.LIMIT", 2)
    response = tick(client, "publish", articles)
    assert "articles go on together" in client.get(response.headers["Location"]).content.decode()
    response = client.post(
        f"{TOGETHER}/publish/", {"stage": "do", "article": [str(a.pk) for a in articles]}
    )
    assert response.status_code == 302
    assert set(states(articles)) == {"approved"}


def test_all_of_a_narrowed_list_go_on(cast: Cast) -> None:
    for _ in range(2):
        article_at(Status.APPROVED, cast)
    article_at(Status.DRAFT, cast)
    response = tick(client_of(cast.editor), "publish", [], "?state=approved", select_across="1")
    page = Sheet(response)
    assert len(said(page)) == 2
    assert page.one("//a[contains(., 'Back to the list')]/@href") == f"{LIST}?state=approved"


# -- publishing ------------------------------------------------------------------------------------


def test_publishing_says_before_and_after_what_happens_to_each(cast: Cast) -> None:
    ready, other = article_at(Status.APPROVED, cast), article_at(Status.APPROVED, cast)
    draft = article_at(Status.DRAFT, cast)
    client = client_of(cast.editor)
    page = Sheet(tick(client, "publish", [ready, other, draft]))
    assert states([ready, other, draft]) == ["approved", "approved", "draft"]
    assert said(page) == {
        ready.title: "Puts revision 1 live, exactly as it was approved.",
        other.title: "Puts revision 1 live, exactly as it was approved.",
        draft.title: "Cannot. There is no approved revision waiting to be published.",
    }
    page = send(client, page, "do")
    assert page.words("//div[@role='status']/h2") == "2 done"
    assert states([ready, other, draft]) == ["published", "published", "draft"]
    assert ready.events.first().actor_name == "Edith Editor"


def test_one_refusal_hinders_no_other_and_says_why(cast: Cast) -> None:
    first, second = article_at(Status.APPROVED, cast), article_at(Status.APPROVED, cast)
    client = client_of(cast.editor)
    page = Sheet(tick(client, "publish", [first, second]))
    approval = first.standing_approval(first.current_revision)
    assert approval is not None
    actions.revoke(approval, by=cast.reviewer, reason="Wrong text.")
    page = send(client, page, "do")
    assert page.words("//div[@role='status']/h2") == "1 done, 1 not"
    assert said(page)[first.title].startswith("Not done. ")
    assert said(page)[second.title] == "Revision 1 is live."
    assert states([first, second]) == ["draft", "published"]


def test_what_was_approved_since_is_not_published_unseen(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    client = client_of(cast.editor)
    page = Sheet(tick(client, "publish", [article]))
    article = actions.save(article, desk=desk("Newer text"), by=cast.writer)
    step(step(article, "submit", cast), "approve", cast)
    page = send(client, page, "do")
    assert "not revision 1: look at it again" in said(page)["Newer text"]
    assert states([article]) == ["approved"]


def test_an_article_whose_tick_is_taken_away_stays(cast: Cast) -> None:
    goes, stays = article_at(Status.APPROVED, cast), article_at(Status.APPROVED, cast)
    client = client_of(cast.editor)
    tick(client, "publish", [goes, stays])
    page = go(client, "publish", "do", [goes])
    assert list(said(page)) == [goes.title]
    assert states([goes, stays]) == ["published", "approved"]


def test_a_broken_row_is_said_to_be_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def broken(*args: object, **words: object) -> None:
        raise OperationalError("deadlock detected")

    articles = [article_at(Status.APPROVED, cast)]
    monkeypatch.setattr("articles.actions.publish", broken)
    page = go(client_of(cast.editor), "publish", "do", articles)
    assert several.BROKEN in said(page)[articles[0].title]


# -- scheduling ------------------------------------------------------------------------------------


def test_scheduling_shows_each_time_with_its_zone_and_keeps_to_it(cast: Cast) -> None:
    articles = [article_at(Status.APPROVED, cast) for _ in range(3)]
    published = article_at(Status.PUBLISHED, cast)
    client = client_of(cast.editor)
    page = Sheet(tick(client, "schedule", [*articles, published]))
    assert f"Time zone of the desk: {timezone.get_default_timezone_name()}" in page.raw
    order = list(Article.objects.order_by("-changed_at", "-pk"))
    at = tomorrow()
    data = fields(page) | {"at": f"{at:%Y-%m-%dT%H:%M}", "apart": "3"}
    page = Sheet(client.post(f"{TOGETHER}/schedule/", {**data, "stage": "look"}))
    assert set(states(articles)) == {"approved"}
    words = said(page)
    assert "Cannot." in words[published.title]
    going = [article for article in order if article.pk != published.pk]
    for place, article in enumerate(going):
        when = at + place * dt.timedelta(hours=3)
        assert f"{when.day} {when:%B %Y, %H:%M} (" in words[article.title]
    # Without the first of them the others keep the times that were shown.
    kept = fields(page)
    kept["article"] = [pk for pk in kept["article"] if pk != str(going[0].pk)]
    done = Sheet(client.post(f"{TOGETHER}/schedule/", {**kept, "stage": "do"}))
    assert done.words("//div[@role='status']/h2") == "2 done"
    assert states(going) == ["approved", "scheduled", "scheduled"]
    going[1].refresh_from_db()
    assert going[1].scheduled_for == at + dt.timedelta(hours=3)


@pytest.mark.parametrize(
    "words",
    [
        {"at": "", "apart": "0"},
        {"at": "tomorrow", "apart": "0"},
        {"at": "2020-01-01T09:00", "apart": "0"},
        {"at": "9999-12-31T23:59", "apart": "336"},
        {"at": "2030-01-01T09:00", "apart": "-1"},
        {"at": "2030-01-01T09:00", "apart": "1e9"},
        {"at": "2030-01-01T09:00", "apart": ""},
        {"at": "2030-01-01T09:00", "apart": "0", "note": "x" * 301},
    ],
)
def test_what_cannot_be_scheduled_is_refused_and_the_selection_stays(
    words: dict[str, str], cast: Cast
) -> None:
    articles = [article_at(Status.APPROVED, cast) for _ in range(2)]
    for stage in ("look", "do"):
        page = go(client_of(cast.editor), "schedule", stage, articles, **words)
        assert page.all("//*[@role='alert']")
        assert sorted(fields(page)["article"]) == sorted(str(a.pk) for a in articles)
        assert states(articles) == ["approved", "approved"]


@pytest.mark.parametrize("hours", ["0", "3"])
@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31T23:59:59.999999-14:00",
        "0001-01-01T00:00:00+14:00",
        "2199-12-31T12:00:00+00:00",
        "an hour later",
    ],
)
def test_only_a_time_that_was_shown_is_taken(at: str, hours: str, cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    client = client_of(cast.editor)
    when = f"{tomorrow():%Y-%m-%dT%H:%M}"
    data = fields(go(client, "schedule", "look", [article], at=when, apart=hours))
    later = (tomorrow() + dt.timedelta(hours=1)).isoformat()
    data[f"at-{article.pk}"] = [later if at == "an hour later" else at]
    page = Sheet(client.post(f"{TOGETHER}/schedule/", {**data, "stage": "do"}))
    assert said(page)[article.title] == f"Not done. {several.NOT_SHOWN}"
    assert states([article]) == ["approved"]


def test_a_series_that_goes_on_for_too_long_stops_in_words(cast: Cast) -> None:
    articles = [article_at(Status.APPROVED, cast) for _ in range(2)]
    client = client_of(cast.editor)
    page = go(client, "schedule", "look", articles, at="2199-12-31T09:00", apart="336")
    page = send(client, page, "do")
    assert page.words("//div[@role='status']/h2") == "1 done, 1 not"
    assert "Not done. Choose a time before the year 2200." in page.words("//tbody")
    assert sorted(states(articles)) == ["approved", "scheduled"]
    assert client.get(LIST).status_code == 200


def test_what_was_approved_since_is_not_scheduled_unseen(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    client = client_of(cast.editor)
    at = f"{tomorrow():%Y-%m-%dT%H:%M}"
    page = go(client, "schedule", "look", [article], at=at, apart="0")
    article = actions.save(article, desk=desk("Newer text"), by=cast.writer)
    step(step(article, "submit", cast), "approve", cast)
    page = send(client, page, "do")
    assert "not revision 1: look at it again" in said(page)["Newer text"]
    assert states([article]) == ["approved"]


def test_back_to_what_was_chosen_keeps_it_and_all_articles(cast: Cast) -> None:
    articles = [article_at(Status.APPROVED, cast), article_at(Status.DRAFT, cast)]
    client = client_of(cast.editor)
    at = f"{tomorrow():%Y-%m-%dT%H:%M}"
    page = go(client, "schedule", "look", articles, at=at, apart="5", note="Series")
    page = send(client, page, "ask")
    found = fields(page)
    assert (found["at"], found["apart"], found["note"]) == ([at], ["5"], ["Series"])
    assert sorted(found["article"]) == sorted(str(article.pk) for article in articles)


def test_several_come_off_the_schedule(cast: Cast) -> None:
    articles = [article_at(Status.SCHEDULED, cast), article_at(Status.APPROVED, cast)]
    client = client_of(cast.editor)
    page = Sheet(tick(client, "unschedule", articles))
    assert "Comes off the schedule of" in said(page)[articles[0].title]
    page = send(client, page, "do")
    assert states(articles) == ["approved", "approved"]
    assert page.words("//div[@role='status']/h2") == "1 done"


# -- assigning -------------------------------------------------------------------------------------


def test_reviewers_and_a_day_for_several(cast: Cast) -> None:
    first, second = cast.reviewer.medicalreviewer, cast.second_reviewer.medicalreviewer
    asked = actions.assign(article_at(Status.IN_REVIEW, cast), by=cast.editor, reviewers=[first])
    free, live = article_at(Status.IN_REVIEW, cast), article_at(Status.PUBLISHED, cast)
    day = timezone.localdate() + 3 * DAY
    client = client_of(cast.editor)
    words = {"reviewers": str(second.pk), "how": "as_well", "day": day.isoformat()}
    page = go(client, "assign", "look", [asked, free, live], **words)
    when = f"{day.day} {day:%B %Y}"
    assert said(page)[asked.title] == (
        "Asks Rita Reviewer and Ravi Reviewer instead of Rita Reviewer, and wants the review by "
        f"{when}."
    )
    assert "instead of nobody in particular" in said(page)[free.title]
    assert said(page)[live.title].startswith("Cannot.")
    page = send(client, page, "do")
    assert page.words("//div[@role='status']/h2") == "2 done"
    for article, people in ((asked, {first, second}), (free, {second})):
        article.refresh_from_db()
        assert article.review_wanted_by == day
        assert set(article.reviewers_asked.all()) == people
    page = go(client, "assign", "look", [asked], **words)
    assert said(page)[asked.title] == "Cannot. It is so already."


def test_an_assignment_of_nothing_is_refused(cast: Cast) -> None:
    articles = [article_at(Status.IN_REVIEW, cast)]
    client = client_of(cast.editor)
    for words, sentence in (
        ({"how": "instead"}, "Choose reviewers, a day, or both."),
        ({"how": "as_well", "day": "2020-01-01"}, "Choose today or a later day."),
        ({"how": "as_well", "reviewers": "999999"}, "be chosen (any more)"),
    ):
        page = go(client, "assign", "look", articles, **words)
        assert sentence in page.words("//main")
