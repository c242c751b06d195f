"""Makes the smaller copies of stored pictures, after the response, and tries again where it fails.

Whatever door a picture comes in by, its row is made in the same transaction and the copies are
asked for. Pages show the picture itself until they are there (``articles.shown``).
"""

import datetime as dt
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F, QuerySet
from django.db.models.signals import post_save
from django.utils import timezone

from articles.models import Image, Renditions
from authors.models import Author, MedicalReviewer
from wellness.lib.images import content_path
from wellness.lib.renditions import PORTRAIT_WIDTHS, RECIPE, WIDTHS, copies, size_of

log = logging.getLogger(__name__)

FOLDER: Final = "renditions"

AGAIN_AFTER: Final = (dt.timedelta(minutes=1), dt.timedelta(minutes=10), dt.timedelta(hours=2))
"""How long after each failure in a row the next attempt is; after the last one a person looks."""

_NAME: Final = re.compile(r"(?:.*/)?([0-9a-f]{64})\.[a-z0-9]+")


def hash_in(name: str) -> str:
    """The hash that stands in the name of a stored picture; empty where there is none."""
    found = _NAME.fullmatch(name)
    return found[1] if found else ""


# --- asking for them -----------------------------------------------------------------------------


def watch() -> None:
    """See every stored picture from now on; called when the program starts."""
    for model in (Image, Author, MedicalReviewer):
        post_save.connect(_saved, sender=model, dispatch_uid=f"renditions.{model.__name__}")


def _saved(instance: Any, **kwargs: Any) -> None:
    file = instance.file if isinstance(instance, Image) else instance.portrait
    if file:
        want([str(file.name)])


def want(names: Iterable[str]) -> None:
    """Have copies made of these stored pictures, unless that is done or asked for already."""
    for sha256 in add(names):
        enqueue(sha256)


def add(names: Iterable[str]) -> list[str]:
    """Make the rows of these stored pictures; the hashes of those that had none."""
    by_hash = {sha256: name for name in names if (sha256 := hash_in(name))}
    known = Renditions.objects.filter(pk__in=by_hash).values_list("pk", flat=True)
    new = sorted(by_hash.keys() - set(known))
    Renditions.objects.bulk_create(
        [Renditions(sha256=sha256, source=by_hash[sha256]) for sha256 in new],
        ignore_conflicts=True,
    )
    return new


def enqueue(sha256: str, after: dt.timedelta | None = None) -> None:
    """Queue the work. The task is a row of the same transaction: it can't run before the commit."""
    from articles.tasks import make_renditions

    make_renditions.using(
        backend=settings.PICTURE_TASKS, run_after=timezone.now() + after if after else None
    ).enqueue(sha256)


def add_missing() -> list[str]:
    """Make the rows of pictures that were stored before there were any; their hashes."""
    return add(_without_row())


def _without_row() -> Iterator[str]:
    """Names of all stored pictures whose copies nobody asked for."""
    known = Renditions.objects.values("source")
    for model, column in ((Image, "file"), (Author, "portrait"), (MedicalReviewer, "portrait")):
        yield from (
            model._default_manager.exclude(**{column: ""})
            .exclude(**{f"{column}__in": known})
            .order_by("pk")
            .values_list(column, flat=True)
        )


def due() -> QuerySet[Renditions]:
    """Pictures without copies of the present recipe."""
    return Renditions.objects.exclude(recipe=RECIPE).order_by("source")


# --- making them ---------------------------------------------------------------------------------


def make(sha256: str) -> bool:
    """Make the copies of a picture; whether they are there now. Done already: nothing happens.

    A failure is logged and written down, and pages go on with the picture itself.
    """
    row = Renditions.objects.filter(pk=sha256).first()
    if row is None:
        return False
    if row.recipe == RECIPE:
        return True
    try:
        _make(row)
    except Exception as error:
        # A full disk, a file that is gone, a decoder that fails: one picture must not stop all.
        log.exception("No copies could be made of the picture %s", row.source)
        Renditions.objects.filter(pk=sha256).update(
            attempts=F("attempts") + 1, problem=f"{type(error).__name__}: {error}"[:1000]
        )
        return False
    return True


def make_or_try_again(sha256: str) -> bool:
    """The same, and after a failure again later, a few times."""
    if make(sha256):
        return True
    attempts = Renditions.objects.filter(pk=sha256).values_list("attempts", flat=True).first()
    if attempts and attempts <= len(AGAIN_AFTER):
        enqueue(sha256, AGAIN_AFTER[attempts - 1])
    return False


def _make(row: Renditions) -> None:
    with default_storage.open(row.source) as file:
        picture = file.read()
    wanted = PORTRAIT_WIDTHS if row.source.startswith("portraits/") else WIDTHS
    files = []
    for copy in copies(picture, wanted):
        name = content_path(FOLDER, copy.sha256, copy.format)
        store(name, copy.content)
        files.append({"format": copy.format, "width": copy.width, "name": name})
    width, height = size_of(picture)
    Renditions.objects.filter(pk=row.pk).update(
        files=files,
        width=width,
        height=height,
        recipe=RECIPE,
        attempts=0,
        problem="",
        made_at=timezone.now(),
    )


def store(name: str, content: bytes) -> None:
    """Keep bytes under the name that is made from them; the same bytes are kept once."""
    if default_storage.exists(name):
        return
    kept = default_storage.save(name, ContentFile(content))
    if kept != name:  # somebody stored the same bytes in this moment
        default_storage.delete(kept)
