"""Ways around the triggers that a session can try without owning a table."""

import io

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from articles import actions
from articles.models import Article, FactCheck, Status
from tests import factories
from tests.articles.seal.hands import (
    editorial,
    fact_check,
    go_live,
    refused,
    sql,
    value,
)
from tests.factories import Cast, article_at, desk

pytestmark = pytest.mark.django_db

UNAPPROVED = "Only a revision with a standing approval of exactly its text goes live."

TABLES = (
    "articles_factcheck articles_revision articles_revocation articles_topic articles_article"
    " articles_event articles_byline authors_author authors_user authors_credential"
    " authors_medicalreviewer authors_user_groups auth_group"
).split()


def _shadow(schema: str) -> None:
    for table in TABLES:
        sql(f"CREATE TABLE {schema}.{table} (LIKE public.{table})")


@pytest.mark.parametrize("schema", ["pg_temp", "elsewhere"])
def test_tables_laid_over_the_real_ones_are_not_asked(schema: str, cast: Cast) -> None:
    """A temporary table comes before all others, and anybody may make one."""
    article = editorial(cast, Status.DRAFT)
    row = article.current_revision
    if schema == "elsewhere":
        sql("CREATE SCHEMA elsewhere")
        sql("SET LOCAL search_path = elsewhere, public")
    _shadow(schema)
    sql(f"INSERT INTO {schema}.articles_revision (id, article_id, number, content, digest,"
        " body_source, policy_version, created_by_name, created_at, note)"
        " SELECT id, article_id, number, content, digest, body_source, policy_version,"
        " created_by_name, created_at, note FROM public.articles_revision")  # fmt: skip
    sql(f"INSERT INTO {schema}.articles_topic SELECT * FROM public.articles_topic")
    sql(f"INSERT INTO {schema}.authors_user SELECT * FROM public.authors_user")
    forged = (
        "(id, revision_id, digest, decision, statement, interests, decided_by_id, decided_by_name,"
        " decided_at, reviewer_name, credential_title, credential_issuer, credential_number,"
        " credential_region, relies_on) VALUES (1, %s, %s, 'approved', 'F', 'None', %s, 'F',"
        " now(), '', '', '', '', '', '{}')"
    )
    sql(f"INSERT INTO {schema}.articles_factcheck {forged}", row.pk, row.digest, cast.editor.pk)
    assert value(f"SELECT count(*) FROM {schema}.articles_factcheck") == 1
    with refused(UNAPPROVED):
        sql(
            "UPDATE public.articles_article SET live_revision_id = %s, version = version + 1"
            " WHERE id = %s",
            row.pk,
            article.pk,
        )
    assert value("SELECT count(*) FROM public.articles_article WHERE live_revision_id > 0") == 0


def test_operators_and_functions_of_the_session_are_not_asked(cast: Cast) -> None:
    """An ``=`` of one's own before PostgreSQL's, which says that everything is the same."""
    article = article_at(Status.DRAFT, cast)
    sql("CREATE SCHEMA elsewhere")
    for function in (
        "same(varchar, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT TRUE'",
        "lower(text) RETURNS text LANGUAGE sql AS 'SELECT ''x''::text'",
    ):
        sql(f"CREATE FUNCTION elsewhere.{function}")
    sql(
        "CREATE OPERATOR elsewhere.="
        " (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = elsewhere.same)"
    )
    with refused(UNAPPROVED), transaction.atomic():
        sql("SET LOCAL search_path = elsewhere, public, pg_catalog")
        go_live(article, article.current_revision)


