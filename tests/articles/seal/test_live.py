"""Nothing goes live, or stays approved, without a standing approval of exactly its bytes."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from articles import actions
from articles.models import Article, Status
from articles.workflow import Refused
from tests import factories
from tests.articles.seal.hands import (
    editorial,
    fact_check,
    go_live,
    on_the_desk,
    other_words,
    refused,
    revision,
    sql,
    stored,
    value,
)
from tests.factories import Cast, article_at, desk, step

pytestmark = pytest.mark.django_db

UNAPPROVED = "Only a revision with a standing approval of exactly its text goes live."


def _save(article: Article) -> None:
    article.version += 1
    article.save()


def _update(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(
        live_revision=article.live_revision,
        live_since=article.live_since,
        version=article.version + 1,
    )


def _bulk_update(article: Article) -> None:
    article.version += 1
    Article.objects.bulk_update([article], ["live_revision", "live_since", "version"])


def _statement(article: Article) -> None:
    go_live(article, article.live_revision)


def _update_from(article: Article) -> None:
    sql(
        "UPDATE articles_article a SET live_revision_id = r.id, version = a.version + 1"
        " FROM articles_revision r WHERE r.article_id = a.id AND r.id = %s",
        article.live_revision_id,
    )


def _merge(article: Article) -> None:
    sql(
        "MERGE INTO articles_article a USING articles_revision r ON r.id = %s AND r.article_id=a.id"
        " WHEN MATCHED THEN UPDATE SET live_revision_id = r.id, version = a.version + 1",
        article.live_revision_id,
    )


DOORS: tuple[Callable[[Article], None], ...] = (
    _save, _update, _bulk_update, _statement, _update_from, _merge,
)  # fmt: skip


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_newer_words_do_not_replace_the_live_ones_without_an_approval(
    door: Callable[[Article], None], cast: Cast
) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    before = stored(article)
    article.live_revision = article.current_revision
    with refused(UNAPPROVED):
        door(article)
    assert stored(article) == before


def test_the_first_text_does_not_go_live_without_an_approval(cast: Cast) -> None:
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED):
        article = article_at(status, cast)
        with refused(UNAPPROVED):
            go_live(article, article.current_revision)
        assert not Article.objects.published().exists()


def test_an_approval_of_another_article_counts_for_nothing(cast: Cast) -> None:
    """Not its revision, and not the very same bytes over here."""
    same = desk("The same words", "<p>To the letter.</p>")
    approved = article_at(Status.APPROVED, cast, copy=same)
    draft = article_at(Status.DRAFT, cast, copy=same)
    assert draft.current_revision.digest == approved.current_revision.digest
    with refused("A revision of another article cannot stand here."):
        go_live(draft, approved.current_revision)
    with refused(UNAPPROVED):
        go_live(draft, draft.current_revision)
    with refused("A revision of another article cannot stand here."):
        on_the_desk(draft, approved.current_revision)


def test_an_approval_of_other_bytes_counts_for_nothing(cast: Cast) -> None:
    """One letter that looks the same, written by hand under the approved revision."""
    article = article_at(Status.APPROVED, cast)
    article = actions.save(article, desk=desk("A detour"), by=cast.writer)
    approved = article.revisions.get(number=1)
    alike = approved.title.replace("e", "е")  # Cyrillic for Latin: nobody sees a difference
    forged = revision(article, other_words(approved.content, title=alike))
    assert forged.digest != approved.digest
    with refused(UNAPPROVED):
        go_live(article, forged)


def test_edited_back_the_approved_bytes_are_approved(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    first = article.current_revision
    was = factories.DeskCopy.of_article(article)
    article = actions.save(article, desk=desk("A detour"), by=cast.writer)
    article = actions.save(article, desk=was, by=cast.second_editor)
    assert article.current_revision.digest == first.digest
    article = actions.publish(article, by=cast.editor)
    assert article.live_revision.number == 3


def test_a_revoked_approval_counts_for_nothing(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    actions.revoke(article.fact_checks.get(), by=cast.editor, reason="Forged.")
    article.refresh_from_db()
    with refused(UNAPPROVED):
        go_live(article, article.current_revision)
    assert value("SELECT count(*) FROM articles_revocation") == 1


def test_changes_asked_for_after_the_approval_of_the_same_bytes_stop_them(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    was = factories.DeskCopy.of_article(article)
    article = actions.save(article, desk=desk("A detour"), by=cast.writer)
    article = actions.save(article, desk=was, by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    article = step(article, "request_changes", cast)
    with pytest.raises(Refused, match="no approved revision waiting"):
        actions.publish(article, by=cast.editor)
    with refused(UNAPPROVED):
        go_live(article, article.revisions.get(number=1))
    # Approved once more, the later word counts.
    article = actions.save(article, desk=desk("Another detour"), by=cast.writer)
    article = actions.save(article, desk=was, by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    article = actions.publish(step(article, "approve", cast), by=cast.editor)
    assert article.live_revision.digest == article.revisions.get(number=1).digest


def test_approved_is_not_said_of_a_text_that_is_not(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    with refused("No approval of exactly this text stands."):
        Article.objects.filter(pk=article.pk).update(status="approved", version=99)
    withdrawn = article_at(Status.PUBLISHED, cast)
    withdrawn = actions.revoke(withdrawn.fact_checks.get(), by=cast.editor, reason="Forged.")
    with refused("No approval of exactly this text stands."):
        Article.objects.filter(pk=withdrawn.pk).update(
            status="approved", version=99, withdrawn_at=None, withdrawal_notice=""
        )


def test_published_is_not_said_of_a_desk_copy_that_is_not_live(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    with refused("Published means that the desk copy is the live revision."):
        Article.objects.filter(pk=article.pk).update(status="published", version=99)


def test_the_clock_does_not_publish_what_lost_its_approval(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    due = article.scheduled_for
    actions.revoke(article.fact_checks.get(), by=cast.reviewer, reason="I was wrong.")
    assert actions.publish_due(due) == []
    assert not Article.objects.published().exists()


def test_what_cannot_be_published_does_not_hold_up_the_others(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    """A picture that was swapped on the disk between the approval and the hour."""
    hero = factories.image()
    first = article_at(
        Status.SCHEDULED, cast, copy=desk("With a picture", hero=hero, hero_alt="Teal")
    )
    second = article_at(Status.SCHEDULED, cast)
    with hero.file.storage.open(hero.file.name, "wb") as file:
        file.write(factories.picture(colour="red"))
    due = max(first.scheduled_for, second.scheduled_for)
    assert actions.publish_due(due) == [second]
    assert "no longer the one that was uploaded" in caplog.text


def test_one_statement_does_not_do_two_things_that_exclude_each_other(cast: Cast) -> None:
    """Go live and lose the approval at once: whichever comes first, the other is refused."""
    article = article_at(Status.APPROVED, cast)
    approval = article.fact_checks.get()
    revoke = (
        "INSERT INTO articles_revocation (fact_check_id, reason, revoked_by_id, revoked_by_name)"
        f" VALUES ({approval.pk}, 'At once.', {cast.editor.pk}, '') RETURNING id"
    )
    publish = (
        "UPDATE articles_article SET status = 'published', version = version + 1,"
        f" live_revision_id = current_revision_id WHERE id = {article.pk} RETURNING id"
    )
    for first, second in ((revoke, publish), (publish, revoke)):
        with refused():
            sql(f"WITH one AS ({first}), two AS ({second}) SELECT * FROM one, two")
    with refused():
        sql(f"WITH one AS ({revoke}) {publish}")
    with refused():
        sql(f"WITH one AS ({publish}) {revoke}")


def test_a_scheduled_time_in_the_past_publishes_only_what_is_approved(cast: Cast) -> None:
    article = article_at(Status.SCHEDULED, cast)
    sql("UPDATE articles_article SET scheduled_for = now() - interval '1 year'")
    assert actions.publish_due() == [article]
    draft = article_at(Status.DRAFT, cast)
    with refused():
        Article.objects.filter(pk=draft.pk).update(scheduled_for=timezone.now())


def test_an_approval_by_hand_of_words_by_hand_still_takes_the_whole_way(cast: Cast) -> None:
    """Somebody with a shell and everybody's accounts: the state, the desk, the history."""
    article, checker = editorial(cast, Status.DRAFT), cast.second_editor
    forged = revision(article, other_words(article.current_revision.content, title="Forged"))
    with refused("A decision is on the text that is in review."):
        fact_check(forged, checker)
    on_the_desk(article, forged)
    with refused("A decision is on the text that is in review."):
        fact_check(forged, checker)
    with refused("A change of state leaves a line in the history."):
        Article.objects.filter(pk=article.pk).update(status="in_review", version=99)
