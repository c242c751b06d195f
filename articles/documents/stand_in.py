"""A Word document as mammoth is given it: another archive, with nothing in it but checked text.

mammoth reads paragraphs, lists, tables, notes. What it passes over in silence is looked after here
beforehand: words that it would lose are put where it reads them, what cannot come along is taken
out and reported, and every picture is but its number. So nothing that a stranger packed is opened
by anybody but `package`, and nothing is lost without a word.
"""

from __future__ import annotations

import io
import re
import secrets
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from articles.documents import numbering, styles, told
from articles.documents.package import Package, Part
from articles.documents.report import Report
from articles.documents.word_names import (
    TRANSITIONAL,
    child,
    find_all,
    is_a,
    is_on,
    local,
    related,
    text_in,
    value,
    word,
)
from wellness.lib.safe_xml import written
from wellness.lib.text import one_line

EQUATION: Final = "[equation]"
"""What stands in the text where an equation was, so that nobody reads on over a gap."""

RULE: Final = "rule"
START: Final = "start-"
"""Names of bookmarks that are put in: a line across the page stood here; a list begins to count.
The document's own bookmarks are all taken out."""

_NUMBER: Final = re.compile(r"-?\d{1,9}")
_MATHS: Final = ("oMath", "oMathPara")
_KEEPS_WORDS: Final = ("fldSimple", "bdo", "dir", "ruby", "rubyBase")
_ONE: Final = {"footnote": "a footnote", "endnote": "an endnote"}
_DRAWN: Final = {"chart": "A chart", "diagram": "A SmartArt diagram"}
_PICTURE_AT_DESK: Final = "Save it as a picture (PNG or JPEG) and put it in at the desk."


