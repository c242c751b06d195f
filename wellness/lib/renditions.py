"""Smaller copies of a stored picture, so that a phone need not load what a desk screen can show.

Each copy is encoded from the stored picture alone, in the formats that browsers choose from, and
is stored under the hash of its own bytes, as the picture is.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, features

RECIPE: Final = 1
"""Version of how copies are made. Raise it when they should be made again: `make_renditions`
then finds every picture whose copies are of an older recipe."""

WIDTHS: Final = (360, 640, 960, 1280, 1920)
"""Widths of the copies of a picture of the library, in pixels."""

PORTRAIT_WIDTHS: Final = (160, 320, 640)
"""Widths of the copies of a portrait, which is never shown wider than 320 CSS pixels."""

_AVIF: Final = {"quality": 60, "speed": 8}  # 8 takes a third of the time of 6 and the same bytes
_WEBP: Final = {"quality": 78, "method": 4}


@dataclass(frozen=True, slots=True)
class Copy:
    """One encoded copy: its format as its file ends, its size in pixels, its bytes."""

    format: str
    width: int
    height: int
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def formats() -> tuple[str, ...]:
    """What this machine can encode, the format with the smallest files first."""
    return ("avif", "webp") if features.check("avif") else ("webp",)


def widths_for(width: int, wanted: Sequence[int]) -> list[int]:
    """The widths to make of a picture: none wider than it is, and its own where that is between.

    A picture of 1,600 pixels gets 360, 640, 960, 1280 and 1600; one of 2,400 ends with 1920.
    """
    fitting = [each for each in wanted if each <= width]
    return fitting if fitting and fitting[-1] in (width, max(wanted)) else [*fitting, width]


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a stored picture, in pixels."""
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.size


def copies(picture: bytes, wanted: Sequence[int]) -> Iterator[Copy]:
    """The copies of a stored picture, the narrow ones first.

    Raises:
        OSError: the bytes are no picture that can be read.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        opened.load()
        pixels = opened if opened.mode in ("RGB", "RGBA") else opened.convert("RGB")
    for width in widths_for(pixels.width, wanted):
        height = max(1, round(pixels.height * width / pixels.width))
        size = (width, height)
        sized = (
            pixels
            if size == pixels.size
            else pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        )
        for kind in formats():
            out = io.BytesIO()
            sized.save(out, kind.upper(), **(_AVIF if kind == "avif" else _WEBP))
            yield Copy(kind, width, height, out.getvalue())
