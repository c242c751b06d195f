"""Moments to come, as somebody types them on the desk's clock.

Twice a year a clock that is changed shows hours that do not exist, or exist twice. Neither is
guessed: whoever typed one is told, in a sentence, what to choose instead.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone


class MomentField(forms.DateTimeField):
    """A day with a time, in the time zone of the desk."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=[
                "%Y-%m-%dT%H:%M",
                "%Y-%m-%dT%H:%M:%S",
                "%Y-%m-%d %H:%M",
                "%Y-%m-%d %H:%M:%S",
            ],
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            error_messages={
                "required": "Choose the day and the time.",
                "invalid": "This is not a date with a time that can be read: write it like "
                "2024-01-16 09:00.",
            },
            **kwargs,
        )

    def for_now(self) -> None:
        """Name the zone beside the field, with the time that it is there, and begin there."""
        now = timezone.localtime()
        zone = timezone.get_default_timezone_name()
        self.help_text = f"Time zone of the desk: {zone}, where it is {now:%H:%M} now."
        self.widget.attrs["min"] = f"{now:%Y-%m-%dT%H:%M}"

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone" or not error.params:
                raise
            raise forms.ValidationError(which_hour(error.params["datetime"])) from None


def which_hour(typed: dt.datetime) -> str:
    """Why a time of day names no moment, or two, on a day on which the clocks are changed."""
    zone = timezone.get_current_timezone()
    earlier, later = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    when = f"{typed:%H:%M}"
    day, place = f"{typed.day} {typed:%B %Y}", timezone.get_default_timezone_name()
    if (earlier.utcoffset() or dt.timedelta()) < (later.utcoffset() or dt.timedelta()):
        after = earlier.astimezone(dt.UTC).astimezone(zone)
        return (
            f"{when} does not exist on {day} in {place}: the clocks go forward over it. "
            f"Choose {after:%H:%M}, or another time."
        )
    return (
        f"{when} comes twice on {day} in {place}, because the clocks go back: "
        "choose a time before that hour or after it."
    )
