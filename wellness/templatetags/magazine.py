"""Tags of the public pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from wellness.lib import seal_drawing
from wellness.lib.trusted_html import data_block

register = template.Library()


@register.inclusion_tag("components/_seal.html")
def seal(digest: str, css_class: str = "seal") -> dict[str, Any]:
    """The drawing of a revision's digest."""
    return {
        "path": seal_drawing.strips(digest),
        "width": seal_drawing.WIDTH,
        "height": seal_drawing.HEIGHT,
        "css_class": css_class,
    }


@register.simple_tag
def json_ld(graph: dict[str, Any]) -> SafeString:
    """The page's structured data."""
    return data_block(graph)
