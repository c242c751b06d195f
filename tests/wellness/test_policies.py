"""Policies: pages that cannot be lost, texts that editors keep, versions that stay."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests import doors
from tests.factories import Cast
from tests.queries import counted
from tests.reading import Sheet, sheet
from wellness.lib import rich_text
from wellness.policies import wording
from wellness.policies.kinds import TEXTS, Kind
from wellness.policies.models import Policy, PolicyVersion

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<p onclick="x()">Before</p><script>alert(1)</script><iframe src="//evil.example"></iframe>'
)


def policy(kind: Kind = Kind.PRIVACY) -> Policy:
    return Policy.objects.get(kind=kind)


def desk(kind: Kind = Kind.PRIVACY) -> str:
    return reverse("admin:policies_policy_change", args=[policy(kind).pk])


def saved(body: str, by: Any, based_on: int = 0, kind: Kind = Kind.PRIVACY) -> Any:
    return wording.save(policy(kind), body=body, based_on=based_on, by=by)


@pytest.mark.parametrize("kind", Kind)
def test_each_has_a_finished_page_before_anybody_wrote_one(client: Client, kind: Kind) -> None:
    page = sheet(client, kind.path)
    assert page.words("//h1") == kind.heading
    assert len(rich_text.plain_text(kind.default_text).split()) > 150
    assert page.node(kind.facts.schema)["dateModified"] == page.one("//main//time").get("datetime")
    assert not page.response.cookies


def test_addresses_stay() -> None:
    assert {kind.value: kind.path for kind in Kind} == {
        "about": "/about/",
        "medical_review": "/about/medical-review/",
        "corrections_policy": "/about/corrections/",
        "editorial_principles": "/about/editorial-principles/",
        "advertising_disclosure": "/about/advertising/",
        "privacy_policy": "/about/privacy/",
        "contact": "/about/contact/",
    }
    assert {path.stem for path in TEXTS.iterdir()} == set(Kind.values)


@pytest.mark.parametrize("kind", Kind)
def test_every_link_in_a_text_of_ours_leads_somewhere(
    client: Client, kind: Kind, settings: Settings
) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    for link in rich_text.links(kind.default_text):
        assert client.get(link.href).status_code == 200, link.href


def test_the_page_about_the_magazine_leads_to_all_others(client: Client) -> None:
    links = sheet(client, "/about/").all("//main//nav//a/@href")
    assert links == [kind.path for kind in Kind if kind is not Kind.ABOUT]


def test_every_page_leads_to_the_policies_and_tells_machines(client: Client) -> None:
    page = sheet(client, "/")
    assert {kind.path for kind in Kind} <= set(page.all("//footer//a/@href"))
    magazine = page.node("NewsMediaOrganization")
    assert magazine["correctionsPolicy"].endswith("/about/corrections/")
    assert magazine["publishingPrinciples"].endswith("/about/editorial-principles/")
    assert magazine["verificationFactCheckingPolicy"].endswith("/about/medical-review/")


def test_the_address_of_the_magazine_is_printed_where_one_is_set(
    client: Client, settings: Settings
) -> None:
    assert not sheet(client, "/about/contact/").all("//main//a[starts-with(@href, 'mailto:')]")
    settings.CONTACT = "mailto:desk@example.org"
    link = sheet(client, "/about/contact/").one("//main//a[starts-with(@href, 'mailto:')]")
    assert (link.get("href"), link.text) == ("mailto:desk@example.org", "desk@example.org")
    assert "mailto:" not in sheet(client, "/about/privacy/").raw


def test_readers_see_what_an_editor_saved_and_nothing_that_runs(client: Client, cast: Cast) -> None:
    body = f"<h2>What we keep</h2><p>Nothing at all.</p>{HOSTILE}"
    answer = doors.client_of(cast.editor).post(desk(), {"body": body, "based_on": 0})
    assert answer.status_code == 302
    page = sheet(client, "/about/privacy/")
    assert "Nothing at all." in page.words("//main")
    assert "alert(1)" not in page.raw
    assert not page.all("//main//*[@onclick] | //iframe")
    assert "Nothing at all." not in sheet(client, "/about/contact/").raw


def test_every_version_stays_with_who_and_when(cast: Cast) -> None:
    saved("<p>First wording.</p>", cast.editor)
    saved("<p>Second wording.</p>", cast.second_editor, 1)
    cast.editor.delete()
    page = doors.page_for(cast.second_editor, desk())
    first, second = page.texts("//details/summary")[::-1][:2]
    assert first.startswith("Version 1, ")
    assert first.endswith(", Edith Editor")
    assert second.endswith(", Emil Editor")
    assert "First wording." in page.raw


def test_the_database_changes_and_removes_no_version(cast: Cast) -> None:
    saved("<p>First wording.</p>", cast.editor)
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would stop TRUNCATE for another reason.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for sql in (
        "UPDATE policies_policyversion SET body = 'other'",
        "DELETE FROM policies_policyversion",
        "TRUNCATE policies_policyversion",
    ):
        with (
            pytest.raises(DatabaseError, match="history"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_what_says_the_same_makes_no_version(cast: Cast) -> None:
    assert saved(Kind.PRIVACY.default_text, cast.editor) is None
    saved("<p>New.</p>", cast.editor)
    assert saved("<p>New.</p>", cast.editor, 1) is None
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize("body", ["", "   ", "<p></p>", "<script>alert(1)</script>"])
def test_a_policy_never_becomes_empty(cast: Cast, client: Client, body: str) -> None:
    answer = doors.client_of(cast.editor).post(desk(), {"body": body, "based_on": 0})
    assert answer.status_code == 200
    assert "A policy needs its text." in Sheet(answer).words()
    assert sheet(client, "/about/privacy/").words('//main//div[@class="prose"]')


def test_a_text_that_is_too_long_is_refused_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="at most"):
        saved("<p>" + "a" * (rich_text.MAX_BODY_BYTES + 1) + "</p>", cast.editor)


def test_two_editors_at_once_lose_nothing(cast: Cast) -> None:
    saved("<p>Emil was first.</p>", cast.second_editor)
    answer = doors.client_of(cast.editor).post(
        desk(), {"body": "<p>Edith came late.</p>", "based_on": 0}
    )
    assert "Somebody else saved this policy" in Sheet(answer).words()
    assert "Edith came late." in Sheet(answer).one("//textarea").text
    assert PolicyVersion.objects.get().body == "<p>Emil was first.</p>"


@pytest.mark.parametrize("name", ["anonymous", "stranger", "writer", "reviewer"])
def test_only_editors_come_in(cast: Cast, name: str) -> None:
    browser = doors.client_of(doors.person(cast, name))
    for address in (desk(), reverse("admin:policies_policy_changelist")):
        for answer in (browser.get(address), browser.post(address, {"body": "x", "based_on": 0})):
            assert answer.status_code in ({302} if name == "anonymous" else {302, 403})
            if answer.status_code == 302:
                assert doors.leads_to_login(answer)
    assert not PolicyVersion.objects.exists()
    if name != "anonymous":
        with pytest.raises(PermissionDenied):
            saved("<p>Mine.</p>", doors.person(cast, name))


@pytest.mark.parametrize("name", ["editor", "superuser"])
def test_nobody_adds_or_removes_a_policy(cast: Cast, name: str) -> None:
    browser = doors.client_of(doors.person(cast, name))
    assert browser.get(reverse("admin:policies_policy_add")).status_code == 403
    gone = reverse("admin:policies_policy_delete", args=[policy().pk])
    assert browser.post(gone, {"post": "yes"}).status_code == 403
    assert browser.get(reverse("admin:policies_policy_changelist")).status_code == 200
    assert set(Policy.objects.values_list("kind", flat=True)) == set(Kind.values)


def test_a_page_takes_the_same_queries_however_often_it_was_changed(
    client: Client, cast: Cast
) -> None:
    with counted() as before:
        client.get("/about/privacy/")
    for number in range(4):
        saved(f"<p>Wording {number}.</p>", cast.editor, number)
    with counted() as after:
        client.get("/about/privacy/")
    assert int(after) == int(before)
