"""Which plants grow in these pictures? Leaves, sprigs and reeds, ready to be laid down."""

import math
from collections.abc import Sequence

from wellness.sample.illustrations.curves import Outline, Point, place, ribbon, smooth
from wellness.sample.illustrations.palette import Colour
from wellness.sample.illustrations.paper import Piece, Sheet


def leaf(length: float, width: float, *, bend: float = 0, belly: float = 0.42) -> Outline:
    """Return a leaf along the x axis from its stalk at the origin to its point.

    ``bend`` lifts the middle off the axis; ``belly`` says how far along it is widest (0 to 1).
    """
    half, middle = width / 2, length * belly
    return smooth(
        [
            (0, 0, 1),
            (middle * 0.45, -half * 0.78 + bend * 0.6),
            (middle * 1.05, -half + bend),
            (length * 0.8, -half * 0.5 + bend * 0.7),
            (length, 0, 1),
            (length * 0.8, half * 0.45 + bend * 0.7),
            (middle * 1.05, half + bend),
            (middle * 0.45, half * 0.72 + bend * 0.6),
        ],
        steps=8,
    )


def vein(length: float, *, bend: float = 0, width: float = 3) -> Outline:
    """Return the midrib of a :func:`leaf` of the same length and bend."""
    spine = smooth([(0, 0), (length * 0.45, bend), (length * 0.93, bend * 0.12)], closed=False)
    return ribbon(spine, [width * 1.4, width * 0.4])


def lay_leaf(
    sheet: Sheet,
    at: Point,
    turn: float,
    length: float,
    width: float,
    colour: Colour,
    *,
    rib: Colour | None = None,
    bend: float = 0,
    lift: float = 0.6,
    belly: float = 0.42,
) -> Piece:
    """Cut one leaf growing from ``at`` in direction ``turn``, with a midrib where asked."""
    piece = sheet.cut(
        colour, place(leaf(length, width, bend=bend, belly=belly), *at, turn), lift=lift
    )
    if rib:
        sheet.cut(
            rib, place(vein(length, bend=bend, width=max(2.2, width / 24)), *at, turn), lift=0
        )
    return piece


def along(spine: Sequence[Point], t: float) -> tuple[Point, float]:
    """Return the place a share ``t`` (0 to 1) along a line, and the direction there in degrees."""
    i = min(max(int(t * (len(spine) - 1)), 0), len(spine) - 2)
    (ax, ay), (bx, by) = spine[i], spine[i + 1]
    return (ax, ay), math.degrees(math.atan2(by - ay, bx - ax))


def sprig(
    sheet: Sheet,
    spine: Sequence[Point],
    *,
    stem: Colour,
    leaves: Sequence[Colour],
    pairs: int,
    length: float,
    width: float,
    spread: float = 48,
    thickness: float = 9,
    rib: Colour | None = None,
    first: float = 0.16,
    lift: float = 0.6,
    taper: float = 0.5,
    belly: float = 0.42,
) -> None:
    """Lay a stem with pairs of leaves that grow smaller towards the tip, and one at the end."""
    sheet.cut(stem, ribbon(spine, [thickness, thickness * 0.35]), lift=lift * 0.6)
    for i in range(pairs):
        t = first + (0.95 - first) * i / pairs
        at, way = along(spine, t)
        size = 1 - taper * i / max(pairs - 1, 1)
        for side in (-1, 1):
            colour = leaves[(i + (side > 0)) % len(leaves)]
            turn = way + side * (spread + sheet.rng.uniform(-5, 5))
            lay_leaf(
                sheet,
                at,
                turn,
                length * size,
                width * size,
                colour,
                rib=rib,
                bend=-side * length * size * 0.05,
                lift=lift,
                belly=belly,
            )
    at, way = along(spine, 1)
    end = 1 - taper
    lay_leaf(sheet, at, way, length * end, width * end, leaves[0], rib=rib, lift=lift, belly=belly)


def reed(
    sheet: Sheet, foot: Point, height: float, lean: float, width: float, colour: Colour
) -> None:
    """Cut one blade of grass that stands at ``foot`` and leans ``lean`` units at its tip."""
    x, y = foot
    spine = smooth(
        [(x, y), (x + lean * 0.15, y - height * 0.45), (x + lean, y - height)], closed=False
    )
    sheet.cut(colour, ribbon(spine, [width, width * 0.8, 0.5]), lift=0.5)
