"""Any file that somebody uploads, read as what it is."""

from __future__ import annotations

import re
from typing import IO, Final

from articles.documents import markdown, word
from articles.documents.kinds import Kind, kind_of
from articles.documents.value import Read
from articles.library import title_from
from wellness.lib.text import excerpt, one_line

_FOLDERS: Final = re.compile(r".*[/\\]")


def read(file: IO[bytes], name: str, size: int) -> Read:
    """The document in a file.

    Args:
        name: what the file is called; it says only what plain text is meant as.
        size: in bytes.

    Raises:
        Refused: it cannot become a draft, with the sentence.
    """
    name = excerpt(_FOLDERS.sub("", one_line(name)), 120) or "document"
    kind = kind_of(file, name, size)
    document = word.read(file, name) if kind is Kind.WORD else markdown.read(file, name)
    if not document.title:
        document.report.changed(
            f"The title: {title_from(name)}",
            "The document names none, so it was made of the name of the file.",
        )
    return document
