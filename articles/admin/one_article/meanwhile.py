"""What somebody else did to an article while a page of it was open, as a sentence for that page."""

from __future__ import annotations

from articles.admin import access
from articles.models import Article, Event
from authors.models import User
from wellness.lib import dates


def news(article: Article, user: User, *, version: int, revision: int) -> str:
    """What is new since a page was opened; empty where its next save meets nothing new.

    Args:
        version: the version of the article that the page shows or goes on from.
        revision: the number of its revision.
    """
    if version >= article.version:
        return ""
    frozen = access.may_write(article, user) and access.may_arrange(article, user)
    current = article.current_revision
    if current is not None and current.number > revision:
        who, at = _who(user, current.created_by_id, current.created_by_name), current.created_at
        what = f"saved revision {current.number}"
    else:
        last = Event.objects.filter(article=article).first()
        if last is None or (last.verb not in ("arrange", "edit") and not frozen):
            return ""  # a step that leaves my words as welcome as before
        who, at = _who(user, last.actor_id, last.actor_name), last.at
        what = "took a step with this article" if frozen else "changed what surrounds the text"
    said = f"{who} {what} at {dates.lately(at)}"
    if frozen:
        return f"{said}. {access.may_write(article, user)} What you type is kept."
    return f"{said}; your next save will be combined with it."


def _who(user: User, pk: int | None, name: str) -> str:
    return "You, on another page," if pk == user.pk else name
