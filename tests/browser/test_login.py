"""Someone from the desk logs in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from authors.roles import Role
from tests.factories import PASSWORD, account

pytestmark = pytest.mark.django_db(transaction=True)


def log_in(page: Page, email: str, password: str) -> None:
    page.goto("/admin/")
    page.get_by_label(re.compile("e-?mail address", re.IGNORECASE)).fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_an_editor_logs_in_by_mail_address(page: Page) -> None:
    editor = account("Edda Editor", Role.EDITOR)
    log_in(page, editor.email, PASSWORD)
    expect(page).to_have_url(re.compile(r"/admin/$"))
    expect(page.locator("body")).to_contain_text("Edda Editor")


def test_a_wrong_password_opens_nothing(page: Page) -> None:
    editor = account("Edda Editor", Role.EDITOR)
    log_in(page, editor.email, "not the password")
    wrong = page.get_by_text("This address and this password do not belong together")
    expect(wrong).to_be_visible()
