"""A digest as a drawing: the mark that stands beside every approved text.

Each of the 32 bytes is one strip on a common line. The first half of the byte says how far it
reaches up, the second half how far down, so that the drawing says all 256 bits and two texts that
differ in a comma wear visibly different marks.
"""

from __future__ import annotations

from typing import Final

STRIP: Final = 2
GAP: Final = 1
LINE: Final = 16
"""The height on which the strips hang; a half byte reaches at most 15 beyond it."""

WIDTH: Final = 32 * (STRIP + GAP) - GAP
HEIGHT: Final = 2 * LINE


def strips(digest: str) -> str:
    """The drawing as the ``d`` of an SVG path in a box of WIDTH by HEIGHT.

    Raises:
        ValueError: the digest is not a SHA-256 in hexadecimal.
    """
    content = bytes.fromhex(digest)
    if len(content) != 32:
        raise ValueError(f"A SHA-256 has 32 bytes; this has {len(content)}.")
    parts = []
    for place, byte in enumerate(content):
        up, down = divmod(byte, 16)
        left, top = place * (STRIP + GAP), LINE - 1 - up
        parts.append(f"M{left} {top}h{STRIP}v{up + down + 2}h-{STRIP}z")
    return "".join(parts)
