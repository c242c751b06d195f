"""What all verbs share: the lock, the question, the move and its event."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import social_cards, workflow
from articles.models import Article, Event, FactCheck, Revision
from articles.notices import telling
from articles.search import live_texts
from articles.workflow import REVIEW_AHEAD, Refused, System
from authors.models import User
from wellness.lib.triggers import REFUSED

Actor = User | System
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Stale(Exception):
    """Somebody saved the article after the version that this change is based on."""

    def __init__(self, article: Article) -> None:
        self.article = article
        super().__init__(
            "This article was saved by somebody else while you were working on it. "
            "Nothing of yours is lost: compare the two versions below and save again."
        )


def verb(action: Callable[_P, _R]) -> Callable[_P, _R]:
    """A step: all of it or nothing, and a refusal of the database is a refusal of the step.

    What ``workflow`` allows the seal may still refuse, where somebody's account or credential
    changed since they were asked; its sentences are for people too.
    """
    atomic = transaction.atomic()

    @wraps(action)
    def step(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            with atomic:
                return action(*args, **kwargs)
        except IntegrityError as error:
            sentence = refusal(error)
            if not sentence:
                raise
            raise Refused(sentence) from error

    return step


def refusal(error: IntegrityError) -> str:
    """The sentence with which the seal refused; empty where the error is another one."""
    cause: Any = error.__cause__
    if getattr(cause, "pgcode", None) != REFUSED:
        return ""
    return str(cause.diag.message_primary)


def locked(article: Article) -> Article:
    """The article as it is in the database, locked against everybody else until the commit."""
    # Two statements: one that joined the revisions would, after a wait for somebody's commit,
    # go on with the new article beside the revisions of the old one.
    Article.objects.select_for_update().only("pk").get(pk=article.pk)
    return Article.objects.select_related("topic", "current_revision", "live_revision", "hero").get(
        pk=article.pk
    )


def require(
    article: Article, verb: str, by: Actor, *, fact_check: FactCheck | None = None
) -> workflow.Transition:
    sentence = workflow.check(article, verb, by, fact_check=fact_check)
    if sentence:
        raise Refused(sentence)
    row, _ = workflow.find(workflow.Ask(article, by, fact_check), verb)
    assert row is not None  # check would have said so
    return row


def unless(objection: str) -> None:
    """Go on, unless there is an objection.

    Raises:
        Refused: with the sentence of the objection.
    """
    if objection:
        raise Refused(objection)


def move(
    article: Article,
    row: workflow.Transition,
    by: Actor,
    *,
    note: str = "",
    revision: Revision | None = None,
    fact_check: FactCheck | None = None,
    data: dict[str, Any] | None = None,
) -> Article:
    before = article.status
    if row.target is not None:
        article.status = row.target
    if article.status not in REVIEW_AHEAD or row.verb == "request_changes":
        # Decided: the day by which the review was wanted has done its work.
        article.review_wanted_by = None
    article.version += 1
    article.save()
    event(
        article,
        row.verb,
        by,
        before=before,
        revision=revision or (fact_check.revision if fact_check else article.current_revision),
        fact_check=fact_check,
        note=note,
        data=data,
    )
    live_texts.follow(article)
    social_cards.follow(article)
    return article


def event(
    article: Article,
    verb: str,
    by: Actor,
    *,
    before: str = "",
    revision: Revision | None = None,
    fact_check: FactCheck | None = None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Write a line of history, after the article was saved in its new state."""
    line = Event.objects.create(
        article=article,
        verb=verb,
        from_status=before,
        to_status=article.status,
        revision=revision,
        fact_check=fact_check,
        actor=by if isinstance(by, User) else None,
        actor_name=str(by),
        note=note,
        data=data or {},
    )
    telling.tell(article, line)


def wanted_by(article: Article) -> dict[str, str]:
    """For the event of a step that asks for a review: the day by which it is wanted, if any."""
    day = article.review_wanted_by
    return {"wanted_by": day.isoformat()} if day else {}


def said(text: str, field: str, sentence: str) -> str:
    """What a person wrote, without the white space around it.

    Raises:
        ValidationError: there is nothing, with ``sentence``.
    """
    text = text.strip()
    if not text:
        raise ValidationError({field: sentence})
    return text


def leave_the_site(article: Article, notice: str) -> None:
    article.live_revision = None
    article.live_since = None
    article.withdrawn_at = timezone.now()
    article.withdrawal_notice = notice
    article.scheduled_for = None
