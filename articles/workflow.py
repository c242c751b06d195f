"""The workflow of an article, as a table; this module decides and never writes.

Ask ``check`` whether somebody may take a step: it answers with a sentence for people, or with
nothing. The same sentence disables the button, refuses the call and explains the error.
``articles.actions`` takes the steps; ``articles.seal`` turns the table into the trigger that
refuses any other change of state; ``docs/workflow.md`` is drawn from it.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from articles.guards import (
    APPROVED_REVISION_WAITS,
    DESK_IS_LIVE,
    DESK_IS_NEW,
    DESK_IS_NOT_APPROVED,
    DESK_RESTS_ON_IT,
    DESK_STANDS_APPROVED,
    IS_LIVE,
    LIVE_RESTS_ON_IT,
    NOTHING_RESTS_ON_IT,
    approval_stands,
    corrects_what_was_public,
    entitled,
    full_review,
    has_text,
    licences_hold,
    licences_hold_of_approved,
    may_edit,
    may_see,
    no_credential,
    not_a_time_to_publish,
    not_their_own_text,
    passes_checks,
    pictures_described,
    public_face,
    revocable,
    says_something_new,
    theirs,
)
from articles.states import (
    CLOCK,
    EDITABLE,
    EVERY,
    IMPORT,
    NEEDS_APPROVAL,
    OPENS_A_DRAFT,
    REVIEW_AHEAD,
    Ask,
    Guard,
    Refused,
    Status,
    System,
    When,
)
from authors.roles import Role

if TYPE_CHECKING:
    from articles.models import Article, FactCheck
    from authors.models import User

__all__ = [
    "ALLOWED_MOVES",
    "CLOCK",
    "EDITABLE",
    "EVERY",
    "IMPORT",
    "NEEDS_APPROVAL",
    "OPENS_A_DRAFT",
    "REVIEW_AHEAD",
    "TRANSITIONS",
    "Ask",
    "Refused",
    "Status",
    "Step",
    "System",
    "Transition",
    "available",
    "check",
    "find",
    "full_review",
    "may_edit",
    "may_see",
    "no_credential",
    "not_a_time_to_publish",
    "not_their_own_text",
]


@dataclass(frozen=True)
class Transition:
    """One line of the table.

    Attributes:
        verb: name of the action.
        label: what the button says.
        sources: states it starts from.
        target: state it leads to; None keeps the state.
        roles: who may, before the guards ask about the article.
        when: which of several lines with the same verb and source it is.
        guards: sentences that refuse, in order.
    """

    verb: str
    label: str
    sources: frozenset[Status]
    target: Status | None
    roles: frozenset[Role]
    when: When | None = None
    guards: tuple[Guard, ...] = field(default=())

    @property
    def pairs(self) -> frozenset[tuple[Status, Status]]:
        """The changes of state that this line allows."""
        return frozenset((s, self.target) for s in self.sources if self.target is not None)


# --- the table ----------------------------------------------------------------------------------

_S = Status
_WRITING: Final = frozenset({Role.WRITER, Role.EDITOR})
_CHECKING: Final = frozenset({Role.MEDICAL_REVIEWER, Role.EDITOR})
_EDITING: Final = frozenset({Role.EDITOR})


def _row(
    verb: str,
    label: str,
    sources: "frozenset[Status] | Status",
    target: Status | None,
    roles: frozenset[Role],
    *guards: Guard,
    when: When | None = None,
) -> Transition:
    start = frozenset({sources}) if isinstance(sources, Status) else sources
    return Transition(verb, label, start, target, roles, when, guards)


TRANSITIONS: Final[tuple[Transition, ...]] = (
    _row("edit", "Save", EDITABLE, None, _WRITING, theirs),
    _row("edit", "Save", OPENS_A_DRAFT, _S.DRAFT, _WRITING, theirs),
    _row("arrange", "Save", EVERY - {_S.IN_REVIEW}, None, _WRITING, theirs, public_face),
    _row("discard_changes", "Discard the draft", EDITABLE, _S.PUBLISHED, _WRITING, theirs,
         when=IS_LIVE),
    _row("submit", "Hand in for review", EDITABLE, _S.IN_REVIEW, _WRITING, theirs, has_text,
         corrects_what_was_public, says_something_new, pictures_described, licences_hold,
         passes_checks),
    _row("renew", "Ask for a fresh review", _S.PUBLISHED, _S.IN_REVIEW, _WRITING, theirs,
         licences_hold),
    _row("assign", "Assign the review", REVIEW_AHEAD, None, _EDITING),
    _row("withdraw_submission", "Take back from review", _S.IN_REVIEW, _S.DRAFT, _WRITING, theirs,
         when=DESK_IS_NEW),
    _row("withdraw_submission", "Take back from review", _S.IN_REVIEW, _S.PUBLISHED, _WRITING,
         theirs, when=DESK_IS_LIVE),
    _row("request_changes", "Request changes", _S.IN_REVIEW, _S.CHANGES_REQUESTED, _CHECKING),
    _row("approve", "Approve", _S.IN_REVIEW, _S.APPROVED, _CHECKING, entitled, not_their_own_text,
         when=DESK_IS_NEW),
    _row("approve", "Approve", _S.IN_REVIEW, _S.PUBLISHED, _CHECKING, entitled, not_their_own_text,
         when=DESK_IS_LIVE),
    _row("publish", "Publish", NEEDS_APPROVAL, _S.PUBLISHED, _EDITING, approval_stands,
         licences_hold_of_approved),
    _row("publish", "Publish the approved revision", EDITABLE | {_S.IN_REVIEW}, None, _EDITING,
         licences_hold_of_approved, when=APPROVED_REVISION_WAITS),
    _row("schedule", "Schedule", _S.APPROVED, _S.SCHEDULED, _EDITING, approval_stands,
         licences_hold_of_approved),
    _row("schedule", "Change the time", _S.SCHEDULED, None, _EDITING, approval_stands,
         licences_hold_of_approved),
    _row("unschedule", "Unschedule", _S.SCHEDULED, _S.APPROVED, _EDITING),
    _row("take_down", "Take down", EVERY - {_S.WITHDRAWN}, _S.WITHDRAWN, _EDITING, when=IS_LIVE),
    _row("restore", "Restore", _S.WITHDRAWN, _S.APPROVED, _EDITING, when=DESK_STANDS_APPROVED),
    _row("restore", "Restore", _S.WITHDRAWN, _S.DRAFT, _EDITING, when=DESK_IS_NOT_APPROVED),
    _row("revoke", "Revoke the approval", EVERY - {_S.WITHDRAWN}, _S.WITHDRAWN, _CHECKING,
         revocable, when=LIVE_RESTS_ON_IT),
    _row("revoke", "Revoke the approval", NEEDS_APPROVAL, _S.DRAFT, _CHECKING, revocable,
         when=DESK_RESTS_ON_IT),
    _row("revoke", "Revoke the approval", EVERY, None, _CHECKING, revocable,
         when=NOTHING_RESTS_ON_IT),
)  # fmt: skip

ALLOWED_MOVES: Final = frozenset().union(*(row.pairs for row in TRANSITIONS))
"""Every change of state that the table allows; the database refuses any other."""


# --- asking -------------------------------------------------------------------------------------


def find(ask: Ask, verb: str) -> tuple[Transition | None, str]:
    """The line of the table that the step would take, or the sentence why there is none.

    Raises:
        LookupError: the table has no such verb.
    """
    rows = [row for row in TRANSITIONS if row.verb == verb]
    if not rows:
        raise LookupError(f"The workflow has no verb {verb!r}.")
    status = Status(ask.article.status)
    here = [row for row in rows if status in row.sources]
    if not here:
        return (
            None,
            f"“{rows[0].label}” is not possible while the article is {status.of_an_article}.",
        )
    for row in here:
        if row.when is None or row.when.holds(ask):
            return row, ""
    return None, next((r.when.otherwise for r in here if r.when and r.when.otherwise), "") or (
        f"“{here[0].label}” is not possible now."
    )


def check(
    article: "Article", verb: str, by: "User | System", *, fact_check: "FactCheck | None" = None
) -> str:
    """Why ``by`` cannot take this step now, as a sentence; empty when they can."""
    ask = Ask(article, by, fact_check)
    row, sentence = find(ask, verb)
    if row is None:
        return sentence
    return _refusal(row, ask)


def _refusal(row: Transition, ask: Ask) -> str:
    if isinstance(ask.by, System):
        if row.verb not in ask.by.verbs:
            return f"{ask.by} cannot do this: it takes a person."
    elif not row.roles & getattr(ask.by, "roles", frozenset()):
        return f"This step is for {_people(row.roles)}."
    return next((sentence for guard in row.guards if (sentence := guard(ask))), "")


def _people(roles: frozenset[Role]) -> str:
    names = [f"{role.label.lower()}s" for role in Role if role in roles]
    return " and ".join(names)


@dataclass(frozen=True)
class Step:
    """A step that the screen offers: a button, disabled where there is a reason."""

    transition: Transition
    reason: str

    @property
    def verb(self) -> str:
        return self.transition.verb

    @property
    def label(self) -> str:
        return self.transition.label


def available(article: "Article", by: "User") -> list[Step]:
    """The steps out of the present state that this person's role is for, each with its reason.

    Not among them: ``edit`` and ``arrange`` (the form itself), ``revoke`` (asked of a fact-check).
    """
    ask = Ask(article, by)
    steps = []
    for verb in dict.fromkeys(row.verb for row in TRANSITIONS if row.roles & by.roles):
        if verb in {"edit", "arrange", "revoke"}:
            continue
        row, _ = find(ask, verb)
        if row is not None and row.roles & by.roles:
            steps.append(Step(row, _refusal(row, ask)))
    return steps
