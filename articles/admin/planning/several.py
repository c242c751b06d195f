"""Work on several articles at once: which steps it is offered for, and what each is asked.

Only steps that another step undoes or that nobody has to think about anew are offered: to ask for
a review, to publish what is approved, to schedule it, to take it off the schedule. Nothing is
approved, taken down or removed for many texts at once.

Each article takes its step by itself, in a transaction of its own, through the same action and the
same question to the workflow as on its own page; one that cannot hinders no other.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from articles import actions, workflow
from articles.admin.one_article import steps
from articles.admin.one_article.step_forms import reviewers_field, wanted_by_field
from articles.admin.planning.moments import MomentField
from articles.models import Article
from articles.workflow import Refused
from authors.models import MedicalReviewer, User
from wellness.lib import dates

log = logging.getLogger(__name__)

LIMIT: Final = 100
"""Articles that take a step together at most."""

TOO_MANY: Final = f"At most {LIMIT} articles go on together: narrow the list first."
NONE_CHOSEN: Final = "No article is ticked. Tick those that you mean, then go on."
BROKEN: Final = "Something went wrong with this one, and nothing of it was changed. Try it again."
NOT_SHOWN: Final = (
    "The time that came with this article is none that you chose: choose the times again."
)


# -- what each asks for ----------------------------------------------------------------------------


class SeveralForm(forms.Form):
    """What is said for all of them together."""

    use_required_attribute = False

    note = forms.CharField(
        label="Note",
        help_text="Optional; it stays in the history of each article.",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "This is %(show_value)s characters; the limit is %(limit_value)s.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.fields.values():
            bound.widget.attrs.pop("maxlength", None)
            if bound.required:
                bound.widget.attrs["aria-required"] = "true"

    @property
    def asks(self) -> bool:
        """Whether there is more to say than a note."""
        return set(self.fields) != {"note"}


class AssignForm(SeveralForm):
    reviewers = reviewers_field(
        label="Reviewers to ask", help_text="Empty: who is asked stays as it is."
    )
    how = forms.ChoiceField(
        label="Whoever is asked already",
        choices=[("as_well", "Is asked as well"), ("instead", "Is asked no more")],
        initial="as_well",
    )
    day = wanted_by_field(help_text="Empty: the day of each article stays as it is.")
    field_order = ("reviewers", "how", "day", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = MedicalReviewer.objects.filter(is_active=True)
        self.fields["reviewers"].queryset = active  # type: ignore[attr-defined]
        self.fields["day"].widget.attrs["min"] = timezone.localdate().isoformat()

    def clean_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["day"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError("Choose today or a later day.")
        return day

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not self.errors and not words.get("reviewers") and not words.get("day"):
            raise forms.ValidationError("Choose reviewers, a day, or both.")
        return words


class ScheduleForm(SeveralForm):
    at = MomentField(label="The first goes live on")
    apart = forms.IntegerField(
        label="Hours between one and the next",
        initial=0,
        min_value=0,
        max_value=24 * 14,
        help_text="0: all at the same time. They go in the order of the list.",
        error_messages={
            "required": "Write a number of hours; 0 publishes all at the same time.",
            "invalid": "Write a whole number of hours.",
            "min_value": "Write 0 or more.",
            "max_value": "Two weeks, that is %(limit_value)s hours, are the most.",
        },
    )
    field_order = ("at", "apart", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].for_now()  # type: ignore[attr-defined]

    def clean_at(self) -> dt.datetime:
        at: dt.datetime = self.cleaned_data["at"]
        if sentence := workflow.not_a_time_to_publish(at):
            raise forms.ValidationError(sentence)
        return at


# -- what will happen to each ----------------------------------------------------------------------


@dataclass
class Row:
    """One of the articles: what will happen to it, or why nothing can; later, what did.

    Attributes:
        seen: the revision that it is about, so that no other one goes live.
        at: when it goes live, where a time is chosen.
        given: what its action is called with, the note aside.
    """

    article: Article
    will: str = ""
    cannot: str = ""
    seen: int | None = None
    at: dt.datetime | None = None
    given: dict[str, Any] = field(default_factory=dict)
    done: str = ""


@dataclass(frozen=True)
class Chosen:
    """What came with the ticks: for an article, the revision and the moment that were shown."""

    seen: dict[int, int]
    at: dict[int, dt.datetime]

    @classmethod
    def posted(cls, data: Any, pks: Sequence[int]) -> Chosen:
        seen, at = {}, {}
        for pk in pks:
            number = data.get(f"seen-{pk}", "")
            if number.isdecimal() and len(number) < 10:
                seen[pk] = int(number)
            try:
                moment = parse_datetime(data.get(f"at-{pk}", ""))
            except ValueError:
                moment = None
            if moment is not None and timezone.is_aware(moment):
                at[pk] = moment
        return cls(seen, at)


def _assign(rows: list[Row], words: dict[str, Any]) -> None:
    for row in rows:
        before = list(row.article.reviewers_asked.all())
        kept = before if words["how"] == "as_well" else []
        after = list(dict.fromkeys([*kept, *words["reviewers"]])) if words["reviewers"] else before
        said = []
        if {r.pk for r in after} != {r.pk for r in before}:
            row.given["reviewers"] = after
            said.append(f"asks {_names(after)} instead of {_names(before)}")
        day, was = words["day"], row.article.review_wanted_by
        if day is not None and day != was:
            row.given["day"] = day
            instead = f" instead of {date_format(was)}" if was else ""
            said.append(f"wants the review by {date_format(day)}{instead}")
        row.will = _sentence(said)
        if not said:
            row.cannot = "It is so already."


def _publish(rows: list[Row], words: dict[str, Any]) -> None:
    for row in rows:
        revision = row.article.publishable_revision
        row.seen = revision.number if revision else None
        row.will = steps.DESK["publish"].explains(row.article)
        row.given = {"revision": row.seen}


def _schedule(rows: list[Row], words: dict[str, Any]) -> None:
    for row, at in zip(rows, _times(words), strict=False):
        row.at = at
        revision = row.article.publishable_revision
        row.seen = revision.number if revision else None
        was = row.article.scheduled_for
        instead = f", and not on {dates.moment(was)}" if was else ""
        row.will = f"Revision {row.seen or '?'} goes live on {dates.moment(at)}{instead}."
        row.given = {"at": at, "revision": row.seen}


def _times(words: dict[str, Any]) -> list[dt.datetime]:
    """The times that the form makes, one for each place in the order of the list."""
    return [words["at"] + place * dt.timedelta(hours=words["apart"]) for place in range(LIMIT)]


def is_shown(at: dt.datetime, words: dict[str, Any]) -> bool:
    """Whether the page that showed what will happen can have shown this time."""
    # As seconds: an hour that exists twice equals nothing in another zone, and the very first and
    # last moments have no counterpart in some.
    return at.timestamp() in {time.timestamp() for time in _times(words)}


def _unschedule(rows: list[Row], words: dict[str, Any]) -> None:
    for row in rows:
        at = row.article.scheduled_for
        when = f" of {dates.moment(at)}" if at else ""
        row.will = f"Comes off the schedule{when}; it stays approved."


def _names(people: Sequence[MedicalReviewer]) -> str:
    return " and ".join(person.name for person in people) or "nobody in particular"


def _sentence(parts: Sequence[str]) -> str:
    words = ", and ".join(parts)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


@dataclass(frozen=True)
class Step:
    """A step that several articles can take together.

    Attributes:
        key: its name in addresses and in the menu.
        verb: of the workflow.
        menu: what the menu over the list says.
        title: over its page.
        explains: what it does, and what it leaves alone.
        plan: writes into rows what will happen to each.
        button: what the last button says, before the number of articles.
    """

    key: str
    verb: str
    menu: str
    title: str
    explains: str
    form: type[SeveralForm]
    plan: Callable[[list[Row], dict[str, Any]], None]
    button: str

    def rows(self, articles: Sequence[Article], user: User, words: dict[str, Any]) -> list[Row]:
        """What will happen to each, and what cannot and why; nothing happens here."""
        rows = [
            Row(article, cannot=workflow.check(article, self.verb, user)) for article in articles
        ]
        self.plan([row for row in rows if not row.cannot], words)
        return rows

    def take(self, row: Row, user: User, note: str) -> None:
        """Take the step with one article, and write into its row what came of it."""
        action: Callable[..., Article] = getattr(actions, self.verb)
        try:
            article = action(row.article, by=user, note=note, **row.given)
        except Refused as refused:
            row.cannot = str(refused)
        except ValidationError as error:
            row.cannot = " ".join(error.messages)
        except DatabaseError:
            log.exception("“%s” could not take the step %s", row.article, self.verb)
            row.cannot = BROKEN
        else:
            row.done = steps.DESK[self.verb].done(article)


STEPS: Final[dict[str, Step]] = {
    step.key: step
    for step in (
        Step(
            key="assign",
            verb="assign",
            menu="Ask reviewers and set the day…",
            title="Ask reviewers and set the day",
            explains="Says who is asked for the review of each article, and by when. Whoever is "
            "asked anew of a text that is in review is told at once.",
            form=AssignForm,
            plan=_assign,
            button="Assign the review of",
        ),
        Step(
            key="publish",
            verb="publish",
            menu="Publish what is approved…",
            title="Publish what is approved",
            explains="Puts the approved revision of each article live, exactly as it was approved.",
            form=SeveralForm,
            plan=_publish,
            button="Publish",
        ),
        Step(
            key="schedule",
            verb="schedule",
            menu="Schedule…",
            title="Schedule",
            explains="Puts the approved revision of each article live at the time you choose, or "
            "one after the other from then on.",
            form=ScheduleForm,
            plan=_schedule,
            button="Schedule",
        ),
        Step(
            key="unschedule",
            verb="unschedule",
            menu="Take off the schedule…",
            title="Take off the schedule",
            explains="Takes each article off the schedule; it stays approved.",
            form=SeveralForm,
            plan=_unschedule,
            button="Unschedule",
        ),
    )
}
"""The steps that are offered, in the order of the menu."""
