"""What a notice can say, and when it is settled."""

from dataclasses import dataclass
from typing import Final

from django.db import models

from articles.workflow import Status


class Kind(models.TextChoices):
    """What somebody is told."""

    TO_REVIEW = "to_review", "To review"
    ASKED = "asked", "Asked to review"
    NEW_DAY = "new_day", "Another day for a review"
    NOBODY_CAN_REVIEW = "nobody_can_review", "Nobody can review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    READY = "ready", "Ready to publish"
    RENEWED = "renewed", "Reviewed anew"
    TAKEN_BACK = "taken_back", "Taken back from review"
    PUBLISHED = "published", "Published"
    SCHEDULED = "scheduled", "Scheduled"
    UNSCHEDULED = "unscheduled", "Off the schedule"
    REVOKED = "revoked", "Approval revoked"
    TAKEN_DOWN = "taken_down", "Taken down"
    RESTORED = "restored", "Restored"
    WAITING = "waiting", "Review waits"
    WANTED_SOON = "wanted_soon", "Review wanted soon"
    WANTED = "wanted", "Review wanted today"
    LATE = "late", "Review late"
    DUE_SOON = "due_soon", "Review due soon"
    DUE = "due", "Review due"
    OVERDUE = "overdue", "Review overdue"
    MENTIONED = "mentioned", "You are mentioned"
    ANSWERED = "answered", "Answered"
    REPORTED = "reported", "Reader report"

    @property
    def facts(self) -> "Facts":
        return FACTS[self]


@dataclass(frozen=True)
class Facts:
    """What holds for every notice of a kind.

    Attributes:
        sentence: what happened; who did it, the title and the like are put in.
        ask: what the person can do now; empty for mere news.
        open_while: states in which the person still has something to do; news has none.
        note: what the note of the step is called here.
        why: why somebody gets it by mail, after “because”.
    """

    sentence: str
    ask: str = ""
    open_while: frozenset[Status] = frozenset()
    note: str = "Note"
    why: str = "of your part in the article"

    @property
    def asks(self) -> bool:
        """Whether somebody waits for the person; such a notice is open until the step is taken."""
        return bool(self.open_while)


_REVIEW: Final = frozenset({Status.IN_REVIEW})
_DUE_ASK: Final = (
    "Read it again. A writer or an editor asks for a fresh review then, or brings it up to date."
)
_EVERY: Final = frozenset(Status)

FACTS: Final[dict[Kind, Facts]] = {
    Kind.TO_REVIEW: Facts(
        "{who} handed in “{title}” for review.", "Read it and decide.", _REVIEW,
    ),
    Kind.ASKED: Facts("{who} asks you to review “{title}”.", "Read it and decide.", _REVIEW),
    Kind.NEW_DAY: Facts(
        "{who} changed the day for the review of “{title}”.", "Read it and decide.", _REVIEW,
    ),
    Kind.NOBODY_CAN_REVIEW: Facts(
        "{who} handed in “{title}”, and nobody is entitled to approve it.",
        "Verify a credential, or find a reviewer who did not write it.", _REVIEW,
    ),
    Kind.CHANGES_REQUESTED: Facts(
        "{who} asked for changes in “{title}”.", "Change the text and hand it in again.",
        frozenset({Status.CHANGES_REQUESTED}), "What has to change",
    ),
    Kind.READY: Facts(
        "“{title}” is approved and can be published.", "Publish it, or give it a time.",
        frozenset({Status.APPROVED}), "Statement",
    ),
    Kind.RENEWED: Facts("{who} reviewed the live text of “{title}” anew and approved it."),
    Kind.TAKEN_BACK: Facts("{who} took “{title}” back from review: nothing is left to do."),
    Kind.PUBLISHED: Facts("“{title}” was published by {who}."),
    Kind.SCHEDULED: Facts("{who} scheduled “{title}”: the clock will publish it{time}."),
    Kind.UNSCHEDULED: Facts("{who} took “{title}” off the schedule; it stays approved."),
    Kind.REVOKED: Facts("{who} revoked an approval of “{title}”.", note="Why"),
    Kind.TAKEN_DOWN: Facts("{who} took “{title}” down.", note="What readers find now"),
    Kind.RESTORED: Facts("{who} brought “{title}” back to the desk."),
    Kind.WAITING: Facts(
        "“{title}” waits for its review since {day}.", "Read it and decide.", _REVIEW,
    ),
    Kind.WANTED_SOON: Facts(
        "The review of “{title}” is wanted by {day}.", "Read it and decide.", _REVIEW,
    ),
    Kind.WANTED: Facts(
        "The review of “{title}” is wanted by {day}: that day has come.", "Read it and decide.",
        _REVIEW,
    ),
    Kind.LATE: Facts(
        "The review of “{title}” was wanted by {day}.",
        "Decide now, or agree on another day with an editor.", _REVIEW,
    ),
    Kind.DUE_SOON: Facts(
        "The review of “{title}” is due again on {day}.", _DUE_ASK, _EVERY,
    ),
    Kind.DUE: Facts("The review of “{title}” is due since {day}.", _DUE_ASK, _EVERY),
    Kind.OVERDUE: Facts("The review of “{title}” is overdue since {day}.", _DUE_ASK, _EVERY),
    Kind.MENTIONED: Facts(
        "{who} mentions you in a comment on “{title}”.", "Answer it, or settle it.", _EVERY,
        "Comment",
    ),
    Kind.ANSWERED: Facts("{who} answered where you spoke about “{title}”.", note="Answer"),
    Kind.REPORTED: Facts(
        "A reader reports on “{title}”: {what}.", "Read it, and take it in hand.", _EVERY,
        why="editors look after what readers report",
    ),
}  # fmt: skip

OF_DUE_REVIEWS: Final = frozenset({Kind.DUE_SOON, Kind.DUE, Kind.OVERDUE})
"""Reminders of a due date; a new review settles them, not a state."""

OF_WANTED_REVIEWS: Final = frozenset({Kind.WANTED_SOON, Kind.WANTED, Kind.LATE})
"""Reminders of the day by which a review is wanted; another day settles them."""

ASKING: Final = frozenset({Kind.TO_REVIEW, Kind.ASKED})
"""What tells somebody that they are asked for a review."""

TO_DECIDE: Final = frozenset(kind for kind in Kind if FACTS[kind].open_while == _REVIEW) - {
    Kind.NOBODY_CAN_REVIEW
}
"""What asks somebody for a decision; it leads to the page for that."""

SAYS_BY_WHEN: Final = ASKING | {Kind.NEW_DAY}
"""Notices of a step that name the day by which the review is wanted."""

SEEN_ALREADY: Final = frozenset({Kind.TAKEN_BACK})
"""Told also to somebody who may not see the article any more: they were told its title before."""
