"""Whom a step concerns, as a table.

A step that is not in the table stops with an error, and a test walks all verbs of the workflow, so
that nobody can add one without saying whom it concerns. The table in docs/editorial-guide.md is
written from this one.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from articles.notices.kinds import Kind
from articles.workflow import Status


class Whom(Enum):
    """A group of people around one article; the value is how the guide calls them."""

    REVIEWERS = "those asked to review it who can approve it; otherwise all who can"
    WRITERS = "its writers"
    EDITORS = "editors"
    APPROVER = "whoever approved the text"
    TOLD = "those who were asked to review it"
    STILL_ASKED = "those of them who knew of it already"


class Listener(Enum):
    """A group of people around one comment; the value is how the guide calls them."""

    MENTIONED = "whoever it mentions"
    SPOKE = "those who spoke in the thread before"


@dataclass(frozen=True)
class Line:
    """One kind of notice that a step brings.

    Attributes:
        targets: only where the step led to one of these states; empty: always.
        if_nobody: only where the lines above found nobody.
        changed: only where the step changed this, as its event says.
    """

    kind: Kind
    whom: tuple[Whom | Listener, ...]
    targets: frozenset[Status] = frozenset()
    if_nobody: bool = False
    changed: str = ""


_HANDED_IN: Final = (
    Line(Kind.TO_REVIEW, (Whom.REVIEWERS,)),
    Line(Kind.NOBODY_CAN_REVIEW, (Whom.EDITORS,), if_nobody=True),
)
_APPROVED: Final = frozenset({Status.APPROVED})
_IN_REVIEW: Final = frozenset({Status.IN_REVIEW})

TABLE: Final[dict[str, tuple[Line, ...]]] = {
    # Work on one's own desk is nobody else's turn.
    "create": (),
    "edit": (),
    "arrange": (),
    "discard_changes": (),
    "submit": _HANDED_IN,
    "renew": _HANDED_IN,
    "ask_instead": (Line(Kind.ASKED, (Whom.REVIEWERS,), _IN_REVIEW),),
    "assign": (
        Line(Kind.ASKED, (Whom.REVIEWERS,), _IN_REVIEW),
        Line(Kind.NEW_DAY, (Whom.STILL_ASKED,), _IN_REVIEW, changed="review_wanted_by"),
    ),
    "withdraw_submission": (Line(Kind.TAKEN_BACK, (Whom.TOLD,)),),
    "request_changes": (Line(Kind.CHANGES_REQUESTED, (Whom.WRITERS,)),),
    "approve": (
        Line(Kind.READY, (Whom.EDITORS,), _APPROVED),
        Line(Kind.RENEWED, (Whom.WRITERS, Whom.EDITORS), frozenset({Status.PUBLISHED})),
    ),
    "publish": (Line(Kind.PUBLISHED, (Whom.WRITERS, Whom.APPROVER)),),
    "schedule": (Line(Kind.SCHEDULED, (Whom.WRITERS, Whom.APPROVER)),),
    "unschedule": (
        Line(Kind.READY, (Whom.EDITORS,)),
        Line(Kind.UNSCHEDULED, (Whom.WRITERS, Whom.APPROVER)),
    ),
    "take_down": (Line(Kind.TAKEN_DOWN, (Whom.WRITERS, Whom.EDITORS, Whom.APPROVER)),),
    "revoke": (Line(Kind.REVOKED, (Whom.WRITERS, Whom.EDITORS, Whom.APPROVER)),),
    "restore": (
        Line(Kind.READY, (Whom.EDITORS,), _APPROVED),
        Line(Kind.RESTORED, (Whom.WRITERS, Whom.EDITORS)),
    ),
}
"""For each verb the notices it brings; who is in several lines gets the first one only."""


OF_COMMENTS: Final[dict[str, tuple[Line, ...]]] = {
    "begin": (Line(Kind.MENTIONED, (Listener.MENTIONED,)),),
    "reply": (
        Line(Kind.MENTIONED, (Listener.MENTIONED,)),
        Line(Kind.ANSWERED, (Listener.SPOKE,)),
    ),
    # A thread that is closed or goes on says nothing new to anybody.
    "resolve": (),
    "reopen": (),
    "accept": (),
}
"""The same for what is said about a text: the verbs of ``articles.comments``."""


OF_REPORTS: Final[dict[str, tuple[Line, ...]]] = {
    "file": (Line(Kind.REPORTED, (Whom.EDITORS,)),),
    # Whoever takes or closes a report does what all editors were asked for.
    "take": (),
    "close": (),
    # What was asked for is open again, and nobody is told of a report twice.
    "give_back": (),
}
"""The same for what readers say: the verbs of ``articles.reports``."""


def lines_of(verb: str) -> tuple[Line, ...]:
    """The lines of a verb.

    Raises:
        LookupError: the table does not say whom it concerns.
    """
    if verb not in TABLE:
        raise LookupError(f"articles/notices/table.py does not say whom {verb!r} concerns.")
    return TABLE[verb]
