"""How long a long Word document takes from the uploaded file to the draft."""

from __future__ import annotations

import io
import time
from contextlib import suppress

from django.core.management.base import CommandError
from django.db import transaction

from articles import documents, library
from articles.models import Image, Topic
from authors.models import User
from wellness.management import long_document


class _TakenBack(Exception):
    """Ends the transaction in which the draft was begun."""


def time_a_document() -> str:
    """Import the document, take everything back, and say what came in and how long it took.

    Raises:
        CommandError: there is nobody to write, or no topic to write in.
    """
    data = long_document.long_document()
    topic = Topic.objects.first()
    writer = next((u for u in User.objects.filter(is_active=True) if u.is_writer), None)
    if topic is None or writer is None:
        raise CommandError("There is no topic, or no writer, to import a document for.")
    last = Image.objects.order_by("-pk").first()
    came_in = ""
    taken: list[Image] = []
    began = time.perf_counter()
    with suppress(_TakenBack), transaction.atomic():
        document = documents.read(io.BytesIO(data), "long.docx", len(data))
        documents.begin(document, topic=topic, authors=(), by=writer)
        seconds = time.perf_counter() - began
        came_in = ", ".join(document.report.came_in)
        taken = list(Image.objects.filter(pk__gt=last.pk if last else 0))
        raise _TakenBack
    library.forget_unused(taken)
    return f"a Word document of {came_in}: {seconds:.1f} s from the file to the draft"
