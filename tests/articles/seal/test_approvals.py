"""Who approves: somebody entitled that day, by name, and never somebody who wrote it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from articles import actions
from articles.models import Article, FactCheck, Revision, Revocation, Status
from articles.workflow import Refused, check
from authors.models import Credential, MedicalReviewer, User
from authors.roles import Role
from tests import factories
from tests.articles.seal.hands import (
    command,
    editorial,
    fact_check,
    load,
    refused,
    signature,
    sql,
    stored,
)
from tests.factories import Cast, account, article_at, desk, medical_reviewer, step

pytestmark = pytest.mark.django_db

NO_CREDENTIAL = "A medical decision needs a verified credential that is valid today."
OWN_TEXT = "Nobody approves text they wrote."
TODAY = timezone.now().date


# --- entitled -------------------------------------------------------------------------------------

Spoil = Callable[[User, Cast], None]


def _expired(user: User, cast: Cast) -> None:
    _valid(user, cast, TODAY() - dt.timedelta(days=9), TODAY() - dt.timedelta(days=1))


def _not_yet_valid(user: User, cast: Cast) -> None:
    _valid(user, cast, TODAY() + dt.timedelta(days=1), None)


def _valid(user: User, cast: Cast, first: dt.date, last: dt.date | None) -> None:
    credential = user.medicalreviewer.credentials.get()
    credential.valid_from, credential.valid_until = first, last
    credential.save()
    credential.verify(by=cast.editor)


def _never_verified(user: User, cast: Cast) -> None:
    Credential.objects.update(verified_at=None, verified_by=None, verified_by_name="")


def _changed_after_the_verification(user: User, cast: Cast) -> None:
    Credential.objects.filter(reviewer__user=user).update(title="MD, PhD")


def _renamed_after_the_verification(user: User, cast: Cast) -> None:
    user.medicalreviewer.name = "Dr Somebody Famous"
    user.medicalreviewer.save()


def _inactive_reviewer(user: User, cast: Cast) -> None:
    user.medicalreviewer.is_active = False
    user.medicalreviewer.save()


def _inactive_account(user: User, cast: Cast) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _without_the_group(user: User, cast: Cast) -> None:
    user.groups.clear()


def _in_another_group(user: User, cast: Cast) -> None:
    user.groups.set([Group.objects.get_or_create(name=Role.WRITER)[0]])


def _without_the_profile(user: User, cast: Cast) -> None:
    MedicalReviewer.objects.filter(user=user).update(user=None)


def _without_a_credential(user: User, cast: Cast) -> None:
    Credential.objects.filter(reviewer__user=user).delete()


SPOILS: tuple[Spoil, ...] = (
    _expired, _not_yet_valid, _never_verified, _changed_after_the_verification,
    _renamed_after_the_verification, _inactive_reviewer, _inactive_account, _without_the_group,
    _in_another_group, _without_the_profile, _without_a_credential,
)  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.__name__)
def test_who_is_not_entitled_today_approves_nothing(
    spoil: Spoil, cast: Cast, tmp_path: Path
) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    as_it_was = signature(cast.reviewer)
    spoil(cast.reviewer, cast)
    user = User.objects.get(pk=cast.reviewer.pk)
    with refused("", Refused):
        actions.approve(article, by=user, statement="Fine.", interests="None")
    with refused("", Refused):
        command("approve", article, user)
    with refused():
        fact_check(article.current_revision, cast.reviewer, **as_it_was)
    if hasattr(user, "medicalreviewer") and user.medicalreviewer.credentials.exists():
        with refused():
            fact_check(article.current_revision, user)
    with refused():
        load(tmp_path, _unsaved(article.current_revision, cast.reviewer, as_it_was))
    with refused():
        _by_statement(article.current_revision, cast.reviewer, as_it_was)
    assert not FactCheck.objects.exists()
    assert stored(article)["status"] == Status.IN_REVIEW


def _unsaved(revision: Revision, by: User, signed: dict[str, Any]) -> FactCheck:
    return FactCheck(
        pk=10**9,
        revision=revision,
        digest=revision.digest,
        decision="approved",
        statement="By fixture.",
        interests="None",
        decided_by=by,
        decided_by_name=str(by),
        decided_at=timezone.now(),
        **signed,
    )


def _by_statement(revision: Revision, by: User, signed: dict[str, Any]) -> None:
    signed = {k: v.pk if hasattr(v, "pk") else v for k, v in signed.items()}
    sql(
        "INSERT INTO articles_factcheck (revision_id, digest, decision, statement, interests,"
        " decided_by_id, decided_by_name, relies_on, reviewer_id, reviewer_name,"
        " credential_id_then, credential_title, credential_issuer, credential_number,"
        " credential_region, credential_valid_from, credential_valid_until)"
        " VALUES (%s, %s, 'approved', 'By statement.', 'None', %s, '', '{}'" + ", %s" * 9 + ")",
        revision.pk,
        revision.digest,
        by.pk,
        *signed.values(),
    )


def test_a_stale_account_object_does_not_help(cast: Cast) -> None:
    """What a request read at its beginning may be over when the step is taken."""
    article = article_at(Status.IN_REVIEW, cast)
    assert cast.reviewer.is_medical_reviewer
    assert cast.reviewer.medicalreviewer.credential_on(TODAY())
    User.objects.get(pk=cast.reviewer.pk).groups.clear()
    assert check(article, "approve", cast.reviewer) == ""  # by what it remembers
    with refused("A medical reviewer or an editor decides", Refused):
        step(article, "approve", cast)


@pytest.mark.parametrize(
    ("column", "changed"),
    [
        ("reviewer_name", "Dr Somebody Famous"),
        ("credential_title", "MD, PhD"),
        ("credential_issuer", "Another board"),
        ("credential_number", "1"),
        ("credential_region", "Everywhere"),
        ("credential_valid_from", dt.date(2001, 1, 1)),
        ("credential_valid_until", None),
        ("credential_id_then", 10**9),
        ("credential_id_then", None),
    ],
)
def test_the_signature_is_the_credential_as_it_is(column: str, changed: Any, cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    signed = signature(cast.reviewer) | {column: changed}
    for decision in ("approved", "changes_requested"):
        with refused():
            fact_check(article.current_revision, cast.reviewer, decision=decision, **signed)


def test_the_credential_is_not_another_reviewers(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    with refused(NO_CREDENTIAL):
        fact_check(article.current_revision, cast.reviewer, **signature(cast.second_reviewer))
    own = signature(cast.reviewer)
    other = signature(cast.second_reviewer)
    mixed = other | {"reviewer": own["reviewer"], "reviewer_name": own["reviewer_name"]}
    with refused(NO_CREDENTIAL):
        fact_check(article.current_revision, cast.reviewer, **mixed)


def test_who_is_no_clinician_signs_with_no_credential(cast: Cast) -> None:
    article = editorial(cast, Status.IN_REVIEW)
    plain, editor = article.current_revision, cast.second_editor
    for column, words in (("reviewer_name", "Dr Fake"), ("credential_title", "MD")):
        for decision in ("approved", "changes_requested"):
            with refused():
                fact_check(plain, editor, decision=decision, **{column: words})
    with refused(NO_CREDENTIAL):
        fact_check(plain, editor, **signature(cast.reviewer))


def test_an_editor_does_not_approve_where_a_clinician_has_to(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    for person in (cast.editor, cast.second_editor, cast.superuser):
        with refused("requires a medical reviewer", Refused):
            step_by(article, person)
        with refused("This topic requires a medical reviewer to approve."):
            fact_check(article.current_revision, person)


def step_by(article: Article, by: User) -> Article:
    return actions.approve(article, by=by, statement="Fine.", interests="None")


@pytest.mark.parametrize("name", ["writer", "second_writer", "stranger"])
def test_who_has_no_say_decides_nothing(name: str, cast: Cast) -> None:
    person = getattr(cast, name)
    article = editorial(cast, Status.IN_REVIEW)
    for decision in ("approved", "changes_requested"):
        with refused("A medical reviewer or an editor decides"):
            fact_check(article.current_revision, person, decision=decision)
    with refused("A decision approves or asks for changes."):
        fact_check(article.current_revision, cast.second_editor, decision="approved ")


def test_nobody_is_not_a_person(cast: Cast) -> None:
    article, editor = editorial(cast, Status.IN_REVIEW), cast.editor
    with refused("A medical reviewer or an editor decides"):
        fact_check(article.current_revision, editor, decided_by=None, decided_by_name="Somebody")
    with refused("History names accounts that exist."):
        fact_check(article.current_revision, editor, decided_by=None, decided_by_id=10**9)


def test_the_name_under_a_decision_is_the_accounts(cast: Cast) -> None:
    article = editorial(cast, Status.IN_REVIEW)
    row = fact_check(article.current_revision, cast.second_editor, decided_by_name="Dr Famous")
    assert stored(row)["decided_by_name"] == "Emil Editor"


# --- on what --------------------------------------------------------------------------------------


def test_a_decision_is_on_the_text_in_review_and_on_no_other(cast: Cast) -> None:
    first = article_at(Status.CHANGES_REQUESTED, cast)
    older = first.current_revision
    article = actions.save(first, desk=desk("Newer words"), by=cast.writer)
    with refused("in review"):
        fact_check(older, cast.reviewer)
    article = actions.submit(article, by=cast.writer)
    with refused("A decision is on the text that is in review."):
        fact_check(older, cast.reviewer)
    with refused("A decision is on exactly the text of its revision."):
        fact_check(article.current_revision, cast.reviewer, digest=older.digest)
    with refused("Revision 2 is in review now, not revision 1", Refused):
        actions.approve(article, by=cast.reviewer, statement="F", interests="None", revision=1)
    for status in set(Status) - {Status.IN_REVIEW}:
        other = article_at(status, cast)
        with refused("A decision is on the text that is in review."):
            fact_check(other.current_revision, cast.reviewer)


def test_decisions_follow_each_other_in_the_order_of_their_numbers(cast: Cast) -> None:
    """A later “changes requested” beats an approval by its number: none is taken in advance."""
    article = article_at(Status.IN_REVIEW, cast)
    ahead = fact_check(article.current_revision, cast.reviewer, pk=10**9)
    for number in (10**9 - 1, 1):
        with refused("numbered in the order in which they are made"):
            fact_check(
                article.current_revision,
                cast.second_reviewer,
                decision="changes_requested",
                pk=number,
            )
    assert ahead.pk == 10**9


# --- not their own --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["editor", "superuser"])
def test_nobody_approves_a_revision_they_wrote(name: str, cast: Cast, tmp_path: Path) -> None:
    article, person = editorial(cast, Status.DRAFT), getattr(cast, name)
    article = actions.save(article, desk=desk("Of my own"), by=person)
    article = actions.submit(article, by=cast.writer)
    with refused("You wrote revision 2", Refused):
        step_by(article, person)
    with refused("You wrote revision 2", Refused):
        command("approve", article, person)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, person)
    with refused(OWN_TEXT):
        load(tmp_path, _unsaved(article.current_revision, person, {}))


def test_a_clinician_who_wrote_it_does_not_approve_it_either(cast: Cast) -> None:
    user = account("Both Hands", Role.WRITER, Role.MEDICAL_REVIEWER)
    medical_reviewer("Both Hands", cast.editor, user)
    article = actions.create(topic=factories.topic(), desk=desk(), by=user)
    article = actions.arrange(article, by=user, authors=[cast.author])
    article = actions.submit(article, by=user)
    with refused("You wrote revision 1", Refused):
        step_by(article, user)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, user)


def test_not_after_somebody_else_changed_a_word(cast: Cast) -> None:
    article = editorial(cast, Status.DRAFT)
    article = actions.save(article, desk=desk("By the editor"), by=cast.editor)
    article = actions.save(article, desk=desk("By the editor!"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    with refused("You wrote revision 2", Refused):
        step_by(article, cast.editor)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, cast.editor)


def test_an_approval_since_covers_what_they_wrote_and_theirs_relies_on_it(cast: Cast) -> None:
    article = editorial(cast, Status.DRAFT)
    article = actions.save(article, desk=desk("By the editor"), by=cast.editor)
    article = actions.submit(article, by=cast.writer)
    article = step_by(article, cast.second_editor)
    cover = article.fact_checks.get()
    article = actions.save(article, desk=desk("By the writer"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    article = step_by(article, cast.editor)
    assert article.fact_checks.first().relies_on == [cover.pk]
    article = actions.publish(article, by=cast.editor)
    # Without the other's approval nobody but the editor ever checked the editor's words.
    with refused("The live text rests on this approval"):
        Revocation.objects.create(fact_check=cover, reason="F", revoked_by=cast.superuser)
    article = actions.revoke(cover, by=cast.superuser, reason="Forged.")
    assert article.status == Status.WITHDRAWN
    assert not article.standing_approvals().exists()


def test_an_approval_of_their_own_covers_nothing_they_wrote(cast: Cast) -> None:
    """Approved, by the editor, on the strength of an approval that is revoked since."""
    article = editorial(cast, Status.DRAFT)
    article = actions.save(article, desk=desk("By the editor"), by=cast.editor)
    article = step_by(actions.submit(article, by=cast.writer), cast.second_editor)
    cover = article.fact_checks.get()
    article = actions.save(article, desk=desk("By the writer"), by=cast.writer)
    article = step_by(actions.submit(article, by=cast.writer), cast.editor)
    actions.revoke(cover, by=cast.superuser, reason="Forged.")
    article = actions.save(article, desk=desk("By the writer again"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    with refused("You wrote revision 2", Refused):
        step_by(article, cast.editor)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, cast.editor)


def test_what_a_caller_says_an_approval_relies_on_is_not_heard(cast: Cast) -> None:
    article = editorial(cast, Status.IN_REVIEW)
    row = fact_check(article.current_revision, cast.second_editor, relies_on=[1, 2, 3])
    assert stored(row)["relies_on"] == []


def test_an_opposed_approval_covers_nothing(cast: Cast) -> None:
    article = editorial(cast, Status.DRAFT)
    article = actions.save(article, desk=desk("By the editor"), by=cast.editor)
    own = factories.DeskCopy.of_article(article)
    article = step_by(actions.submit(article, by=cast.writer), cast.second_editor)
    article = actions.save(article, desk=desk("A detour"), by=cast.writer)
    article = actions.save(article, desk=own, by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    article = actions.request_changes(article, by=cast.second_editor, statement="No, after all.")
    article = actions.save(article, desk=desk("By the writer"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    with refused("You wrote revision 2", Refused):
        step_by(article, cast.editor)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, cast.editor)


def test_a_detour_over_other_words_does_not_lead_back_to_their_own(cast: Cast) -> None:
    """Written by the editor, approved in other words, put back to the letter by the writer."""
    article = editorial(cast, Status.DRAFT)
    own = desk("By the editor")
    article = actions.save(article, desk=own, by=cast.editor)
    article = actions.save(article, desk=desk("By the writer"), by=cast.writer)
    article = step_by(actions.submit(article, by=cast.writer), cast.second_editor)
    article = actions.save(article, desk=own, by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    assert article.unapproved_revision_by(cast.editor) is None
    with refused("You wrote this very text", Refused):
        step_by(article, cast.editor)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, cast.editor)


def test_the_same_words_in_another_article_are_their_own_too(cast: Cast) -> None:
    own = desk("By the editor", "<p>To the letter.</p>")
    actions.create(topic=factories.topic(), desk=own, by=cast.editor)
    article = editorial(cast, Status.IN_REVIEW, copy=own)
    with refused("You wrote this very text", Refused):
        step_by(article, cast.editor)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, cast.editor)


def test_what_they_wrote_and_gave_up_counts_until_it_is_covered(cast: Cast) -> None:
    """A draft of the editor's that was discarded is a revision since the last approval."""
    article = editorial(cast, Status.PUBLISHED)
    article = actions.save(article, desk=desk("By the editor"), by=cast.editor)
    article = actions.discard_changes(article, by=cast.editor)
    article = actions.renew(article, by=cast.editor)
    with refused("You wrote revision 2", Refused):
        step_by(article, cast.editor)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, cast.editor)
    assert step_by(article, cast.second_editor).status == Status.PUBLISHED


