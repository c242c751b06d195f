"""The letter: an open envelope from which a meadow grows."""

import math

from wellness.sample.illustrations.birds import bird
from wellness.sample.illustrations.botany import along, lay_leaf, leaf, sprig
from wellness.sample.illustrations.curves import (
    Point,
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
    INK,
    OCHRE,
    SLOW,
    mix,
)
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), SLOW.pale, radial((800, 480), 260, 1050, 0.85))
    disc = sheet.cut(BUTTER, ellipse(800, 400, 350), lift=0.5)
    sheet.shade(disc, OCHRE, radial((720, 300), 160, 560, 0.75))
    flap = sheet.cut(
        mix(SLOW.full, INK, 0.12),
        smooth("396,584! 740,320 800,296 860,320 1204,584!"),
        lift=0.9,
    )
    sheet.shade(flap, SLOW.deep, linear((800, 330), (800, 620), 0.9))
    page = sheet.cut(BONE, [(470, 430), (1130, 412), (1150, 820), (490, 830)], lift=0.8)
    for i in range(4):
        y = 486 + i * 38
        line = smooth(
            [(540, y), (700, y - 8), (860, y - 2), (1060 - (i % 3) * 70, y - 12)], closed=False
        )
        sheet.cut(mix(SLOW.deep, BONE, 0.25), ribbon(line, [5, 4, 5]), within=page, lift=0)
    stems: list[tuple[list[Point], str]] = [
        ([(640, 700), (560, 460), (420, 250), (350, 150)], "fern"),
        ([(720, 700), (690, 430), (640, 250), (598, 140)], "daisy"),
        ([(800, 700), (806, 450), (800, 290), (812, 196)], "poppy"),
        ([(880, 700), (920, 430), (984, 260), (1010, 110)], "bell"),
        ([(960, 700), (1050, 480), (1180, 300), (1260, 190)], "fern"),
        ([(600, 720), (470, 560), (330, 470), (240, 430)], "bud"),
        ([(1010, 720), (1130, 570), (1260, 480), (1350, 440)], "bud"),
    ]
    for knots, kind in stems:
        _stem(sheet, smooth(knots, closed=False), kind)
    left = sheet.cut(SLOW.full, [(396, 584), (830, 800), (396, 930)], lift=0.8)
    sheet.shade(left, SLOW.deep, linear((420, 740), (800, 790), 0.7))
    right = sheet.cut(SLOW.full, [(1204, 584), (770, 800), (1204, 930)], lift=0.8)
    sheet.shade(right, SLOW.deep, linear((1190, 740), (800, 790), 0.7))
    front = sheet.cut(
        mix(SLOW.full, SLOW.pale, 0.28),
        smooth("396,934! 750,730 800,712 850,730 1204,934!"),
        lift=0.9,
    )
    sheet.shade(front, SLOW.full, linear((800, 740), (800, 960), 0.9))
    seal = sheet.cut(
        CLAY,
        smooth("752,800 770,752 812,744 852,772 854,824 816,852 768,844"),
        lift=0.9,
    )
    sheet.shade(seal, INK, linear((790, 780), (860, 860), 0.6))
    sheet.cut(mix(CLAY, BONE, 0.35), place(leaf(64, 30), 782, 824, -45), lift=0.2)
    bird(sheet, 1310, 820, 0.95, SLOW.deep, west=True)
    for leg in (1296, 1324):
        sheet.cut(INK, ribbon([(leg, 862), (leg - 4, 900)], [5, 4]), lift=0)


def _stem(sheet: Sheet, spine: list[Point], kind: str) -> None:
    """Grow one flower of the letter's meadow along its stem."""
    x, y = spine[-1]
    if kind == "fern":
        sprig(
            sheet,
            spine,
            stem=SLOW.deep,
            leaves=[SLOW.deep, SLOW.full],
            pairs=11,
            length=118,
            width=34,
            spread=62,
            first=0.3,
            thickness=10,
            rib=SLOW.pale,
            taper=0.7,
        )
        return
    sheet.cut(SLOW.deep, ribbon(spine, [10, 6]), lift=0.5)
    for i, share in enumerate((0.42, 0.58)):
        at, way = along(spine, share)
        lay_leaf(sheet, at, way + (46 if i else -46), 110, 40, SLOW.full, rib=SLOW.pale, lift=0.6)
    if kind == "daisy":
        for i in range(13):
            petal = place(leaf(92, 36, belly=0.62), x, y, i * 360 / 13)
            laid = sheet.cut(BONE, petal, lift=0.4)
            sheet.shade(laid, SLOW.pale, radial((x, y), 10, 80, 0.7, inside=True))
        heart = sheet.cut(OCHRE, ellipse(x, y, 34), lift=0.6)
        sheet.shade(heart, CLAY, linear((x - 10, y - 10), (x + 34, y + 34), 0.9))
    elif kind == "poppy":
        for turn, size in ((-150, 1.0), (-30, 1.0), (-90, 1.15), (90, 0.9)):
            petal = place(
                smooth("0,0! 40,-62 104,-70 128,0 104,70 40,62"),
                x,
                y,
                turn,
                size,
            )
            laid = sheet.cut(CLAY, petal, lift=0.6)
            sheet.shade(laid, INK, radial((x, y), 8, 110, 0.75, inside=True))
        sheet.cut(INK, ellipse(x, y, 24), lift=0.4)
        for i in range(10):
            a = math.radians(i * 36)
            sheet.cut(BUTTER, ellipse(x + 36 * math.cos(a), y + 36 * math.sin(a), 4.5), lift=0)
    elif kind == "bell":
        for share, side in ((0.62, -1), (0.74, 1), (0.86, -1), (0.98, 1)):
            (bx, by), _ = along(spine, share)
            neck = smooth(
                [(bx, by), (bx + side * 30, by - 14), (bx + side * 48, by + 14)], closed=False
            )
            sheet.cut(SLOW.deep, ribbon(neck, [6, 4]), lift=0.3)
            cup = smooth("0,0 26,12 30,50 44,74! 18,64 0,78! -18,64 -44,74! -30,50 -26,12")
            laid = sheet.cut(BLUSH, place(cup, bx + side * 48, by + 8, -side * 12), lift=0.6)
            sheet.shade(
                laid, CLAY, linear((bx + side * 48, by + 30), (bx + side * 48, by + 90), 0.85)
            )
    else:
        for turn in (-40, 40, 0):
            _, way = along(spine, 1)
            laid = sheet.cut(
                OCHRE if turn else BUTTER,
                place(leaf(96, 44, belly=0.5), x, y, way + turn),
                lift=0.5,
            )
            sheet.shade(laid, CLAY, linear((x + 60, y), (x, y), 0.5))
