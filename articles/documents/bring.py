"""A document that was read, written to the desk in the name of whoever brought it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

from django.db import transaction

from articles import actions, library
from articles.desk import DeskCopy
from articles.documents.finishing import counts
from articles.documents.tree import rewrite
from articles.documents.value import STANDS_FOR, Picture, Read, Refused
from articles.importing.report import Outcome
from articles.models import Article, Image, Topic
from authors.models import Author, User
from wellness.lib import rich_text
from wellness.lib.html_tree import Element, Node, parse, serialise
from wellness.lib.image_field import as_file
from wellness.lib.images import BadImage, CleanImage, clean_image, size_of

MAX_PICTURES: Final = 60
"""The most pictures that one document brings; each is encoded anew, which takes half a second."""

MAX_PIXELS_IN_ALL: Final = 400_000_000
"""The most pixels of all pictures of a document together: thirty photographs of a telephone."""

_AT_ONCE: Final = min(2, os.cpu_count() or 1)
"""Pictures that are decoded at the same time: each can take 160 MB of memory while it is."""


def begin(document: Read, *, topic: Topic, authors: Sequence[Author], by: User) -> Article:
    """Begin an article with the text of the document.

    Raises:
        actions.Refused, ValidationError: as the actions do; nothing is stored then.
    """
    looked_at = _looked_at(document)
    with _all_or_nothing() as touched:
        body = _put(document, looked_at, by, touched)
        desk = DeskCopy(
            title=document.title or library.title_from(document.report.name),
            subtitle=document.subtitle,
            body=body,
            references=document.references,
            **document.more,
        )
        document.report.add(Outcome.CREATED, "The article", "It is a draft that is yours.")
        article = actions.create(
            topic=topic,
            desk=desk,
            by=by,
            note=document.report.note,
            data={"document": document.report.as_data()},
        )
        return actions.arrange(article, by=by, authors=authors)


def replace(article: Article, document: Read, *, by: User, version: int) -> Article:
    """Put the text of the document in the place of an article's.

    What the document does not speak of stays: the picture at the top, a description, a title that
    it does not name.

    Raises:
        actions.Refused, actions.Stale, ValidationError: as the actions do; nothing is stored then.
    """
    looked_at = _looked_at(document)
    with _all_or_nothing() as touched:
        body = _put(document, looked_at, by, touched)
        said = {
            "title": document.title,
            "subtitle": document.subtitle,
            **document.more,
        }
        desk = DeskCopy.to_write_on(article).change(
            body=body,
            references=document.references,
            **{name: words for name, words in said.items() if words},
        )
        return actions.save(
            article,
            desk=desk,
            by=by,
            version=version,
            note=document.report.note,
            data={"document": document.report.as_data()},
        )


@contextmanager
def _all_or_nothing() -> Iterator[list[Image]]:
    """A transaction; of pictures that it took and then gave up no file stays behind."""
    touched: list[Image] = []
    try:
        with transaction.atomic():
            yield touched
    except Exception:
        library.forget_unused(touched)
        raise


def _looked_at(document: Read) -> dict[str, CleanImage | str]:
    """Each picture encoded anew by its address, or the sentence why it does not come along.

    Nothing is asked of the database meanwhile: this is the slow part.
    """
    found: dict[str, CleanImage | str] = {}
    waiting: list[Picture] = []
    pixels = 0
    for picture in document.pictures:
        if len(waiting) == MAX_PICTURES:
            found[picture.src] = f"A document brings {MAX_PICTURES} pictures at most. {_AT_DESK}"
            continue
        size = _tried(size_of, picture)
        if isinstance(size, str):
            found[picture.src] = size
            continue
        if pixels + size[0] * size[1] > MAX_PIXELS_IN_ALL:
            found[picture.src] = (
                f"The pictures of a document may have {MAX_PIXELS_IN_ALL // 1_000_000} megapixels "
                f"together. {_AT_DESK}"
            )
            continue
        pixels += size[0] * size[1]
        waiting.append(picture)
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        encoded = pool.map(lambda picture: _tried(clean_image, picture), waiting)
        found |= zip((picture.src for picture in waiting), encoded, strict=True)
    return found


_AT_DESK: Final = "Put it in at the desk."
T = TypeVar("T")


def _tried(look: Callable[[bytes], T], picture: Picture) -> T | str:
    """What somebody sees in the bytes of a picture, or the sentence why nobody can."""
    try:
        return look(picture.open())
    except (BadImage, Refused) as error:
        sentence = str(error)
        return sentence[:1].upper() + sentence[1:]


def _put(
    document: Read, looked_at: dict[str, CleanImage | str], by: User, touched: list[Image]
) -> str:
    """The text with the library's pictures in it; what became of each is in the report."""
    report = document.report
    kept: dict[str, Image] = {}
    for picture in document.pictures:
        clean = looked_at[picture.src]
        if isinstance(clean, str):
            report.add(Outcome.FAILED, picture.name, clean)
            continue
        image, is_new = library.keep(as_file(clean), by=by, title=picture.title, alt=picture.alt)
        touched.append(image)
        kept[picture.src] = image
        if is_new:
            words = "" if picture.alt else "Nobody said yet what it shows."
            report.add(Outcome.CREATED, f"{picture.name}: {image.title}", words)
        else:
            report.add(
                Outcome.UNCHANGED,
                f"{picture.name}: {image.title}",
                "The library had it already, and it is kept once.",
            )
    body = _shown(document.body, kept)
    report.counts = counts(body, len(document.references))
    return body


def _shown(body: str, kept: dict[str, Image]) -> str:
    def look(element: Element, parent: Element) -> list[Node]:
        src = element.attrs.get("src", "")
        if element.tag != "img" or not src.startswith(STANDS_FOR):
            return [element]
        image = kept.get(src)
        if image is None:
            return []
        element.attrs = {
            "src": image.file.url,
            "alt": element.attrs.get("alt", ""),
            "width": str(image.width),
            "height": str(image.height),
        }
        return [element]

    root = parse(body)
    rewrite(root, look)
    return rich_text.clean(serialise(root.children))
