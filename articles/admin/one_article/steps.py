"""The steps of the workflow as the desk offers them: what each asks for, and what it says.

Which steps there are and who may take them is `articles.workflow`'s to say; taking one is
`articles.actions`'. Here a step gets its words: what will happen, the fields to fill in, and what
is reported afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format

from articles import actions
from articles.admin.one_article.step_forms import (
    AssignForm,
    ChangesForm,
    DecisionForm,
    NoteForm,
    PublishForm,
    ScheduleForm,
    StepForm,
    SubmitForm,
    TakeDownForm,
)
from articles.models import Article, FactCheck
from articles.workflow import EDITABLE, Step, available
from authors.models import User
from wellness.lib import dates

# -- what a step says -----------------------------------------------------------------------------


def _reviewers(article: Article) -> str:
    return "a medical reviewer" if article.topic.requires_medical_review else "a second editor"


def _publishing(article: Article) -> str:
    revision = article.publishable_revision
    number = revision.number if revision else "?"
    if article.current_revision and revision and article.current_revision.number != number:
        return (
            f"Puts revision {number} live, which is approved. The newer text stays on the desk as "
            "a draft."
        )
    at = article.scheduled_for
    instead = f" It goes live now, and not on {dates.moment(at)}." if at else ""
    return f"Puts revision {number} live, exactly as it was approved.{instead}"


def _discarding(article: Article) -> str:
    live = article.live_revision.number if article.live_revision else "?"
    return (
        f"Puts the desk copy back to the live text, revision {live}. The draft stays readable in "
        "the history."
    )


def _scheduling(article: Article) -> str:
    at = article.scheduled_for
    instead = f", and not on {dates.moment(at)}" if at else ""
    return f"Puts the approved revision live at the time you choose{instead}."


def _scheduled(article: Article) -> str:
    at = dates.moment(article.scheduled_for) if article.scheduled_for else ""
    return f"Scheduled: it goes live on {at}."


def _assigned(article: Article) -> str:
    names = [reviewer.name for reviewer in article.reviewers_asked.all()]
    day = article.review_wanted_by
    return (
        f"Assigned: {' and '.join(names) if names else 'anybody who is entitled'} may review it"
        + (f", by {date_format(day)}." if day else ", with no day set.")
    )


@dataclass(frozen=True)
class StepDesk:
    """How the desk offers one verb of the workflow.

    Attributes:
        form: the words that it asks for.
        explains: what will happen, before.
        done: what has happened, after.
        tone: "go" for the way forward, "stop" for what takes something away, else "".
        label: what the step is called on this page; empty: the workflow's label.
        button: what the button inside says; empty: the label.
        saves: whether the text on the screen is part of the step, so that it must be the latest.
    """

    form: type[StepForm]
    explains: Callable[[Article], str]
    done: Callable[[Article], str]
    tone: str = ""
    label: Callable[[Article], str] = lambda a: ""
    button: str = ""
    saves: bool = False


DESK: Final[dict[str, StepDesk]] = {
    "submit": StepDesk(
        SubmitForm,
        lambda a: f"Saves the text and hands it to {_reviewers(a)}. It is frozen until somebody "
        "decides; you can take it back.",
        lambda a: f"Handed in: it is {_reviewers(a)}’s turn now.",
        tone="go",
        button="Save and hand in",
        saves=True,
    ),
    "renew": StepDesk(
        NoteForm,
        lambda a: f"Hands the live text, unchanged, to {_reviewers(a)} for a fresh look. Readers "
        "go on seeing it.",
        lambda a: f"Asked for a fresh review: it is {_reviewers(a)}’s turn now.",
    ),
    "assign": StepDesk(
        AssignForm,
        lambda a: "Says who is asked for the review and by when; they are told at once."
        if a.status not in EDITABLE
        else "Says by when the review is wanted, for when the text is handed in. Who is asked "
        "is chosen below, under “Around the text”.",
        _assigned,
        # While the text is written, who is asked is a field of the same page, saved with it.
        label=lambda a: "Set the day of the review" if a.status in EDITABLE else "",
        button="Assign",
    ),
    "withdraw_submission": StepDesk(
        NoteForm,
        lambda a: "Takes the text back to the desk, so that it can be changed.",
        lambda a: "Taken back: the text is on your desk again.",
    ),
    "discard_changes": StepDesk(
        NoteForm, _discarding, lambda a: "The draft is discarded; the desk copy is the live text.",
        tone="stop",
    ),
    "request_changes": StepDesk(
        ChangesForm,
        lambda a: "Gives the text back to the writer with your statement.",
        lambda a: "Changes requested: it is the writer’s turn now.",
    ),
    "approve": StepDesk(
        DecisionForm,
        lambda a: "Approves exactly the text on this page. It publishes nothing.",
        lambda a: "Approved. Thank you."
        if a.live_revision_id == a.current_revision_id
        else "Approved: an editor can publish it now.",
        tone="go",
    ),
    "publish": StepDesk(
        PublishForm,
        _publishing,
        lambda a: f"Revision {a.live_revision.number if a.live_revision else '?'} is live.",
        tone="go",
        button="Publish now",
    ),
    "schedule": StepDesk(
        ScheduleForm,
        _scheduling,
        _scheduled,
    ),
    "unschedule": StepDesk(
        NoteForm,
        lambda a: "Takes the article off the schedule; it stays approved.",
        lambda a: "Off the schedule; it is still approved.",
    ),
    "take_down": StepDesk(
        TakeDownForm,
        lambda a: "Takes the article off the site at once. Its address answers with your notice.",
        lambda a: "Taken down: readers find your notice at its address.",
        tone="stop",
    ),
    "restore": StepDesk(
        NoteForm,
        lambda a: "Brings the article back to the desk. Publishing it again is a step of its own.",
        lambda a: "Restored to the desk. It is not live until it is published again.",
        tone="go",
    ),
}  # fmt: skip

DECIDING: Final = ("approve", "request_changes")
"""Two answers to one question: they share one form."""

GOING_LIVE: Final = ("publish", "schedule")
"""Steps about the approved revision, which need not be the text on the desk."""


def prefix(verb: str) -> str:
    """What the names of a step's fields begin with; the two decisions share theirs."""
    return "decision" if verb in DECIDING else verb


