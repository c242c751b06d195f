"""Months are counted as people count them."""

import datetime as dt

import pytest

from wellness.lib.dates import months_later


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