class StandIn:
    """The document for mammoth, and what had to be done to it.

    Attributes:
        mark: the beginning of every name in the HTML, which nobody can know before.
        pictures: the number that stands for each picture, by where it lies in the file.
    """

    def __init__(self, package: Package, report: Report) -> None:
        self.package = package
        self.report = report
        self.mark = f"mark{secrets.token_hex(6)}-"
        self.pictures: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        self._styles = package.part("styles")
        self._names = styles.settle(self._styles.root if self._styles else None)
        self._notes: dict[tuple[str, str], str] = {}
        self._named: set[tuple[str, str]] = set()

    def archive(self) -> io.BytesIO:
        """The archive that mammoth reads."""
        parts = {"document": self.package.document}
        for kind in ("footnotes", "endnotes"):
            if (part := self.package.part(kind)) is not None:
                parts[kind] = part
                name = kind.removesuffix("s")
                for note in find_all(part.root, name):
                    if _NUMBER.fullmatch(key := note.get(word(note, "id"), "")):
                        self._notes[name, key] = one_line(text_in(note))
        lists = self.package.part("numbering")
        files: dict[str, bytes] = {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _PACKAGE_RELATIONSHIPS,
        }
        for part in parts.values():
            self._tidy(part.root, part)
        self._mark_lists(lists)
        for name, part in parts.items():
            files[f"word/{name}.xml"] = written(part.root)
            files[f"word/_rels/{name}.xml.rels"] = self._relationships(part)
        for name, extra in (("styles", self._styles), ("numbering", lists)):
            if extra is not None:
                files[f"word/{name}.xml"] = written(extra.root)
        for number in self.pictures.values():
            files[f"word/media/{number}"] = str(number).encode()
        self._tell()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        out.seek(0)
        return out

    # -- what mammoth would pass over ------------------------------------------------------------

    def _tidy(self, element: Element, part: Part) -> None:
        """Put right everything below an element, in place."""
        for inner in list(element):
            if local(inner) == "AlternateContent":
                place = list(element).index(inner)
                element.remove(inner)
                for offset, kept in enumerate(_alternative(inner)):
                    element.insert(place + offset, kept)
        for inner in list(element):
            if self._stays(inner, element, part):
                self._tidy(inner, part)
            else:
                element.remove(inner)
        if is_a(element, "tbl"):
            self._head(element)

    def _stays(self, element: Element, parent: Element, part: Part) -> bool:
        """Whether an element stays, as it is or put right."""
        name = local(element)
        if name in _MATHS:
            return self._equation(element)
        rule = _RULES.get(name)
        return rule is None or rule(self, element, parent, part)

    def _equation(self, element: Element) -> bool:
        words = one_line(text_in(element))
        self.report.left_out(
            f"An equation: {words}" if words else "An equation",
            f"The text says {EQUATION} in its place: write it in words, or put in a picture of it.",
        )
        _become(element, TRANSITIONAL + "r")
        SubElement(element, TRANSITIONAL + "t").text = EQUATION
        return True

    def _run(self, element: Element, parent: Element, part: Part) -> bool:
        properties = child(element, "rPr")
        if is_on(child(properties, "vanish")):
            self._counts["hidden"] += bool(text_in(element).strip())
            return False
        if is_on(child(properties, "strike")) or is_on(child(properties, "dstrike")):
            self._counts["struck"] += bool(text_in(element).strip())
        return True

    def _inserted(self, element: Element, parent: Element, part: Part) -> bool:
        self._counts["inserted"] += len(element) > 0
        return True

    def _deleted(self, element: Element, parent: Element, part: Part) -> bool:
        self._counts["deleted"] += len(element) > 0
        # In the properties of a paragraph or a row it says that these were deleted.
        return len(element) == 0

    def _paragraph(self, element: Element, parent: Element, part: Part) -> bool:
        name = self._names.get(value(child(child(element, "pPr"), "pStyle")), "").lower()
        if name.startswith("toc ") or name == "table of figures":
            self._counts["contents"] += 1
            return False
        return True

    def _control(self, element: Element, parent: Element, part: Part) -> bool:
        """A control: one that shows but its invitation holds nothing; a table of contents goes."""
        properties = child(element, "sdtPr")
        if child(properties, "showingPlcHdr") is not None:
            return False
        gallery = child(child(properties, "docPartObj"), "docPartGallery")
        if value(gallery) == "Table of Contents":
            self._counts["contents"] += 1
            return False
        return True

    def _words_inside(self, element: Element, parent: Element, part: Part) -> bool:
        element.tag = word(element, "smartTag")
        return True

    def _break(self, element: Element, parent: Element, part: Part) -> bool:
        element.tag = word(element, "br")
        return True

    def _tab(self, element: Element, parent: Element, part: Part) -> bool:
        element.tag = word(element, "tab")
        return True

    def _goes(self, element: Element, parent: Element, part: Part) -> bool:
        return False

    def _symbol(self, element: Element, parent: Element, part: Part) -> bool:
        try:
            int(element.get(word(element, "char"), ""), 16)
        except ValueError:
            return False
        return True

    def _span(self, element: Element, parent: Element, part: Part) -> bool:
        return value(element).isdecimal() and 1 <= int(value(element)[:4]) < 100

    def _other_file(self, element: Element, parent: Element, part: Part) -> bool:
        self.report.left_out(
            "A part that lies in another form inside the document",
            "Open the document in Word, save it, and what it shows becomes part of it.",
        )
        return False

    def _link(self, element: Element, parent: Element, part: Part) -> bool:
        found = related(element, "id")
        if found is not None and found[1] not in part.targets:
            del element.attrib[found[0]]
            found = None
        if found is None and element.attrib.pop(word(element, "anchor"), None) is not None:
            self._counts["anchors"] += 1
        return True

    def _note(self, element: Element, parent: Element, part: Part) -> bool:
        kind = "endnote" if is_a(element, "endnoteReference") else "footnote"
        if (key := (kind, element.get(word(element, "id"), ""))) in self._notes:
            self._named.add(key)
            return True
        self.report.left_out(f"A mark of {_ONE[kind]}", "The document holds no note for it.")
        return False

    # -- pictures and drawings -------------------------------------------------------------------

    def _drawing(self, element: Element, parent: Element, part: Part) -> bool:
        blips = [inner for inner in element.iter() if local(inner) == "blip"]
        boxes = [inner for inner in element.iter() if local(inner) == "txbxContent"]
        if blips and not boxes:
            return True
        if boxes:
            _become(element, word(element, "pict"))
            box = SubElement(element, "{urn:schemas-microsoft-com:vml}textbox")
            box.extend(boxes)
            self._counts["boxes"] += 1
            return True
        data = next((inner for inner in element.iter() if local(inner) == "graphicData"), None)
        kind = "" if data is None else data.get("uri", "").rpartition("/")[2]
        self.report.left_out(_DRAWN.get(kind, "A drawing"), _PICTURE_AT_DESK)
        return False

    def _old_drawing(self, element: Element, parent: Element, part: Part) -> bool:
        """A drawing in the form of earlier versions: a picture, a text box, a line."""
        if any(value == "t" and name.endswith("}hr") for inner in element for name, value in
               inner.attrib.items()):  # fmt: skip
            _become(element, word(element, "bookmarkStart"))
            element.set(word(element, "name"), RULE)
            return True
        images = [inner for inner in element.iter() if local(inner) == "imagedata"]
        boxes = [inner for inner in element.iter() if local(inner) == "textbox"]
        self._counts["boxes"] += any(text_in(box).strip() for box in boxes)
        if images or any(text_in(box).strip() for box in boxes):
            return True
        self.report.left_out("A drawing", _PICTURE_AT_DESK)
        return False

    def _picture(self, element: Element, parent: Element, part: Part) -> bool:
        """Let a number stand for the picture; one that is not in the file goes."""
        found = related(element, "embed") or related(element, "id")
        target = part.targets.get(found[1]) if found is not None else None
        linked = related(element, "link")
        if target is None and linked is not None:
            target = part.targets.get(linked[1])
        if target is None or found is None or target.outside:
            self.report.left_out(
                "A picture",
                "It is not in the document, which only links to it, and nothing is fetched from "
                "elsewhere. Put it in at the desk."
                if target is not None
                else "Its file is missing in the document. Put it in at the desk.",
            )
            return False
        self.pictures.setdefault(target.address, len(self.pictures))
        return True

    def _properties_of_drawing(self, element: Element, parent: Element, part: Part) -> bool:
        for inner in list(element):
            if local(inner) == "hlinkClick":
                element.remove(inner)
        return True

    # -- tables and lists ------------------------------------------------------------------------

    def _head(self, table: Element) -> None:
        """A table whose first row Word shows as its head has a head."""
        rows = list(find_all(table, "tr"))
        if len(rows) < 2 or any(
            is_on(child(child(row, "trPr"), "tblHeader")) for row in rows
        ):  # fmt: skip
            return
        look = child(child(table, "tblPr"), "tblLook")
        if look is None:
            return
        first = look.get(word(look, "firstRow"))
        shown = value(look)
        if first is None:
            try:
                first = "1" if int(shown or "0", 16) & 0x20 else "0"
            except ValueError:
                return
        if first in ("1", "true", "on"):
            properties = child(rows[0], "trPr")
            if properties is None:
                properties = Element(word(table, "trPr"))
                rows[0].insert(0, properties)
            SubElement(properties, word(table, "tblHeader"))
            self._counts["heads"] += 1

    def _mark_lists(self, lists: Part | None) -> None:
        document = self.package.document.root
        style_root = self._styles.root if self._styles else None
        for paragraph, number, letters in numbering.begins(
            document, style_root, lists.root if lists else None
        ):
            mark = Element(word(paragraph, "bookmarkStart"))
            mark.set(word(paragraph, "name"), f"{START}{number}{letters}")
            place = 1 if child(paragraph, "pPr") is not None else 0
            paragraph.insert(place, mark)

    def _tell(self) -> None:
        told.of_changes(self.report, self._counts)
        for key, words in self._notes.items():
            if words and key not in self._named:
                self.report.left_out(
                    f"{_ONE[key[0]].capitalize()}: {words}", "Nothing in the text leads to it."
                )
        told.of_other_parts(self.report, self.package)

    def _relationships(self, part: Part) -> bytes:
        """What a part may still point to: addresses of links, and numbers of pictures."""
        root = Element(f"{_PACKAGE}Relationships")
        for key, target in part.targets.items():
            row = {"Id": key, "Type": f"{_OFFICE}{target.kind}", "Target": target.address}
            if target.kind == "hyperlink":
                SubElement(root, f"{_PACKAGE}Relationship", row)
            elif target.address in self.pictures:
                row["Target"] = f"media/{self.pictures[target.address]}"
                SubElement(root, f"{_PACKAGE}Relationship", row)
        return written(root)


