"""The number beside the bell."""

from django.http import HttpRequest

from articles.notices.models import Notice
from authors.models import User


def unread(request: HttpRequest) -> int:
    """How many notices the person who asks has not read, counted once for each request."""
    known: int | None = getattr(request, "_unread_notices", None)
    if known is None:
        user = request.user
        known = Notice.objects.of(user).unread().count() if isinstance(user, User) else 0
        request._unread_notices = known  # type: ignore[attr-defined]
    return known
