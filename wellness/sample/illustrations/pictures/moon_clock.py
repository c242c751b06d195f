"""Awake at three: the moon has hands, and the sleeper is a range of hills."""

import math

from wellness.sample.illustrations.curves import (
    ellipse,
    hill,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.figures import HAIR, PROFILE, Lying
from wellness.sample.illustrations.palette import (
    BLUSH,
    BONE,
    BUTTER,
    CLAY,
    INK,
    OCHRE,
    SLEEP,
    mix,
)
from wellness.sample.illustrations.paper import Sheet, linear, radial
from wellness.sample.illustrations.sky import NIGHT, stars


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), NIGHT, linear((800, 700), (800, -50), 0.95))
    stars(
        sheet,
        [
            (120, 130, 18),
            (330, 250, 10),
            (560, 110, 13),
            (1500, 180, 16),
            (1420, 470, 10),
            (690, 330, 9),
            (220, 400, 11),
        ],
    )
    for r, tone in (
        (330, mix(SLEEP.deep, SLEEP.full, 0.45)),
        (278, mix(SLEEP.deep, SLEEP.full, 0.95)),
    ):
        sheet.cut(tone, ellipse(1040, 350, r), lift=0.8)
    moon = sheet.cut(BUTTER, ellipse(1040, 350, 222))
    sheet.shade(moon, OCHRE, radial((985, 290), 120, 330, 0.85))
    for x, y, r in ((950, 450, 26), (1130, 230, 18), (985, 205, 12), (1110, 470, 15)):
        crater = sheet.cut(mix(BUTTER, OCHRE, 0.38), ellipse(x, y, r, r * 0.92), lift=0)
        sheet.shade(crater, CLAY, linear((x, y), (x - r, y - r), 0.4))
    for hour in range(12):
        a = math.radians(hour * 30)
        inner, outer = (166, 196) if hour % 3 == 0 else (180, 196)
        line = [(1040 + r * math.sin(a), 350 - r * math.cos(a)) for r in (inner, outer)]
        sheet.cut(SLEEP.deep, ribbon(line, [9 if hour % 3 == 0 else 5]), lift=0)
    sheet.cut(SLEEP.deep, ribbon([(1040, 372), (1040, 190)], [13, 6]), lift=0.4)
    sheet.cut(SLEEP.deep, ribbon([(1018, 350), (1160, 350)], [15, 9]), lift=0.4)
    sheet.cut(CLAY, ellipse(1040, 350, 13), lift=0.4)

    pillow = sheet.cut(
        BONE, smooth("-60,870 -20,740 140,716 330,760 520,812 640,900 700,1040! -60,1040!")
    )
    sheet.shade(pillow, SLEEP.pale, linear((260, 760), (260, 1010), 0.9))
    lie = Lying(190, 700, 4.1)
    head = sheet.cut(BLUSH, lie(PROFILE))
    sheet.shade(head, CLAY, linear(lie.at(24, 60), lie.at(-34, 84), 0.9))
    sheet.cut(INK, lie(HAIR), lift=0.6)
    ear = sheet.cut(mix(BLUSH, CLAY, 0.25), lie(ellipse(-3, 57, 6, 9, 14)), lift=0.4)
    sheet.shade(ear, CLAY, radial(lie.at(-2, 57), 8, 34, 0.8, inside=True))
    eye = sheet.cut(
        BONE,
        lie(smooth("22,46! 27,41.5 33.5,42! 32,47.5 27,48.5")),
        lift=0.1,
    )
    sheet.cut(INK, lie(ellipse(30, 44.6, 2.7, 3.4)), within=eye, lift=0)
    sheet.cut(
        INK,
        lie(ribbon(smooth("20,46.5 26,41 34.5,41.4", closed=False), [0.4, 1.6, 0.8])),
        lift=0,
    )
    sheet.cut(
        INK,
        lie(ribbon(smooth("20,34 28,30.5 36,32", closed=False), [0.8, 2.6, 1])),
        lift=0,
    )
    sheet.cut(
        CLAY,
        lie(ribbon(smooth("34,73 38,72.2 41.5,72.4", closed=False), [0.3, 1, 0.8])),
        lift=0,
    )

    back = sheet.cut(
        SLEEP.full,
        hill("590,960 650,760 760,640 900,650 1060,690 1230,566 1330,540 1440,640 1620,730"),
    )
    sheet.shade(back, SLEEP.deep, linear((900, 620), (980, 1000), 0.95))
    middle = sheet.cut(
        SLEEP.pale, hill("520,1010 610,850 740,752 880,756 1040,800 1230,700 1400,690 1620,830")
    )
    sheet.shade(middle, SLEEP.full, linear((900, 730), (960, 960), 0.8))
    for shift in range(5):
        y = 70 + shift * 46
        line = smooth(
            [
                (520, 1010 + y),
                (610, 850 + y),
                (740, 752 + y),
                (880, 756 + y),
                (1040, 800 + y),
                (1230, 700 + y),
                (1400, 690 + y),
                (1640, 840 + y),
            ],
            closed=False,
        )
        sheet.cut(BONE, ribbon(line, [5]), within=middle, lift=0)
    front = sheet.cut(
        SLEEP.deep,
        hill("430,1040 640,930 860,900 1080,940 1330,860 1620,930"),
    )
    sheet.shade(front, NIGHT, linear((900, 900), (900, 1010), 0.8))
