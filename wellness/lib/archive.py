"""A ZIP archive from a stranger: what it may hold, asked before anything of it is unpacked.

Everything is read from the archive's own list first: how many entries there are, how large they
say that they are, how far they are packed, how they are called. What the list says is then held to
while an entry is read: not one byte more comes out, and bytes that differ from what was promised
are an error. Nothing is ever written to a disk.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from wellness.lib.text import count, human_bytes

MAX_ENTRIES: Final = 2_000
"""The most files in an archive. A document of Word has a dozen, and one more for each picture."""

MAX_UNPACKED: Final = 300 * 1024 * 1024
"""The most bytes that all entries together may say they have."""

MAX_RATIO: Final = 200
"""How many times larger than packed an entry may be: text of Word reaches 30, a bomb 1,000."""

_SMALL: Final = 1024 * 1024  # below this size no ratio does harm

Upload = IO[bytes]


class BadArchive(ValueError):
    """The archive is broken, or is not to be unpacked; the message says why, to people."""


BROKEN: Final = "The archive that the file consists of is damaged, or breaks off before its end."


class Archive:
    """The entries of an archive whose list was found in order.

    Raises:
        BadArchive: it cannot be read, or its list promises too much.
    """

    def __init__(self, file: Upload) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise BadArchive(BROKEN) from error
        _check(entries)
        self._entries = {entry.filename: entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def size(self, name: str) -> int:
        """How many bytes the entry has, as the list says."""
        return self._entries[name].file_size

    def read(self, name: str, *, at_most: int) -> bytes:
        """The bytes of an entry.

        Raises:
            BadArchive: it has more than `at_most`, or is not what the list says.
        """
        entry = self._entries[name]
        if entry.file_size > at_most:
            raise BadArchive(
                f"“{name}” in the file is {human_bytes(entry.file_size)} large when unpacked, and "
                f"{human_bytes(at_most)} is the limit."
            )
        try:
            with self._zip.open(entry) as opened:
                # The library gives no more than the list said, however much is packed in there,
                # and compares the checksum at the end.
                return opened.read()
        except (
            zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError,
            NotImplementedError,
        ) as error:  # fmt: skip
            raise BadArchive(BROKEN) from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise BadArchive(
            f"The file holds {count(len(entries), 'part', 'parts')}, and {MAX_ENTRIES:,} is the "
            "limit."
        )
    names: set[str] = set()
    for entry in entries:
        name = entry.filename
        if name in names:
            raise BadArchive("The file holds the same part twice.")
        names.add(name)
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise BadArchive("The file holds a part whose name leads out of the file.")
        if entry.flag_bits & 0x1:
            raise BadArchive("The file is encrypted.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadArchive("The file is packed in a way that Word does not use.")
        if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * entry.compress_size:
            raise BadArchive(
                f"A part of the file unpacks to {human_bytes(entry.file_size)} from "
                f"{human_bytes(entry.compress_size)}: no document does that."
            )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise BadArchive(
            f"The file unpacks to {human_bytes(unpacked)}, and {human_bytes(MAX_UNPACKED)} is the "
            "limit."
        )
