"""The sidebar of the admin: what waits for this person, with counts, and what they may open."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from articles.admin import reports
from articles.admin.access import is_of_the_desk, person
from articles.admin.today import waiting

REPORTS: Final = "reports.readerreport"

GROUPS: Final = (
    (
        "Magazine",
        (
            ("articles.article", "Articles", "article"),
            (REPORTS, "Reader reports", "report"),
            ("articles.image", "Pictures", "image"),
            ("articles.topic", "Topics", "category"),
            ("promotions.promotion", "Promotions", "campaign"),
            ("policies.policy", "Policies", "policy"),
            ("redirects.oldaddress", "Old addresses", "forward"),
        ),
    ),
    (
        "People",
        (
            ("authors.author", "Authors", "ink_pen"),
            ("authors.medicalreviewer", "Medical reviewers", "stethoscope"),
            ("authors.user", "Accounts", "badge"),
            ("authors.invitation", "Invitations", "mail"),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the sidebar for this person, as django-unfold reads them."""
    start = reverse("admin:index")
    groups: list[dict[str, Any]] = [
        {"title": "Desk", "items": [_item("Today", "today", start, request.path == start)]}
    ]
    if is_of_the_desk(request):
        calendar = reverse("admin:articles_article_calendar")
        item = _item("Calendar", "calendar_month", calendar, request.path == calendar)
        groups[0]["items"] += [item, *_queues(request)]
    models = {model._meta.label_lower: model for model in admin.site._registry}
    for title, entries in GROUPS:
        items = [
            _item(label, icon, address, _is_open(request, address)) | _badge(key, request)
            for key, label, icon in entries
            if (address := _list_of(models.get(key), request))
        ]
        if items:
            groups.append({"title": title, "items": items})
    return groups


def _queues(request: HttpRequest) -> list[dict[str, Any]]:
    numbers = waiting.counts_for(request)
    chosen = request.GET.get("queue") if _is_list(request) else None
    items = []
    for queue in waiting.queues_of(person(request)):
        item = _item(queue.title, queue.icon, queue.address, chosen == queue.key)
        if number := numbers[queue.key]:
            item["badge"] = str(number)
            item["badge_variant"] = "primary" if queue.calls else "quiet"
        items.append(item)
    return items


def _badge(key: str, request: HttpRequest) -> dict[str, str]:
    """How many reports of readers nobody took yet."""
    number = reports.new_for(request) if key == REPORTS else 0
    return {"badge": str(number), "badge_variant": "primary"} if number else {}


def _item(title: str, icon: str, link: str, active: bool) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": link, "active": active}


def _list_of(model: type[Model] | None, request: HttpRequest) -> str:
    """The address of a model's list; empty where it has none or the person may not open it."""
    if model is None or not admin.site._registry[model].has_view_or_change_permission(request):
        return ""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    except NoReverseMatch:
        return ""


def _is_list(request: HttpRequest) -> bool:
    return request.path == reverse("admin:articles_article_changelist")


def _is_open(request: HttpRequest, address: str) -> bool:
    if address == reverse("admin:redirects_oldaddress_changelist"):
        # The addresses of articles that moved are a tab of the same place.
        moved = reverse("admin:articles_slugredirect_changelist")
        return request.path.startswith((address, moved))
    if request.path == reverse("admin:articles_article_calendar"):
        return False
    return request.path.startswith(address) and not (_is_list(request) and "queue" in request.GET)
