"""Pictures that a file names by path: taken into the library, never from outside its folder."""

import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import Max

from articles import library
from articles.actions import Actor
from articles.importing.files import Source
from articles.models import Image
from authors.models import User
from wellness.lib.rich_text import MEDIA_URL

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_IMG = re.compile(r'<img src="([^"]*)"')


class NoPicture(Exception):
    """A path that leads to no picture; the message is the sentence."""


@dataclass
class Pictures:
    """The library, as one run uses it.

    Attributes:
        touched: every picture that the run took or found.
    """

    by: Actor
    touched: list[Image] = field(default_factory=list)

    def take(self, source: Source, name: str, title: str = "") -> tuple[Image, bool]:
        """The picture at a path relative to the file, and whether the library had it not.

        Raises:
            NoPicture: nothing is there, it lies elsewhere, or it is not a picture that we take.
        """
        path = self._path(source, name)
        last = Image.objects.aggregate(last=Max("pk"))["last"] or 0
        by = self.by if isinstance(self.by, User) else None
        try:
            with path.open("rb") as opened:
                image = library.take(File(opened, name=path.name), by=by, title=title[:200])
        except ValidationError as error:
            raise NoPicture(f"“{name}”: {library.sentence(error)}") from error
        except OSError as error:
            raise NoPicture(f"“{name}” cannot be read: {error.strerror}.") from error
        self.touched.append(image)
        return image, image.pk > last

    def _path(self, source: Source, name: str) -> Path:
        """Where the picture is; symbolic links count as where they lead.

        A file that somebody hands in may not reach for others of the machine it is imported on.
        """
        try:
            path = (source.path.parent / name).resolve()
            inside = path.is_relative_to(source.root.resolve())
            there = inside and path.is_file()
        except (OSError, ValueError):
            inside, there = True, False
        if not inside:
            raise NoPicture(
                f"“{name}” lies outside of the folder that is imported: put it beside the file."
            )
        if not there:
            raise NoPicture(f"There is no file “{name}” beside the article.")
        return path

    def forget_unused(self) -> None:
        """Remove stored files to which no row leads, after rows were rolled back."""
        library.forget_unused(self.touched)
        self.touched.clear()


def named_in(body: str) -> list[str]:
    """The addresses of the pictures in a body, each once, as the file wrote them."""
    return list(dict.fromkeys(html.unescape(src) for src in _IMG.findall(body)))


def is_local(src: str) -> bool:
    """Whether an address is a path relative to the file."""
    return bool(src) and not src.startswith(("/", "#")) and not _SCHEME.match(src)


def is_shown(src: str) -> bool:
    """Whether a body may show this address as it is."""
    return src.startswith(MEDIA_URL)


def file_name(src: str) -> str:
    """The path that an address in Markdown means."""
    return unquote(src.partition("#")[0].partition("?")[0])


def replaced(body: str, images: dict[str, Image]) -> str:
    """The body with the library's addresses in place of the paths."""

    def put(found: re.Match[str]) -> str:
        image = images.get(html.unescape(found.group(1)))
        if image is None:
            return found.group()
        src = html.escape(image.file.url)
        return f'<img src="{src}" width="{image.width}" height="{image.height}"'

    return _IMG.sub(put, body)
