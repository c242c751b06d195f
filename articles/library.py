"""The library of pictures: each is kept once, and what shows it can be told.

A picture is stored under the hash of its cleaned bytes and never replaced, so the text of a
revision that names it shows the same picture for ever.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Count, Exists, F, Func, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from articles.content import Content
from articles.models import Article, Image, Revision
from articles.models.image import SOON
from articles.models.revision import PICTURES
from articles.renditions import hash_in
from authors.models import User
from wellness.lib import rich_text
from wellness.lib.images import content_path
from wellness.lib.text import one_line

_FILE = Image._meta.get_field("file")
_TITLE_LENGTH: Final = 200
_ALT_LENGTH: Final = 300


def title_from(file_name: str) -> str:
    """What a picture is called when nobody named it: its file's name, made readable."""
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    words = one_line(re.sub(r"[-_]+", " ", stem))[:_TITLE_LENGTH].strip()
    return words[:1].upper() + words[1:] if words else "Untitled picture"


def kept(cleaned: Any) -> Image | None:
    """The picture of the library with exactly these cleaned bytes.

    Holds a lock on the bytes until the end of the transaction, so that of two people who upload
    one picture at the same moment the second one finds the first one's.

    Args:
        cleaned: what the form field of ``CleanImageField`` made of an upload.
    """
    sha256, _, extension = cleaned.name.partition(".")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
    name = content_path(_FILE.prefix, sha256, extension)
    return Image.objects.filter(sha256=sha256, file=name).order_by("pk").first()


def take(upload: Any, *, by: User | None, title: str = "") -> Image:
    """Take an uploaded file into the library, or find the same picture there.

    Raises:
        ValidationError: the file is not a picture that we take, with the sentence.
    """
    cleaned = _FILE.formfield().clean(upload)
    name = getattr(upload, "name", "") or ""
    return keep(cleaned, by=by, title=title or title_from(name))[0]


@transaction.atomic
def keep(cleaned: Any, *, by: User | None, title: str, alt: str = "") -> tuple[Image, bool]:
    """The picture with these cleaned bytes, and whether the library had it not.

    Args:
        cleaned: as for ``kept``.
        title, alt: its words, where it is new; one that is there keeps its own.
    """
    there = kept(cleaned)
    if there is not None:
        return there, False
    new = Image.objects.create(
        file=cleaned, title=title[:_TITLE_LENGTH], alt=alt[:_ALT_LENGTH], uploaded_by=by
    )
    return new, True


def forget_unused(touched: Iterable[Image]) -> None:
    """Remove stored files to which no row leads, after rows were rolled back.

    Args:
        touched: every picture that was taken or found meanwhile.
    """
    for image in touched:
        name = str(image.file.name)
        with transaction.atomic():
            # Somebody may be uploading the same bytes: `kept` waits for them, and they for us.
            if kept(ContentFile(b"", name=name.rpartition("/")[2])) is None:
                image.file.storage.delete(name)


@dataclass(frozen=True)
class Use:
    """An article that shows a picture, or once did.

    Attributes:
        on_desk: the text being worked on shows it.
        live: readers see it.
        revisions: how many revisions show it; ``first`` and ``last`` are their numbers.
    """

    article: Article
    on_desk: bool
    live: bool
    revisions: int
    first: int
    last: int


@dataclass(frozen=True)
class Uses:
    """Where a picture is used, as far as one person may see it.

    Attributes:
        hidden: articles that show it as well and are not this person's to see.
    """

    seen: list[Use] = field(default_factory=list)
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.seen) or self.hidden > 0


def uses(image: Image, *, seen_by: User) -> Uses:
    """Where a picture is used, at the top or in the text: on the desk, live, and in revisions."""
    found = {
        row["article_id"]: row
        for row in Revision.objects.alias(pictures=PICTURES)
        .filter(pictures__contains=[image.sha256])  # type: ignore[misc]  # takes it for text
        .values("article_id")
        .annotate(
            revisions=Count("pk"),
            first=Min("number"),
            last=Max("number"),
            live=Count("pk", filter=Q(pk=F("article__live_revision"))),
            # Each save of another text makes a revision, so the current one is the desk copy.
            on_desk=Count("pk", filter=Q(pk=F("article__current_revision"))),
        )
        .order_by()
    }
    articles = Article.objects.visible_to(seen_by).filter(pk__in=found).order_by("title", "pk")
    seen = [
        Use(
            article,
            on_desk=bool(row["on_desk"]),
            live=bool(row["live"]),
            revisions=row["revisions"],
            first=row["first"],
            last=row["last"],
        )
        for article in articles
        for row in [found[article.pk]]
    ]
    return Uses(seen, hidden=len(found) - len(seen))


# --- what a text may show ------------------------------------------------------------------------


def _described(content: Content) -> dict[str, bool]:
    """The pictures of a text by hash, and whether it says in words what each shows."""
    found: dict[str, bool] = {}
    if content.hero is not None:
        found[content.hero.sha256] = bool(content.hero.alt)
    for picture in rich_text.images(content.body):
        sha256 = hash_in(picture.src)
        found[sha256] = found.get(sha256, True) and bool(picture.alt)
    return found


def undescribed(content: Content) -> str:
    """Which picture has neither alternative text nor is decorative, as a sentence; or nothing."""
    silent = [sha256 for sha256, described in _described(content).items() if not described]
    if not silent:
        return ""
    images = {image.sha256: image for image in Image.objects.filter(sha256__in=silent)}
    for sha256 in silent:
        image = images.get(sha256)
        if image is None or not image.decorative:
            name = f"“{image.title}”" if image else "in the text"
            return (
                f"The picture {name} has no alternative text: say what it shows, or mark it as "
                "decorative in the library."
            )
    return ""


def expired(content: Content) -> str:
    """Which picture may not be shown any more, as a sentence; empty where all may."""
    hashes = _described(content)
    if not hashes:
        return ""
    over = (
        Image.objects.filter(sha256__in=hashes, expires_on__lt=timezone.localdate())
        .order_by("expires_on", "pk")
        .first()
    )
    if over is None or over.expires_on is None:
        return ""
    return (
        f"The licence of the picture “{over.title}” ended on {date_format(over.expires_on)}: "
        "choose another picture, or enter the new last day in the library."
    )


def expiring() -> QuerySet[Image]:
    """Pictures whose licence has ended or ends soon."""
    return Image.objects.filter(expires_on__lte=timezone.localdate() + SOON)


def showing(hashes: list[str]) -> QuerySet[Revision]:
    """Revisions that show a picture with one of these hashes, found by the index over them."""
    return Revision.objects.alias(pictures=PICTURES).filter(pictures__overlap=hashes or [""])


def unused() -> QuerySet[Image]:
    """Pictures that no revision shows, and so no desk copy either."""
    showing = Revision.objects.alias(pictures=PICTURES).filter(
        pictures__contains=Func(OuterRef("sha256"), template="ARRAY[%(expressions)s]::text[]")
    )
    return Image.objects.filter(~Exists(showing))


def without_words() -> QuerySet[Image]:
    """Pictures of which nobody said what they show, nor that they are decorative."""
    return Image.objects.filter(alt="", decorative=False)


def sentence(error: ValidationError) -> str:
    """What went wrong with an upload, as one text."""
    return " ".join(error.messages)
