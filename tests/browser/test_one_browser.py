"""Two people who share a browser: what one typed is never put down in the other's name."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from articles.models import Article, FactCheck, Revision, Status
from authors.models import User
from tests.browser.conftest import OpenPage
from tests.browser.test_desk import opened, type_in_body
from tests.factories import PASSWORD, Cast, article_at

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # What is typed goes on being kept, also between the end of a session and the next one.
    pytest.mark.tolerates("401 (Unauthorized)", "409 (Conflict)"),
]


def log_in_beside(page: Page, user: User) -> None:
    """In another tab of the same browser the session ends, and somebody else's begins."""
    other = page.context.new_page()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    other.goto("/admin/login/")
    other.get_by_label("E-mail").fill(user.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("heading", name="Today")).to_be_visible()
    other.close()


def test_a_decision_is_not_given_by_who_logged_in_since(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    page = open_page(user=cast.reviewer)
    page.goto(f"/admin/articles/article/{article.pk}/review/")
    page.get_by_label("Statement").fill("Rita read all of it.")
    page.get_by_label("Declared interests").fill("None")
    log_in_beside(page, cast.second_reviewer)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(
        page.get_by_role("heading", name="This page was opened by somebody else")
    ).to_be_visible()
    expect(page.get_by_label("Statement")).to_have_value("Rita read all of it.")
    assert not FactCheck.objects.exists()


def test_a_save_waits_for_whoever_typed(cast: Cast, open_page: OpenPage) -> None:
    article = article_at(Status.DRAFT, cast)
    page = opened(open_page(user=cast.editor), article)
    type_in_body(page, " Typed by Edith.")
    log_in_beside(page, cast.second_editor)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Not saved: somebody else is logged in")).to_be_visible()
    assert Revision.objects.filter(article=article).count() == 1
    log_in_beside(page, cast.editor)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    saved = Article.objects.get(pk=article.pk)
    assert "Typed by Edith." in saved.body
    assert saved.current_revision is not None
    assert saved.current_revision.created_by == cast.editor
