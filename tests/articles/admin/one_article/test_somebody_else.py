"""A page that one person opened is never put down as another's, whoever is logged in by then."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from articles.models import Article, FactCheck, Revision, Status
from tests.articles.admin.desk_form import DeskForm, change_url, fields_of, step_url
from tests.doors import client_of, page_for
from tests.factories import Cast, article_at

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    assert response.status_code == 409
    return str(response.content.decode())


def test_a_save_from_a_page_of_somebody_else_changes_nothing_and_loses_nothing(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    typed = DeskForm(cast.editor, article).set(title="Words of Edith", _save="1").fields
    before = Revision.objects.count()
    page = said(client_of(cast.second_editor).post(change_url(article), typed))
    assert "opened by somebody else" in page
    assert "Words of Edith" in page
    assert Revision.objects.count() == before


def test_an_article_is_not_begun_for_somebody_else(cast: Cast) -> None:
    form = DeskForm(cast.writer).set(title="Words of Wanda", _save="1")
    page = said(client_of(cast.second_writer).post(form.url, form.fields))
    assert "Words of Wanda" in page
    assert not Article.objects.exists()


@pytest.mark.parametrize("verb", ["approve", "request_changes"])
def test_a_decision_is_of_whoever_opened_the_page(verb: str, cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    address = reverse("admin:articles_article_review", args=[article.pk])
    form = fields_of(page_for(cast.reviewer, address), "//*[@id='decision']//form")
    words = {"decision-statement": ["Rita read it."], "decision-interests": ["None"]}
    sent = {**form, **words, "verb": [verb]}
    assert "opened by somebody else" in said(client_of(cast.second_reviewer).post(address, sent))
    assert not FactCheck.objects.exists()
    # And the page of whoever opened it does decide.
    assert client_of(cast.reviewer).post(address, sent).status_code == 302
    assert FactCheck.objects.get().decided_by == cast.reviewer


def test_a_step_is_of_whoever_opened_the_page(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    form = DeskForm(cast.editor, article).fields
    response = client_of(cast.second_editor).post(step_url(article, "publish"), form)
    assert "opened by somebody else" in said(response)
    article.refresh_from_db()
    assert article.live_revision is None
