"""The preview of what is only typed yet: the page, cleaned, for those who may see the article."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from articles.admin.one_article.preview import POLICY
from articles.models import Article, Revision, Status
from tests.articles.admin.desk_form import DeskForm
from tests.doors import PEOPLE, client_of, person
from tests.factories import Cast, article_at
from tests.reading import Sheet

pytestmark = pytest.mark.django_db


def address(article: Article) -> str:
    return reverse("admin:articles_article_preview_typed", args=[article.pk])


def show(form: DeskForm, cast: Cast, **typed: Any) -> Any:
    assert form.article is not None
    form.set(**typed)
    return form.client.post(address(form.article), {**form.fields, "person": cast.writer.pk})


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
def test_typed_words_are_shown_and_not_saved(status: Status, cast: Cast) -> None:
    article = article_at(status, cast)
    count = Revision.objects.count()
    response = show(
        DeskForm(cast.writer, article), cast, title="Typed now", body="<p>Not saved yet.</p>"
    )
    page = Sheet(response)
    assert page.words("//h1") == "Typed now"
    assert "Not saved yet." in page.words("//article")
    assert "Preview of what is typed and not saved yet" in page.words()
    assert "Readers do not see this." in page.words()
    assert Revision.objects.count() == count
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("status", "says"),
    [(Status.DRAFT, "Readers do not see this."), (Status.PUBLISHED, "Readers see exactly this.")],
)
def test_words_that_are_saved_have_the_number_of_their_revision(
    status: Status, says: str, cast: Cast
) -> None:
    article = article_at(status, cast)
    page = Sheet(show(DeskForm(cast.writer, article), cast))
    assert f"Preview of revision {article.current_revision.number} (" in page.words()
    assert says in page.words()


def test_half_typed_fields_and_hostile_text_do_no_harm(cast: Cast) -> None:
    form = DeskForm(cast.writer, article_at(Status.DRAFT, cast))
    response = show(
        form, cast, title="", topic="", body="<p onclick='x()'>Text</p><script>x()</script>"
    )
    assert response.status_code == 200
    assert not Sheet(response).all("//article//script | //article//*[@onclick]")


def test_it_is_for_whoever_may_see_the_article(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    found = {}
    for name in PEOPLE:
        user = person(cast, name)
        data = {"parts": "text", "title": "Words", "person": user.pk if user else ""}
        found[name] = client_of(user).post(address(article), data).status_code
    able = {"writer", "editor", "superuser"}
    assert found == {n: 401 if n == "anonymous" else 200 if n in able else 403 for n in PEOPLE}


def test_a_text_that_is_too_long_gets_a_sentence(cast: Cast) -> None:
    form = DeskForm(cast.writer, article_at(Status.DRAFT, cast))
    response = show(form, cast, body="x" * (1024 * 1024 + 1))
    assert response.status_code == 413
    assert response.json()["sentence"]
