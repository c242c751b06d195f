"""Guessing is slowed down: of passwords, of codes, and of who has an account.

An attempt counts before it is looked at, so that many at once are not more than one after
another; a success takes the count back. From a few failures on each one makes the next wait
twice as long, up to a limit. The counts are rows of the database, shared by all processes.

What keeps a person out cannot be turned against them: a browser in which they have logged in
before is counted for itself (``authors.doors.known``), and setting a new password by mail clears
the count.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from authors.models import Throttle, User
from wellness.lib.visitor import network_of


@dataclass(frozen=True)
class Rule:
    """How many attempts are free, how long the first wait is, and how long the longest."""

    name: str
    free: int
    first: dt.timedelta
    longest: dt.timedelta


_MINUTE: Final = dt.timedelta(minutes=1)

ACCOUNT: Final = Rule("account", 5, _MINUTE / 2, 15 * _MINUTE)
KNOWN: Final = Rule("known", 10, _MINUTE / 2, 15 * _MINUTE)
NETWORK: Final = Rule("network", 40, _MINUTE / 2, 60 * _MINUTE)
CODE: Final = Rule("code", 5, _MINUTE / 2, 15 * _MINUTE)
ASKING: Final = Rule("asking", 5, 5 * _MINUTE, 60 * _MINUTE)
MAILS: Final = Rule("mails", 3, 10 * _MINUTE, 60 * _MINUTE)


@dataclass(frozen=True)
class Allowance:
    """How much of what costs others work one account may ask for, and within what time."""

    name: str
    most: int
    within: dt.timedelta


LOOKING_UP: Final = Allowance("looking-up", 60, 10 * _MINUTE)
"""References at other services, which ask us not to come too often."""


FORGOTTEN: Final = dt.timedelta(days=1)
"""After so long without an attempt a count begins anew."""


@dataclass(frozen=True)
class Key:
    """What is counted under which rule; only a keyed hash of it is kept."""

    rule: Rule
    what: str

    @property
    def stored(self) -> str:
        return _stored(self.rule.name, self.what)


def _stored(name: str, what: str) -> str:
    digest = salted_hmac("authors.throttle", what, algorithm="sha256").hexdigest()
    return f"{name}:{digest}"


def account(email: str) -> Key:
    """Of an address, whether or not anybody has an account with it."""
    return Key(ACCOUNT, email.strip().lower())


def network(request: HttpRequest, rule: Rule = NETWORK) -> Key:
    """Of where a request comes from."""
    return Key(rule, network_of(request.META, behind_proxy=settings.BEHIND_PROXY))


def code(user: User) -> Key:
    return Key(CODE, str(user.pk))


@transaction.atomic
def refused_until(keys: Iterable[Key]) -> dt.datetime | None:
    """Count an attempt, or say until when there can be none; what is refused does not count."""
    now = timezone.now()
    wanted = {key.stored: key.rule for key in keys}
    Throttle.objects.bulk_create(
        (Throttle(key=key, last_at=now) for key in sorted(wanted)), ignore_conflicts=True
    )
    # Two attempts at once: the second waits here, and finds the first one counted.
    rows = list(Throttle.objects.select_for_update().filter(key__in=wanted).order_by("key"))
    waits = [row.until for row in rows if row.until and row.until > now]
    if waits:
        return max(waits)
    for row in rows:
        rule = wanted[row.key]
        row.failures = 1 if now - row.last_at > FORGOTTEN else row.failures + 1
        row.last_at = now
        over = row.failures - rule.free
        row.until = now + min(rule.first * 2 ** min(over, 20), rule.longest) if over >= 0 else None
    Throttle.objects.bulk_update(rows, ["failures", "last_at", "until"])
    return None


@transaction.atomic
def spent_until(allowance: Allowance, user: User, number: int) -> dt.datetime | None:
    """Take so many from an allowance, or say until when there is not enough left of it."""
    now = timezone.now()
    key = _stored(allowance.name, str(user.pk))
    Throttle.objects.bulk_create([Throttle(key=key, last_at=now)], ignore_conflicts=True)
    # Two requests at once: the second waits here, and finds what the first one took.
    row = Throttle.objects.select_for_update().get(key=key)
    if now - row.last_at > allowance.within:
        row.failures, row.last_at = 0, now
    if row.failures and row.failures + number > allowance.most:
        return row.last_at + allowance.within
    row.failures += number
    row.save(update_fields=["failures", "last_at"])
    return None


@transaction.atomic
def clear(*keys: Key) -> None:
    """Begin to count anew, because the attempt was right; and forget what is long past."""
    Throttle.objects.filter(key__in=[key.stored for key in keys]).delete()
    Throttle.objects.filter(last_at__lt=timezone.now() - FORGOTTEN).delete()


@transaction.atomic
def take_back(key: Key) -> None:
    """Uncount one attempt: one that was right says nothing about the others of its network."""
    row = Throttle.objects.select_for_update().filter(key=key.stored).first()
    if row is not None:
        row.failures = max(row.failures - 1, 0)
        row.until = None
        row.save(update_fields=["failures", "until"])


def wait_in_words(until: dt.datetime) -> str:
    """“2 minutes”, rounded up."""
    minutes = max(1, math.ceil((until - timezone.now()).total_seconds() / 60))
    return "a minute" if minutes == 1 else f"{minutes} minutes"
