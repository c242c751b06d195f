"""How the links of a text answered; the asking itself happens in the background, if at all."""

import datetime as dt
import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.formats import date_format

from articles.checks.models import AskedLink
from articles.content import Content
from wellness.lib import outgoing, rich_text

if TYPE_CHECKING:
    from articles.models import Revision

FRESH: Final = dt.timedelta(days=7)
"""An answer younger than this is not asked for again."""

KEPT: Final = dt.timedelta(days=60)
"""An answer older than this says nothing any more."""

MOST: Final = 200
"""Addresses of one text that are asked."""


def addresses_of(content: Content) -> list[str]:
    """The web addresses that a text leads to, each once, in order."""
    links = [link.href for link in rich_text.links(content.body) if link.is_external]
    found = dict.fromkeys([*links, *(row.url for row in content.references if row.url)])
    return list(found)[:MOST]


def unreachable_among(addresses: Collection[str]) -> dict[str, str]:
    """Those of the addresses that led nowhere when they were last asked, with a sentence each."""
    digests = {_digest(address) for address in addresses if address.startswith("http")}
    if not digests:
        return {}
    rows = AskedLink.objects.filter(digest__in=digests, asked_at__gte=timezone.now() - KEPT)
    return {
        row.address: f"{row.problem} It was asked on {date_format(row.asked_at)}."
        for row in rows
        if row.problem
    }


def watch() -> None:
    """Follow new revisions from now on; called when the program starts."""
    post_save.connect(_revision_saved, sender="articles.Revision", dispatch_uid="checks.links")


def _revision_saved(
    instance: "Revision", created: bool, raw: bool = False, **kwargs: object
) -> None:
    if created and not raw:
        ask_soon(instance.data)


def ask_soon(content: Content) -> None:
    """Have the links of a text asked after the response, where the site may ask at all."""
    if not settings.CHECK_LINKS:
        return
    addresses = addresses_of(content)
    if addresses:
        from articles.checks.tasks import ask

        transaction.on_commit(lambda: ask.enqueue(addresses))


def ask_now(
    addresses: Collection[str], *, may_reach: outgoing.Guard = outgoing.PUBLIC
) -> list[AskedLink]:
    """Ask each address that has no fresh answer, and keep what it answered."""
    now = timezone.now()
    known = set(
        AskedLink.objects.filter(
            digest__in=[_digest(a) for a in addresses], asked_at__gte=now - FRESH
        ).values_list("digest", flat=True)
    )
    asked = []
    for address in addresses:
        if _digest(address) in known:
            continue
        problem = outgoing.problem_with(address, may_reach=may_reach)
        row, _ = AskedLink.objects.update_or_create(
            digest=_digest(address),
            defaults={"address": address, "asked_at": timezone.now(), "problem": problem},
        )
        asked.append(row)
    return asked


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()
