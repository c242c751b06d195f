"""A long Word document, written as Word writes one: what `make bench` and the tests import.

6,000 words, 20 photographs, 60 footnotes, with headings, lists and tables between them. It is the
same at every run.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from PIL import Image

WORDS: Final = 6_000
PICTURES: Final = 20
FOOTNOTES: Final = 60
PIXELS: Final = (1_600, 1_200)
"""The size of each photograph: what Word makes of one that fills the width of its page."""

_SECTIONS: Final = 20
_PARAGRAPHS: Final = 6
_VOCABULARY: Final = (
    "most adults sleep better when the evening is quiet and the room is cool because light tells"
    " the clock of the body that day has begun while darkness lets it rest"
).split()
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_WORD: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
    f'xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture"'
)


def long_document() -> bytes:
    """The bytes of the document."""
    body = "".join(_body())
    footnotes = "".join(
        f'<w:footnote w:id="{number}">{_paragraph(_source(number))}</w:footnote>'
        for number in range(1, FOOTNOTES + 1)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relationships([("d", "officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relationships(
            [
                ("s", "styles", "styles.xml"),
                ("n", "numbering", "numbering.xml"),
                ("f", "footnotes", "footnotes.xml"),
                *((f"p{n}", "image", f"media/image{n}.jpeg") for n in range(PICTURES)),
            ]
        ),
        "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {_WORD}>{footnotes}</w:footnotes>",
        "word/styles.xml": f"<w:styles {_WORD}>{_styles()}</w:styles>",
        "word/numbering.xml": f'<w:numbering {_WORD}><w:abstractNum w:abstractNumId="1">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        for number in range(PICTURES):
            archive.writestr(f"word/media/image{number}.jpeg", _photograph(number))
    return out.getvalue()


def _body() -> Iterator[str]:
    """The blocks, each counted word in a run of its own: Word splits text like this in editing."""
    left = WORDS
    note = 0
    yield _paragraph("The long night of the long document", style="Title")
    per_paragraph = WORDS // (_SECTIONS * _PARAGRAPHS)
    for section in range(_SECTIONS):
        title = f"Section {section + 1} of the night"
        left -= len(title.split())
        yield _paragraph(title, style="Heading1" if section % 4 == 0 else "Heading2")
        yield f"<w:p>{_drawing(section)}</w:p>"
        for place in range(_PARAGRAPHS):
            last = section == _SECTIONS - 1 and place == _PARAGRAPHS - 1
            number = left if last else per_paragraph - 1
            left -= number
            runs = "".join(_run(f"{word} ") for word in _sentence(section + place, number))
            if place % 2 == 0:
                note += 1
                runs += f'<w:r><w:footnoteReference w:id="{note}"/></w:r>'
            yield f"<w:p>{_LIST if place == 5 and not last else ''}{runs}</w:p>"
        if section % 4 == 0:
            left -= 6
            yield _table([["Age", "Hours"], ["Adults", "Seven"], ["Children", "Ten"]])


_LIST: Final = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'


def _sentence(start: int, number: int) -> list[str]:
    return [_VOCABULARY[(start * 7 + place) % len(_VOCABULARY)] for place in range(number)]


def _source(number: int) -> str:
    return (
        f"Doe J, Roe R. Study {number} of sleep. J Sleep. {1960 + number};{number}:1-9. "
        f"doi:10.1000/{number}"
    )


def _run(text: str) -> str:
    return f'<w:r w:rsidR="00A77B3E"><w:rPr/><w:t xml:space="preserve">{text}</w:t></w:r>'


def _paragraph(text: str, style: str = "") -> str:
    head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{head}{_run(text)}</w:p>"


def _drawing(number: int) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="{number + 1}" name="Picture {number + 1}" '
        f'descr="Light at hour {number + 1}"/><a:graphic><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic><pic:blipFill><a:blip r:embed="p{number}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _table(rows: list[list[str]]) -> str:
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblLook w:val="04A0"/></w:tblPr>{body}</w:tbl>'


def _styles() -> str:
    names = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2"}
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )


def _relationships(rows: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in rows
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _photograph(number: int) -> bytes:
    """A picture with as many colours and as much grain as a photograph."""
    width, height = PIXELS
    grain = Image.effect_noise((width // 4, height // 4), 40).resize(PIXELS)
    sky = Image.linear_gradient("L").resize(PIXELS).rotate(number * 18)
    out = io.BytesIO()
    Image.merge("RGB", (sky, grain, Image.blend(sky, grain, 0.5))).save(out, "JPEG", quality=85)
    return out.getvalue()
