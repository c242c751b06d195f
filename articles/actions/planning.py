"""Who is asked for a review, and by when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.actions.core import event, locked, require, verb, wanted_by
from articles.actions.writing import UNCHANGED, Unchanged
from articles.models import Article
from authors.models import MedicalReviewer, User


@verb
def assign(
    article: Article,
    *,
    by: User,
    reviewers: Sequence[MedicalReviewer] | None = None,
    day: date | Unchanged | None = UNCHANGED,
    note: str = "",
) -> Article:
    """Say who is asked for the next review, and by which day its decision is wanted.

    Possible while the article is in review as well: it moves no text and no state.

    Args:
        reviewers: all who are asked; None leaves them as they are.
        day: on the calendar of the desk; None: no day.
    """
    article = locked(article)
    require(article, "assign", by)
    changes: dict[str, Any] = {}
    before = list(article.reviewers_asked.all())
    if reviewers is not None and {r.pk for r in reviewers} != {r.pk for r in before}:
        for reviewer in reviewers:
            if reviewer not in before and not reviewer.is_active:
                sentence = f"{reviewer.name} reviews no more: ask somebody else."
                raise ValidationError({"reviewers": sentence})
        changes["reviewers_asked"] = {
            "from": [str(reviewer) for reviewer in before],
            "to": [str(reviewer) for reviewer in reviewers],
        }
        article.reviewers_asked.set(reviewers)
        # Who is asked stands in the form of the desk too. A day does not: it disturbs no writer.
        article.version += 1
    if not isinstance(day, Unchanged) and day != article.review_wanted_by:
        if day is not None and day < timezone.localdate():
            raise ValidationError({"day": "Choose today or a later day."})
        changes["review_wanted_by"] = {
            "from": str(article.review_wanted_by or ""),
            "to": str(day or ""),
        }
        article.review_wanted_by = day
    if not changes:
        return article
    article.save()
    data = {**changes, **wanted_by(article)}
    event(article, "assign", by, before=article.status, note=note, data=data)
    return article
