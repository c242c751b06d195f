"""A Word document as a draft: taken apart, read by mammoth, and put together as an article."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, Final

import mammoth

from articles.documents import arranging, citing, headings, typed_list
from articles.documents.finishing import finished
from articles.documents.package import Package
from articles.documents.report import Report
from articles.documents.stand_in import StandIn
from articles.documents.styles import MAP
from articles.documents.tree import tree_of
from articles.documents.value import STANDS_FOR, Picture, Read, Refused
from wellness.lib import html_tree, rich_text
from wellness.lib.html_tree import Element
from wellness.lib.text import one_line

_BOX: Final = ('<input type="checkbox" />', "☐ ")
_TICKED: Final = ('<input checked="checked" type="checkbox" />', "☑ ")
_TICKED_TOO: Final = ('<input type="checkbox" checked="checked" />', "☑ ")
_GUESSES: Final = (
    "description automatically generated",
    "ai-generated content may be incorrect",
)
"""How the alternative texts end that Word made up by itself."""


def read(file: IO[bytes], name: str) -> Read:
    """The document.

    Raises:
        Refused: it cannot be read, or there is nothing in it.
    """
    report = Report(name)
    package = Package(file)
    stand_in = StandIn(package, report)
    root = tree_of(_html(stand_in, report))
    notes = citing.take_notes(root, stand_in.mark)
    arranging.arrange(root, report, stand_in.mark)
    title = headings.take_title(root, report)
    subtitle = headings.take_subtitle(root, report)
    notes = {**notes, **typed_list.take_typed_list(root, report)}
    headings.rank(root, report)
    pictures = _pictures(root, stand_in, report)
    return finished(root, notes, Read(report, title=title, subtitle=subtitle, pictures=pictures))


def _html(stand_in: StandIn, report: Report) -> str:
    """What mammoth makes of the document."""
    archive = stand_in.archive()
    try:
        result = mammoth.convert_to_html(
            archive,
            style_map=MAP,
            id_prefix=stand_in.mark,
            convert_image=mammoth.images.img_element(_number),
            # A document could bring its own map along, and point to files of this machine.
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:  # a broken document makes it raise anything; none of it was ours
        raise Refused(
            "This document is built in a way that cannot be read. Open it in Word, save it under a "
            "new name, and upload that."
        ) from error
    symbols = sum("w:sym element" in message.message for message in result.messages)
    if symbols:
        report.left_out(
            "Symbols of a special font",
            "They mean nothing without it: look for gaps, and type what is missing.",
        )
    html = str(result.value)
    if len(html) > 4 * rich_text.MAX_BODY_BYTES:
        raise Refused(rich_text.too_long(html))
    for element, sign in (_BOX, _TICKED, _TICKED_TOO):
        html = html.replace(element, sign)
    return html


def _number(image: mammoth.documents.Image) -> dict[str, str]:
    with image.open() as opened:
        return {"src": f"{STANDS_FOR}{opened.read().decode()}"}


def _pictures(root: Element, stand_in: StandIn, report: Report) -> list[Picture]:
    """The pictures that the text shows, in its order, each once."""
    found: dict[str, Picture] = {}
    addresses = list(stand_in.pictures)
    for element in html_tree.walk(root):
        if element.tag != "img":
            continue
        src = element.attrs.get("src", "")
        number = src.removeprefix(STANDS_FOR)
        if not src.startswith(STANDS_FOR) or not number.isdecimal():
            element.attrs.pop("src", None)
            continue
        place = f"Picture {len(found) + 1}"
        alt = one_line(element.attrs.get("alt", ""))
        if alt.rstrip(" .").lower().endswith(_GUESSES):
            report.left_out(
                f"The alternative text of {place}: “{alt}”",
                "Word made it up. Look at the picture, and say what it shows.",
            )
            alt = ""
        element.attrs["alt"] = alt
        if src not in found:
            address = addresses[int(number)]
            found[src] = Picture(
                src,
                place,
                title=alt or _title(report.name, len(found) + 1),
                alt=alt,
                open=lambda address=address: stand_in.package.picture(address),  # type: ignore[misc]
            )
    missing = len(stand_in.pictures) - len(found)
    if missing > 0:
        report.left_out(
            f"{missing} {'picture' if missing == 1 else 'pictures'} in a drawing or in a note",
            "Only pictures in the text itself come along: put them in at the desk.",
        )
    return list(found.values())


def _title(name: str, number: int) -> str:
    """What a picture without description is called in the library."""
    return f"{PurePosixPath(name).stem}, picture {number}"
