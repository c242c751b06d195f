"""Choosing what stands in a place."""

from __future__ import annotations

from typing import Any

from django import template

from wellness.promotions.models import Promotion

register = template.Library()


@register.simple_tag(takes_context=True)
def promotion(context: dict[str, Any], placement: str, topic: Any = None) -> Promotion | None:
    """What stands in ``placement`` on a page of ``topic``: the topic's own before the general."""
    here = getattr(topic, "pk", None)
    fitting = [
        standing
        for standing in context.get("promotions", ())
        if standing.placement == placement and standing.topic_id in (None, here)
    ]
    return next((p for p in fitting if p.topic_id is not None), next(iter(fitting), None))