def _become(element: Element, tag: str) -> None:
    """Make another, empty element of this one."""
    tail = element.tail
    element.clear()
    element.tag, element.tail = tag, tail


def _alternative(element: Element) -> list[Element]:
    """What older programs are given in place of something new; else the new itself."""
    for name in ("Fallback", "Choice"):
        for inner in element:
            if local(inner) == name and len(inner):
                return list(inner)
    return []


_Rule = Callable[[StandIn, Element, Element, Part], bool]
_RULES: Final[dict[str, _Rule]] = {
    **dict.fromkeys(_KEEPS_WORDS, StandIn._words_inside),
    **dict.fromkeys(("ins", "moveTo"), StandIn._inserted),
    **dict.fromkeys(("del", "moveFrom"), StandIn._deleted),
    **dict.fromkeys(
        ("bookmarkStart", "bookmarkEnd", "commentReference", "rt", "pPrChange", "rPrChange"),
        StandIn._goes,
    ),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), StandIn._note),
    **dict.fromkeys(("altChunk", "subDoc"), StandIn._other_file),
    **dict.fromkeys(("pict", "object"), StandIn._old_drawing),
    **dict.fromkeys(("blip", "imagedata"), StandIn._picture),
    "r": StandIn._run,
    "p": StandIn._paragraph,
    "sdt": StandIn._control,
    "cr": StandIn._break,
    "ptab": StandIn._tab,
    "sym": StandIn._symbol,
    "gridSpan": StandIn._span,
    "hyperlink": StandIn._link,
    "drawing": StandIn._drawing,
    "docPr": StandIn._properties_of_drawing,
}
"""What is looked at by the word of its name; everything else stays as it is."""

_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT_TYPES: Final = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_PACKAGE_RELATIONSHIPS: Final = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="d" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
