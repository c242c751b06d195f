"""People at the desk: accounts for administrators, profiles for editors, nothing for strangers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Status
from authors.models import Author, MedicalReviewer, User
from authors.roles import ROLES, Role
from tests import factories
from tests.doors import answers, client_of, leads_to_login, page_for
from tests.factories import PASSWORD, Cast, article_at, picture
from tests.queries import counted
from tests.reading import Sheet
from tests.wellness.lib.test_images import huge_png

pytestmark = pytest.mark.django_db

USERS = "/admin/authors/user/"
AUTHORS = "/admin/authors/author/"
REVIEWERS = "/admin/authors/medicalreviewer/"


def change(row: Any) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def delete(row: Any) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_delete", args=[row.pk])


def new_account(by: User, **fields: Any) -> Any:
    data = {
        "email": "nora@example.org",
        "name": "Nora New",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "roles": [Role.WRITER.value],
        **fields,
    }
    return client_of(by).post(f"{USERS}add/", data)


def save_account(by: User, user: User, **fields: Any) -> Any:
    held = list(user.groups.values_list("name", flat=True))
    data = {"email": user.email, "name": user.name, "roles": held}
    if user.is_superuser:
        data["is_superuser"] = "on"
    data |= fields
    sent = {name: value for name, value in data.items() if value is not None}
    return client_of(by).post(change(user), sent, follow=True)


# --- accounts ------------------------------------------------------------------------------------


def test_an_account_is_made_by_mail_address_with_a_name_and_roles(cast: Cast) -> None:
    response = new_account(
        cast.superuser, email="  Nora@Example.ORG ", roles=["Writer", "Medical reviewer"]
    )
    assert response.status_code == 302
    user = User.objects.get(name="Nora New")
    assert user.email == "Nora@example.org"
    assert user.roles == {Role.WRITER, Role.MEDICAL_REVIEWER}
    assert user.is_staff
    assert not user.is_superuser
    browser = Client()
    assert browser.login(username="nora@example.org", password=PASSWORD)
    assert browser.get(AUTHORS).status_code == 200


def test_each_role_stands_there_with_its_purpose(cast: Cast) -> None:
    page = page_for(cast.superuser, f"{USERS}add/")
    for row in ROLES:
        box = page.one(f"//input[@type='checkbox' and @value='{row.role.value}']")
        described = page.one(f"//*[@id='{box.get('aria-describedby')}']")
        assert described.text_content() == row.purpose
        assert page.one(f"//label[@for='{box.get('id')}']").text_content() == row.role.label
    assert not page.all("//*[@name='username' or @name='first_name' or @name='user_permissions']")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "This field is required."),
        ({"email": "nora"}, "Enter a valid email address."),
        ({"name": ""}, "This field is required."),
        ({"password2": "something else"}, "The two password fields didn’t match."),
        ({"password1": "short", "password2": "short"}, "This password is too short."),
        ({"password1": "nora@example.org", "password2": "nora@example.org"}, "too similar"),
        ({"roles": ["King"]}, "Select a valid choice."),
    ],
)
def test_what_is_missing_in_a_new_account_is_said(
    cast: Cast, fields: dict[str, Any], sentence: str
) -> None:
    response = new_account(cast.superuser, **fields)
    assert sentence in Sheet(response).words("//form[@id='user_form']")
    assert not User.objects.filter(name="Nora New").exists()


@pytest.mark.parametrize("email", ["wanda@example.org", "WANDA@EXAMPLE.ORG", "Wanda@example.org"])
def test_one_mail_address_is_one_account_in_any_case(cast: Cast, email: str) -> None:
    factories.account("Wanda", Role.WRITER, email="wanda@example.org")
    response = new_account(cast.superuser, email=email)
    assert "already" in Sheet(response).words("//form[@id='user_form']")
    assert User.objects.filter(email__iexact=email).count() == 1


def test_roles_are_given_and_taken(cast: Cast) -> None:
    user = factories.account("Paul", Role.WRITER)
    page = page_for(cast.superuser, change(user))
    assert page.all("//input[@name='roles' and @checked]/@value") == ["Writer"]
    save_account(cast.superuser, user, roles=["Editor"])
    assert User.objects.get(pk=user.pk).roles == {Role.EDITOR}
    save_account(cast.superuser, user, roles=[])
    fresh = User.objects.get(pk=user.pk)
    assert fresh.roles == frozenset()
    assert not fresh.is_staff
    assert leads_to_login(client_of(fresh).get("/admin/"))


def test_a_group_that_is_no_role_is_left_alone(cast: Cast) -> None:
    user = factories.account("Paul", Role.WRITER)
    other = Group.objects.create(name="Choir")
    user.groups.add(other)
    save_account(cast.superuser, user, roles=["Editor"])
    assert set(user.groups.values_list("name", flat=True)) == {"Choir", "Editor"}


def test_a_switched_off_account_is_out_at_once_and_its_work_stays(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    inside = client_of(cast.writer)
    assert inside.get(AUTHORS).status_code == 200
    switch = reverse("admin:authors_user_switch", args=[cast.writer.pk])
    response = client_of(cast.superuser).post(switch, follow=True)
    assert "cannot log in any more" in Sheet(response).words()
    assert leads_to_login(inside.get(AUTHORS))
    assert not Client().login(username=cast.writer.email, password=PASSWORD)
    article.refresh_from_db()
    assert article.created_by == cast.writer
    assert article.live_revision is not None
    assert article.live_revision.created_by_name == "Wanda Writer"


def test_nobody_locks_themselves_out(cast: Cast) -> None:
    me = cast.superuser
    response = client_of(me).post(reverse("admin:authors_user_switch", args=[me.pk]))
    words = Sheet(response).words("//main")
    assert "You cannot switch off your own account: ask another administrator." in words
    words = Sheet(save_account(me, me, is_superuser=None)).words("//form[@id='user_form']")
    assert "You cannot stop being an administrator yourself" in words
    assert client_of(me).get(delete(me)).status_code == 403
    assert client_of(me).post(delete(me), {"post": "yes"}).status_code == 403
    client_of(me).post(
        USERS, {"action": "delete_selected", "_selected_action": [me.pk], "post": "yes"}
    )
    me.refresh_from_db()
    assert (me.is_active, me.is_superuser) == (True, True)


def test_an_administrator_makes_another_and_unmakes_them(cast: Cast) -> None:
    user = factories.account("Ben", Role.EDITOR)
    save_account(cast.superuser, user, is_superuser="on")
    assert User.objects.get(pk=user.pk).is_superuser
    user.refresh_from_db()
    save_account(cast.superuser, user, is_superuser=None)
    assert not User.objects.get(pk=user.pk).is_superuser


def test_an_administrator_sets_a_new_password(cast: Cast) -> None:
    address = reverse("admin:auth_user_password_change", args=[cast.writer.pk])
    page = page_for(cast.superuser, address)
    assert not page.all("//*[@name='usable_password']")
    new = "a stable of correct batteries"
    response = client_of(cast.superuser).post(address, {"password1": new, "password2": new})
    assert response.status_code == 302
    assert Client().login(username=cast.writer.email, password=new)
    short = client_of(cast.superuser).post(address, {"password1": "x", "password2": "x"})
    assert "too short" in short.content.decode()


def test_only_administrators_manage_accounts(cast: Cast) -> None:
    user = factories.account("Paul", Role.WRITER)
    password = reverse("admin:auth_user_password_change", args=[user.pk])
    for who in (cast.editor, cast.writer, cast.reviewer, cast.stranger):
        client = client_of(who)
        assert new_account(who).status_code == 403
        assert save_account(who, user, name="Changed", roles=["Editor"]).status_code == 403
        assert client.post(delete(user), {"post": "yes"}).status_code == 403
        assert client.get(password).status_code == 403
        assert (
            client.post(password, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 403
        )
        client.post(
            USERS, {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
        )
    user.refresh_from_db()
    assert user.name == "Paul"
    assert user.roles == {Role.WRITER}
    assert not User.objects.filter(name="Nora New").exists()


def test_a_permission_given_by_hand_does_not_make_an_administrator(cast: Cast) -> None:
    """Django would let whoever may change accounts make themselves a superuser."""
    from django.contrib.auth.models import Permission

    cast.editor.user_permissions.set(Permission.objects.filter(content_type__app_label="authors"))
    assert save_account(cast.editor, cast.editor, is_superuser="on").status_code == 403
    cast.editor.refresh_from_db()
    assert not cast.editor.is_superuser


def test_editors_see_who_is_there_in_words(cast: Cast) -> None:
    page = page_for(cast.editor, change(cast.reviewer))
    words = page.words()
    assert "Roles Medical reviewer" in words
    assert "Set a new password" not in words
    assert "frozenset" not in page.raw
    assert not page.all("//input[@name='email' or @name='roles' or @name='is_superuser']")


def test_groups_and_permissions_have_no_form(cast: Cast) -> None:
    assert Group not in admin.site._registry
    assert client_of(cast.superuser).get("/admin/auth/group/").status_code == 404


def test_the_list_of_accounts_says_who_may_what(cast: Cast) -> None:
    for name in ("writer", "reviewer", "editor", "stranger", "superuser"):
        getattr(cast, name)
    factories.account("Old Hand", Role.WRITER, is_active=False)
    rows = page_for(cast.superuser, USERS).texts("//table//tbody/tr")

    def row_of(name: str) -> str:
        return next(row for row in rows if name in row)

    assert "Administrator" in row_of("Ada Admin")
    assert "Switched off" in row_of("Old Hand")
    assert "No role" in row_of("Stan Stranger")
    assert "Rita Reviewer (medical reviewer)" in row_of("Rita Reviewer")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("role=Writer", {"Wanda Writer"}),
        ("role=none", {"Stan Stranger", "Ada Admin"}),
        ("role=King", None),
        ("q=wanda", {"Wanda Writer"}),
    ],
)
def test_accounts_are_found_by_role_and_name(
    cast: Cast, query: str, names: set[str] | None
) -> None:
    for name in ("writer", "editor", "stranger", "superuser"):
        getattr(cast, name)
    page = page_for(cast.superuser, f"{USERS}?{query}")
    found = {" ".join(cell.split()) for cell in page.texts("//table//th//strong")}
    assert names is None or found == names


def test_the_list_of_accounts_needs_no_more_queries_for_more(cast: Cast) -> None:
    def fill() -> None:
        user = factories.account("Ed", Role.WRITER, Role.EDITOR)
        factories.author("Ed", user)
        factories.medical_reviewer("Ed", cast.editor, factories.account("Mo", *Role))

    assert grows(cast.superuser, USERS, fill) == 0


def grows(user: User, address: str, fill: Any) -> int:
    """How many more queries a list needs when there is three times as much in it."""

    def count() -> int:
        client = client_of(user)
        client.get(address)
        with counted() as queries:
            client.get(address)
        return int(queries)

    fill()
    few = count()
    fill()
    fill()
    return count() - few


def test_who_sees_accounts(cast: Cast) -> None:
    seen = {
        "anonymous": 302,
        "stranger": 403,
        "writer": 403,
        "second_writer": 403,
        "reviewer": 403,
        "editor": 200,
        "superuser": 200,
    }
    assert answers(cast, USERS) == seen
    assert answers(cast, change(cast.writer)) == seen
    assert answers(cast, f"{USERS}add/") == seen | {"editor": 403}


# --- profiles ------------------------------------------------------------------------------------

LINKS = [
    {"label": "Register", "url": "https://example.org/1"},
    {"label": "University", "url": "https://example.edu/"},
]


def profile(**fields: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": "Mia Wood",
        "slug": "mia-wood",
        "job_title": "Science writer",
        "is_active": "on",
        "bio": "Mia writes.\n\nShe also walks.",
        "portrait_alt": "",
        "website": "",
        "links-label": [],
        "links-url": [],
        "credentials-TOTAL_FORMS": "0",
        "credentials-INITIAL_FORMS": "0",
        **fields,
    }
    return {name: value for name, value in data.items() if value is not None}


@pytest.mark.parametrize(("where", "model"), [(AUTHORS, Author), (REVIEWERS, MedicalReviewer)])
def test_an_editor_makes_a_profile_with_links_as_rows(
    cast: Cast, where: str, model: type[Author | MedicalReviewer]
) -> None:
    response = client_of(cast.editor).post(
        f"{where}add/",
        profile(
            **{
                "links-label": ["Register", "", " University "],
                "links-url": ["https://example.org/1", "", "example.edu/"],
            },
            website="example.org",
        ),
    )
    assert response.status_code == 302, Sheet(response).texts("//*[@class='errorlist']")
    person = model.objects.get()
    assert person.links == LINKS
    assert person.website == "https://example.org"
    page = page_for(cast.editor, change(person))
    assert page.all("//input[@name='links-label']/@value")[:2] == ["Register", "University"]
    # Saved again as it stands, nothing changes.
    rows = {"links-label": [r["label"] for r in LINKS], "links-url": [r["url"] for r in LINKS]}
    assert client_of(cast.editor).post(change(person), profile(**rows)).status_code == 302
    person.refresh_from_db()
    assert person.links == LINKS


@pytest.mark.parametrize(
    ("labels", "urls", "sentence"),
    [
        (
            ["Register"],
            ["javascript:alert(1)"],
            "Link 1: “javascript:alert(1)” is not a web address",
        ),
        (["", "Two"], ["https://example.org/", "https://example.org/"], "Link 1 has no label."),
        (["One", "Two"], ["https://example.org/", ""], "Link 2: “” is not a web address"),
        (["One"], ["ftp://example.org/"], "Link 1: “ftp://example.org/” is not a web address"),
        (["One"], ["data:text/html,<b>"], "is not a web address"),
    ],
)
def test_a_link_that_is_none_gets_a_sentence_and_stays_in_its_row(
    cast: Cast, labels: list[str], urls: list[str], sentence: str
) -> None:
    response = client_of(cast.editor).post(
        f"{AUTHORS}add/", profile(**{"links-label": labels, "links-url": urls})
    )
    page = Sheet(response)
    assert sentence in page.words("//form[@id='author_form']")
    assert page.all("//input[@name='links-url']/@value")[: len(urls)] == urls
    assert not Author.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("me.png", huge_png(10_000, 6_000), "60 megapixels"),
        ("me.jpg", b"MZ" + bytes(99), "a Windows program"),
        ("me.svg", b"<svg><script>alert(1)</script></svg>", "an SVG drawing"),
        ("me.png", picture()[:60], "damaged or breaks off"),
    ],
)
def test_a_portrait_that_is_none_gets_a_sentence(
    cast: Cast, name: str, content: bytes, sentence: str, media: Path
) -> None:
    upload = SimpleUploadedFile(name, content, "image/png")
    response = client_of(cast.editor).post(f"{REVIEWERS}add/", profile(portrait=upload))
    page = Sheet(response)
    assert sentence in page.words("//form[@id='medicalreviewer_form']")
    assert page.one("//input[@name='job_title']/@value") == "Science writer"
    assert not MedicalReviewer.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_portrait_is_kept_and_can_be_taken_off(cast: Cast, media: Path) -> None:
    upload = SimpleUploadedFile("me.png", picture(), "image/png")
    client_of(cast.editor).post(f"{AUTHORS}add/", profile(portrait=upload))
    person = Author.objects.get()
    assert (media / str(person.portrait.name)).exists()
    assert str(person.portrait.name).endswith(".webp")
    page = page_for(cast.editor, AUTHORS)
    assert page.all(f"//table//img[@src='{person.portrait.url}']")
    client_of(cast.editor).post(change(person), profile(**{"portrait-clear": "on"}))
    person.refresh_from_db()
    assert not person.portrait


def test_the_address_of_a_profile_stays(cast: Cast) -> None:
    person = factories.author("Mia Wood")
    slug = person.slug
    client_of(cast.editor).post(change(person), profile(slug="other", name="Mia Wood-Hill"))
    person.refresh_from_db()
    assert (person.slug, person.name) == (slug, "Mia Wood-Hill")


@pytest.mark.parametrize("changed", ["name", "account"])
def test_nobody_becomes_the_author_of_what_they_approved(cast: Cast, changed: str) -> None:
    """The database refuses it, and the form says so instead of failing."""
    article_at(Status.PUBLISHED, cast)
    before = (cast.author.name, cast.author.user_id)
    fields = {"name": cast.author.name, "user": cast.writer.pk, "job_title": "Kept as typed"}
    fields |= {"name": "rita reviewer"} if changed == "name" else {"user": cast.reviewer.pk}
    page = Sheet(client_of(cast.editor).post(change(cast.author), profile(**fields)))
    words = page.words("//form[@id='author_form']")
    assert "Who approved this text cannot stand over it as an author." in words
    assert page.one("//input[@name='job_title']/@value") == "Kept as typed"
    cast.author.refresh_from_db()
    assert (cast.author.name, cast.author.user_id) == before


def test_an_author_is_renamed(cast: Cast) -> None:
    article_at(Status.PUBLISHED, cast)
    data = profile(name="Wanda Wood", user=cast.writer.pk)
    assert client_of(cast.editor).post(change(cast.author), data).status_code == 302
    cast.author.refresh_from_db()
    assert cast.author.name == "Wanda Wood"


def test_one_account_has_one_profile_of_a_kind(cast: Cast) -> None:
    factories.author("Wanda", cast.writer)
    response = client_of(cast.editor).post(f"{AUTHORS}add/", profile(user=cast.writer.pk))
    assert "already exists" in Sheet(response).words("//form[@id='author_form']")


def test_an_author_in_a_byline_is_not_deleted(cast: Cast) -> None:
    article_at(Status.DRAFT, cast)
    client_of(cast.editor).post(delete(cast.author), {"post": "yes"})
    assert Author.objects.filter(pk=cast.author.pk).exists()


def test_a_reviewer_who_decided_is_not_deleted(cast: Cast) -> None:
    article_at(Status.APPROVED, cast)
    reviewer = cast.reviewer.medicalreviewer
    client_of(cast.editor).post(delete(reviewer), {"post": "yes"})
    assert MedicalReviewer.objects.filter(pk=reviewer.pk).exists()


@pytest.mark.parametrize("where", [AUTHORS, REVIEWERS])
def test_the_lists_of_people_need_no_more_queries_for_more(cast: Cast, where: str) -> None:
    def fill() -> None:
        factories.author("Ed", factories.account("Ed", Role.WRITER))
        factories.medical_reviewer("Mo", cast.editor, factories.account("Mo", *Role))

    assert grows(cast.editor, where, fill) == 0


@pytest.mark.parametrize("kind", ["author", "reviewer"])
def test_who_sees_people_and_who_changes_them(cast: Cast, kind: str) -> None:
    person = cast.author if kind == "author" else cast.reviewer.medicalreviewer
    where = AUTHORS if kind == "author" else REVIEWERS
    seen = {
        "anonymous": 302,
        "stranger": 403,
        "writer": 200,
        "second_writer": 200,
        "reviewer": 200,
        "editor": 200,
        "superuser": 200,
    }
    assert answers(cast, where) == seen
    assert answers(cast, change(person)) == seen
    closed = dict.fromkeys(("writer", "second_writer", "reviewer"), 403)
    assert answers(cast, f"{where}add/") == seen | closed
    for user in (cast.writer, cast.reviewer, cast.stranger):
        assert client_of(user).post(change(person), profile(name="Mine")).status_code == 403
        assert client_of(user).post(delete(person), {"post": "yes"}).status_code == 403
    person.refresh_from_db()
    assert person.name != "Mine"


def test_the_stranger_finds_nothing_of_people_in_the_menu(cast: Cast) -> None:
    page = client_of(cast.stranger).get("/admin/").content.decode()
    for where in (USERS, AUTHORS, REVIEWERS):
        assert f'href="{where}"' not in page
