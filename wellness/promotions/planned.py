"""Promotions in the calendar of the desk: the days on which one begins and ends."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.admin.planning import planned
from articles.admin.planning.planned import Asked, Entry
from wellness.promotions.models import Promotion

BEGINS: Final = "promotion"


def watch() -> None:
    """Let the calendar know of them."""
    planned.register(planned.Source({BEGINS: "Promotions"}, find))


def find(asked: Asked) -> list[Entry]:
    """Beginnings and ends of promotions that are switched on."""
    if not asked.user.has_perm("promotions.view_promotion") or asked.person is not None:
        return []
    starts = Q(starts_at__gte=asked.first_moment, starts_at__lt=asked.end_moment)
    ends = Q(ends_at__gte=asked.first_moment, ends_at__lt=asked.end_moment)
    rows = Promotion.objects.filter(starts | ends, is_active=True).order_by("starts_at", "pk")
    if asked.topic is not None:
        rows = rows.filter(topic=asked.topic)
    found = []
    for row in rows[: planned.LIMIT]:
        link = reverse("admin:promotions_promotion_change", args=[row.pk])
        for what, at in (("begins", row.starts_at), ("ends", row.ends_at)):
            if at is not None and asked.first_moment <= at < asked.end_moment:
                day = timezone.localdate(at)
                found.append(
                    Entry(BEGINS, f"Promotion {what}", day, str(row), link, row.label, at=at)
                )
    return found