def test_every_trigger_is_pinned_to_its_schema() -> None:
    """For the ones that will be added: none reads its words in the caller's way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.proname, p.proconfig, pg_get_functiondef(p.oid)"
            " FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid"
            " WHERE t.tgname LIKE 'pgtrigger%%'"
        )
        functions = cursor.fetchall()
    assert len(functions) > 30
    for name, config, definition in functions:
        assert config is not None, name
        assert "search_path=pg_catalog, public, pg_temp" in config, name
        assert "standard_conforming_strings=on" in config
        assert "pgtrigger.ignore" not in definition


def test_no_setting_of_the_session_opens_a_trigger(cast: Cast) -> None:
    article = editorial(cast, Status.DRAFT)
    for setting in (
        "SET LOCAL pgtrigger.ignore = '{pgtrigger_live_is_approved_c1731}'",
        "SET LOCAL standard_conforming_strings = off",
        "SET LOCAL transform_null_equals = on",
        "SET LOCAL plpgsql.variable_conflict = use_column",
        "SET LOCAL check_function_bodies = off",
        "SET LOCAL timezone = 'Pacific/Kiritimati'",
        "SET LOCAL datestyle = 'German'",
        "SET LOCAL row_security = off",
        "SET LOCAL constraint_exclusion = on",
        "SET CONSTRAINTS ALL DEFERRED",
    ):
        with refused(UNAPPROVED):
            sql(setting)
            go_live(article, article.current_revision)


def test_a_frozen_view_of_the_data_is_not_enough_to_decide_by(cast: Cast) -> None:
    """Under REPEATABLE READ a revocation of a moment ago is not there; see test_races."""
    guarded = {
        "articles_article": ("live_is_approved",),
        "articles_factcheck": ("entitled",),
        "articles_revocation": ("nothing_rests_on_it",),
        "articles_topic": ("live_articles_keep_their_review",),
        "articles_byline": ("approvers_do_not_stand_over_it",),
        "authors_author": ("approvers_do_not_become_authors",),
        "authors_credential": ("verified_by_an_editor_who_is_not_the_holder",),
    }
    for table, names in guarded.items():
        for name in names:
            definition = value(
                "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger"
                " WHERE tgrelid = %s::regclass AND tgname LIKE %s",
                table,
                f"pgtrigger_{name}%",
            )
            assert "transaction_isolation" in definition, (table, name)


def test_text_comes_in_by_copy_as_by_insert(cast: Cast) -> None:
    article = article_at(Status.PUBLISHED, cast)
    row = article.current_revision
    columns = "article_id, number, content, digest, policy_version, created_by_name, note"
    line = io.StringIO(f"{article.pk}\t9\t{row.content}\t{row.digest}\t1\tBy copy\t\n")
    numbered = refused("Revisions are numbered one after the other.", psycopg2.IntegrityError)
    with numbered, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY articles_revision ({columns}) FROM STDIN", line)


def test_an_approval_taken_by_a_rollback_is_gone_with_all_that_came_of_it(cast: Cast) -> None:
    article = article_at(Status.IN_REVIEW, cast)
    with transaction.atomic():
        point = transaction.savepoint()
        approved = factories.step(article, "approve", cast)
        actions.publish(approved, by=cast.editor)
        transaction.savepoint_rollback(point)
    article.refresh_from_db()
    assert (article.status, article.live_revision) == (Status.IN_REVIEW, None)
    assert not FactCheck.objects.exists()


def test_numbers_of_rows_are_not_used_twice(cast: Cast) -> None:
    """A sequence that was set back gives numbers that are taken, or are refused as too low."""
    article = article_at(Status.APPROVED, cast)
    sequence = value("SELECT pg_get_serial_sequence('articles_factcheck', 'id')")
    article = actions.save(article, desk=desk("Newer words"), by=cast.writer)
    article = actions.submit(article, by=cast.writer)
    sql("SELECT setval(%s, 1)", sequence)
    low = value("SELECT min(id) FROM articles_factcheck")
    if low > 3:
        with refused("numbered in the order in which they are made"):
            fact_check(article.current_revision, cast.reviewer)
    sql("SELECT setval(%s, (SELECT max(id) FROM articles_factcheck))", sequence)
    assert fact_check(article.current_revision, cast.reviewer).pk > low


ROLE = "wellness_test_of_the_seal"


@pytest.fixture
def plain_role(cast: Cast) -> str:
    """A role of PostgreSQL that may read and write, and owns nothing."""
    sql(f"CREATE ROLE {ROLE} NOLOGIN")
    sql(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
    sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
    sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
    return ROLE


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "ALTER TABLE articles_article DISABLE TRIGGER ALL",
        "ALTER TABLE articles_revision RENAME TO old",
        "DROP TRIGGER pgtrigger_append_only_x ON articles_revision",
        "CREATE RULE quiet AS ON INSERT TO articles_revocation DO INSTEAD NOTHING",
        "CREATE TABLE child () INHERITS (articles_factcheck)",
        "CREATE TRIGGER aaa BEFORE UPDATE ON articles_article EXECUTE FUNCTION txid_current()",
        "TRUNCATE articles_event",
        "ALTER TABLE articles_revision DROP CONSTRAINT revision_digest_is_of_its_content",
        "CREATE TABLE public.mine (id int)",
        "SELECT setval(pg_get_serial_sequence('articles_factcheck', 'id'), 1)",
    ],
)
def test_a_role_that_owns_no_table_cannot_take_the_lock_off(
    statement: str, plain_role: str
) -> None:
    """docs/security.md advises to run the program under such a role."""
    with refused("", ProgrammingError):
        sql(f"SET LOCAL ROLE {plain_role}")
        sql(statement)


def test_nor_by_rewriting_a_function_of_it(plain_role: str) -> None:
    name = value("SELECT proname FROM pg_proc WHERE proname LIKE 'pgtrigger_live_is_approved%%'")
    body = "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    with refused("", ProgrammingError):
        sql(f"SET LOCAL ROLE {plain_role}")
        sql(f"CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger {body}")
    with refused("", ProgrammingError):
        sql(f"SET LOCAL ROLE {plain_role}")
        sql(f"ALTER FUNCTION public.{name}() RESET search_path")


def test_the_program_works_under_a_role_that_owns_no_table(plain_role: str, cast: Cast) -> None:
    topic = factories.topic()
    sql(f"SET LOCAL ROLE {plain_role}")
    article = article_at(Status.PUBLISHED, cast, topic=topic)
    actions.revoke(article.fact_checks.get(), by=cast.editor, reason="To have taken every step.")
    sql("RESET ROLE")
    assert not Article.objects.published().exists()


def test_what_the_owner_of_the_tables_can_still_do(cast: Cast) -> None:
    """Said in docs/security.md, and here so that it is not said wrongly."""
    article = article_at(Status.DRAFT, cast)
    with transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("ALTER TABLE articles_article DISABLE TRIGGER USER")
        go_live(article, article.current_revision)
        assert Article.objects.published().exists()
        transaction.set_rollback(True)
