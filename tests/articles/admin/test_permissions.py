"""Who may do what to one article in one state, as a table written by hand and tried at every door.

The tables below are not made from the workflow's: they say once more, independently, what the
desk promises. The article is the writer's; the second writer, the stranger and whoever is not
logged in have no part in it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.models import Article, Event, Revision, Status
from tests.articles.admin.desk_form import change_url, step_url
from tests.doors import PEOPLE, answers, client_of, leads_to_login, person
from tests.factories import Cast, article_at, desk
from tests.reading import Sheet

pytestmark = pytest.mark.django_db

EDITORS: Final = {"editor", "superuser"}

SITUATIONS: Final = [*(status.value for status in Status), "draft over live text"]


@pytest.fixture(autouse=True)
def everybody(cast: Cast) -> None:
    """All are there from the start: what is tried and undone must not undo a person."""
    for name in PEOPLE:
        person(cast, name)


def article_in(situation: str, cast: Cast) -> Article:
    if situation in Status.values:
        return article_at(Status(situation), cast)
    live = article_at(Status.PUBLISHED, cast)
    return actions.save(live, desk=desk("Newer text"), by=cast.writer)


# What the page offers to change: the text, what is around it, or nothing; "-" is a closed door.
OPENS: Final[dict[str, dict[str, str]]] = {
    "draft": {"writer": "text around", "reviewer": "-", "editor": "text around"},
    "in_review": {"writer": "", "reviewer": "", "editor": ""},
    "changes_requested": {"writer": "text around", "reviewer": "", "editor": "text around"},
    "approved": {"writer": "text", "reviewer": "", "editor": "text around"},
    "scheduled": {"writer": "", "reviewer": "", "editor": "around"},
    "published": {"writer": "text", "reviewer": "", "editor": "text around"},
    "withdrawn": {"writer": "", "reviewer": "", "editor": "around"},
    "draft over live text": {"writer": "text", "reviewer": "", "editor": "text around"},
}

# Who may take a step; everybody who is not named is refused, and every verb that is not named.
STEPS: Final[dict[str, dict[str, set[str]]]] = {
    "draft": {"submit": {"writer"} | EDITORS, "assign": EDITORS},
    "in_review": {
        "withdraw_submission": {"writer"} | EDITORS,
        "request_changes": {"reviewer"} | EDITORS,
        "approve": {"reviewer"},
        "assign": EDITORS,
    },
    "changes_requested": {"submit": {"writer"} | EDITORS, "assign": EDITORS},
    "approved": {"publish": EDITORS, "schedule": EDITORS},
    "scheduled": {"publish": EDITORS, "schedule": EDITORS, "unschedule": EDITORS},
    "published": {"renew": {"writer"} | EDITORS, "take_down": EDITORS},
    "withdrawn": {"restore": EDITORS},
    "draft over live text": {
        "submit": {"writer"} | EDITORS,
        "discard_changes": {"writer"} | EDITORS,
        "take_down": EDITORS,
        "assign": EDITORS,
    },
}

VERBS: Final = (
    "submit renew withdraw_submission discard_changes request_changes approve publish schedule "
    "unschedule take_down restore assign"
).split()


def opens(situation: str, name: str) -> str:
    row = OPENS[situation]
    return row.get("editor" if name in EDITORS else name, "-")


def words(article: Article, verb: str) -> dict[str, str]:
    """The words that a step asks for."""
    number = str(article.current_revision.number)
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    return {
        "approve": {
            "decision-statement": "Checked.",
            "decision-interests": "None",
            "decision-revision": number,
        },
        "request_changes": {"decision-statement": "Why?", "decision-revision": number},
        "publish": {"publish-revision": number},
        "schedule": {
            "schedule-at": f"{tomorrow:%Y-%m-%dT%H:%M}",
            "schedule-revision": number,
        },
        "assign": {"assign-day": f"{tomorrow:%Y-%m-%d}"},
        "take_down": {"take_down-notice": "We are checking a source."},
    }.get(verb, {})


def trace(article: Article) -> tuple[Any, ...]:
    """Everything that a step or a save could change."""
    row = Article.objects.filter(pk=article.pk).values()
    counts = [model.objects.filter(article=article).count() for model in (Revision, Event)]
    around = [list(article.bylines.values_list("author")), list(article.reviewers_asked.all())]
    return (*row, *counts, *around)


def attempt(cast: Cast, name: str, article: Article, url: str, data: dict[str, Any]) -> str:
    """What happens when this person posts: "done", "refused" or "login"; it is undone again."""
    before = trace(article)
    with transaction.atomic():
        response = client_of(person(cast, name)).post(url, data)
        changed = trace(article) != before
        transaction.set_rollback(True)
    if leads_to_login(response):
        assert not changed
        return "login"
    if response.status_code == 302:
        return "done" if changed else "nothing"
    assert response.status_code in {403, 404}, f"{name} got {response.status_code} from {url}"
    assert not changed, f"{name} was refused at {url}, and yet something changed"
    return "refused"


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_the_page_offers_to_whom(situation: str, cast: Cast) -> None:
    article = article_in(situation, cast)
    found = {}
    for name in PEOPLE:
        response = client_of(person(cast, name)).get(change_url(article))
        match response.status_code:
            case 200:
                found[name] = Sheet(response).one("//input[@name='parts']/@value")
            case 403:
                found[name] = "-"
            case 302:
                found[name] = "login" if leads_to_login(response) else "elsewhere"
    expected = {name: opens(situation, name) for name in PEOPLE} | {"anonymous": "login"}
    assert found == expected


@pytest.mark.parametrize("situation", SITUATIONS)
def test_who_can_save_the_text_and_what_is_around_it(situation: str, cast: Cast) -> None:
    article = article_in(situation, cast)
    version = {"version": article.version, "receipt": ""}
    text = {**version, "parts": "text", "title": "Another title", "body": "<p>Other words.</p>",
            "references-TOTAL_FORMS": 0, "references-INITIAL_FORMS": 0}  # fmt: skip
    asked = [cast.reviewer.medicalreviewer.pk]
    around = {**version, "parts": "around", "topic": article.topic_id, "slug": article.slug,
              "authors": [cast.author.pk], "reviewers_asked": asked}  # fmt: skip
    for name in PEOPLE:
        may = opens(situation, name)
        for part, data in (("text", text), ("around", around)):
            outcome = attempt(cast, name, article, change_url(article), data)
            expected = "login" if name == "anonymous" else "done" if part in may else "refused"
            assert outcome == expected, f"{name} saving the {part}"


@pytest.mark.parametrize("situation", SITUATIONS)
def test_who_can_take_which_step(situation: str, cast: Cast) -> None:
    article = article_in(situation, cast)
    for verb in VERBS:
        found = {
            name: attempt(cast, name, article, step_url(article, verb), words(article, verb))
            for name in PEOPLE
        }
        may = STEPS[situation].get(verb, set())
        expected = {name: "done" if name in may else "refused" for name in PEOPLE}
        assert found == expected | {"anonymous": "login"}, verb


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_page_offers_exactly_the_steps_that_can_be_taken(situation: str, cast: Cast) -> None:
    """A button leads somewhere; one that doesn't is disabled and says why."""
    article = article_in(situation, cast)
    for name in PEOPLE:
        if opens(situation, name) == "-":
            continue
        page = Sheet(client_of(person(cast, name)).get(change_url(article)))
        offered = {
            address.rstrip("/").rpartition("/")[2]
            for address in page.all("//button[contains(@formaction, '/steps/')]/@formaction")
        }
        assert offered == {verb for verb, who in STEPS[situation].items() if name in who}, name
        for button in page.all("//button[@aria-disabled='true']"):
            reason = page.words(f"//*[@id='{button.get('aria-describedby')}']")
            assert reason.endswith((".", ":")), name
            assert len(reason) > 20


