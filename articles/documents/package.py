"""The parts of a Word document: found by what the file says of itself, each checked before use."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import IO, Final
from xml.etree.ElementTree import Element

from articles.documents.value import Refused
from wellness.lib.archive import Archive, BadArchive
from wellness.lib.images import MAX_BYTES as MAX_PICTURE_BYTES
from wellness.lib.safe_xml import BadXml, parsed

MAX_XML: Final = 16 * 1024 * 1024
"""The most bytes of all text parts that are read, unpacked. A book of 100,000 words has 12 MB."""

MAX_ELEMENTS: Final = 200_000
"""The most elements of all text parts that are read: with each, mammoth needs about a kilobyte."""

_MOST_PARTS: Final = 12  # of one kind: headers and footers of a document with many sections

_ADVICE: Final = "Open it in Word, save it under a new name, and upload that."
_NOT_WORD: Final = "Only Word documents (.docx) and Markdown files (.md) can be read."
_CONTENT_TYPES: Final = "[Content_Types].xml"
_OTHERS: Final = {
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "META-INF/container.xml": "an e-book",
    "word/document.bin": "a Word document of an unknown kind",
}
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Target:
    """Where a relationship of a part leads.

    Attributes:
        kind: the last word of its type: “image”, “hyperlink”.
        outside: whether it leads out of the file; then it is never opened.
    """

    kind: str
    address: str
    outside: bool


@dataclass
class Part:
    """A text part with what it points to, by the id that its elements name."""

    root: Element
    targets: dict[str, Target] = field(default_factory=dict)


class Package:
    """A Word document, taken apart.

    Raises:
        Refused: it is none, or is not to be read.
    """

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._archive = Archive(file)
        except BadArchive as error:
            raise Refused(f"This document cannot be opened. {error} {_ADVICE}") from error
        self._bytes_left, self._elements_left = MAX_XML, MAX_ELEMENTS
        main = self._main()
        self.document = self._part(main)
        self._folder = posixpath.dirname(main)
        self._main_name = main

    @property
    def has_macros(self) -> bool:
        return any(name.lower().endswith("vbaproject.bin") for name in self._archive)

    def part(self, kind: str) -> Part | None:
        """The part that the document points to as its styles, its footnotes and so on."""
        return next(iter(self.parts(kind)), None)

    def parts(self, kind: str) -> list[Part]:
        """All parts of a kind, such as headers."""
        names = {
            target.address: None
            for target in self.document.targets.values()
            if target.kind == kind and not target.outside and target.address in self._archive
        }
        return [self._part(name) for name in list(names)[:_MOST_PARTS]]

    def picture(self, name: str) -> bytes:
        """The bytes of a picture.

        Raises:
            Refused: there is none, or it is too large or damaged.
        """
        if name not in self._archive:
            raise Refused("its file is missing in the document.")
        try:
            return self._archive.read(name, at_most=MAX_PICTURE_BYTES)
        except BadArchive as error:
            raise Refused(f"it cannot be unpacked. {error}") from error

    def _main(self) -> str:
        """The name of the part with the text."""
        if _CONTENT_TYPES not in self._archive:
            raise Refused(self._what_else())
        for target in self._targets("").values():
            if target.kind == "officeDocument" and not target.outside:
                if target.address in self._archive and not target.address.startswith(("xl/", "pp")):
                    return target.address
                break
        raise Refused(self._what_else())

    def _what_else(self) -> str:
        for name, words in _OTHERS.items():
            if name in self._archive:
                return f"This file is {words}. {_NOT_WORD}"
        if "mimetype" in self._archive:
            try:
                kind = self._archive.read("mimetype", at_most=200)
            except BadArchive:
                kind = b""
            if b"opendocument.text" in kind:
                return (
                    "This file is an OpenDocument text (.odt). Save it as “Word document (.docx)” "
                    "and upload that."
                )
        if any(name.startswith("word/") for name in self._archive):
            return f"This Word document has lost its text or its list of contents. {_ADVICE}"
        return f"This file is an archive with other files in it. {_NOT_WORD}"

    def _part(self, name: str) -> Part:
        return Part(self._xml(name), self._targets(name))

    def _xml(self, name: str) -> Element:
        try:
            data = self._archive.read(name, at_most=self._bytes_left)
            root = parsed(data, at_most=self._elements_left)
            self._bytes_left -= len(data)
            self._elements_left -= sum(1 for _element in root.iter())
            return root
        except (BadArchive, BadXml) as error:
            raise Refused(f"This document cannot be read. {error} {_ADVICE}") from error

    def _targets(self, name: str) -> dict[str, Target]:
        """What a part points to; the empty name stands for the document as a whole."""
        folder, base = posixpath.split(name)
        list_name = posixpath.join(folder, "_rels", f"{base}.rels")
        if list_name not in self._archive:
            return {}
        targets = {}
        for row in self._xml(list_name).iter(_RELATIONSHIP):
            kind = row.get("Type", "").rpartition("/")[2]
            address = row.get("Target", "")
            outside = row.get("TargetMode") == "External"
            if not outside:
                address = posixpath.normpath(posixpath.join("/", folder, address)).lstrip("/")
            targets[row.get("Id", "")] = Target(kind, address, outside)
        return targets
