"""History is added to; nothing changes or removes it, by whichever door."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from articles.models import Correction, Event, FactCheck, Revision, Revocation, Status
from tests.articles.seal.hands import (
    HISTORY,
    at_commit,
    columns,
    load,
    one_of_each,
    refused,
    sql,
    stored,
    value,
)
from tests.factories import Cast, article_at

pytestmark = pytest.mark.django_db

KEPT = "are history: they are added, never changed or removed."
TEXT = {
    Revision: "note",
    FactCheck: "statement",
    Revocation: "reason",
    Event: "note",
    Correction: "text",
}
"""A column of text of each table, for a change that no other rule could be against."""

Hand = Callable[[Any], object]


def _table(row: Model) -> str:
    return row._meta.db_table


def _save(row: Model) -> None:
    setattr(row, TEXT[type(row)], "Otherwise.")
    row.save()


def _save_fields(row: Model) -> None:
    setattr(row, TEXT[type(row)], "Otherwise.")
    row.save(update_fields=[TEXT[type(row)]])


def _save_nothing_new(row: Model) -> None:
    row.save(force_update=True)


def _update(row: Model) -> None:
    type(row).objects.filter(pk=row.pk).update(**{TEXT[type(row)]: "Otherwise."})


def _bulk_update(row: Model) -> None:
    setattr(row, TEXT[type(row)], "Otherwise.")
    type(row).objects.bulk_update([row], [TEXT[type(row)]])


def _bulk_create_over_it(row: Model) -> None:
    type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["pk"], update_fields=[TEXT[type(row)]]
    )


def _delete(row: Model) -> None:
    row.delete()


def _delete_all(row: Model) -> None:
    type(row).objects.all().delete()


def _delete_without_collecting(row: Model) -> None:
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


def _sql_update(row: Model) -> None:
    sql(f"UPDATE {_table(row)} SET {TEXT[type(row)]} = 'Otherwise.' WHERE id = {row.pk}")


def _sql_update_from(row: Model) -> None:
    sql(
        f"UPDATE {_table(row)} AS old SET {TEXT[type(row)]} = new.words"
        f" FROM (VALUES ({row.pk}, 'Otherwise.')) AS new (id, words) WHERE old.id = new.id"
    )


def _sql_delete(row: Model) -> None:
    sql(f"DELETE FROM {_table(row)} WHERE id = {row.pk}")


def _sql_delete_using(row: Model) -> None:
    sql(f"DELETE FROM {_table(row)} old USING (VALUES ({row.pk})) v (id) WHERE old.id = v.id")


def _sql_within_a_query(row: Model) -> None:
    sql(f"WITH gone AS (DELETE FROM {_table(row)} RETURNING id) SELECT count(*) FROM gone")


def _sql_merge(row: Model) -> None:
    sql(
        f"MERGE INTO {_table(row)} AS old USING (SELECT {row.pk} AS id) AS new ON old.id = new.id"
        f" WHEN MATCHED THEN UPDATE SET {TEXT[type(row)]} = 'Otherwise.'"
    )


def _sql_merge_away(row: Model) -> None:
    sql(
        f"MERGE INTO {_table(row)} AS old USING (SELECT {row.pk} AS id) AS new ON old.id = new.id"
        " WHEN MATCHED THEN DELETE"
    )


def _sql_on_conflict(row: Model) -> None:
    names = ", ".join(columns(type(row)))
    sql(
        f"INSERT INTO {_table(row)} ({names}) SELECT {names} FROM {_table(row)} WHERE id = {row.pk}"
        f" ON CONFLICT (id) DO UPDATE SET {TEXT[type(row)]} = 'Otherwise.'"
    )


def _sql_through_a_view(row: Model) -> None:
    sql(f"CREATE TEMPORARY VIEW door AS SELECT * FROM {_table(row)}")
    sql(f"UPDATE door SET {TEXT[type(row)]} = 'Otherwise.' WHERE id = {row.pk}")


def _sql_truncate(row: Model) -> None:
    at_commit()  # or PostgreSQL would refuse for what is waiting, not for what is sealed
    sql(f"TRUNCATE {_table(row)} CASCADE")


def _sql_asking_the_library_to_look_away(row: Model) -> None:
    names = "pgtrigger_append_only_%"
    triggers = value("SELECT array_agg(tgname::text) FROM pg_trigger WHERE tgname LIKE %s", names)
    assert triggers
    sql("SELECT set_config('pgtrigger.ignore', %s, FALSE)", "{" + ",".join(triggers) + "}")
    _sql_update(row)


def _sql_with_constraints_deferred(row: Model) -> None:
    sql("SET CONSTRAINTS ALL DEFERRED")
    _sql_delete(row)


CHANGES: tuple[Hand, ...] = (
    _save, _save_fields, _save_nothing_new, _update, _bulk_update, _bulk_create_over_it,
    _delete, _delete_all, _delete_without_collecting, _sql_update, _sql_update_from, _sql_delete,
    _sql_delete_using, _sql_within_a_query, _sql_merge, _sql_merge_away, _sql_on_conflict,
    _sql_through_a_view, _sql_truncate, _sql_asking_the_library_to_look_away,
    _sql_with_constraints_deferred,
)  # fmt: skip


@pytest.mark.parametrize("hand", CHANGES, ids=lambda hand: hand.__name__)
def test_no_hand_changes_or_removes_a_row_of_history(hand: Hand, cast: Cast) -> None:
    for model, row in one_of_each(cast).items():
        before = stored(row)
        with refused():
            hand(model.objects.get(pk=row.pk))
        assert stored(row) == before, model


def test_not_one_column_can_be_written_not_even_with_what_it_holds(cast: Cast) -> None:
    for model, row in one_of_each(cast).items():
        for column in columns(model):
            with refused(KEPT):
                sql(f"UPDATE {row._meta.db_table} SET {column} = {column} WHERE id = {row.pk}")


@pytest.mark.parametrize("model", HISTORY)
def test_a_fixture_neither_changes_nor_replaces_history(
    model: type[Model], cast: Cast, tmp_path: Path
) -> None:
    row = one_of_each(cast)[model]
    before = stored(row)
    with refused(KEPT):
        load(tmp_path, row)  # as it is
    setattr(row, TEXT[model], "Otherwise.")
    with refused(KEPT):
        load(tmp_path, row)
    assert stored(row) == before


def test_history_is_not_written_anew_over_a_deleted_row(cast: Cast) -> None:
    """The references between tables are looked at when a transaction ends: no gap to use."""
    for model, row in one_of_each(cast).items():
        names = ", ".join(columns(model))
        with refused(KEPT):
            sql(
                f"WITH old AS (DELETE FROM {row._meta.db_table} WHERE id = {row.pk} RETURNING *)"
                f" INSERT INTO {row._meta.db_table} ({names}) SELECT {names} FROM old"
            )


def test_nothing_is_dated_back_or_ahead(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    long_ago = "2001-01-01T00:00:00Z"
    start = value("SELECT clock_timestamp()")
    approval = FactCheck(
        revision=article.current_revision,
        digest=article.current_revision.digest,
        decision="changes_requested",
        statement="Dated back.",
        interests="None",
        decided_by=cast.reviewer,
        decided_at=long_ago,
    )
    approval.save()
    line = Event.objects.create(
        article=article,
        verb="noted",
        from_status="in_review",
        to_status="in_review",
        actor=cast.editor,
        at=long_ago,
    )
    draft = article_at(Status.DRAFT, cast)
    revision = Revision.objects.create(
        article=draft,
        number=2,
        content=draft.current_revision.content,
        digest=draft.current_revision.digest,
        policy_version=1,
        created_by_name="By hand",
        created_at=long_ago,
    )
    live = article_at(Status.PUBLISHED, cast)
    other = article_at(Status.IN_REVIEW, cast)
    assert other.pk != live.pk
    for row, column in ((approval, "decided_at"), (line, "at"), (revision, "created_at")):
        assert stored(row)[column] >= start


def test_a_line_of_history_is_not_slipped_in_between_older_ones(cast: Cast) -> None:
    article = article_at(Status.APPROVED, cast)
    first = article.events.last()
    same = {"article": article, "actor": cast.editor, "verb": "noted"}
    with refused("goes on where the one before it ended"):
        Event.objects.create(pk=first.pk - 1, from_status="approved", to_status="approved", **same)
    with refused("goes on where the one before it ended"):
        Event.objects.create(from_status="draft", to_status="approved", **same)
    with refused("goes on where the one before it ended"):
        Event.objects.create(from_status="approved", to_status="published", **same)


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("approve", "The table has no such step"),
        ("publish", "The table has no such step"),
        ("take_down", "The table has no such step"),
        ("create", "A line of history goes on where the one before it ended."),
    ],
)
def test_a_line_of_history_tells_of_no_step_that_never_was(
    verb: str, sentence: str, cast: Cast, tmp_path: Path
) -> None:
    article = article_at(Status.APPROVED, cast)
    told = {
        "article": article.pk,
        "verb": verb,
        "from_status": "approved",
        "to_status": "draft" if verb == "create" else "approved",
        "actor": cast.reviewer.pk,
        "actor_name": "Rita Reviewer",
        "data": {},
        "revision": article.current_revision_id,
        "fact_check": article.fact_checks.get().pk,
    }
    with refused(sentence):
        load(tmp_path, {"model": "articles.event", "pk": 10**9, "fields": told})


def test_a_line_of_history_is_about_its_own_article(cast: Cast) -> None:
    article, other = article_at(Status.APPROVED, cast), article_at(Status.APPROVED, cast)
    same = {
        "article": article,
        "verb": "noted",
        "from_status": "approved",
        "to_status": "approved",
        "actor": cast.editor,
    }
    with refused("about its own article"):
        Event.objects.create(revision=other.current_revision, **same)
    with refused("about its own article"):
        Event.objects.create(fact_check=other.fact_checks.get(), **same)


def test_names_in_history_are_written_by_the_database(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    content = article.current_revision
    written = Revision.objects.create(
        article=article,
        number=2,
        content=content.content,
        digest=content.digest,
        policy_version=1,
        created_by=cast.writer,
        created_by_name="Dr Somebody Famous",
    )
    assert stored(written)["created_by_name"] == "Wanda Writer"
    with refused("accounts that exist"):
        Revision.objects.create(
            article=article,
            number=3,
            content=content.content,
            digest=content.digest,
            policy_version=1,
            created_by_id=10**9,
            created_by_name="Nobody",
        )
    with refused("says who did it"):
        Event.objects.create(
            article=article, verb="noted", from_status="draft", to_status="draft", actor_name=" "
        )


def test_an_article_with_history_is_not_deleted(cast: Cast) -> None:
    article = article_at(Status.DRAFT, cast)
    with refused():
        article.delete()
    delete = "DELETE FROM articles_article WHERE id = %s"
    for before in ("", "WITH gone AS (DELETE FROM articles_byline RETURNING *) "):
        with refused("withdrawn, never deleted"):
            sql(before + delete, article.pk)
    at_commit()
    for table in ("articles_article", "authors_author", "articles_topic", "authors_user"):
        with refused():
            sql(f"TRUNCATE {table} CASCADE")


def test_no_rule_or_inheritance_is_there_to_lead_around_the_triggers() -> None:
    """Only the owner of the tables could make one; the program has made none."""
    rules = "SELECT count(*) FROM pg_rules WHERE tablename LIKE 'articles_%%'"
    assert value(rules) == 0
    assert value("SELECT count(*) FROM pg_inherits") == 0


def test_every_table_of_history_is_guarded_at_all_four_doors() -> None:
    for model in HISTORY:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT event_manipulation, action_timing FROM"
                " information_schema.triggers WHERE event_object_table = %s",
                [model._meta.db_table],
            )
            found = set(cursor.fetchall())
        assert found >= {("INSERT", "BEFORE"), ("UPDATE", "BEFORE"), ("DELETE", "BEFORE")}
        truncate = "tgrelid = %s::regclass AND tgtype & 32 > 0"
        count = f"SELECT count(*) FROM pg_trigger WHERE {truncate}"
        assert value(count, model._meta.db_table) == 1
