"""The calendar of the desk: a month as a table, and the same month as a list.

Every month, and every choice of what is shown, is an address of its own. On a wide screen the month
is a table; on a narrow one, and wherever somebody prefers it, a list of its days.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from articles.admin import access, options
from articles.admin.planning import planned
from articles.admin.planning.planned import Asked, Entry
from articles.models import Article

YEARS: Final = (2000, 2199)
"""The first and the last year that the calendar shows."""

IN_A_CELL: Final = 4
"""Entries that a day of the table shows; its list has them all."""


@dataclass
class Day:
    """One day with what is on it."""

    date: dt.date
    is_today: bool
    is_of_the_month: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:IN_A_CELL]

    @property
    def more(self) -> int:
        return len(self.entries) - len(self.shown)

    @property
    def name(self) -> str:
        return date_format(self.date, "l, j F")


class Calendar:
    """What the template asks: one month, as this person sees it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = access.person(request)
        self.today = timezone.localdate()
        self.first = _month(request.GET.get("month", ""), self.today)
        self.kind = _known(request.GET.get("kind", ""), planned.kinds())
        self.topic = _known(request.GET.get("topic", ""), dict(options.named("topic", request)))
        self.person = _known(request.GET.get("person", ""), dict(self._people))
        self.is_list = request.GET.get("as") == "list"

    # -- what can be chosen ----------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The people by whom it can be narrowed, in two groups."""
        return [
            (label, [(f"{kind}-{pk}", name) for pk, name in options.named(kind, self.request)])
            for label, kind in (("Authors", "author"), ("Medical reviewers", "reviewer"))
        ]

    @property
    def _people(self) -> list[tuple[str, str]]:
        return [choice for _, choices in self.groups for choice in choices]

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The bar over the calendar, as the filters of the list of articles."""
        return [
            {"name": "kind", "title": "Show", "value": self.kind,
             "options": [("", "Everything"), *planned.kinds().items()]},
            {"name": "topic", "title": "Topic", "value": self.topic,
             "options": [("", "All topics"), *options.named("topic", self.request)]},
        ]  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.topic or self.person)

    # -- addresses -------------------------------------------------------------------------------

    def link(self, **changes: str) -> str:
        """The address of this calendar with something else chosen."""
        chosen = {
            "month": f"{self.first:%Y-%m}",
            "kind": self.kind,
            "topic": self.topic,
            "person": self.person,
            "as": "list" if self.is_list else "",
        } | changes
        return "?" + urlencode({key: value for key, value in chosen.items() if value})

    @property
    def earlier(self) -> str:
        return self._to(self.first - dt.timedelta(days=1))

    @property
    def later(self) -> str:
        return self._to(self._last + dt.timedelta(days=1))

    def _to(self, day: dt.date) -> str:
        return self.link(month=f"{day:%Y-%m}") if YEARS[0] <= day.year <= YEARS[1] else ""

    @property
    def earlier_name(self) -> str:
        return date_format(self.first - dt.timedelta(days=1), "F Y")

    @property
    def later_name(self) -> str:
        return date_format(self._last + dt.timedelta(days=1), "F Y")

    @property
    def this_month(self) -> str:
        """The way back to today; empty where the page shows today."""
        is_now = (self.first.year, self.first.month) == (self.today.year, self.today.month)
        return "" if is_now else self.link(month="")

    @property
    def as_list(self) -> str:
        return self.link(**{"as": "list"})

    @property
    def as_table(self) -> str:
        return self.link(**{"as": ""})

    @property
    def everything(self) -> str:
        return self.link(kind="", topic="", person="")

    # -- what is on it -----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        return date_format(self.first, "F Y")

    @property
    def zone(self) -> str:
        return timezone.get_default_timezone_name()

    @property
    def weekdays(self) -> list[str]:
        return [str(WEEKDAYS[number]) for number in range(7)]

    @property
    def _last(self) -> dt.date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @cached_property
    def _grid(self) -> list[list[dt.date]]:
        return calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)

    @cached_property
    def asked(self) -> Asked:
        kind, _, number = self.person.partition("-")
        return Asked(
            user=self.user,
            start=self._grid[0][0],
            end=self._grid[-1][-1],
            today=self.today,
            kinds=frozenset({self.kind} if self.kind else planned.kinds()),
            topic=int(self.topic) if self.topic else None,
            person=(kind, int(number)) if number else None,
        )

    @cached_property
    def _entries(self) -> list[Entry]:
        return planned.entries(self.asked)

    @cached_property
    def weeks(self) -> list[list[Day]]:
        days = {
            date: Day(date, date == self.today, date.month == self.first.month)
            for week in self._grid
            for date in week
        }
        for entry in self._entries:
            if entry.day in days:
                days[entry.day].entries.append(entry)
        return [[days[date] for date in week] for week in self._grid]

    @cached_property
    def days(self) -> list[Day]:
        """The days of the month that have something on them."""
        return [day for week in self.weeks for day in week if day.entries and day.is_of_the_month]

    @cached_property
    def late(self) -> list[Entry]:
        """What should have happened before today."""
        pictures = [entry for entry in self._entries if entry.kind == "licence" and entry.is_late]
        return [*planned.late(self.asked), *pictures]

    @property
    def is_full(self) -> bool:
        """Whether there may be more than one page shows."""
        return len(self._entries) >= planned.LIMIT

    @property
    def lists(self) -> list[tuple[str, str]]:
        """Where everything that is late stands, however much it is."""
        address = reverse("admin:articles_article_changelist")
        return [
            ("All reviews whose day has passed", f"{address}?wanted=late"),
            ("All live articles whose review is overdue", f"{address}?again=overdue"),
        ]


def _month(text: str, today: dt.date) -> dt.date:
    """The first day of a month as an address names it; of this month where it names none."""
    year, _, month = text.partition("-")
    known = year.isdecimal() and month.isdecimal() and len(text) == 7
    if known and YEARS[0] <= int(year) <= YEARS[1] and 1 <= int(month) <= 12:
        return dt.date(int(year), int(month), 1)
    return today.replace(day=1)


def _known(key: str, choices: dict[str, str]) -> str:
    return key if key in choices else ""


def urls(model_admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The address of the calendar, to stand before Django's own."""

    def view(request: HttpRequest) -> HttpResponse:
        if not access.is_of_the_desk(request):
            return access.refusal(request, model_admin, access.NO_ROLE)
        request.current_app = model_admin.admin_site.name
        context = {
            **model_admin.admin_site.each_context(request),
            "title": "Calendar",
            "calendar": Calendar(request),
        }
        return TemplateResponse(request, "admin/articles/article/calendar.html", context)

    wrap = model_admin.admin_site.admin_view
    return [path("calendar/", wrap(require_safe(view)), name="articles_article_calendar")]
