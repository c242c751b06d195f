"""The steps of the workflow: the one place that writes.

Each verb takes ``by=``, asks ``workflow.check`` under a lock on the article, writes its event in
the same transaction, and returns the article as it now is. Everything else (admin, commands,
imports, sample magazine) calls these.

All verbs raise:
    Refused: the step cannot be taken; the message is the sentence for the person.
    Stale: the article was saved by somebody else meanwhile (where a version is given).
    ValidationError: what was handed in is not acceptable, by field.
"""

from articles.actions.core import Actor, Stale
from articles.actions.planning import assign
from articles.actions.publication import (
    publish,
    publish_due,
    restore,
    schedule,
    take_down,
    unschedule,
)
from articles.actions.review import (
    approve,
    ask_instead,
    renew,
    request_changes,
    revoke,
    submit,
    withdraw_submission,
)
from articles.actions.writing import arrange, create, discard_changes, save
from articles.workflow import Refused

__all__ = [
    "Actor",
    "Refused",
    "Stale",
    "approve",
    "arrange",
    "ask_instead",
    "assign",
    "create",
    "discard_changes",
    "publish",
    "publish_due",
    "renew",
    "request_changes",
    "restore",
    "revoke",
    "save",
    "schedule",
    "submit",
    "take_down",
    "unschedule",
    "withdraw_submission",
]
