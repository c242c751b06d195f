"""Word documents for the tests, written part by part as Word writes them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from html import escape
from typing import Final

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

STYLES: Final = {
    "Normal": "Normal", "Title": "Title", "Subtitle": "Subtitle", "Caption": "caption",
    "Quote": "Quote", "TOC1": "toc 1", "FootnoteText": "footnote text",
    **{f"Heading{level}": f"heading {level}" for level in range(1, 7)},
}  # fmt: skip
"""Paragraph styles by id."""


def run(text: str, properties: str = "") -> str:
    """Words, with properties such as `<w:b/>`."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs; what does not begin with a bracket is words."""
    inside = "".join(part if part.startswith("<") else run(part) for part in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    head = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{head}{inside}</w:p>"


def heading(text: str, level: int) -> str:
    return paragraph(text, style=f"Heading{level}")


def item(text: str, *, level: int = 0, num: int = 1) -> str:
    """An item of a list: `num` 1 is bulleted, 2 and 3 numbered, 4 is 1 a i by level, 5 Roman."""
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return paragraph(text, properties=numbers)


def cell(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: list[str], look: str = "04A0") -> str:
    """A table of cells, with the look that Word gives a new one: its first row is its head."""
    body = "".join(
        "<w:tr>" + "".join(part if part.startswith("<w:tc>") else cell(part) for part in row)
        + "</w:tr>"
        for row in rows
    )  # fmt: skip
    return f'<w:tbl><w:tblPr><w:tblLook w:val="{look}"/></w:tblPr><w:tblGrid/>{body}</w:tbl>'


def drawing(relationship: str, description: str = "", attribute: str = "r:embed") -> str:
    """A run with a picture in the line."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture" descr="{escape(description)}"'
        '/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"'
        f'><pic:pic><pic:blipFill><a:blip {attribute}="{relationship}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def text_box(words: str) -> str:
    """A text box as Word writes it: the new form, and the old one for older programs."""
    box = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic>"
        f"<a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def note_mark(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def link(text: str, relationship: str) -> str:
    return f'<w:hyperlink r:id="{relationship}">{run(text)}</w:hyperlink>'


@dataclass
class WordFile:
    """A document: its body, and what it points to.

    Attributes:
        footnotes, endnotes: the paragraphs of each by number.
        relationships: kind, target and whether it lies outside, by id.
        media: bytes by name below word/.
        extra: further files, or other content for parts, by name.
    """

    body: list[str] = field(default_factory=list)
    footnotes: dict[int, str] = field(default_factory=dict)
    endnotes: dict[int, str] = field(default_factory=dict)
    relationships: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    extra: dict[str, bytes] = field(default_factory=dict)
    main: str = MAIN

    def add(self, *blocks: str) -> WordFile:
        self.body.extend(blocks)
        return self

    def picture(self, content: bytes, description: str = "", name: str = "") -> str:
        """The run with a picture that lies in the document."""
        number = len(self.media) + 1
        name = name or f"media/image{number}.png"
        self.media[name] = content
        self.relationships[f"rIdP{number}"] = ("image", name, False)
        return drawing(f"rIdP{number}", description)

    def address(self, address: str) -> str:
        """The id of a relationship to an address elsewhere."""
        key = f"rIdL{len(self.relationships) + 1}"
        self.relationships[key] = ("hyperlink", address, True)
        return key

    def footnote(self, content: str) -> str:
        """The run with the mark of a footnote."""
        number = len(self.footnotes) + 1
        self.footnotes[number] = content if content.startswith("<") else paragraph(content)
        return note_mark(number)

    def files(self) -> dict[str, bytes]:
        relationships = {
            **self.relationships,
            "rIdS": ("styles", "styles.xml", False),
            "rIdN": ("numbering", "numbering.xml", False),
        }
        files = {
            "[Content_Types].xml": _DECLARATION + _content_types(self.main),
            "_rels/.rels": _DECLARATION
            + _list({"rId1": ("officeDocument", "word/document.xml", False)}),
            "word/document.xml": _part("document", f"<w:body>{''.join(self.body)}</w:body>"),
            "word/styles.xml": _part("styles", _styles()),
            "word/numbering.xml": _part("numbering", _numbering()),
        }
        for kind, notes in (("footnote", self.footnotes), ("endnote", self.endnotes)):
            if notes:
                relationships[f"rId{kind}"] = (f"{kind}s", f"{kind}s.xml", False)
                inside = f'<w:{kind} w:type="separator" w:id="-1">{paragraph()}</w:{kind}>'
                inside += "".join(
                    f'<w:{kind} w:id="{number}">{content}</w:{kind}>'
                    for number, content in notes.items()
                )
                files[f"word/{kind}s.xml"] = _part(f"{kind}s", inside)
        files["word/_rels/document.xml.rels"] = _DECLARATION + _list(relationships)
        encoded = {name: text.encode() for name, text in files.items()}
        return {
            **encoded,
            **{f"word/{name}": content for name, content in self.media.items()},
            **self.extra,
        }

    def written(self) -> bytes:
        return zipped(self.files())


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _part(name: str, inside: str) -> str:
    return f"{_DECLARATION}<w:{name} {NAMESPACES}>{inside}</w:{name}>"


def _list(relationships: dict[str, tuple[str, str, bool]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}{kind}" Target="{escape(target)}"'
        + (' TargetMode="External"/>' if outside else "/>")
        for key, (kind, target, outside) in relationships.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'


def _content_types(main: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def _styles() -> str:
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in STYLES.items()
    ) + (
        '<w:style w:type="paragraph" w:styleId="HouseHead"><w:name w:val="House head"/>'
        '<w:basedOn w:val="Heading2"/></w:style>'
    )


def _numbering() -> str:
    """A bulleted list (1), two numbered ones (2, 3), one whose levels differ (4), Roman (5)."""

    def described(key: int, kinds: tuple[str, ...]) -> str:
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{kinds[level % len(kinds)]}"/></w:lvl>'
            for level in range(9)
        )
        return f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>'

    kinds = {
        1: ("bullet",), 2: ("decimal",), 3: ("decimal",),
        4: ("decimal", "lowerLetter", "lowerRoman"), 5: ("upperRoman",),
    }  # fmt: skip
    return "".join(described(key, kind) for key, kind in kinds.items()) + "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in kinds
    )
