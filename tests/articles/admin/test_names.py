"""One thing has one name: in the sidebar, over its list, in the breadcrumb and in messages."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst

from articles.admin.today.sidebar import GROUPS
from articles.models import Status
from tests.doors import client_of, page_for
from tests.factories import Cast, article_at, image

SIDEBAR = [(key, label) for _, entries in GROUPS for key, label, _ in entries]


@pytest.mark.parametrize(("key", "label"), SIDEBAR)
def test_a_model_is_called_what_the_sidebar_calls_it(key: str, label: str) -> None:
    (model,) = [model for model in admin.site._registry if model._meta.label_lower == key]
    assert capfirst(str(model._meta.verbose_name_plural)) == label


@pytest.mark.django_db
def test_a_picture_is_a_picture_in_the_breadcrumb_and_in_messages(cast: Cast) -> None:
    picture = image("A lamp")
    address = reverse("admin:articles_image_change", args=[picture.pk])
    fields = {
        "title": "A lamp", "alt": "A lamp.", "focus_x": "50", "focus_y": "50",
        "licence": "Own work", "caption": "", "credit": "", "source": "", "expires_on": "",
    }  # fmt: skip
    answer = client_of(cast.editor).post(address, fields, follow=True)
    said = " ".join(str(message) for message in answer.context["messages"])
    assert said.startswith("The picture")
    words = page_for(cast.editor, address).words("//body")
    assert "Images" not in words


@pytest.mark.django_db
def test_old_addresses_of_articles_are_called_so(cast: Cast) -> None:
    article_at(Status.PUBLISHED, cast)
    page = page_for(cast.editor, reverse("admin:articles_slugredirect_changelist"))
    assert "ld addresses of articles" in page.words("//body")
    assert "edirect" not in page.words("//body")
