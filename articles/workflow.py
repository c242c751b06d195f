"""The workflow of an article, as a table; this module decides and never writes.

Ask ``check`` whether somebody may take a step: it answers with a sentence for people, or with
nothing. The same sentence disables the button, refuses the call and explains the error.
``articles.actions`` takes the steps; ``articles.seal`` turns the table into the trigger that
refuses any other change of state; ``docs/workflow.md`` is drawn from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils import timezone

from authors.roles import Role

if TYPE_CHECKING:
    from articles.models import Article, FactCheck
    from authors.models import User


class Status(models.TextChoices):
    """State of the desk copy. Readers never see it: they see the live revision."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def whose_turn(self) -> str:
        """Who moves next, in words for the screen."""
        match self:
            case Status.DRAFT | Status.CHANGES_REQUESTED:
                return "writer"
            case Status.IN_REVIEW:
                return "medical reviewer"
            case Status.APPROVED | Status.WITHDRAWN:
                return "editor"
            case Status.SCHEDULED:
                return "clock"
            case Status.PUBLISHED:
                return "nobody"
        raise AssertionError(f"No turn is known for {self!r}.")


EDITABLE: Final = frozenset({Status.DRAFT, Status.CHANGES_REQUESTED})
"""States in which the text of the desk copy may change."""

OPENS_A_DRAFT: Final = frozenset({Status.APPROVED, Status.PUBLISHED})
"""States in which a change of the text opens a draft."""

NEEDS_APPROVAL: Final = frozenset({Status.APPROVED, Status.SCHEDULED})
"""States that say that the desk copy is approved; PUBLISHED says it by the live revision."""

REVIEW_AHEAD: Final = EDITABLE | {Status.IN_REVIEW}
"""States in which the next review can be planned: it is under way, or still to come."""

EVERY: Final = frozenset(Status)


class Refused(Exception):
    """A step that cannot be taken; the message is the sentence for the person who tried."""


@dataclass(frozen=True)
class System:
    """An actor that is no person: the clock, or an import. It has no role and approves nothing."""

    name: str
    verbs: frozenset[str]

    def __str__(self) -> str:
        return self.name


CLOCK: Final = System("Scheduler", frozenset({"publish"}))
IMPORT: Final = System("Import", frozenset({"edit", "arrange"}))


@dataclass(frozen=True)
class Ask:
    """A question: may ``by`` take this step with this article?"""

    article: "Article"
    by: "User | System"
    fact_check: "FactCheck | None" = None


Guard = Callable[[Ask], str]


@dataclass(frozen=True)
class When:
    """Picks between lines of the table; ``otherwise`` is the refusal where no line fits."""

    holds: Callable[[Ask], bool]
    says: str
    otherwise: str = ""


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


# --- conditions ---------------------------------------------------------------------------------

IS_LIVE = When(
    lambda ask: ask.article.live_revision_id is not None,
    "the article is live",
    "This article is not live.",
)
DESK_IS_LIVE = When(
    lambda ask: ask.article.current_revision_id == ask.article.live_revision_id,
    "the desk copy is the live text",
)
DESK_IS_NEW = When(
    lambda ask: ask.article.current_revision_id != ask.article.live_revision_id,
    "the desk copy is new text",
)
APPROVED_REVISION_WAITS = When(
    lambda ask: ask.article.publishable_revision is not None,
    "an approved revision waits behind newer text",
    "There is no approved revision waiting to be published.",
)
DESK_STANDS_APPROVED = When(
    lambda ask: ask.article.approval_of(ask.article.current_revision) is not None,
    "the approval of its text still stands",
)
DESK_IS_NOT_APPROVED = When(
    lambda ask: ask.article.approval_of(ask.article.current_revision) is None,
    "no approval of its text stands",
)
LIVE_RESTS_ON_IT = When(
    lambda ask: ask.article.rests_on(ask.article.live_revision, ask.fact_check),
    "the live text rests on the approval",
)
DESK_RESTS_ON_IT = When(
    lambda ask: (
        not ask.article.rests_on(ask.article.live_revision, ask.fact_check)
        and ask.article.rests_on(ask.article.current_revision, ask.fact_check)
    ),
    "the approved text rests on it",
)
NOTHING_RESTS_ON_IT = When(
    lambda ask: (
        not (
            ask.article.rests_on(ask.article.live_revision, ask.fact_check)
            or (
                ask.article.status in NEEDS_APPROVAL
                and ask.article.rests_on(ask.article.current_revision, ask.fact_check)
            )
        )
    ),
    "nothing rests on the approval any more",
)

# --- guards -------------------------------------------------------------------------------------


def theirs(ask: Ask) -> str:
    """Writers work on their own articles, editors on all."""
    if isinstance(ask.by, System) or may_edit(ask.article, ask.by):
        return ""
    return "This article belongs to other writers."


def public_face(ask: Ask) -> str:
    """What readers see at once, without a review, is the editors' to change."""
    if not isinstance(ask.by, System) and ask.by.is_editor:
        return ""
    if ask.article.live_revision_id is None and ask.article.status in EDITABLE:
        return ""
    return "Address, topic, byline and related posts of this article are for editors to change now."


def has_text(ask: Ask) -> str:
    """Nothing empty goes to a reviewer."""
    revision = ask.article.current_revision
    if revision is None or not revision.data.title:
        return "The article has no title yet."
    if not revision.data.body:
        return "The article has no text yet."
    if not ask.article.bylines.exists():
        return "The article has no author yet: add one to the byline."
    return ""


