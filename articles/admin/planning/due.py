"""What falls due, and when: as conditions for lists, and in words for people.

Two days matter at the desk. By one an editor wants a decision (`Article.review_wanted_by`); on the
other the review of what readers see is due again, so many months after it, as its topic says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import DateField, Exists, F, Func, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article, LiveText, Status
from articles.notices.reminding import BEFORE
from wellness.lib import dates

DAY: Final = dt.timedelta(days=1)
WEEK: Final = dt.timedelta(days=7)


def due_again(live_text: str = "", topic: str = "topic__") -> Func:
    """The day on which the review of a live text is due again, counted as `months_later` does.

    Args:
        live_text, topic: the ways to the two tables, from the one that is asked.
    """
    return Func(
        F(f"{live_text}checked_on"),
        F(f"{topic}review_months"),
        template="(%(expressions)s))::date",
        arg_joiner=" + make_interval(months => ",
        output_field=DateField(),
    )


OF_ARTICLE: Final = due_again("live_text__")
"""`due_again` for a question to articles."""


def live_texts(**when: object) -> QuerySet[LiveText]:
    """What readers see and nobody is looking at already, whose review is due again then.

    Args:
        when: conditions on the day, by the name of `due`.
    """
    under_way = Article.objects.filter(status=Status.IN_REVIEW)
    # The rule of the topic that the article has now; a live text follows its article.
    rows = LiveText.objects.annotate(due=due_again()).exclude(article__in=under_way)
    return rows.filter(**when)


def falling_due(today: dt.date, *also: Exists) -> Q:
    """Articles whose review is overdue, or due within a month.

    Args:
        also: what else has to hold of their live texts; asked of these few only.
    """
    return Q(pk__in=live_texts(due__lte=today + BEFORE).filter(*also).values("pk"))


WANTED: Final[Mapping[str, str]] = {
    "late": "The day has passed",
    "week": "In the next 7 days",
    "later": "Later than that",
    "none": "In review, no day set",
}
"""How a list is narrowed by the day by which a review is wanted."""

AGAIN: Final[Mapping[str, str]] = {
    "overdue": "Overdue",
    "month": "In the next 30 days",
    "later": "Later than that",
    "none": "Never reviewed",
}
"""How a list is narrowed by the day on which a review is due again."""


def wanted(key: str, today: dt.date) -> Q:
    """The condition that a key of `WANTED` stands for."""
    match key:
        case "late":
            return Q(review_wanted_by__lt=today)
        case "week":
            return Q(review_wanted_by__range=(today, today + WEEK))
        case "later":
            return Q(review_wanted_by__gt=today + WEEK)
        case "none":
            return Q(review_wanted_by=None, status=Status.IN_REVIEW)
    return Q(pk__in=())


def again(key: str, today: dt.date) -> Q:
    """The condition that a key of `AGAIN` stands for."""
    match key:
        case "overdue":
            rows = live_texts(due__lt=today)
        case "month":
            rows = live_texts(due__range=(today, today + BEFORE))
        case "later":
            rows = live_texts(due__gt=today + BEFORE)
        case "none":
            return Q(live_revision__isnull=False, live_text__checked_on=None)
        case _:
            return Q(pk__in=())
    return Q(pk__in=rows.values("pk"))


@dataclass(frozen=True)
class Due:
    """A day to come, or one that has passed.

    Attributes:
        what: what is due, as the beginning of a sentence.
        words: how far it is from today; says “late” where it has passed, so that no colour has to.
    """

    what: str
    day: dt.date
    today: dt.date

    @property
    def is_late(self) -> bool:
        return self.day < self.today

    @property
    def when(self) -> str:
        return date_format(self.day)

    @property
    def short(self) -> str:
        return date_format(self.day, "j M" if self.day.year == self.today.year else "j M Y")

    @property
    def words(self) -> str:
        days = (self.today - self.day).days
        if days > 0:
            return f"{days} day{'' if days == 1 else 's'} late"
        return dates.distance(self.day, self.today)


def review_of(article: Article) -> Due | None:
    """The day by which the review of this article is wanted."""
    if article.review_wanted_by is None:
        return None
    return Due("Review wanted by", article.review_wanted_by, timezone.localdate())


def next_of(article: Article) -> Due | None:
    """What is due of an article in a list; one that was loaded with `due_again` in it."""
    if article.review_wanted_by is not None:
        return review_of(article)
    day: dt.date | None = getattr(article, "due_again", None)
    today = timezone.localdate()
    if day is None or day > today + BEFORE or article.status == Status.IN_REVIEW:
        return None
    return Due("Review due again", day, today)
