"""The card that other sites show for a shared page: a title on coloured paper beside a picture.

1200 × 630 pixels as JPEG, which every sharing service takes; drawn with the magazine's own fonts.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE: Final = (1200, 630)
RECIPE: Final = 1
"""Version of the drawing. Raise it when cards should be drawn again."""

PAPER: Final[dict[str, str]] = {
    "clay": "#f4b497",
    "moss": "#c6ca7e",
    "dusk": "#b6b1de",
    "sun": "#f4cd68",
    "tide": "#a5cfc0",
    "plum": "#dfacc5",
}
"""The sheet of each accent, as in static/css/tokens.css; a test compares them."""

_INK: Final = "#221a28"
_STRIPS: Final = ("#d4512f", "#fefdfb")
_PICTURE: Final = (640, 0, 1200, 630)
_EDGE: Final = ((662, -4), (1204, -4), (1204, 634), (640, 634), (652, 300))
_LEFT: Final = 64
_WIDTH: Final = 540
_TITLE_HEIGHT: Final = 330
_SIZES: Final = range(92, 43, -4)
_LINE: Final = 1.04

_Font = ImageFont.FreeTypeFont


class CannotDraw(ValueError):
    """The words have letters that the magazine's fonts lack, or do not fit."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows.

    Attributes:
        picture: the bytes of a stored picture; none: the paper alone.
        focus: which part of the picture stays, in per cent from the left and from the top.
    """

    title: str
    topic: str
    accent: str
    picture: bytes | None = None
    focus: tuple[int, int] = (50, 50)


def draw(card: Card, fonts: Path) -> bytes:
    """The card as JPEG.

    Args:
        fonts: the folder of the magazine's fonts.

    Raises:
        CannotDraw: the fonts lack a letter, or the title is too long.
        OSError: the picture or a font cannot be read.
    """
    sheet = Image.new("RGB", SIZE, PAPER.get(card.accent, PAPER["clay"]))
    pen = ImageDraw.Draw(sheet)
    width = _WIDTH
    if card.picture is None:
        width = SIZE[0] - 2 * _LEFT
    else:
        _paste(sheet, card.picture, card.focus)
    small, bold = _Face(fonts, "bricolage-small"), _Face(fonts, "bricolage-display")
    pen.polygon([(_LEFT, 66), (_LEFT + 9, 64), (_LEFT + 10, 96), (_LEFT + 1, 95)], fill=_INK)
    small.write(pen, (_LEFT + 24, 92), card.topic, 28)
    lines, size = _set(bold, card.title, width)
    top = 150
    for number, line in enumerate(lines):
        bold.write(pen, (_LEFT, top + size * (0.78 + number * _LINE)), line, size)
    _wordmark(pen, bold, (_LEFT, 566))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()


def _paste(sheet: Image.Image, content: bytes, focus: tuple[int, int]) -> None:
    box = (_PICTURE[2] - _PICTURE[0], _PICTURE[3] - _PICTURE[1])
    with Image.open(io.BytesIO(content)) as opened:
        pixels = opened.convert("RGBA")
    ground = Image.new("RGBA", pixels.size, sheet.getpixel((0, 0)))
    pixels = Image.alpha_composite(ground, pixels).convert("RGB")
    part = ImageOps.fit(pixels, box, centering=(focus[0] / 100, focus[1] / 100))
    # The edge is cut by hand; four times as large, then smaller, so that it is smooth.
    mask = Image.new("L", (SIZE[0] * 4, SIZE[1] * 4))
    ImageDraw.Draw(mask).polygon([(x * 4, y * 4) for x, y in _EDGE], fill=255)
    whole = Image.new("RGB", SIZE)
    whole.paste(part, _PICTURE[:2])
    sheet.paste(whole, (0, 0), mask.reduce(4))


def _set(face: _Face, title: str, width: int) -> tuple[list[str], int]:
    """The title in lines, as large as it fits."""
    for size in _SIZES:
        lines = list(_lines(face, title, size, width))
        fits = all(face.length(line, size) <= width for line in lines)
        if fits and len(lines) * size * _LINE <= _TITLE_HEIGHT:
            return lines, size
    raise CannotDraw("The title does not fit on a card.")


def _lines(face: _Face, title: str, size: int, width: int) -> Iterator[str]:
    line = ""
    for word in title.split():
        longer = f"{line} {word}".strip()
        if line and face.length(longer, size) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _wordmark(pen: ImageDraw.ImageDraw, face: _Face, at: tuple[int, int]) -> None:
    """The name of the magazine: two strips of cut paper stand for its double l."""
    x, y, size = *at, 52
    face.write(pen, (x, y), "We", size)
    x += round(face.length("We", size)) + 3
    for number, colour in enumerate(_STRIPS):
        left, top = x + number * 14, y - 52 + number * 8
        pen.polygon([(left, top + 1), (left + 10, top), (left + 11, y), (left, y)], fill=colour)
    face.write(pen, (x + 29, y), "ness", size)


class _Face:
    """A font in its two files: western letters, and those of the rest of Europe."""

    def __init__(self, fonts: Path, name: str) -> None:
        self.paths = [str(fonts / f"{name}-{part}.woff2") for part in ("latin", "latin-ext")]

    def length(self, text: str, size: int) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text, size))

    def write(
        self, pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int
    ) -> None:
        """Write with the base line at ``at``."""
        x, y = at
        for font, run in self._runs(text, size):
            pen.text((x, y), run, fill=_INK, font=font, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str, size: int) -> Iterator[tuple[_Font, str]]:
        """The text in pieces of one font each."""
        fonts = [_font(path, size) for path in self.paths]
        run, of = "", fonts[0]
        for letter in text:
            font = next((font for font in (of, *fonts) if _has(font, letter)), None)
            if font is None:
                raise CannotDraw(f"The fonts of the magazine have no “{letter}”.")
            if font is not of and run:
                yield of, run
                run = ""
            run, of = run + letter, font
        yield of, run


@lru_cache(maxsize=64)
def _font(path: str, size: int) -> _Font:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=4096)
def _has(font: _Font, letter: str) -> bool:
    """Whether a font has a letter: what it lacks looks like what no font has."""
    if letter.isspace():
        return True
    return bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff"))
