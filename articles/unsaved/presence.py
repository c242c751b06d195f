"""Who has an article open just now, for those who may see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article
from articles.unsaved.models import Presence
from authors.models import User

FOR: Final = dt.timedelta(seconds=60)
"""How long somebody counts as present after their page last said so."""


@dataclass(frozen=True)
class Other:
    """Somebody else at the same article."""

    name: str
    since: dt.datetime
    writing_since: dt.datetime | None

    @property
    def sentence(self) -> str:
        since = date_format(timezone.localtime(self.writing_since or self.since), "H:i")
        doing = "writing" if self.writing_since else "open"
        return f"{self.name} has this article open too ({doing} since {since})."


def here(*, by: User, article: Article, sitting: str, writes: bool) -> list[Other]:
    """Say that this person has the article open, and hear who else does."""
    now = timezone.now()
    Presence.objects.filter(article=article, seen_at__lte=now - FOR).delete()
    Presence.objects.bulk_create(
        [Presence(user=by, article=article, sitting=sitting, since=now, seen_at=now)],
        update_conflicts=True,
        unique_fields=["user", "sitting"],
        update_fields=["seen_at"],
    )
    if writes:
        own = Presence.objects.filter(user=by, sitting=sitting, writing_since=None)
        own.update(writing_since=now)
    found: dict[int, Other] = {}
    others = Presence.objects.filter(article=article).exclude(user=by).select_related("user")
    for row in others:
        before = found.get(row.user_id)
        times = [row.writing_since, before.writing_since if before else None]
        found[row.user_id] = Other(
            str(row.user),
            before.since if before else row.since,
            min((time for time in times if time), default=None),
        )
    return list(found.values())


def gone(*, by: User, sitting: str) -> None:
    """This page was left."""
    Presence.objects.filter(user=by, sitting=sitting).delete()
