"""What surrounds a text does not pull its approval away from under it: topics, bylines, people."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import actions
from articles.models import Article, Byline, Status, Topic
from articles.workflow import Refused
from authors.models import Author, Credential, MedicalReviewer
from authors.roles import Role
from tests import factories
from tests.articles.seal.hands import editorial, fact_check, load, refused, sql, stored
from tests.factories import Cast, account, article_at, desk, medical_reviewer, step

pytestmark = pytest.mark.django_db

RULE = "Articles of this topic are live without a medical review."
THEMSELVES = "Who approved this text cannot stand over it as an author."

# --- topics ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.APPROVED, Status.SCHEDULED])
def test_the_rule_is_not_switched_on_over_what_does_not_meet_it(
    status: Status, cast: Cast, tmp_path: Path
) -> None:
    topic = editorial(cast, status).topic
    topic.requires_medical_review = True
    with refused(RULE):
        topic.save()
    with refused(RULE):
        Topic.objects.update(requires_medical_review=True)
    with refused(RULE):
        Topic.objects.bulk_update([topic], ["requires_medical_review"])
    with refused(RULE):
        sql("UPDATE articles_topic SET requires_medical_review = TRUE")
    with refused(RULE):
        load(tmp_path, topic)
    assert not stored(topic)["requires_medical_review"]


def test_the_rule_is_switched_on_where_clinicians_approved(cast: Cast) -> None:
    article = editorial(cast, Status.IN_REVIEW)
    article = actions.approve(article, by=cast.reviewer, statement="Checked.", interests="None")
    actions.publish(article, by=cast.editor)
    Topic.objects.update(requires_medical_review=True)
    draft = editorial(cast, Status.CHANGES_REQUESTED)
    Topic.objects.filter(pk=draft.topic_id).update(requires_medical_review=True)


def test_a_draft_of_the_topic_needs_a_clinician_from_then_on(cast: Cast) -> None:
    article = editorial(cast, Status.APPROVED)
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    Topic.objects.filter(pk=article.topic_id).update(requires_medical_review=True)
    article.refresh_from_db()
    with refused("There is no approved revision waiting", Refused):
        actions.publish(article, by=cast.editor)


def test_a_topic_is_not_made_again_with_another_rule(cast: Cast, tmp_path: Path) -> None:
    """References between tables are looked at when the transaction ends: time for a swap."""
    article = editorial(cast, Status.PUBLISHED)
    row = stored(article.topic)
    with refused("Articles are in this topic: they keep its rule."):
        sql("DELETE FROM articles_topic WHERE id = %s", article.topic_id)
        Topic.objects.create(**row | {"requires_medical_review": True})
    stricter = factories.topic(requires_medical_review=True)
    with refused("A row keeps its number"):
        sql(
            "UPDATE articles_topic SET id = %s - id WHERE id IN (%s, %s)",
            article.topic_id + stricter.pk,
            article.topic_id,
            stricter.pk,
        )
    with refused():
        article.topic.delete()


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.APPROVED, Status.SCHEDULED])
def test_an_article_does_not_move_where_its_approval_is_not_enough(
    status: Status, cast: Cast
) -> None:
    article = editorial(cast, status)
    stricter = factories.topic(requires_medical_review=True)
    before = stored(article)
    if status != Status.SCHEDULED:
        with refused("requires a medical review that", ValidationError, Refused):
            actions.arrange(article, by=cast.editor, topic=stricter)
    for target in (stricter.pk, 10**9):
        with refused():
            Article.objects.filter(pk=article.pk).update(topic=target, version=99)
    assert stored(article) == before


def test_a_detour_over_a_lenient_topic_gains_nothing(cast: Cast) -> None:
    """Moved for the approval, moved back for the publication."""
    strict = factories.topic(requires_medical_review=True)
    lenient = factories.topic(requires_medical_review=False)
    article = article_at(Status.DRAFT, cast, topic=strict)
    article = actions.arrange(article, by=cast.writer, topic=lenient)
    article = actions.submit(article, by=cast.writer)
    article = actions.approve(article, by=cast.second_editor, statement="F", interests="None")
    with refused("requires a medical review that", ValidationError):
        actions.arrange(article, by=cast.editor, topic=strict)
    article = actions.save(article, desk=desk("A detour"), by=cast.writer)
    article = actions.arrange(article, by=cast.writer, topic=strict)
    with refused("There is no approved revision waiting", Refused):
        actions.publish(article, by=cast.editor)
    assert not article.standing_approvals().exists()


# --- bylines --------------------------------------------------------------------------------------


def test_an_author_does_not_approve(cast: Cast) -> None:
    own = factories.author("Edith Editor", cast.editor)
    article = editorial(cast, Status.DRAFT)
    article = actions.arrange(article, by=cast.second_editor, authors=[cast.author, own])
    article = actions.submit(article, by=cast.writer)
    with refused("Your name stands over this article", Refused):
        actions.approve(article, by=cast.editor, statement="F", interests="None")
    with refused("Nobody approves text they wrote."):
        fact_check(article.current_revision, cast.editor)


def test_an_author_without_an_account_is_known_by_name(cast: Cast) -> None:
    """As an import makes them: the same clinician writes, and checks, under one name."""
    article = article_at(Status.DRAFT, cast)
    own = factories.author("rita reviewer")
    article = actions.arrange(article, by=cast.writer, authors=[own])
    article = actions.submit(article, by=cast.writer)
    with refused("Your name stands over this article", Refused):
        step(article, "approve", cast)
    with refused("Nobody approves text they wrote."):
        fact_check(article.current_revision, cast.reviewer)


def test_an_approver_does_not_become_an_author(cast: Cast, tmp_path: Path) -> None:
    own = factories.author("Another name", cast.reviewer)
    for status in (Status.PUBLISHED, Status.APPROVED):
        article = article_at(status, cast)
        with refused(THEMSELVES, ValidationError):
            actions.arrange(article, by=cast.editor, authors=[cast.author, own])
        with refused(THEMSELVES):
            Byline.objects.create(article=article, author=own, position=1)
        with refused(THEMSELVES):
            article.bylines.update(author=own)
        with refused(THEMSELVES):
            load(tmp_path, Byline(pk=10**9, article=article, author=own))
        assert [b.author for b in article.bylines.all()] == [cast.author]


def test_an_author_does_not_turn_out_to_be_the_approver(cast: Cast, tmp_path: Path) -> None:
    """The account or the name of an author changed once the article is live."""
    article = article_at(Status.PUBLISHED, cast)
    guest = factories.author("Greta Guest")
    article = actions.arrange(article, by=cast.editor, authors=[guest])
    for changes in ({"user": cast.reviewer}, {"name": "Rita Reviewer"}):
        with refused(THEMSELVES):
            Author.objects.filter(pk=guest.pk).update(**changes)
    row = stored(guest) | {"user_id": cast.reviewer.pk}
    with refused("This name stands over articles: it stays."):
        sql("DELETE FROM authors_author WHERE id = %s", guest.pk)
        Author.objects.create(**row)
    with refused("A byline names an author."):
        sql("UPDATE articles_byline SET author_id = %s", 10**9)
    Author.objects.filter(pk=guest.pk).update(name="Greta G. Guest")


def test_what_an_author_approved_before_they_became_one_does_not_go_live(cast: Cast) -> None:
    """Approved, then newer text on the desk, then the byline: nothing rests on the approval."""
    article = article_at(Status.APPROVED, cast)
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    own = factories.author("Another name", cast.reviewer)
    article = actions.arrange(article, by=cast.editor, authors=[own])
    assert article.publishable_revision is None
    with refused("There is no approved revision waiting", Refused):
        actions.publish(article, by=cast.editor)
    with refused("Only a revision with a standing approval"):
        sql(
            "UPDATE articles_article SET live_revision_id = %s, version = version + 1",
            article.revisions.get(number=1).pk,
        )


def test_another_approval_beside_lets_the_author_in(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = actions.renew(article, by=cast.editor)
    article = actions.approve(
        article, by=cast.second_reviewer, statement="Still right.", interests="None"
    )
    own = factories.author("Another name", cast.reviewer)
    article = actions.arrange(article, by=cast.editor, authors=[own])
    assert article.standing_approval(article.live_revision).decided_by == cast.second_reviewer


# --- credentials ----------------------------------------------------------------------------------


@pytest.fixture
def unverified(cast: Cast) -> Credential:
    user = account("Nora New", Role.MEDICAL_REVIEWER)
    return medical_reviewer("Nora New", None, user).credentials.get()


def test_a_credential_does_not_begin_verified(cast: Cast, tmp_path: Path) -> None:
    verified = cast.reviewer.medicalreviewer.credentials.get()
    row = stored(verified) | {"id": 10**9}
    with refused("A credential is entered first and verified then."):
        Credential.objects.create(**row)
    with refused("A credential is entered first and verified then."):
        load(tmp_path, Credential(**row))


def test_nobody_but_another_editor_verifies(unverified: Credential, cast: Cast) -> None:
    holder = unverified.reviewer.user
    gone = account("Gone Editor", Role.EDITOR, is_active=False)
    now = timezone.now()
    for person in (holder, cast.writer, cast.stranger, cast.reviewer, gone):
        with refused("Only an editor can verify a credential."):
            Credential.objects.filter(pk=unverified.pk).update(
                verified_by=person, verified_by_name="Edith Editor", verified_at=now
            )
    holder.groups.add(*cast.editor.groups.all())
    with refused("Nobody verifies a credential of their own."):
        Credential.objects.filter(pk=unverified.pk).update(
            verified_by=holder, verified_by_name="Edith Editor", verified_at=now
        )
    with refused("Only an editor can verify a credential."):
        Credential.objects.filter(pk=unverified.pk).update(
            verified_by=None, verified_by_name="Edith Editor", verified_at=now
        )


def test_a_verification_is_of_now_and_named_by_the_database(
    unverified: Credential, cast: Cast
) -> None:
    with refused("A credential is verified now, not at another time."):
        Credential.objects.filter(pk=unverified.pk).update(
            verified_by=cast.editor,
            verified_by_name="x",
            verified_at=timezone.now() - dt.timedelta(days=1),
        )
    Credential.objects.filter(pk=unverified.pk).update(
        verified_by=cast.editor, verified_by_name="Dr Famous", verified_at=timezone.now()
    )
    assert stored(unverified)["verified_by_name"] == "Edith Editor"
    Credential.objects.filter(pk=unverified.pk).update(verified_by_name="Dr Famous")
    assert stored(unverified)["verified_by_name"] == "Edith Editor"


def test_facts_and_verification_do_not_change_in_one_statement(
    unverified: Credential, cast: Cast
) -> None:
    for changes in ({"title": "MD"}, {"valid_until": None}, {"number": "1"}):
        Credential.objects.filter(pk=unverified.pk).update(
            verified_by=cast.editor,
            verified_by_name="Edith Editor",
            verified_at=timezone.now(),
            **changes,
        )
        assert stored(unverified)["verified_at"] is None


def test_another_holder_or_name_has_to_be_verified_again(cast: Cast) -> None:
    reviewer = cast.reviewer.medicalreviewer
    mallory = account("Mallory", Role.MEDICAL_REVIEWER)
    credential = reviewer.credentials.get()

    def verified() -> bool:
        return stored(credential)["verified_at"] is not None

    MedicalReviewer.objects.filter(pk=reviewer.pk).update(user=None)
    assert verified()  # nobody can act with it
    MedicalReviewer.objects.filter(pk=reviewer.pk).update(user=mallory)
    assert not verified()
    article = article_at(Status.IN_REVIEW, cast)
    with refused("No verified credential of Rita Reviewer is valid today", Refused):
        actions.approve(article, by=mallory, statement="F", interests="None")
    credential.refresh_from_db()
    credential.verify(by=cast.editor)
    MedicalReviewer.objects.filter(pk=reviewer.pk).update(bio="She checks.", is_active=True)
    assert verified()
    MedicalReviewer.objects.filter(pk=reviewer.pk).update(name="Dr Famous")
    assert not verified()


def test_a_credential_kept_in_memory_does_not_bring_its_verification_back(cast: Cast) -> None:
    kept = cast.reviewer.medicalreviewer.credentials.get()
    Credential.objects.filter(pk=kept.pk).update(title="MD")
    kept.refresh_from_db(fields=["title"])
    kept.verified_at -= dt.timedelta(hours=1)
    with refused("A credential is verified now, not at another time."):
        kept.save()


def test_what_became_of_the_credential_changes_nothing_about_that_day(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    approval = article.fact_checks.get()
    before = stored(approval)
    Credential.objects.all().delete()
    cast.reviewer.groups.clear()
    MedicalReviewer.objects.update(is_active=False, name="Another Name")
    cast.reviewer.delete()
    assert stored(approval) == before
    assert article.standing_approval(article.live_revision).signature == "Rita Reviewer, PA-C"


# --- accounts -------------------------------------------------------------------------------------


def test_history_outlives_every_account(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    article = step(actions.submit(article, by=cast.writer), "approve", cast)
    actions.revoke(article.fact_checks.first(), by=cast.editor, reason="Not yet.")
    rows = [
        *article.revisions.all(), *article.fact_checks, *article.events.all(),
        article.fact_checks.first().revocation,
    ]  # fmt: skip
    before = [stored(row) for row in rows]
    for person in (cast.writer, cast.reviewer):
        person.delete()  # as the admin deletes it
    sql("UPDATE authors_author SET user_id = NULL")
    sql("DELETE FROM authors_user_groups")
    sql("DELETE FROM notices_notice WHERE person_id = %s", cast.editor.pk)
    sql("DELETE FROM authors_user WHERE id = %s", cast.editor.pk)  # as a script would
    assert [stored(row) for row in rows] == before
    article.refresh_from_db()
    names = {line.actor_name for line in article.events.all()}
    assert names == {"Wanda Writer", "Rita Reviewer", "Edith Editor"}
    assert article.live_revision.created_by_name == "Wanda Writer"
    assert Article.objects.published().get() == article
