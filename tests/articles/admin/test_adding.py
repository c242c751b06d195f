"""From every list leads a way to add one more, for whoever may, and an empty list says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from tests.doors import client_of, page_for
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def lists() -> Iterator[tuple[str, str]]:
    """The lists of the admin, each with the form for one more."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        try:
            yield reverse(f"{name}_changelist"), reverse(f"{name}_add")
        except NoReverseMatch:
            continue


@pytest.mark.parametrize("who", ["editor", "superuser", "writer", "reviewer"])
def test_whoever_may_add_finds_the_way_on_the_list(who: str, cast: Cast) -> None:
    person = getattr(cast, who)
    request = RequestFactory().get("/")
    request.user = person
    found = 0
    for listed, added in lists():
        if client_of(person).get(listed).status_code != 200:
            continue
        model = next(m for m in admin.site._registry if reverse_of(m) == listed)
        may = admin.site._registry[model].has_add_permission(request)
        links = page_for(person, listed).all("//main//a/@href")
        assert any(link.startswith(added) for link in links) is may, listed
        found += may
    assert found > 5 if who == "editor" else found >= (who != "reviewer")


def reverse_of(model: type) -> str:
    meta = model._meta  # type: ignore[attr-defined]
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    except NoReverseMatch:
        return ""


def test_an_empty_list_does_not_blame_a_search_that_nobody_made(cast: Cast) -> None:
    address = reverse("admin:authors_invitation_changelist")
    words = page_for(cast.editor, address).words("//main")
    assert "There are no invitations." in words
    assert "Invite somebody" in words
    assert "Nothing fits" in page_for(cast.editor, f"{address}?state=expired").words("//main")
