"""Deleting an account keeps the history, with the names as they were: by whatever door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from articles import actions
from articles.models import Article, Event, FactCheck, Revision, Revocation, Status
from authors.models import Author, Credential, MedicalReviewer, User
from authors.roles import Role
from tests import factories
from tests.doors import client_of, page_for
from tests.factories import Cast, article_at, desk, step

pytestmark = pytest.mark.django_db

HISTORY = (Revision, FactCheck, Revocation, Event, Credential)


def by_the_admin(user: User, cast: Cast) -> None:
    address = reverse("admin:authors_user_delete", args=[user.pk])
    page = page_for(cast.superuser, address)
    assert "Switching the account off is usually better." in page.words()
    assert "stays in the history of each article, with the name as it was" in page.words()
    assert client_of(cast.superuser).post(address, {"post": "yes"}).status_code == 302


def by_the_list_of_the_admin(user: User, cast: Cast) -> None:
    data = {"action": "delete_selected", "_selected_action": [user.pk]}
    client = client_of(cast.superuser)
    asked = client.post("/admin/authors/user/", data).content.decode()
    assert "Switching accounts off is usually better." in asked
    client.post("/admin/authors/user/", data | {"post": "yes"})


def by_the_orm(user: User, cast: Cast) -> None:
    user.delete()


def by_a_queryset(user: User, cast: Cast) -> None:
    User.objects.filter(pk=user.pk).delete()


def by_raw_sql(user: User, cast: Cast) -> None:
    """As somebody at the database would: first what still points at the account."""
    with connection.cursor() as cursor:
        for statement in (
            "DELETE FROM authors_user_groups WHERE user_id = %s",
            "DELETE FROM authors_user_user_permissions WHERE user_id = %s",
            "DELETE FROM django_admin_log WHERE user_id = %s",
            "DELETE FROM notices_notice WHERE person_id = %s",
            "DELETE FROM notices_preference WHERE person_id = %s",
            "UPDATE articles_article SET created_by_id = NULL WHERE created_by_id = %s",
            "UPDATE articles_image SET uploaded_by_id = NULL WHERE uploaded_by_id = %s",
            "UPDATE authors_author SET user_id = NULL WHERE user_id = %s",
            "UPDATE authors_medicalreviewer SET user_id = NULL WHERE user_id = %s",
            "DELETE FROM authors_user WHERE id = %s",
        ):
            cursor.execute(statement, [user.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


DOORS: list[Callable[[User, Cast], None]] = [
    by_the_admin,
    by_the_list_of_the_admin,
    by_the_orm,
    by_a_queryset,
    by_raw_sql,
]
door = pytest.mark.parametrize("delete", DOORS, ids=lambda way: way.__name__)
leaver = pytest.mark.parametrize("who", ["writer", "reviewer", "editor"])


def everything() -> dict[str, list[dict[str, object]]]:
    """Every column of every row of history."""
    return {
        model.__name__: [dict(row) for row in model._default_manager.order_by("pk").values()]
        for model in HISTORY
    }


@pytest.fixture
def article(cast: Cast) -> Article:
    """One with everything in its history: decisions, a publication, a revocation."""
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(article, desk=desk("Second"), by=cast.writer, note="Better")
    article = step(step(article, "submit", cast), "approve", cast)
    approval = article.standing_approval(article.current_revision)
    assert approval is not None
    return actions.revoke(approval, by=cast.editor, reason="Read the wrong text.")


@leaver
@door
def test_no_row_and_no_name_of_the_history_changes(
    article: Article, cast: Cast, delete: Callable[[User, Cast], None], who: str
) -> None:
    cast.superuser  # noqa: B018  (the one who deletes is there before)
    before = everything()
    user = getattr(cast, who)
    delete(user, cast)
    assert not User.objects.filter(pk=user.pk).exists()
    assert everything() == before
    words = page_for(
        cast.superuser, reverse("admin:articles_article_history", args=[article.pk])
    ).words()
    for name in ("Wanda Writer", "Rita Reviewer", "Edith Editor"):
        assert name in words


@leaver
@door
def test_readers_see_the_same_page_as_before(
    article: Article, cast: Cast, delete: Callable[[User, Cast], None], who: str
) -> None:
    cast.superuser  # noqa: B018
    before = client_of(None).get(article.get_absolute_url())
    delete(getattr(cast, who), cast)
    after = client_of(None).get(article.get_absolute_url())
    assert (after.status_code, after.content) == (200, before.content)


@door
def test_profiles_and_drafts_stay_without_an_account(
    article: Article, cast: Cast, delete: Callable[[User, Cast], None]
) -> None:
    cast.superuser  # noqa: B018
    delete(cast.writer, cast)
    delete(cast.reviewer, cast)
    assert Author.objects.get(pk=cast.author.pk).user is None
    assert MedicalReviewer.objects.get(name="Rita Reviewer").user is None
    article.refresh_from_db()
    assert article.created_by is None
    assert article.live_revision is not None


def test_raw_sql_cannot_leave_pointers_to_nobody(article: Article, cast: Cast) -> None:
    """Without clearing what points at the account the database refuses, and nothing is lost."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError):
            cursor.execute("DELETE FROM authors_user WHERE id = %s", [cast.writer.pk])
        transaction.set_rollback(True)
    assert User.objects.filter(pk=cast.writer.pk).exists()


@pytest.mark.parametrize("model", [Revision, FactCheck, Revocation, Event])
def test_the_history_cannot_be_made_to_forget_who_it_was(
    article: Article, cast: Cast, model: type[Revision]
) -> None:
    """Blanking the account in a row of history is a change of history, and refused as one."""
    column = {
        "Revision": "created_by",
        "FactCheck": "decided_by",
        "Revocation": "revoked_by",
        "Event": "actor",
    }[model.__name__]
    for change in ({f"{column}_id": None}, {f"{column}_name": "Nobody"}):
        with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
            model._default_manager.update(**change)


def test_whoever_comes_back_under_the_same_name_is_the_same_person(cast: Cast) -> None:
    """Deleted and made again, an account has another number, and still cannot approve its text."""
    relaxed = factories.topic(requires_medical_review=False)
    article = article_at(Status.IN_REVIEW, cast, topic=relaxed)
    gone = cast.writer.pk
    cast.writer.delete()
    again = factories.account("Wanda Writer", Role.EDITOR)
    assert again.pk != gone
    with pytest.raises(actions.Refused, match="You wrote revision 1"):
        actions.approve(article, by=again, statement="Mine is fine.", interests="None")
    other = factories.account("Nobody Else", Role.EDITOR)
    actions.approve(article, by=other, statement="Fine.", interests="None")


def test_a_deleted_author_of_text_still_cannot_be_its_reviewer(cast: Cast) -> None:
    """What the four eyes rest on is the number in the row, and it stays."""
    article = article_at(Status.IN_REVIEW, cast)
    revision = article.current_revision
    assert revision is not None
    number = revision.created_by_id
    cast.writer.delete()
    revision.refresh_from_db()
    assert revision.created_by_id == number
