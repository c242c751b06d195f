"""Whether what readers see is proven, looked at from outside: the questions of ``verify_seal``.

The seal refuses what must not happen while it happens. This looks afterwards, with eyes of its
own: it computes digests from the bytes, asks for the approval of each live text, reads the
pictures on the disk, and compares what PostgreSQL runs on each table with what the code declares.
What came in beside the program is found here: a restored dump, a trigger that the owner of the
tables dropped or rewrote, a file that was exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pgtrigger
from django.db import connection, models

from articles import content, pictures
from articles.content import CorrectionContent
from articles.models import Article, FactCheck, LiveText, Revision
from wellness.lib.triggers import Seal

_BODY: Final = re.compile(r"AS \$\$(.*?)\$\$ LANGUAGE", re.DOTALL)
"""The body of a trigger's function in the statements that install it."""


def seals() -> list[tuple[type[models.Model], Seal]]:
    """Every trigger of the seal, with the model on whose table it stands."""
    return [
        (model, trigger)  # type: ignore[misc]  # the library writes Model for the class of one
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, Seal)
    ]


def wrong_triggers() -> Iterator[str]:
    """A sentence for each trigger that is not there, is off, or does something else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, t.tgrelid::regclass::text, t.tgenabled::text, p.prosrc"
            " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
        found = {(name, table): (enabled, body) for name, table, enabled, body in cursor}
    for model, trigger in seals():
        table = model._meta.db_table
        name = trigger.get_pgid(model)  # type: ignore[arg-type]
        enabled, body = found.get((name, table), ("", ""))
        declared = _BODY.search(trigger.compile(model).install_sql)
        assert declared is not None
        if not enabled:
            yield f"The trigger “{trigger.name}” on {table} is missing."
        elif enabled not in {"O", "A"}:
            yield f"The trigger “{trigger.name}” on {table} is switched off."
        elif body.split() != declared[1].split():
            yield f"The trigger “{trigger.name}” on {table} is not the one that the code declares."


def wrong_bytes() -> Iterator[str]:
    """A sentence for each revision or decision whose digest is not of its bytes."""
    rows = Revision.objects.order_by("pk").values_list("article_id", "number", "content", "digest")
    for article, number, text, digest in rows.iterator(chunk_size=200):
        if content.digest(text) != digest:
            yield f"Revision {number} of article {article} is not the text that its digest names."
    other = FactCheck.objects.exclude(digest=models.F("revision__digest")).select_related(
        "revision"
    )
    for check in other.order_by("pk"):
        yield (
            f"The decision of {check.decided_by_name} on revision {check.revision.number} of "
            f"article {check.revision.article_id} names another text."
        )


def wrong_article(article: Article) -> Iterator[str]:
    """A sentence for each thing that is not proven of a live article.

    Args:
        article: with its topic, live revision and live text.
    """
    revision = article.live_revision
    assert revision is not None
    if article.standing_approval(revision) is None:
        yield "No approval of exactly the live text stands."
    if objection := pictures.objection(revision.data):
        yield objection
    notice = revision.data.correction
    if notice is not None and not article.has_published(notice):
        yield "Its correction notice is live and has no date."
    told = article.corrections.select_related("revision")
    if any(c.revision.data.correction != CorrectionContent(c.kind, c.text) for c in told):
        yield "A correction says something else than the revision that made it."
    found = LiveText.objects.filter(pk=article.pk).values_list("digest", flat=True).first()
    if found != revision.digest:
        yield "Search finds other words than the live ones: run update_search."
