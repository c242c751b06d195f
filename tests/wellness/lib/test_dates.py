"""Months are counted as people count them, and moments told as people tell them."""

import datetime as dt

import pytest
from django.utils import timezone

from wellness.lib.dates import clock, lately, moment, months_later

EVENING = dt.datetime(2026, 3, 1, 22, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-11-23", 12, "2027-11-23"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_later(day: str, months: int, expected: str) -> None:
    later = months_later(dt.date.fromisoformat(day), months)
    assert later == dt.date.fromisoformat(expected)


def test_a_moment_is_told_by_the_clock_of_the_desk() -> None:
    with timezone.override("Pacific/Auckland"):  # thirteen hours ahead in their summer
        assert clock(EVENING) == "2 March 2026, 11:05"
    assert clock(EVENING) == "1 March 2026, 22:05"
    assert moment(EVENING) == "1 March 2026, 22:05 (UTC)"


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (dt.date(2026, 3, 1), "22:05"),
        (dt.date(2026, 3, 2), "22:05 on 1 March 2026"),
    ],
)
def test_a_moment_of_late_has_its_day_unless_that_is_today(
    monkeypatch: pytest.MonkeyPatch, today: dt.date, told: str
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    assert lately(EVENING) == told
