"""Fields for rows that outlive the account that made them."""

from typing import Any

from django.db import models
from pgtrigger import Before, Insert

from wellness.lib.triggers import RAISE, Seal


def historic_user(verbose_name: str) -> "models.ForeignKey[Any, Any]":
    """The id of the account that did it, kept even when the account is gone.

    There is no foreign key in the database: history is append-only, so deleting an account may
    neither cascade into it nor blank a column of it. The row next to it keeps the name as it was;
    print that name and never follow this relation to a page.
    """
    return models.ForeignKey(
        "authors.User",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=verbose_name,
    )


def called(account: str) -> str:
    """SQL: how an account is called, as ``str(user)`` says it."""
    return f"left(coalesce(nullif({account}.name, ''), {account}.email), 150)"


def named(column: str) -> Seal:
    """Let the database write the name beside a ``historic_user``, whatever the caller says it is.

    The account has to exist at that moment. Without an account the name is what the program calls
    itself (“Import”, “Scheduler”).
    """
    return Seal(
        name=f"{column}_is_named",
        when=Before,
        operation=Insert,
        func=f"""
            IF NEW.{column}_id IS NOT NULL THEN
                SELECT {called("u")} INTO NEW.{column}_name
                  FROM authors_user u WHERE u.id = NEW.{column}_id;
                IF NOT FOUND THEN
                    {RAISE} 'History names accounts that exist.';
                END IF;
            END IF;
            IF btrim(NEW.{column}_name) = '' THEN
                {RAISE} 'History says who did it.';
            END IF;
            RETURN NEW;
        """,
    )