def test_an_approval_of_their_own_covers_nothing_that_they_wrote(cast: Cast) -> None:
    """What covered it was asked to be changed since; their later approval rested on that alone."""
    article = editorial(cast, Status.DRAFT)
    article = actions.save(article, desk=desk("By the editor"), by=cast.editor)
    article = step_by(actions.submit(article, by=cast.writer), cast.second_editor)
    article = actions.save(article, desk=desk("By the writer"), by=cast.writer)
    article = step_by(actions.submit(article, by=cast.writer), cast.editor)
    article = actions.save(article, desk=desk("By the editor"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    article = actions.request_changes(article, by=cast.second_editor, statement="No longer.")
    article = actions.save(article, desk=desk("By the writer again"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    with refused("You wrote revision 2", Refused):
        step_by(article, cast.editor)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, cast.editor)


def test_a_new_account_of_the_same_person_does_not_help(cast: Cast) -> None:
    first = account("Eva Editor", Role.EDITOR, email="eva@example.org")
    article = editorial(cast, Status.DRAFT)
    article = actions.save(article, desk=desk("By Eva"), by=first)
    article = actions.submit(article, by=cast.writer)
    first.delete()
    again = account("eva editor", Role.EDITOR, email="eva@example.org")
    with refused("You wrote revision 2", Refused):
        step_by(article, again)
    with refused(OWN_TEXT):
        fact_check(article.current_revision, again)
    # Somebody else of the same name, whose namesake is still there, is somebody else.
    namesake = account("Emil Editor", Role.EDITOR)
    article = actions.withdraw_submission(article, by=cast.writer)
    article = actions.save(article, desk=desk("By Emil"), by=cast.second_editor)
    article = actions.submit(article, by=cast.writer)
    assert step_by(article, namesake).status == Status.APPROVED


def test_an_account_keeps_its_number(cast: Cast) -> None:
    with refused("A row keeps its number"):
        sql("UPDATE authors_user SET id = id + 1000000 WHERE id = %s", cast.editor.pk)


# --- minor ----------------------------------------------------------------------------------------


@pytest.fixture
def minor(cast: Cast) -> Article:
    """A minor change in review, of an article that is live."""
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(article, desk=desk("A comma more"), by=cast.writer)
    return actions.submit(article, by=cast.writer, minor=True)


RESTS = "A minor approval rests on the full one under which the text is live."


def test_a_minor_approval_rests_on_no_other_articles(minor: Article, cast: Cast) -> None:
    other = article_at(Status.PUBLISHED, cast)
    with refused(RESTS):
        fact_check(minor.current_revision, cast.reviewer, rests_on=other.fact_checks.get())
    with refused(RESTS):
        fact_check(minor.current_revision, cast.reviewer, rests_on_id=10**9)


def test_a_minor_approval_rests_on_none_that_is_minor_itself(minor: Article, cast: Cast) -> None:
    full = minor.fact_checks.get()
    article = actions.publish(step(minor, "approve", cast), by=cast.editor)
    first = article.fact_checks.first()
    assert (first.rests_on, first.relies_on) == (full, [full.pk])
    article = actions.save(article, desk=desk("Two commas more"), by=cast.writer)
    article = actions.submit(article, by=cast.writer, minor=True)
    with refused(RESTS):
        fact_check(article.current_revision, cast.reviewer, rests_on=first)
    article = step(article, "approve", cast)
    assert article.fact_checks.first().rests_on == full


def test_a_minor_approval_rests_on_none_of_another_text(cast: Cast) -> None:
    """Nor on a full approval that is newer than the live text, to move the date of the review."""
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    article = step(article, "approve", cast)
    newer = article.fact_checks.first()
    article = actions.save(article, desk=desk("A comma more"), by=cast.writer)
    article = actions.submit(article, by=cast.writer, minor=True)
    with refused(RESTS):
        fact_check(article.current_revision, cast.reviewer, rests_on=newer)


def test_a_minor_approval_does_not_outlive_the_full_one(minor: Article, cast: Cast) -> None:
    full = minor.fact_checks.get()
    article = actions.publish(step(minor, "approve", cast), by=cast.editor)
    with refused("The live text rests on this approval"):
        Revocation.objects.create(fact_check=full, reason="F", revoked_by=cast.editor)
    article = actions.revoke(full, by=cast.editor, reason="Forged.")
    assert article.status == Status.WITHDRAWN
    article = actions.restore(article, by=cast.editor)
    article = actions.submit(article, by=cast.writer)
    with refused(RESTS):
        fact_check(article.current_revision, cast.reviewer, rests_on=full)


def test_asking_for_changes_is_never_minor(minor: Article, cast: Cast) -> None:
    with refused("Only an approval can be a minor one."):
        fact_check(
            minor.current_revision,
            cast.reviewer,
            decision="changes_requested",
            rests_on=minor.fact_checks.get(),
        )


def test_the_first_clinician_looks_at_all_of_it(cast: Cast) -> None:
    """A medical approval cannot be a minor one on top of an editor's."""
    article = editorial(cast, Status.PUBLISHED)
    article = actions.save(article, desk=desk("A comma more"), by=cast.writer)
    article = actions.submit(article, by=cast.writer, minor=True)
    with refused(RESTS):
        fact_check(article.current_revision, cast.reviewer, rests_on=article.fact_checks.get())
    article = step_by(article, cast.reviewer)
    assert article.fact_checks.first().rests_on is None


# --- taking back ----------------------------------------------------------------------------------


def test_only_an_editor_or_who_approved_takes_it_back(cast: Cast, tmp_path: Path) -> None:
    article = article_at(Status.APPROVED, cast)
    approval = article.fact_checks.get()
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    for person in (cast.writer, cast.stranger, cast.second_reviewer):
        with refused("", Refused):
            actions.revoke(approval, by=person, reason="F")
        with refused("Only an editor, or the reviewer who approved"):
            Revocation.objects.create(fact_check=approval, reason="F", revoked_by=person)
        forged = Revocation(
            pk=10**9, fact_check=approval, reason="F", revoked_by=person, revoked_by_name="F",
            revoked_at=timezone.now(),
        )  # fmt: skip
        with refused("Only an editor, or the reviewer who approved"):
            load(tmp_path, forged)
    with refused("Only an editor, or the reviewer who approved"):
        Revocation.objects.create(fact_check=approval, reason="F", revoked_by_name="Somebody")
    row = Revocation.objects.create(fact_check=approval, reason="True.", revoked_by=cast.editor)
    assert stored(row)["revoked_by_name"] == "Edith Editor"
    with refused():
        Revocation.objects.create(fact_check=approval, reason="Twice.", revoked_by=cast.editor)


def test_only_an_approval_is_taken_back(cast: Cast) -> None:
    article = article_at(Status.CHANGES_REQUESTED, cast)
    with refused("Only an approval can be revoked."):
        Revocation.objects.create(
            fact_check=article.fact_checks.get(), reason="F", revoked_by=cast.editor
        )
    with refused("Only an approval can be revoked."):
        Revocation.objects.create(fact_check_id=10**9, reason="F", revoked_by=cast.editor)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.APPROVED, Status.SCHEDULED])
def test_what_rests_on_it_is_taken_down_first(status: Status, cast: Cast, tmp_path: Path) -> None:
    approval = article_at(status, cast).fact_checks.get()
    with refused("rests on this approval"):
        Revocation.objects.create(fact_check=approval, reason="F", revoked_by=cast.editor)
    forged = Revocation(
        pk=1, fact_check=approval, reason="F", revoked_by=cast.editor, revoked_at=timezone.now(),
        revoked_by_name="Edith Editor",
    )  # fmt: skip
    with refused("rests on this approval"):
        load(tmp_path, forged)


def test_an_opposed_approval_does_not_hold_what_another_held(cast: Cast) -> None:
    """Approved, asked to change, approved again; the second taken back: nothing holds it."""
    article = article_at(Status.APPROVED, cast)
    was = factories.DeskCopy.of_article(article)
    for decision in ("request_changes", "approve"):
        article = actions.save(article, desk=desk("A detour"), by=cast.writer)
        article = actions.save(article, desk=was, by=cast.writer)
        article = step(actions.submit(article, by=cast.writer), decision, cast)
    last = article.fact_checks.first()
    with refused("The approved text rests on this approval"):
        Revocation.objects.create(fact_check=last, reason="F", revoked_by=cast.editor)
    assert actions.revoke(last, by=cast.editor, reason="Wrong.").status == Status.DRAFT


def test_an_approval_beside_another_is_taken_back_and_the_text_stays(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    first = article.fact_checks.get()
    article = actions.renew(article, by=cast.editor)
    article = step_by(article, cast.second_reviewer)
    article = actions.revoke(first, by=cast.editor, reason="The licence had ended.")
    assert article.status == Status.PUBLISHED
    assert article.standing_approval(article.live_revision).reviewer_name == "Ravi Reviewer"
