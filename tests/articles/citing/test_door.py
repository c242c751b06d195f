"""The door at the desk: who may ask, what it answers; and the button that numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from articles.admin.text.citing import NUMBER
from articles.models import Article, Status
from authors import throttle
from authors.models import Throttle, User
from tests.articles.admin.desk_form import DeskForm
from tests.articles.citing.service import SLEEP, Service, running
from tests.doors import PEOPLE, client_of, person
from tests.factories import Cast, article_at, desk
from tests.reading import Sheet
from wellness.lib import rich_text

pytestmark = pytest.mark.django_db

RECORD = "@article{a, title={A study of tea}, author={Doe, Jane}, year={2020}, doi={10.1000/TEA}}"


@pytest.fixture
def service(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with running(settings, monkeypatch) as service:
        yield service


def door(article: Article | None) -> str:
    name = "admin:articles_article_citing"
    return reverse(name, args=[article.pk]) if article else reverse(f"{name}_new")


def ask(user: User | None, article: Article | None, text: str = RECORD, **more: Any) -> Any:
    data = {"text": text, "person": user.pk if user else "", **more}
    return client_of(user).post(door(article), data)


def items(user: User, article: Article | None, text: str, *rows: dict[str, Any]) -> list[Any]:
    numbered = [{"number": number, **row} for number, row in enumerate(rows, start=1)]
    answer = ask(user, article, text, rows=json.dumps(numbered))
    assert answer.status_code == 200
    found: list[Any] = answer.json()["items"]
    return found


# -- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "able"),
    [
        (Status.DRAFT, {"writer", "editor", "superuser"}),
        (Status.PUBLISHED, {"writer", "editor", "superuser"}),
        (Status.IN_REVIEW, set()),
    ],
)
def test_it_is_for_whoever_may_write_that_text_now(
    status: Status, able: set[str], cast: Cast
) -> None:
    article = article_at(status, cast)
    found = {name: ask(person(cast, name), article).status_code for name in PEOPLE}
    assert found == {n: 401 if n == "anonymous" else 200 if n in able else 403 for n in PEOPLE}


def test_for_a_new_article_it_is_for_whoever_may_begin_one(cast: Cast) -> None:
    found = {name: ask(person(cast, name), None).status_code for name in PEOPLE}
    able = {"writer", "second_writer", "editor", "superuser"}
    assert found == {n: 401 if n == "anonymous" else 200 if n in able else 403 for n in PEOPLE}


def test_it_wants_a_post_of_this_page_and_person(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    assert client_of(cast.writer).get(door(article)).status_code == 405
    assert ask(cast.writer, article, person=cast.editor.pk).status_code == 409
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.writer)
    data = {"text": RECORD, "person": cast.writer.pk}
    assert strict.post(door(article), data).status_code == 403
    missing = reverse("admin:articles_article_citing", args=[10**6])
    assert client_of(cast.writer).post(missing, data).status_code == 404


# -- what it answers ------------------------------------------------------------------------------


def test_a_record_comes_back_as_fields_and_nothing_is_written(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    before = Article.objects.values().get()
    (item,) = items(cast.writer, article, RECORD)
    assert item["state"] == "new"
    assert item["fields"] == {
        "authors": "Doe J", "title": "A study of tea", "publisher": "", "year": "2020",
        "url": "", "doi": "10.1000/TEA", "pmid": "",
    }  # fmt: skip
    assert Article.objects.values().get() == before
    assert not article.references.filter(doi="10.1000/TEA").exists()


@pytest.mark.parametrize(
    "row",
    [
        {"doi": "https://doi.org/10.1000/tea"},
        {"title": "A Study of  Tea!", "year": "2020"},
        {"title": "A study of tea", "year": "2020", "authors": "Doe JQ, Roe R"},
    ],
)
def test_what_the_page_has_already_is_named_by_its_number(row: dict[str, Any], cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    (item,) = items(cast.writer, article, RECORD, {"title": "Another"}, row)
    assert (item["state"], item["number"]) == ("there", 2)


@pytest.mark.parametrize(
    "row",
    [
        {"title": "A study of tea", "year": "2019"},
        {"title": "A study of tea", "year": "2020", "doi": "10.1000/preprint"},
        {"title": "A study of tea", "year": "2020", "authors": "Roe R"},
        {"title": "", "year": "", "doi": "", "pmid": "", "url": ""},
    ],
)
def test_what_only_looks_like_it_is_another_work(row: dict[str, Any], cast: Cast) -> None:
    (item,) = items(cast.writer, article_at(Status.DRAFT, cast), RECORD, row)
    assert (item["state"], item["number"]) == ("new", 0)


def test_the_same_work_twice_in_one_paste_is_marked(cast: Cast) -> None:
    found = items(
        cast.writer, article_at(Status.DRAFT, cast), RECORD + RECORD.replace("{a,", "{b,")
    )
    assert [item["twice"] for item in found] == [False, True]


def test_addresses_and_ids_are_compared_as_well(cast: Cast, service: Service) -> None:
    found = items(
        cast.writer, article_at(Status.DRAFT, cast), "PMID: 7\nhttp://www.example.org/a/#b",
        {"pmid": "007"}, {"url": "https://example.org/a"},
    )  # fmt: skip
    assert [item["number"] for item in found] == [1, 2]
    assert service.seen == []  # nobody has to be asked about what is there


def test_a_work_is_looked_up_and_compared_by_what_was_found(cast: Cast, service: Service) -> None:
    article = article_at(Status.DRAFT, cast)
    (item,) = items(
        cast.writer, article, "10.1000/sleep.1", {"title": "Sleep & mood in CO2", "year": "2020"}
    )
    assert (item["state"], item["number"]) == ("there", 1)
    service.works["10.1000/sleep.1"] = {**SLEEP, "updated-by": [{"type": "retraction"}]}
    (item,) = items(cast.writer, article, "10.1000/sleep.1")
    assert "was retracted" in item["notes"][0]


def test_what_cannot_be_read_is_a_sentence(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    for text in ("", "   ", "@comment{x}", "x" * 600_001):
        answer = ask(cast.writer, article, text).json()
        assert answer["problem"].endswith((".", "?"))
        assert answer["items"] == []
    for rows in ("", "nonsense", "[" * 100_000, "{}", "[1, null, {}]", '[{"number": "1"}]'):
        assert ask(cast.writer, article, rows=rows).status_code == 200


def test_an_answer_is_not_kept_by_anybody(cast: Cast) -> None:
    answer = ask(cast.writer, article_at(Status.DRAFT, cast))
    assert "no-store" in answer.headers["Cache-Control"]


# -- not too often --------------------------------------------------------------------------------


def test_other_services_are_not_asked_without_end(cast: Cast, service: Service) -> None:
    article = article_at(Status.DRAFT, cast)
    many = "\n".join(f"PMID: {number}" for number in range(1, 21))
    for _ in range(throttle.LOOKING_UP.most // 20):
        assert ask(cast.writer, article, many).status_code == 200
    refused = ask(cast.writer, article, "PMID: 1")
    assert refused.status_code == 429
    assert "You can go on in 10 minutes" in refused.json()["sentence"]
    assert ask(cast.editor, article, "PMID: 1").status_code == 200
    assert ask(cast.writer, article, RECORD).status_code == 200  # nobody is asked
    Throttle.objects.update(
        last_at=Throttle.objects.earliest("last_at").last_at - timedelta(hours=1)
    )
    assert ask(cast.writer, article, "PMID: 1").status_code == 200


# -- numbering without script ---------------------------------------------------------------------

CITING = '<p>One<sup class="citation">2</sup> two<sup class="citation">3, 2</sup></p>'
THREE = ({"title": "Walks"}, {"title": "Nights", "year": 2020}, {"title": "Tea"})


def test_the_button_numbers_what_is_typed_and_saves_nothing(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body=CITING, references=THREE))
    form = DeskForm(cast.writer, article)
    form.set(title="Typed now", references__1__year="not a year")
    page = Sheet(form.press(NUMBER))
    body = page.one("//textarea[@name='body']").text
    assert [marker.number for marker in rich_text.citations(rich_text.clean(body))] == [1, 1, 2]
    fields = page.all("//ol[@data-list]//textarea[contains(@name, '-title')]")
    titles = [field.text.strip() for field in fields]
    assert titles == ["Nights", "Tea", "Walks"]
    assert page.one("//input[@name='references-0-year']/@value") == "not a year"
    assert page.one("//input[@name='title']/@value") == "Typed now"
    article.refresh_from_db()
    assert [row.title for row in article.references.all()] == ["Walks", "Nights", "Tea"]


def test_what_the_button_brings_back_can_be_saved(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast, copy=desk(body=CITING, references=THREE))
    form = DeskForm(cast.writer, article)
    form.set(references__2__DELETE="on")
    form.press(NUMBER)
    assert form.press().status_code == 302
    article.refresh_from_db()
    assert [row.title for row in article.references.all()] == ["Nights", "Walks"]
    numbers = [m.number for m in rich_text.citations(rich_text.clean(article.body))]
    assert numbers == [1, 1, 3]  # what cited the removed one leads nowhere, and the checks say so


def test_nobody_numbers_an_article_that_they_may_not_write(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    client = client_of(cast.second_writer)
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert client.post(address, {"parts": "text", NUMBER: "1"}).status_code == 403
