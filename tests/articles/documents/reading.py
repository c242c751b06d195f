"""Documents read in the tests, without a desk."""

from __future__ import annotations

import io

from articles.documents import Read, Refused, read
from articles.documents.report import Line
from tests.articles.documents.word_file import WordFile


def read_bytes(data: bytes, name: str = "sleep.docx") -> Read:
    return read(io.BytesIO(data), name, len(data))


def read_word(file: WordFile) -> Read:
    return read_bytes(file.written())


def read_blocks(*blocks: str) -> Read:
    """A document of these blocks, under a title."""
    return read_word(WordFile().add(*blocks))


def read_markdown(text: str, name: str = "sleep.md") -> Read:
    return read_bytes(text.encode(), name)


def why(data: bytes, name: str = "sleep.docx") -> str:
    """The sentence with which a file is refused."""
    try:
        document = read_bytes(data, name)
    except Refused as refused:
        return str(refused)
    raise AssertionError(f"taken as “{document.title}”: {document.body[:200]}")


def told(document: Read, what: str) -> Line:
    """The line of the report about something."""
    found = [line for line in document.report.lines if line.what.startswith(what)]
    assert len(found) == 1, f"{len(found)} lines of {[x.what for x in document.report.lines]}"
    return found[0]
