"""What a correction that readers get cannot be, by whichever hand it is written."""

import pytest
from django.db import connection, transaction

from articles import actions
from articles.desk import DeskCopy
from articles.models import Article, Correction, Revision, Status
from tests.articles.seal.hands import (
    at_commit,
    command,
    fact_check,
    go_live,
    refused,
    sql,
    stored,
    value,
)
from tests.factories import WRONG, Cast, article_at, corrected, step

pytestmark = pytest.mark.django_db

DATED = "A correction that goes live is dated: it has a row of its own."
WITH_ITS_REVISION = "A correction is published with the revision that makes it."
ITS_WORDS = "A correction says what its revision says."


def row(article: Article, revision: Revision, **changes: object) -> Correction:
    """A correction written into the table by hand."""
    fields = {"article": article, "revision": revision, "kind": "material", "text": WRONG}
    return Correction.objects.create(**(fields | changes))


@pytest.fixture
def waiting(cast: Cast) -> Article:
    """Live, with a corrected text that is approved and not published."""
    article = article_at(Status.PUBLISHED, cast)
    copy = DeskCopy.of_article(article).change(
        body="<p>5 mg.</p>", correction_kind="material", correction=WRONG
    )
    article = actions.save(article, desk=copy, by=cast.writer)
    return step(step(article, "submit", cast), "approve", cast)


def test_a_correction_is_not_dated_before_readers_have_it(waiting: Article) -> None:
    with refused(WITH_ITS_REVISION):
        row(waiting, waiting.current_revision)


def test_a_text_with_a_correction_does_not_go_live_without_its_date(waiting: Article) -> None:
    with refused(DATED):
        go_live(waiting, waiting.current_revision, "published")
        sql(
            "INSERT INTO articles_event (article_id, verb, from_status, to_status, revision_id,"
            " actor_name, note, data) VALUES (%s, 'publish', 'approved', 'published', %s,"
            " 'Hand', '', '{}')",
            waiting.pk,
            waiting.current_revision_id,
        )


@pytest.mark.parametrize(
    "changes", [{"text": "Another text."}, {"kind": "clarification"}, {"kind": "", "text": ""}]
)
def test_a_correction_has_the_words_that_were_approved(changes: dict[str, str], cast: Cast) -> None:
    article = corrected(cast)
    later = actions.save(
        article,
        desk=DeskCopy.to_write_on(article).change(
            title="Later", correction_kind="clarification", correction="Later words."
        ),
        by=cast.writer,
    )
    for verb in ("submit", "approve"):
        later = step(later, verb, cast)
    for revision in article.revisions.all():
        with refused(ITS_WORDS):
            row(article, revision, **{"kind": "material", "text": "Never said."} | changes)


def test_a_correction_is_of_its_own_article(cast: Cast) -> None:
    article, other = corrected(cast), article_at(Status.PUBLISHED, cast)
    with refused(ITS_WORDS):
        row(other, article.live_revision)


def test_readers_get_a_correction_once(cast: Cast) -> None:
    article = corrected(cast)
    with refused("Readers have this correction already."):
        row(article, article.live_revision)


def test_the_database_writes_when_readers_got_it(cast: Cast) -> None:
    start = value("SELECT clock_timestamp()")
    correction = corrected(cast).corrections.get()
    assert start <= stored(correction)["published_at"] <= value("SELECT clock_timestamp()")


def test_a_material_correction_is_never_approved_as_minor(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    base = article.fact_checks.get()
    copy = DeskCopy.of_article(article).change(correction_kind="material", correction=WRONG)
    article = step(actions.save(article, desk=copy, by=cast.writer), "submit", cast)
    with refused("A material correction is reviewed in full."):
        fact_check(article.current_revision, cast.reviewer, rests_on=base)
    sql("UPDATE articles_article SET submitted_as_minor = TRUE WHERE id = %s", article.pk)
    with refused("A material correction is reviewed in full.", actions.Refused):
        step(Article.objects.get(pk=article.pk), "approve", cast)


def test_a_command_dates_it_like_everything_else(waiting: Article, cast: Cast) -> None:
    command("publish", waiting, cast.editor)
    at_commit()
    assert waiting.corrections.get().revision == waiting.current_revision


def test_a_frozen_view_of_the_data_decides_nothing() -> None:
    source = value("SELECT prosrc FROM pg_proc WHERE proname LIKE 'pgtrigger_as_it_went_live%%'")
    assert "transaction_isolation" in source
    assert connection.vendor == "postgresql"
    assert transaction.get_connection().in_atomic_block
