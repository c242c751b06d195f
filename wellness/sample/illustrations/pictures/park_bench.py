"""A bench of one's own: an empty seat under a tree that is all leaves."""

import math

from wellness.sample.illustrations.birds import bird
from wellness.sample.illustrations.botany import lay_leaf
from wellness.sample.illustrations.curves import (
    box,
    ellipse,
    hill,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import (
    BONE,
    CLAY,
    INK,
    OCHRE,
    SAND,
    SLOW,
    mix,
)
from wellness.sample.illustrations.paper import Sheet, linear


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), SLOW.pale, linear((800, 900), (800, 100), 0.7))
    sun = sheet.cut(OCHRE, ellipse(450, 520, 190), lift=0.6)
    sheet.shade(sun, CLAY, linear((420, 420), (480, 720), 0.9))
    for crest, tone, dark in (
        (
            [(-20, 690), (220, 610), (480, 680), (760, 620), (1080, 690), (1350, 620), (1620, 680)],
            SLOW.pale,
            SLOW.full,
        ),
        ([(-20, 790), (340, 750), (800, 800), (1240, 750), (1620, 780)], SLOW.full, SLOW.deep),
    ):
        land = sheet.cut(tone, hill(crest), lift=0.8)
        sheet.shade(land, dark, linear((800, 660), (800, 960), 0.8))
    trunk = sheet.cut(
        mix(SLOW.deep, INK, 0.6),
        smooth(
            "960,1040! 1020,900 1040,700 1010,520 940,380! 970,360! 1050,470 "
            "1082,250! 1090,250! 1108,470 1190,350! 1222,372! 1150,540 1134,700 "
            "1160,900 1230,1040!"
        ),
    )
    sheet.shade(trunk, SLOW.full, linear((1120, 600), (1020, 620), 0.55))
    rng = sheet.rng
    crown: list[tuple[float, float, float]] = []
    for ring, count in ((345, 32), (285, 28), (222, 23), (160, 17), (100, 11), (36, 6)):
        for i in range(count):
            a = math.radians(i * 360 / count + rng.uniform(-6, 6))
            crown.append(
                (1080 + ring * 1.32 * math.cos(a), 300 + ring * 0.84 * math.sin(a), math.degrees(a))
            )
    tones = [SLOW.deep, SLOW.full, mix(SLOW.full, SLOW.pale, 0.5), SLOW.deep, SLOW.full, SLOW.pale]
    for i, (x, y, turn) in enumerate(crown):
        tone = OCHRE if i % 13 == 5 else CLAY if i % 17 == 9 else tones[i % len(tones)]
        lay_leaf(
            sheet,
            (x, y),
            turn + rng.uniform(-26, 26),
            132,
            66,
            tone,
            rib=mix(tone, BONE, 0.4),
            lift=0.7,
        )
    path = sheet.cut(SAND, hill("-20,930 400,912 900,926 1620,900"), lift=0.7)
    sheet.shade(path, OCHRE, linear((800, 930), (800, 1030), 0.7))
    _bench(sheet)
    bird(sheet, 770, 655, 0.62, SLOW.full, west=True)
    for x, y, turn, tone in (
        (180, 950, -30, OCHRE),
        (330, 970, 12, CLAY),
        (1010, 962, -160, OCHRE),
        (1330, 940, -14, SLOW.full),
        (900, 560, 110, OCHRE),
        (640, 440, 70, CLAY),
    ):
        lay_leaf(sheet, (x, y), turn, 62, 32, tone, rib=BONE, lift=0.8)


def _bench(sheet: Sheet) -> None:
    for x in (388, 790):
        sheet.cut(
            INK,
            smooth(
                [
                    (x - 12, 950, 1),
                    (x - 4, 860),
                    (x - 14, 700, 1),
                    (x + 14, 700, 1),
                    (x + 24, 860),
                    (x + 16, 950, 1),
                ]
            ),
            lift=0.6,
        )
        sheet.cut(
            INK,
            ribbon(smooth([(x - 44, 780), (x - 62, 830), (x - 54, 950)], closed=False), [15]),
            lift=0.5,
        )
        sheet.cut(
            INK,
            ribbon(smooth([(x + 4, 772), (x - 40, 762), (x - 62, 792)], closed=False), [13]),
            lift=0.4,
        )
    for i, y in enumerate((700, 748, 796)):
        slat = sheet.cut(
            (CLAY, mix(CLAY, OCHRE, 0.3), CLAY)[i], box(330, y, 850, y + 34, 8), lift=0.8
        )
        sheet.shade(slat, INK, linear((800, y + 4), (800, y + 60), 0.7))
    for y, left, right in ((838, 306, 838), (866, 290, 830)):
        seat = sheet.cut(mix(CLAY, OCHRE, 0.25), box(left, y, right, y + 24, 8), lift=0.8)
        sheet.shade(seat, INK, linear((800, y), (800, y + 44), 0.7))
    for x in (340, 772):
        sheet.cut(INK, box(x - 8, 890, x + 8, 966), lift=0.5)
    sheet.cut(BONE, box(470, 818, 560, 836, 3), lift=0.5)
    sheet.cut(SLOW.deep, box(466, 806, 556, 820, 3), lift=0.5)
