"""Which colours does the sample magazine print with?

One warm paper stock, one ink, three pigments every picture may use, and three
tones of one accent for each topic, so that a row of cards reads as a family and a reader can
tell the topic from across the room.
"""

from dataclasses import dataclass

Colour = tuple[int, int, int]


def hexed(code: str) -> Colour:
    """Return the colour written as six hexadecimal digits.

    Raises ValueError when the code is not exactly six hexadecimal digits.
    """
    if len(code) != 6:
        raise ValueError(f"A colour has six hexadecimal digits; “{code}” has {len(code)}.")
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour that lies ``share`` (0 to 1) of the way from ``first`` to ``second``."""
    a, b = first, second
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


PAPER = hexed("f2e6d3")
BONE = hexed("fbf3e4")
SAND = hexed("e0c59c")
INK = hexed("2a2130")
CLAY = hexed("c65a3e")
BLUSH = hexed("e8ac93")
OCHRE = hexed("e3a23a")
BUTTER = hexed("f4d58d")


@dataclass(frozen=True)
class Accent:
    """Three tones of a topic's colour, from the darkest paper to the palest."""

    deep: Colour
    full: Colour
    pale: Colour


SLEEP = Accent(hexed("272a56"), hexed("4d4f93"), hexed("a9a4d0"))
MOVEMENT = Accent(hexed("8f2f22"), hexed("d4512f"), hexed("f0b48c"))
FOOD = Accent(hexed("33452a"), hexed("6a7d3b"), hexed("b9bd6b"))
SLOW = Accent(hexed("1f4a4d"), hexed("3f7f7a"), hexed("a5c7b7"))

BARK = mix(MOVEMENT.deep, INK, 0.6)
BROWN = mix(CLAY, INK, 0.42)
MIST = mix(SLOW.pale, BONE, 0.6)
