"""Database triggers that nothing can ask to look away.

django-pgtrigger writes an escape into each trigger: a session that sets the variable
``pgtrigger.ignore`` passes through. That is a door beside the lock: any raw SQL could open it.
The triggers made here are the library's in everything else (declared on the model, compiled into
migrations, checked for drift), with that escape left out and two more doors closed:

* A function looks its tables up by the caller's ``search_path``, and a temporary table comes
  before all others: whoever may connect could have laid an ``articles_factcheck`` of their own
  over the real one. Each function here is pinned to the schema that it was made in.
* A transaction that asked for a frozen view of the data (REPEATABLE READ) would not see the
  revocation that was committed a moment ago; see ``READS_WHAT_IS_COMMITTED``.
"""

from typing import Any

import pgtrigger
from django.db import models
from pgtrigger import compiler

RAISE = "RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = "
"""Begins a refusal; a sentence in quotation marks for SQL follows, and a semicolon."""

REFUSED = "23000"
"""The code under which a refusal reaches the caller (integrity_constraint_violation)."""

READS_WHAT_IS_COMMITTED = f"""
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        {RAISE} 'The seal reads what is committed now: use READ COMMITTED, PostgreSQL''s default.';
    END IF;
"""
"""First lines of a trigger that decides by looking at other rows."""


class SealSql(compiler.UpsertTriggerSql):
    """Installs a trigger without the library's session-variable escape.

    Migrations refer to this class; a changed template needs a new class beside it.
    """

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class PinnedSealSql(SealSql):
    """The same, with a function whose words mean the same whatever the session has set.

    Migrations refer to this class; a changed template needs a new class beside it.
    """

    def get_template(self) -> str:
        return (
            super().get_template()
            + """
            DO $pin$ BEGIN
                EXECUTE format(
                    'ALTER FUNCTION {pgid}() SET search_path = pg_catalog, %I, pg_temp',
                    current_schema()
                );
                ALTER FUNCTION {pgid}() SET standard_conforming_strings = on;
            END $pin$;
        """
        )


class Seal(pgtrigger.Trigger):
    """A trigger that cannot be ignored."""

    # The library writes Model where it means the class of one.
    def compile(self, model: type[models.Model]) -> compiler.Trigger:  # type: ignore[override]
        sql = super().compile(model).sql  # type: ignore[arg-type]
        kwargs: dict[str, Any] = {
            key: value for key, value in sql.kwargs.items() if key != "ignore_func_name"
        }
        return compiler.Trigger(name=self.name, sql=PinnedSealSql(**kwargs))


def append_only(noun: str) -> list[Seal]:
    """Refuse every change and removal of a row, one by one or by TRUNCATE.

    Args:
        noun: what a row is, in the plural, for the sentence of the refusal.
    """
    refuse = RAISE + f"'{noun} are history: they are added, never changed or removed.';"
    return [
        Seal(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refuse,
        ),
        Seal(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]


def stamped(column: str) -> Seal:
    """Let the database write the time of an insert, whatever the caller says it is."""
    return Seal(
        name="stamped_by_the_database",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"NEW.{column} := clock_timestamp(); RETURN NEW;",
    )


def same_id() -> Seal:
    """Refuse to give a row another number: whoever refers to it would mean another row."""
    return Seal(
        name="keeps_its_number",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__id__df=pgtrigger.F("new__id")),
        func=RAISE + "'A row keeps its number: other rows refer to it.';",
    )
