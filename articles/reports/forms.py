"""The form on which readers say what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms

from articles.reports.models import PASSAGE, WORDS, Kind
from articles.reports.verbs import Filed

FIELDS: Final = ("kind", "passage", "words", "email")
TRAP: Final = "subject"
"""A field that people neither see nor reach; whatever fills it in is a program."""

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def plain(text: str) -> str:
    """Typed text without characters that nobody types; line ends count as one character."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def _too_long(most: int) -> dict[str, str]:
    return {"max_length": f"Write at most {most:,} characters; these are %(show_value)d."}


class ReportForm(forms.Form):
    """What is wrong, where, and whom to ask about it."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="What is wrong?",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong.",
            "invalid_choice": "Choose one of the five.",
        },
    )
    passage = forms.CharField(
        label="The passage",
        required=False,
        max_length=PASSAGE,
        error_messages=_too_long(PASSAGE),
    )
    words = forms.CharField(
        label="What is wrong with it?",
        max_length=WORDS,
        error_messages={"required": "Say what is wrong.", **_too_long(WORDS)},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "This is no complete e-mail address. Put it right, or leave it out.",
            "max_length": "This address is too long. Put it right, or leave it out.",
        },
    )

    @classmethod
    def posted(cls, data: Mapping[str, Any]) -> ReportForm:
        return cls({name: plain(str(data.get(name, ""))) for name in FIELDS})

    @property
    def filed(self) -> Filed:
        return Filed(**{name: self.cleaned_data[name] for name in FIELDS})
