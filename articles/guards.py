"""What the table of the workflow asks before a step: conditions, and guards with their sentences.

A condition picks between lines of the table. A guard answers with the sentence that refuses the
step, for people, or with nothing. Neither writes.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from articles.states import EDITABLE, NEEDS_APPROVAL, Ask, System, When

if TYPE_CHECKING:
    from articles.models import Article, Revision
    from authors.models import User

LAST_YEAR: Final = 2199
"""The last year for which something is scheduled; every clock can show it, in every time zone."""

# --- which line of the table ----------------------------------------------------------------------

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

# --- whose article it is --------------------------------------------------------------------------


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


# --- what refuses a step --------------------------------------------------------------------------


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
    return _licences_hold_of(ask.article, ask.article.current_revision)


def licences_hold_of_approved(ask: Ask) -> str:
    """Nothing goes live with a picture that may not be shown any more."""
    return _licences_hold_of(ask.article, ask.article.publishable_revision)


def _licences_hold_of(article: "Article", revision: "Revision | None") -> str:
    from articles import library  # which reads the models, and they read this table

    if revision is None:
        return ""
    return article.once(f"licences: {revision.digest}", lambda: library.expired(revision.data))


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
            return no_credential(reviewer.name)
    if topic.requires_medical_review:
        return f"“{topic}” requires a medical reviewer with a valid credential to approve."
    if not ask.by.is_editor:
        return f"In “{topic}” an editor approves, or a medical reviewer with a valid credential."
    return ""


def no_credential(name: str) -> str:
    """Said wherever a clinician of this name can approve nothing today."""
    return f"No verified credential of {name} is valid today: an editor has to verify one first."


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


def not_a_time_to_publish(at: datetime) -> str:
    """Why nothing can be scheduled for this time; empty when it can."""
    # The year first: a time at the very end of all years has no counterpart in some zones.
    if at.year > LAST_YEAR:
        return f"Choose a time before the year {LAST_YEAR + 1}."
    if timezone.is_naive(at) or at <= timezone.now():
        return "Choose a time in the future."
    return ""