def says_something_new(ask: Ask) -> str:
    """Text that is live already has nothing to be reviewed for the first time."""
    article = ask.article
    desk, live = article.current_revision, article.live_revision
    if desk and live and desk.digest == live.digest:
        return "This text is live already, word for word: discard the draft instead."
    if (
        desk
        and live
        and desk.data.without_notice() == live.data.without_notice()
        and article.new_notice is None
    ):
        # Only a notice that readers have already is gone from it; they keep that.
        return "This text is live already, word for word: discard the draft instead."
    return ""


def corrects_what_was_public(ask: Ask) -> str:
    """A correction notice is of something that readers have seen."""
    if ask.article.first_published_at is None and ask.article.new_notice is not None:
        return (
            "Nothing of this article was published yet, so there is nothing to correct: "
            "choose no correction notice."
        )
    return ""


def full_review(article: "Article") -> str:
    """Why the desk copy cannot be handed in as a minor change, as a sentence; empty where it can.

    Asked where somebody says that it is minor, beside the guards of handing in.
    """
    if article.standing_approval(article.live_revision) is None:
        return "Only a change of an article that is live can be minor."
    notice = article.new_notice
    if notice is not None and notice.is_material:
        return "A material correction is no minor change: hand it in for a full review."
    return ""


def passes_checks(ask: Ask) -> str:
    """No check finds what its topic does not let through."""
    from articles.checks import report  # which reads the models, and they read this table

    found = report.saved_report(ask.article)
    return found.objection if found else ""


def pictures_described(ask: Ask) -> str:
    """Every picture has words for readers who cannot see it, or is said to be decorative."""
    from articles import library  # which reads the models, and they read this table

    revision = ask.article.current_revision
    return library.undescribed(revision.data) if revision else ""


def licences_hold(ask: Ask) -> str:
    """Nothing goes to a reviewer with a picture that may not be shown any more."""
    from articles import library

    revision = ask.article.current_revision
    return library.expired(revision.data) if revision else ""


def licences_hold_of_approved(ask: Ask) -> str:
    """Nothing goes live with a picture that may not be shown any more."""
    from articles import library

    revision = ask.article.publishable_revision
    return library.expired(revision.data) if revision else ""


def entitled(ask: Ask) -> str:
    """Only a clinician with a valid credential approves; another editor where the topic says so."""
    if isinstance(ask.by, System):
        return "Only a person can approve."
    topic = ask.article.topic
    reviewer = getattr(ask.by, "medicalreviewer", None)
    if reviewer is not None and ask.by.is_medical_reviewer:
        if reviewer.credential_on(timezone.now().date()) is not None:
            return ""
        if topic.requires_medical_review or not ask.by.is_editor:
            return (
                f"No verified credential of {reviewer.name} is valid today: "
                "an editor has to verify one first."
            )
    if topic.requires_medical_review:
        return f"“{topic}” requires a medical reviewer with a valid credential to approve."
    if not ask.by.is_editor:
        return f"In “{topic}” an editor approves, or a medical reviewer with a valid credential."
    return ""


def not_their_own_text(ask: Ask) -> str:
    """Nobody approves text they wrote, superusers included."""
    if isinstance(ask.by, System):
        return ""
    number = ask.article.unapproved_revision_by(ask.by)
    if number is not None:
        return (
            f"You wrote revision {number}, and no approval since covers it: "
            "somebody else has to check this text."
        )
    if ask.article.holds_words_of(ask.by):
        return "You wrote this very text: somebody else has to check it."
    if ask.article.has_in_byline(ask.by):
        return "Your name stands over this article: somebody else has to check it."
    return ""


def approval_stands(ask: Ask) -> str:
    """Publishing needs a valid approval of exactly the bytes that go live."""
    if ask.article.publishable_revision is None:
        return "No approval of exactly this text stands: it has to be reviewed first."
    return ""


def revocable(ask: Ask) -> str:
    """Reviewers take back approvals of their own; editors any."""
    check_ = ask.fact_check
    if check_ is None or check_.decision != "approved":
        return "There is no approval to revoke."
    if hasattr(check_, "revocation"):
        return "This approval is revoked already."
    if isinstance(ask.by, System) or not (
        ask.by.is_editor or (check_.decided_by_id == ask.by.pk and ask.by.is_medical_reviewer)
    ):
        return "Only an editor, or the reviewer who approved, can revoke an approval."
    return ""


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


def may_edit(article: "Article", user: "User") -> bool:
    """Whether the article is this person's to write: an editor's, or a writer's own.

    An article is a writer's own when they created it or stand in its byline.
    """
    if user.is_editor:
        return True
    return user.is_writer and (
        article.created_by_id == user.pk or article.bylines.filter(author__user=user).exists()
    )


def may_see(article: "Article", user: "User") -> bool:
    """Whether this person may see the desk copy. Reviewers see what was handed in or approved."""
    if may_edit(article, user):
        return True
    if not user.is_medical_reviewer:
        return False
    return (
        article.status not in EDITABLE
        or article.live_revision_id is not None
        or article.fact_checks.filter(decided_by=user).exists()
        or article.reviewers_asked.filter(user=user).exists()
    )


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
            f"“{rows[0].label}” is not possible while the article is {status.label.lower()}.",
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
    for verb in dict.fromkeys(row.verb for row in TRANSITIONS):
        if verb in {"edit", "arrange", "revoke"}:
            continue
        row, _ = find(ask, verb)
        if row is not None and row.roles & by.roles:
            steps.append(Step(row, _refusal(row, ask)))
    return steps
