"""Writes the notices of what is said about a text, in the transaction in which it is said.

``articles.comments`` calls these under the lock on the article; mails leave after the commit.
"""

from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.comments.models import Comment
from articles.notices import tasks, telling
from articles.notices.audiences import listeners
from articles.notices.kinds import Kind
from articles.notices.models import Notice
from articles.notices.table import OF_COMMENTS
from authors.models import User


def tell(comment: Comment, verb: str) -> None:
    """Tell everybody whom a comment concerns, except the person who made it."""
    told: dict[int, Kind] = {}
    for line in OF_COMMENTS[verb]:
        for whom in line.whom:
            for pk in listeners(whom, comment) - {comment.by_id}:
                told.setdefault(pk, line.kind)
    if not told:
        return
    title = comment.revision.data.title[:200]
    if telling.write(told, Notice(article=comment.article, comment=comment, title=title)):
        # As with steps: what the queue misses, the worker's look at the clock finds.
        transaction.on_commit(partial(tasks.mail_comment.enqueue, comment.pk), robust=True)


def heard(thread: Comment, person: User) -> None:
    """Whoever speaks in a thread has read what was said there, and has answered."""
    rows = _of(thread).filter(person=person)
    telling.settle(rows.filter(kind=Kind.MENTIONED))
    rows.filter(read_at=None).update(read_at=timezone.now())


def settled(thread: Comment) -> None:
    """Nobody is waited for in a thread that is closed."""
    telling.settle(_of(thread).filter(kind=Kind.MENTIONED))


def _of(thread: Comment) -> QuerySet[Notice]:
    return Notice.objects.filter(Q(comment=thread) | Q(comment__thread=thread))