@pytest.mark.parametrize("verb", VERBS)
def test_a_step_is_never_taken_by_following_a_link(verb: str, cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    before = trace(article)
    response = client_of(cast.editor).get(step_url(article, verb))
    assert response.headers["Location"] == change_url(article)
    assert trace(article) == before


def test_a_step_needs_the_token_against_forged_requests(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    client = client_of(cast.writer)
    client.handler.enforce_csrf_checks = True
    assert client.post(step_url(article, "submit")).status_code == 403
    article.refresh_from_db()
    assert article.status == Status.DRAFT


@pytest.mark.parametrize("situation", SITUATIONS)
def test_nobody_deletes_an_article(situation: str, cast: Cast) -> None:
    article = article_in(situation, cast)
    url = reverse("admin:articles_article_delete", args=[article.pk])
    for name in PEOPLE:
        assert attempt(cast, name, article, url, {"post": "yes"}) in {"refused", "login"}, name


def test_who_sees_which_article_in_the_list(cast: Cast) -> None:
    articles = {situation: article_in(situation, cast) for situation in SITUATIONS}
    url = reverse("admin:articles_article_changelist")
    for name in PEOPLE:
        response = client_of(person(cast, name)).get(url)
        if name == "anonymous":
            assert leads_to_login(response)
        elif name == "stranger":
            assert response.status_code == 403
        else:
            seen = Sheet(response).texts("//td[contains(@class, 'field-headline')]//a") or (
                Sheet(response).texts("//th[contains(@class, 'field-headline')]//a")
            )
            may = {str(articles[s]) for s in SITUATIONS if opens(s, name) != "-"}
            assert set(seen) == may, name


def test_who_begins_articles(cast: Cast) -> None:
    url = reverse("admin:articles_article_add")
    writers = {"writer", "second_writer", *EDITORS}
    expected = {name: 200 if name in writers else 403 for name in PEOPLE} | {"anonymous": 302}
    assert answers(cast, url) == expected
    for name in PEOPLE:
        if name not in writers:
            client_of(person(cast, name)).post(url, {"parts": "text around", "title": "Mine"})
    assert not Article.objects.exists()


def test_who_is_offered_choices(cast: Cast) -> None:
    writers = {"writer", "second_writer", *EDITORS}
    expected = {name: 200 if name in writers else 403 for name in PEOPLE} | {"anonymous": 302}
    for source in ("authors", "reviewers_asked", "related", "hero"):
        url = reverse("admin:articles_article_choices", args=[source])
        assert answers(cast, url) == expected


def test_choices_of_articles_keep_other_peoples_unpublished_titles(cast: Cast) -> None:
    hidden = article_at(Status.DRAFT, cast)
    public = article_at(Status.PUBLISHED, cast)
    url = reverse("admin:articles_article_choices", args=["related"])
    found = client_of(cast.second_writer).get(url, {"q": "sleep"}).json()["choices"]
    assert [choice["label"] for choice in found] == [public.title]
    found = client_of(cast.writer).get(url, {"q": "sleep", "exclude": public.pk}).json()["choices"]
    assert [choice["label"] for choice in found] == [hidden.title]


def test_the_stranger_finds_an_empty_desk(cast: Cast) -> None:
    article_at(Status.PUBLISHED, cast)
    page = Sheet(client_of(cast.stranger).get(reverse("admin:index")))
    assert "no role" in page.words("//main")
    assert page.all("//nav//a[contains(@href, 'articles')]") == []


def test_an_article_that_does_not_exist_is_not_found(cast: Cast) -> None:
    for pk in ("999999", "nonsense", "99999999999999999999999"):
        response = client_of(cast.editor).get(f"/admin/articles/article/{pk}/change/")
        assert response.status_code == 404


def test_the_refusal_says_why(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    for name, sentence in {
        "second_writer": "This article belongs to other writers.",
        "reviewer": "This text isn't handed in",
        "stranger": "Your account has no role on the desk yet.",
    }.items():
        page = Sheet(client_of(person(cast, name)).get(change_url(article)))
        assert sentence in page.words("//main"), name
        assert article.title not in page.raw


def test_a_reviewer_who_is_asked_sees_the_draft_and_changes_nothing(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    asked = [cast.reviewer.medicalreviewer]
    article = actions.arrange(article, by=cast.editor, reviewers_asked=asked)
    page = Sheet(client_of(cast.reviewer).get(change_url(article)))
    assert page.one("//input[@name='parts']/@value") == ""
    assert page.all("//form[@id='article_form']//textarea") == []


def test_djangos_own_log_gets_no_second_story(cast: Cast) -> None:
    """What happened to an article stands in its history and nowhere else."""
    from django.contrib.admin.models import LogEntry

    article = article_at(Status.DRAFT, cast)
    client_of(cast.writer).post(step_url(article, "submit"), {"parts": ""})
    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW
    assert not LogEntry.objects.exists()
