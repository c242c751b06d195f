"""Beans: three pods laid open on a cloth, every bean a different colour."""

import math

from wellness.sample.illustrations.botany import sprig
from wellness.sample.illustrations.curves import (
    Knot,
    Outline,
    ellipse,
    place,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import (
    BLUSH,
    BONE,
    BUTTER,
    CLAY,
    FOOD,
    INK,
    OCHRE,
    Colour,
    mix,
)
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), OCHRE, linear((400, 0), (1300, 1050), 0.6))
    disc = sheet.cut(mix(BUTTER, BONE, 0.25), ellipse(800, 500, 430), lift=0.5)
    sheet.shade(disc, OCHRE, radial((700, 380), 200, 660, 0.7))
    for start, end, tip in (
        ((110, 1010), (330, 420), (250, 30)),
        ((1500, -20), (1330, 520), (1430, 980)),
    ):
        spine = smooth(
            [start, ((start[0] + end[0]) / 2 - 40, (start[1] + end[1]) / 2), end, tip], closed=False
        )
        sprig(
            sheet,
            spine,
            stem=FOOD.full,
            leaves=[FOOD.full, FOOD.deep],
            pairs=4,
            length=210,
            width=112,
            spread=56,
            rib=FOOD.pale,
            lift=0.8,
            belly=0.36,
            thickness=11,
        )
    for x, y, turns, grow in ((316, 250, 2.6, 62), (1322, 760, -2.5, 58)):
        coil = [
            (
                x
                + math.copysign(grow * (1 - t / 60), turns) * math.cos(abs(turns) * t / 60 * 6.283),
                y + grow * (1 - t / 60) * math.sin(abs(turns) * t / 60 * 6.283),
            )
            for t in range(56)
        ]
        sheet.cut(FOOD.full, ribbon(coil, [8, 3]), lift=0.4)
    white, red, black, ochre, pink = BONE, CLAY, mix(INK, CLAY, 0.18), OCHRE, BLUSH
    _pod(sheet, 350, 306, -7, 1.06, [white, red, black, ochre, pink, white, red], FOOD.pale)
    _pod(sheet, 420, 540, 4, 1.0, [black, pink, ochre, white, red, black], FOOD.full)
    _pod(sheet, 380, 824, -5, 1.02, [ochre, white, red, pink, black, ochre, white], FOOD.pale)


def _pod(
    sheet: Sheet, x: float, y: float, turn: float, size: float, beans: list[Colour], skin: Colour
) -> None:
    """Lay an open pod with its beans, its stalk end at (x, y)."""
    count = len(beans)
    length = 108 * count + 120

    def at(knots: list[Knot]) -> Outline:
        return place(smooth(knots), x, y, turn, size)

    shell = sheet.cut(
        skin,
        at(
            [
                (0, 0, 1),
                (70, -66),
                (length * 0.3, -96),
                (length * 0.62, -84),
                (length - 90, -58),
                (length, 22, 1),
                (length - 100, 62),
                (length * 0.6, 92),
                (length * 0.3, 88),
                (70, 56),
            ]
        ),
    )
    direction = math.radians(turn + 90)
    sheet.shade(
        shell,
        FOOD.deep,
        linear(
            (
                x + 300 * size * math.cos(math.radians(turn)),
                y + 300 * size * math.sin(math.radians(turn)),
            ),
            (
                x + 300 * size * math.cos(math.radians(turn)) + 120 * size * math.cos(direction),
                y + 300 * size * math.sin(math.radians(turn)) + 120 * size * math.sin(direction),
            ),
            0.9,
        ),
    )
    inner = sheet.cut(
        FOOD.deep,
        at(
            [
                (46, -4, 1),
                (110, -46),
                (length * 0.35, -64),
                (length * 0.62, -56),
                (length - 110, -36),
                (length - 40, 12, 1),
                (length - 120, 40),
                (length * 0.6, 58),
                (length * 0.32, 58),
                (110, 38),
            ]
        ),
        lift=0,
    )
    sheet.shade(inner, INK, linear((x, y), (x + 400, y + 200), 0.5))
    for i, colour in enumerate(beans):
        middle = 118 + i * 108 + 10
        grow = 1 - 0.22 * abs(i - (count - 1) / 2) / (count / 2)
        bean = [(-53, 4), (-40, -32), (0, -44), (42, -30), (53, 6), (32, 36), (2, 30), (-32, 38)]
        outline = place(place(smooth(bean), middle, 0, -6 + i * 5, grow), x, y, turn, size)
        laid = sheet.cut(colour, outline, lift=0.8)
        cx = sum(p[0] for p in outline) / len(outline)
        cy = sum(p[1] for p in outline) / len(outline)
        sheet.shade(laid, INK, radial((cx - 14 * size, cy - 18 * size), 26 * size, 88 * size, 0.75))
        spot = place(
            place(ellipse(-12, -20, 13, 6, -24), middle, 0, -6 + i * 5, grow), x, y, turn, size
        )
        sheet.cut(mix(colour, BONE, 0.55), spot, lift=0)
    for cap in (-24, 0, 24):
        sepal = place(
            place([(-6, -9), (60, -15), (84, 0), (60, 13), (-6, 9)], 0, 0, cap), x, y, turn, size
        )
        sheet.cut(FOOD.full, smooth(sepal), lift=0.3)
    stalk = place(smooth("6,0 -46,4 -96,40 -120,96", closed=False), x, y, turn, size)
    sheet.cut(FOOD.full, ribbon(stalk, [20 * size, 12 * size]), lift=0.4)
