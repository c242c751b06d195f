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


def moment(at: dt.datetime) -> str:
    """A moment to come, on the clock of the desk and with the name of its time zone."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATETIME_FORMAT')} ({timezone.get_default_timezone_name()})"


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
