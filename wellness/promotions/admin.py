"""Promotions on the editor's desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from unfold.admin import ModelAdmin
from unfold.decorators import display

from wellness.promotions.models import Promotion


@admin.register(Promotion)
class PromotionAdmin(ModelAdmin):
    """Announcements and calls to action, with the time in which readers see them."""

    list_display = ("what", "placement", "state", "topic", "starts_at", "ends_at")
    list_filter = ("placement", "is_active", "topic")
    list_select_related = ("topic",)
    search_fields = ("heading", "text", "label")
    date_hierarchy = "starts_at"
    warn_unsaved_form = True
    fieldsets: Any = (
        (
            None,
            {
                "fields": ("placement", "label", "heading", "text", ("button_label", "url")),
                "description": (
                    "Promotions stand over a page or after the text of an article, never inside "
                    "it: no reviewer approves them, and they always carry their label."
                ),
            },
        ),
        (
            "Where and when",
            {
                "fields": ("topic", "starts_at", "ends_at", "is_active"),
                "description": f"Times are on the desk’s clock ({settings.TIME_ZONE}).",
            },
        ),
    )

    @display(description="Promotion", ordering="heading")
    def what(self, promotion: Promotion) -> str:
        return str(promotion)

    @display(
        description="Now",
        label={
            "standing": "success",
            "not yet": "info",
            "over": "warning",
            "switched off": "danger",
        },
    )
    def state(self, promotion: Promotion) -> str:
        return promotion.state
