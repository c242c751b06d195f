"""Somebody is invited, joins, sets up a second factor, and comes back by it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from authors import invitations
from authors.models import User
from authors.roles import Role
from tests.authors.doors import code_for, code_of, let_codes_pass, link_in
from tests.browser.conftest import OpenPage
from tests.browser.test_login import log_in
from tests.factories import PASSWORD, Cast, article_at

pytestmark = pytest.mark.django_db(transaction=True)

REVIEWER = "rosa@example.org"


def test_from_the_invitation_to_the_recovery_code(
    cast: Cast, open_page: OpenPage, settings: Settings, barrier_free: Callable[[Page], None]
) -> None:
    desk = open_page(user=cast.editor)
    desk.goto(reverse("admin:authors_invitation_changelist"))
    desk.get_by_role("link", name="Invite somebody").first.click()
    desk.get_by_label("E-mail address").fill(REVIEWER)
    desk.get_by_label("Medical reviewer", exact=True).check()
    desk.get_by_role("button", name="Send the invitation").click()
    expect(desk.get_by_text(f"The invitation to {REVIEWER} is on its way.")).to_be_visible()

    settings.SECOND_FACTOR_REQUIRED = True
    page = open_page(width=360)
    page.goto(link_in(mail.outbox[0]))
    page.get_by_label("Your name").fill("Rosa Reed")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Join the desk").click()
    expect(page.get_by_text("Set up yours; then the desk opens.")).to_be_visible()
    key = page.locator(".steps__key code").inner_text().replace(" ", "")
    page.get_by_label("Type the code").fill(code_of(base64.b32decode(key)))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".recovery code")).to_have_count(10)
    codes = page.locator(".recovery code").all_inner_texts()
    page.get_by_role("link", name="I have kept them: to the desk").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))
    # Nobody is a reviewer by an invitation alone, and they learn it before they read a text.
    expect(page.get_by_text("an editor has to choose your account in one")).to_be_visible()
    barrier_free(page)
    rosa = User.objects.get(email=REVIEWER)
    assert rosa.roles == {Role.MEDICAL_REVIEWER}

    for code in ("app", codes[0]):
        page.context.clear_cookies()
        log_in(page, REVIEWER, PASSWORD)
        if code == "app":
            let_codes_pass(rosa)
            code = code_for(rosa)
        page.get_by_label("The six digits").fill(code)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/admin/$"))
    expect(page.get_by_text("9 recovery codes are left")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.tolerates("the server responded with a status of 410")
def test_the_doors_have_no_barriers(
    cast: Cast, open_page: OpenPage, barrier_free: Callable[[Page], None], width: int, dark: bool
) -> None:
    article_at("draft", cast)
    invitation = invitations.invite(
        "anna@example.org", roles=[Role.WRITER], by=cast.editor, name="Anna Ash"
    )
    seen: list[str] = []

    def look(page: Page, name: str, address: str = "") -> None:
        if address:
            page.goto(address)
        page.wait_for_load_state()
        try:
            barrier_free(page)
        except AssertionError as found:
            seen.append(f"{name}: {found}")

    stranger = open_page(width=width, dark=dark)
    look(stranger, "login", reverse("admin:login"))
    look(stranger, "forgotten", reverse("desk:forgotten"))
    stranger.get_by_label("E-mail address").fill("nobody")
    stranger.get_by_role("button", name="Send me the link").click()
    expect(stranger.get_by_role("alert")).to_be_visible()
    look(stranger, "forgotten-wrong")
    look(stranger, "sent", reverse("desk:forgotten_sent"))
    look(stranger, "join", link_in(mail.outbox[0]))
    stranger.get_by_role("button", name="Join the desk").click()
    expect(stranger.get_by_role("alert")).to_be_visible()
    look(stranger, "join-wrong")
    look(stranger, "join-gone", reverse("desk:join", args=["x"]))
    look(stranger, "new-password-gone", reverse("desk:new_password", args=["x", "y"]))

    editor = open_page(user=cast.editor, width=width, dark=dark)
    look(editor, "invitations", reverse("admin:authors_invitation_changelist"))
    look(editor, "invite", reverse("admin:authors_invitation_add"))
    look(editor, "invitation", reverse("admin:authors_invitation_change", args=[invitation.pk]))
    look(editor, "set-up", reverse("desk:second_factor"))
    key = editor.locator(".steps__key code").inner_text().replace(" ", "")
    editor.get_by_label("Type the code").fill("000000")
    editor.get_by_role("button", name="Set up").click()
    expect(editor.get_by_role("alert")).to_be_visible()
    look(editor, "set-up-wrong")
    editor.get_by_label("Type the code").fill(code_of(base64.b32decode(key)))
    editor.get_by_role("button", name="Set up").click()
    expect(editor.locator(".recovery")).to_be_visible()
    look(editor, "codes")
    look(editor, "second-factor", reverse("desk:second_factor"))
    look(editor, "sessions", reverse("desk:sessions"))

    again = open_page(user=cast.editor, width=width, dark=dark)
    look(again, "code", "/admin/")
    again.get_by_label("The six digits").fill("000000")
    again.keyboard.press("Enter")
    expect(again.get_by_role("alert")).to_be_visible()
    look(again, "code-wrong")

    administrator = open_page(user=cast.superuser, width=width, dark=dark)
    for name in ("change", "switch", "sessions", "second_factor"):
        who = cast.editor if name != "switch" else cast.writer
        look(administrator, f"of-{name}", reverse(f"admin:authors_user_{name}", args=[who.pk]))
    assert not seen, "\n".join(seen)
