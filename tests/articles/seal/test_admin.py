"""The admin is a door like any other: what is sealed has no page there, and no button helps."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from articles import actions
from articles.models import Article, Event, FactCheck, Revision, Revocation, Status
from tests.articles.admin.desk_form import DeskForm, problem_of
from tests.articles.seal.hands import HISTORY, one_of_each, stored
from tests.doors import PEOPLE, client_of, person
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", HISTORY)
@pytest.mark.parametrize("name", PEOPLE)
def test_history_has_no_page_to_change_or_delete_it(
    model: type[Revision | FactCheck | Revocation | Event], name: str, cast: Cast
) -> None:
    row = one_of_each(cast)[model]
    before = stored(row)
    client = client_of(person(cast, name))
    assert not admin.site.is_registered(model)
    start = f"{reverse('admin:index')}articles/{model._meta.model_name}/"
    for end in ("", "add/", f"{row.pk}/change/", f"{row.pk}/delete/"):
        for answer in (client.get(start + end), client.post(start + end, {"post": "yes"})):
            assert answer.status_code == (302 if name == "anonymous" else 404), start + end
    assert stored(row) == before


@pytest.mark.parametrize("name", PEOPLE)
def test_an_article_is_not_deleted(name: str, cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    client = client_of(person(cast, name))
    address = reverse("admin:articles_article_delete", args=[article.pk])
    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert answer.status_code == (302 if name == "anonymous" else 403)
    chosen = {"action": "delete_selected", "_selected_action": article.pk, "post": "yes"}
    client.post(reverse("admin:articles_article_changelist"), chosen)
    assert Article.objects.published().filter(pk=article.pk).exists()


def test_a_superuser_does_not_approve_what_they_wrote(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    article = actions.save(article, desk=desk("By the superuser"), by=cast.superuser)
    form = DeskForm(cast.superuser, actions.submit(article, by=cast.writer))
    answer = form.step("approve", statement="Mine, and fine.", interests="None")
    assert answer.status_code == 403
    assert "medical reviewer" in problem_of(form.page)
    assert FactCheck.objects.count() == 0


def test_nobody_publishes_what_is_not_approved(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    for user in (cast.editor, cast.superuser):
        form = DeskForm(user, article)
        assert form.step("publish").status_code == 403
        assert "approv" in problem_of(form.page)
    assert not Article.objects.published().exists()
