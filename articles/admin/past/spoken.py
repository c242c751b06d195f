"""What was said about a text, as lines of its history: threads begun, and what became of them.

Answers are read in their thread, to which each line leads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet

from articles.comments.models import Comment, Mark
from articles.models import Article
from wellness.lib.text import excerpt, one_line

QUOTED: Final = 90
"""Characters of a passage in one line of history."""

_MARKS: Final = {
    Mark.Kind.RESOLVED: ("settled a comment on {what}", "check_circle", "plain"),
    Mark.Kind.REOPENED: ("opened a comment on {what} again", "replay", "open"),
    Mark.Kind.ACCEPTED: ("took the suggested words for {what} over", "done_all", "good"),
}


def begun(article: Article) -> QuerySet[Comment]:
    """The comments with which threads began."""
    return Comment.objects.filter(article=article, thread=None)


def marks(article: Article) -> QuerySet[Mark]:
    return Mark.objects.filter(thread__article=article)


def comments_in_bulk(pks: Iterable[int]) -> dict[int, Comment]:
    return Comment.objects.select_related("revision").in_bulk(list(pks))


def marks_in_bulk(pks: Iterable[int]) -> dict[int, Mark]:
    return Mark.objects.select_related("thread", "revision").in_bulk(list(pks))


def of_comment(comment: Comment) -> dict[str, Any]:
    """What a line of history says of a thread that somebody began."""
    suggests = comment.suggestion is not None
    verb = "suggested other words for" if suggests else "commented on"
    said = [comment.text]
    if suggests:
        said.insert(0, f"“{comment.suggestion}”" if comment.suggestion else "To leave them out.")
    return {
        "at": comment.at,
        "who": comment.by_name,
        "what": f"{verb} {_what(comment)} in revision {comment.revision.number}",
        "symbol": "edit_note" if suggests else "chat",
        "note": "\n\n".join(part for part in said if part),
        "revision": comment.revision,
        "thread": comment.pk,
    }


def of_mark(mark: Mark) -> dict[str, Any]:
    """What a line of history says of a thread that was closed, or goes on."""
    words, symbol, tone = _MARKS[Mark.Kind(mark.kind)]
    return {
        "at": mark.at,
        "who": mark.by_name,
        "what": words.format(what=_what(mark.thread)),
        "symbol": symbol,
        "tone": tone,
        "revision": mark.revision,
        "thread": mark.thread.pk,
    }


def _what(thread: Comment) -> str:
    return f"“{excerpt(one_line(thread.quote), QUOTED)}”" if thread.quote else "the text"
