"""Keeping what somebody types until they save it. No revision is made, no article is touched."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from articles.unsaved.models import MAX_FORM, SITTING, Presence, UnsavedText
from authors.models import User

KEPT_FOR: Final = dt.timedelta(days=30)
"""How long unsaved text is offered to the person who typed it."""

CLOSED_FOR: Final = dt.timedelta(days=1)
"""How long the empty row of a saved sitting stays, to refuse what was sent before the save."""

AT_MOST: Final = 10
"""Sittings with unsaved text for one person and article; the oldest goes when there are more."""

_NAMES: Final = re.compile(rf"[0-9]{{8,{SITTING}}}")


class NotKept(Exception):
    """Why the text was not kept, as a sentence."""


class TooLong(NotKept):
    """The form is longer than is kept."""


def is_sitting(name: str) -> bool:
    """Whether a browser may call an opened page so."""
    return _NAMES.fullmatch(name) is not None


def sittings(names: str) -> list[str]:
    """The sittings in a list with points between them; whatever is none is left out."""
    return [name for name in names.split(".")[-8:] if is_sitting(name)]


def keep(
    *, by: User, article: Article | None, sitting: str, turn: int, form: str, version: int | None
) -> UnsavedText:
    """Put down what this sitting holds now; earlier text of it is replaced.

    Whether the person may change the article is for the caller to ask.

    Raises:
        NotKept: the sitting was saved or thrown away, or is of another article.
        TooLong: there is too much of it.
    """
    if len(form) > MAX_FORM:
        raise TooLong("This is more text than is kept while you type. Save it.")
    now = timezone.now()
    with transaction.atomic():
        row, is_new = UnsavedText.objects.select_for_update().get_or_create(
            user=by,
            sitting=sitting,
            defaults={
                "article": article,
                "form": form,
                "version": version,
                "turn": turn,
                "kept_at": now,
            },
        )
        if is_new:
            _make_room(by, article)
            return row
        if not row.form or row.article_id != (article.pk if article else None):
            raise NotKept("What was typed on this page is saved already. Open it again.")
        # A request that was overtaken on its way changes nothing: newer words are here.
        if turn > row.turn:
            row.form, row.version, row.turn, row.kept_at = form, version, turn, now
            row.save(update_fields=["form", "version", "turn", "kept_at"])
        return row


def _make_room(by: User, article: Article | None) -> None:
    others = UnsavedText.objects.filter(user=by, article=article).exclude(form="")
    old = list(others.values_list("pk", flat=True)[AT_MOST:])
    if old:
        UnsavedText.objects.filter(pk__in=old).delete()


def close(*, by: User, names: list[str]) -> None:
    """These sittings hold nothing unsaved any more, whatever still arrives from them."""
    now = timezone.now()
    UnsavedText.objects.bulk_create(
        [UnsavedText(user=by, sitting=name, form="", kept_at=now) for name in dict.fromkeys(names)],
        update_conflicts=True,
        unique_fields=["user", "sitting"],
        update_fields=["form", "kept_at"],
    )


def unsaved(*, by: User, article: Article | None) -> list[UnsavedText]:
    """What this person typed here and did not save, the latest first."""
    since = timezone.now() - KEPT_FOR
    rows = UnsavedText.objects.filter(user=by, article=article, kept_at__gt=since)
    return list(rows.exclude(form="")[:AT_MOST])


def latest(*, by: User, most: int) -> list[UnsavedText]:
    """What this person typed last and did not save, on one page for each article that they see."""
    since = timezone.now() - KEPT_FOR
    seen = Article.objects.visible_to(by).order_by().values("pk")
    rows = UnsavedText.objects.filter(user=by, kept_at__gt=since).exclude(form="")
    rows = rows.filter(Q(article=None) | Q(article__in=seen))
    of_each = rows.order_by("article_id", "-kept_at", "-pk").distinct("article_id").values("pk")
    return list(UnsavedText.objects.filter(pk__in=of_each).select_related("article")[:most])


def forget_old() -> int:
    """Remove unsaved text that nobody came back for, and traces of sittings that ended."""
    now = timezone.now()
    old, _ = UnsavedText.objects.filter(kept_at__lte=now - KEPT_FOR).delete()
    UnsavedText.objects.filter(form="", kept_at__lte=now - CLOSED_FOR).delete()
    Presence.objects.filter(seen_at__lte=now - CLOSED_FOR).delete()
    return old
