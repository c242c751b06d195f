"""What a file is, by what is in it and never by what it is called."""

from __future__ import annotations

import codecs
from enum import Enum
from typing import IO, Final

from articles.documents.value import Refused
from wellness.lib.text import human_bytes

MAX_BYTES: Final = 40 * 1024 * 1024
"""The largest file that is taken: a text with twenty photographs has about 30 MB."""

MARKDOWN_NAMES: Final = (".md", ".markdown")

_WORD: Final = "Save it in Word as “Word document (.docx)” and upload that."
_ONLY: Final = "Only Word documents (.docx) and Markdown files (.md) can be read."

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"MZ", f"This file is a Windows program, whatever its name says. {_ONLY}"),
    (b"\x7fELF", f"This file is a Linux program, whatever its name says. {_ONLY}"),
    (b"#!", f"This file is a script, whatever its name says. {_ONLY}"),
    (b"%PDF", f"This file is a PDF. Upload the document that it was made from. {_ONLY}"),
    (b"{\\rtf", f"This file is in the Rich Text Format. {_WORD}"),
    (b"\xff\xd8\xff", f"This file is a picture. {_ONLY}"),
    (b"\x89PNG", f"This file is a picture. {_ONLY}"),
    (b"GIF8", f"This file is a picture. {_ONLY}"),
    (b"Rar!", f"This file is an archive. {_ONLY}"),
    (b"7z\xbc\xaf", f"This file is an archive. {_ONLY}"),
    (b"\x1f\x8b", f"This file is an archive. {_ONLY}"),
)  # fmt: skip
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Kind(Enum):
    """The two kinds of file that are read."""

    WORD = "Word document"
    MARKDOWN = "Markdown file"


def kind_of(file: IO[bytes], name: str, size: int) -> Kind:
    """Which of the two a file is. The file stands at its beginning afterwards.

    Raises:
        Refused: it is neither, or too large, with a sentence about what it is.
    """
    if size > MAX_BYTES:
        raise Refused(
            f"This file is {human_bytes(size)} large, and a document may have "
            f"{human_bytes(MAX_BYTES)} at most. Make its pictures smaller (in Word: Compress "
            "Pictures), or add them at the desk."
        )
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if not start:
        raise Refused("This file is empty. Look whether the right one was chosen.")
    if start.startswith(_ZIP):
        return Kind.WORD
    if start.startswith(_EMPTY_ZIP):
        raise Refused(f"This file is an empty archive. {_ONLY}")
    if start.startswith(_OLE):
        raise Refused(_old_office(file))
    for signature, sentence in _SIGNATURES:
        if start.startswith(signature):
            raise Refused(sentence)
    if not start.startswith(_UTF_16) and b"\x00" in start:
        raise Refused(f"This file is of an unknown kind. {_ONLY}")
    beginning = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype html", b"<html", b"<?xml", b"<svg")):
        raise Refused(f"This file is a web page or XML, whatever its name says. {_WORD}")
    if not name.lower().endswith(MARKDOWN_NAMES):
        raise Refused(
            "This file is plain text and no Word document. If it is Markdown, let its name end in "
            "“.md” and upload it again."
        )
    return Kind.MARKDOWN


def _old_office(file: IO[bytes]) -> str:
    """What to say of a file in the form that Office had before 2007."""
    encrypted = "EncryptedPackage".encode("utf-16-le")
    tail = b""
    while piece := file.read(1024 * 1024):
        if encrypted in tail + piece:
            file.seek(0)
            return (
                "This document is protected with a password, so nobody else can read it. Take the "
                "password off in Word (File, Info, Protect Document) and upload it again."
            )
        tail = piece[-len(encrypted) :]
    file.seek(0)
    return f"This file has the form that Word wrote before 2007 (.doc). {_WORD}"
