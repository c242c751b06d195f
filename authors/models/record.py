"""What happened to accounts: who was let in, by whom, and what was changed since."""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from authors.models.history import historic_user, named
from wellness.lib.triggers import append_only, stamped


class AccountEvent(models.Model):
    """One line about an account: who did what to whom, when. Append-only."""

    account = historic_user("account")
    account_name = models.CharField("account", max_length=254)
    verb = models.CharField(max_length=40)
    actor = historic_user("who")
    actor_name = models.CharField("who", max_length=150)
    at = models.DateTimeField("when", db_default=Now(), editable=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)
        triggers = (
            *append_only("Events of accounts"),
            stamped("at"),
            named("account"),
            named("actor"),
        )
        indexes = (models.Index(fields=("account", "-id"), name="account_event_by_account"),)

    def __str__(self) -> str:
        return f"{self.verb}: {self.account_name}, by {self.actor_name}"


def write(verb: str, *, account: Any, by: Any, note: str = "") -> None:
    """Add a line, in the transaction of what it tells.

    Args:
        account: whose account it is; the address of somebody who has none yet; or nobody's.
        by: who did it; the name of what did it where that is no person.
    """
    AccountEvent.objects.create(
        verb=verb,
        account=None if isinstance(account, str) else account,
        account_name=str(account)[:254],
        actor=None if isinstance(by, str) else by,
        actor_name=str(by)[:150],
        note=note,
    )
