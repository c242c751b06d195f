"""The roles: one table, in the groups after every migration, and at every door of the admin."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from authors import roles
from authors.models import User
from authors.roles import ROLES, Role, permissions_of
from tests import factories
from tests.doors import client_of, leads_to_login
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def held(role: Role) -> set[str]:
    """What the group of a role may do, as the database says."""
    rows = Group.objects.get(name=role.value).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app}.{codename}" for app, codename in rows}


@pytest.mark.parametrize("role", list(Role))
def test_the_groups_say_what_the_table_says(role: Role) -> None:
    assert held(role) == permissions_of([role])


def test_every_permission_of_the_table_exists() -> None:
    known = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    assert permissions_of(Role) <= known


def test_the_table_has_each_role_once_with_its_purpose() -> None:
    assert [row.role for row in ROLES] == list(Role)
    assert all(row.purpose and not row.purpose.endswith(".") for row in ROLES)


@pytest.mark.parametrize("row", ROLES, ids=lambda row: row.role.value)
def test_no_permission_stands_in_a_row_twice(row: roles.RoleRow) -> None:
    assert len(row.permissions) == len(set(row.permissions))


def test_a_permission_given_or_taken_by_hand_is_put_right_by_the_next_migration() -> None:
    group = Group.objects.get(name=Role.WRITER.value)
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    group.permissions.remove(Permission.objects.get(codename="view_article"))
    call_command("migrate", verbosity=0)
    assert held(Role.WRITER) == permissions_of([Role.WRITER])


def test_a_permission_given_to_an_account_by_hand_counts_for_nothing(cast: Cast) -> None:
    cast.writer.user_permissions.set(Permission.objects.all())
    writer = User.objects.get(pk=cast.writer.pk)
    assert not writer.has_perm("promotions.add_promotion")
    assert writer.get_all_permissions() == permissions_of([Role.WRITER])


def test_a_group_that_was_deleted_comes_back() -> None:
    Group.objects.get(name=Role.EDITOR.value).delete()
    call_command("migrate", verbosity=0)
    assert held(Role.EDITOR) == permissions_of([Role.EDITOR])


@pytest.mark.parametrize("role", list(Role))
def test_no_role_changes_or_deletes_history_or_accounts(role: Role) -> None:
    history = ("revision", "factcheck", "revocation", "event", "slugredirect", "user", "group")
    forbidden = {
        permission
        for permission in permissions_of([role])
        if permission.split("_", 1)[1] in history
        and not permission.split(".")[1].startswith("view")
    }
    assert forbidden == set()
    assert not any(p in permissions_of([role]) for p in ("articles.delete_article",))
    assert not any(p in permissions_of([role]) for p in ("articles.delete_image",))


@pytest.mark.parametrize(
    ("groups", "fields", "expected"),
    [
        ([], {}, set()),
        (["Writer"], {}, {Role.WRITER}),
        (["Writer", "Editor"], {}, {Role.WRITER, Role.EDITOR}),
        (["Choir"], {}, set()),
        ([], {"is_superuser": True}, {Role.EDITOR}),
        (["Medical reviewer"], {"is_superuser": True}, {Role.MEDICAL_REVIEWER, Role.EDITOR}),
        (["Writer", "Medical reviewer", "Editor"], {"is_active": False}, set()),
    ],
)
def test_an_account_holds_the_roles_of_its_groups_while_it_is_active(
    groups: list[str], fields: dict[str, bool], expected: set[Role]
) -> None:
    user = factories.account("Paul", **fields)
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    fresh = User.objects.get(pk=user.pk)
    assert fresh.roles == expected
    assert fresh.is_writer == (Role.WRITER in expected)
    assert fresh.is_medical_reviewer == (Role.MEDICAL_REVIEWER in expected)
    assert fresh.is_editor == (Role.EDITOR in expected)


# --- every list and every form of the admin ------------------------------------------------------

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)

OWN = {"notices.Notice"}
"""Lists of what is one's own, whatever one's role; nothing is added there by hand."""

TABLED = [model for model in MODELS if model._meta.label not in OWN]
"""Models of which the table of roles says who sees them."""


def addresses(model: type) -> list[str]:
    meta = model._meta  # type: ignore[attr-defined]
    kinds = ["changelist"] if meta.label in OWN else ["changelist", "add"]
    return [reverse(f"admin:{meta.app_label}_{meta.model_name}_{kind}") for kind in kinds]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_strangers_find_every_door_of_the_admin_closed(cast: Cast, model: type) -> None:
    for address in addresses(model):
        assert leads_to_login(client_of(None).get(address))
        assert client_of(cast.stranger).get(address).status_code == 403
        posted = client_of(cast.stranger).post(address, {}).status_code
        assert posted == (405 if model._meta.label in OWN else 403)  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", TABLED, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("who", ["writer", "reviewer", "editor"])
def test_nobody_sees_a_list_that_the_table_does_not_give_them(
    cast: Cast, model: type, who: str
) -> None:
    user: User = getattr(cast, who)
    meta = model._meta  # type: ignore[attr-defined]
    held_by_them = permissions_of(user.roles)
    sees = any(
        f"{meta.app_label}.{v}_{meta.model_name}" in held_by_them for v in ("view", "change")
    )
    adds = f"{meta.app_label}.add_{meta.model_name}" in held_by_them
    client = client_of(user)
    changelist, add = addresses(model)
    assert client.get(changelist).status_code == (200 if sees else 403)
    assert client.get(add).status_code == (200 if adds else 403)


def test_an_account_without_access_to_the_admin_is_led_to_the_login(cast: Cast) -> None:
    outside = factories.account("Olga Outside", Role.WRITER, is_staff=False)
    for model in MODELS:
        for address in addresses(model):
            assert leads_to_login(client_of(outside).get(address))
