"""What stands now, for the templates of public pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wellness.promotions.models import Promotion


def promotions(request: HttpRequest) -> dict[str, Any]:
    """All standing promotions, fetched in one query when a template first asks for one."""
    return {"promotions": SimpleLazyObject(lambda: list(Promotion.objects.standing()))}
