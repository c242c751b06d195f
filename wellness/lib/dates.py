"""Days, months and moments, as people count and read them."""

from __future__ import annotations

import calendar
import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def clock(at: dt.datetime) -> str:
    """A moment on the clock of the desk: “3 March 2026, 14:05”."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def moment(at: dt.datetime) -> str:
    """A moment to come, on the clock of the desk and with the name of its time zone."""
    return f"{clock(at)} ({timezone.get_default_timezone_name()})"


def lately(at: dt.datetime) -> str:
    """A moment that is over since not long: its time, with its day unless that is today."""
    local = timezone.localtime(at)
    time = date_format(local, "H:i")
    return time if local.date() == timezone.localdate() else f"{time} on {date_format(local)}"


def distance(day: dt.date, today: dt.date) -> str:
    """How far a day is from today, in words: “in 3 days”."""
    days = (day - today).days
    match days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"
