"""The bell of the desk."""

from typing import Any

from django import template

from articles.notices import bell

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """How many notices the person who is logged in has not read."""
    return bell.unread(context["request"])