@dataclass
class Offer:
    """A step on the screen: its button, its words, and why it can't be taken, if so."""

    step: Step
    desk: StepDesk
    form: StepForm
    seen: int | None = None
    is_open: bool = False

    @property
    def verb(self) -> str:
        return self.step.verb

    @property
    def label(self) -> str:
        return self.desk.label(self.form.article) or self.step.label

    @property
    def button(self) -> str:
        return self.desk.button or self.label

    @property
    def reason(self) -> str:
        return self.step.reason

    @property
    def explains(self) -> str:
        return self.desk.explains(self.form.article)


def offers(article: Article, user: User, *, data: Any = None, pressed: str = "") -> list[Offer]:
    """The steps that the screen offers this person, those that lead on first.

    Args:
        data: what was posted, so that no typed word is lost; only the pressed step is validated.
        pressed: the verb that was posted.
    """
    found = []
    for step in available(article, user):
        desk = DESK[step.verb]
        name = prefix(step.verb)
        typed = data if pressed == step.verb else None
        form = desk.form(typed, article=article, prefix=name, initial=_kept(data, name))
        found.append(
            Offer(step, desk, form, _seen(article, step.verb), is_open=pressed == step.verb)
        )
    weight = {"go": 0, "": 1, "stop": 2}
    return sorted(found, key=lambda offer: weight[offer.desk.tone])


def _kept(data: Any, name: str) -> dict[str, Any]:
    """Words typed into a step that was not the pressed one."""
    if data is None:
        return {}
    start = f"{name}-"
    several = {key: data.getlist(key) for key in data if key.startswith(start)}
    return {
        key.removeprefix(start): values if len(values) > 1 else values[0]
        for key, values in several.items()
    }


def _seen(article: Article, verb: str) -> int | None:
    """The number of the revision that a step is about, to be posted back with it."""
    if verb in GOING_LIVE:
        revision = article.publishable_revision
    elif verb in DECIDING:
        revision = article.current_revision
    else:
        return None
    return revision.number if revision else None


def take(verb: str, article: Article, user: User, words: dict[str, Any]) -> Article:
    """Take the step.

    Raises:
        Refused, ValidationError: as the action does.
    """
    action: Callable[..., Article] = getattr(actions, verb)
    return action(article, by=user, **words)


def revoke(fact_check: FactCheck, user: User, words: dict[str, Any]) -> Article:
    return actions.revoke(fact_check, by=user, **words)
