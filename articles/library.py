"""The library of pictures: each is kept once, and what shows it can be told.

A picture is stored under the hash of its cleaned bytes and never replaced, so the text of a
revision that names it shows the same picture for ever.
"""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, Q

from articles.models import Article, Image, Revision
from articles.models.revision import PICTURES
from authors.models import User
from wellness.lib.images import content_path
from wellness.lib.text import one_line

_FILE = Image._meta.get_field("file")
_TITLE_LENGTH: Final = 200


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


@transaction.atomic
def take(upload: Any, *, by: User | None, title: str = "") -> Image:
    """Take an uploaded file into the library, or find the same picture there.

    Raises:
        ValidationError: the file is not a picture that we take, with the sentence.
    """
    cleaned = _FILE.formfield().clean(upload)
    there = kept(cleaned)
    if there is not None:
        return there
    return Image.objects.create(
        file=cleaned,
        title=title or title_from(getattr(upload, "name", "") or ""),
        uploaded_by=by,
    )


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


def sentence(error: ValidationError) -> str:
    """What went wrong with an upload, as one text."""
    return " ".join(error.messages)
