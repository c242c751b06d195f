"""A document that was read, whatever kind of file it was: text, pictures, sources, and a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from articles.documents.report import Report
from wellness.lib.rich_text import MEDIA_URL

STANDS_FOR: Final = f"{MEDIA_URL}document/picture-"
"""Before the number of a picture: its address in the text until it is in the library."""


class Refused(ValueError):
    """The file cannot become a draft; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture in a document, not yet looked at.

    Attributes:
        src: what stands for it in the text until it is in the library.
        name: what to call it in the report: “Picture 3”.
        title: what to call it in the library.
        open: gives the bytes of its file; raises ``Refused`` where there are none.
    """

    src: str
    name: str
    title: str
    alt: str
    open: Callable[[], bytes]


@dataclass
class Read:
    """What a document says.

    Attributes:
        title: empty where the document names none.
        body: cleaned HTML, in which ``Picture.src`` stands for each picture.
        references: rows with the fields of ``Reference``, numbered as the body cites them.
        more: other fields of the text that a file can give (description, key points …).
    """

    report: Report
    title: str = ""
    subtitle: str = ""
    body: str = ""
    references: tuple[dict[str, Any], ...] = ()
    pictures: list[Picture] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
