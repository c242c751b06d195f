"""The nap: an afternoon slung between two trees."""

from wellness.sample.illustrations.botany import lay_leaf
from wellness.sample.illustrations.curves import (
    ellipse,
    hill,
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
    SAND,
    SLEEP,
    mix,
)
from wellness.sample.illustrations.paper import Sheet, linear


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), BLUSH, linear((800, 150), (800, 900), 0.75))
    sun = sheet.cut(BUTTER, ellipse(800, 420, 305), lift=0.7)
    sheet.shade(sun, OCHRE, linear((800, 300), (800, 740), 0.95))
    far = sheet.cut(SLEEP.pale, hill("-20,700 260,640 560,690 900,650 1250,690 1620,630"))
    sheet.shade(far, SLEEP.full, linear((800, 640), (800, 900), 0.7))
    near = sheet.cut(SLEEP.full, hill("-20,850 300,820 800,868 1300,816 1620,850"))
    sheet.shade(near, SLEEP.deep, linear((800, 830), (800, 1010), 0.95))

    for knots in (
        [
            (172, 1030, 1),
            (214, 800),
            (220, 500),
            (196, 200),
            (160, -30, 1),
            (268, -30, 1),
            (276, 220),
            (296, 500),
            (304, 800),
            (352, 1030, 1),
        ],
        [
            (1258, 1030, 1),
            (1302, 800),
            (1318, 500),
            (1338, 200),
            (1350, -30, 1),
            (1448, -30, 1),
            (1412, 220),
            (1396, 500),
            (1392, 800),
            (1436, 1030, 1),
        ],
    ):
        trunk = sheet.cut(SLEEP.deep, smooth(knots))
        middle = sum(k[0] for k in knots) / len(knots)
        sheet.shade(trunk, INK, linear((middle - 10, 500), (middle + 70, 520), 0.9))
    for line in ([(286, 380), (350, 470), (430, 566)], [(1316, 380), (1250, 474), (1176, 566)]):
        sheet.cut(BONE, ribbon(smooth(line, closed=False), [8]), lift=0.5)

    body = sheet.cut(
        CLAY,
        smooth("560,700 600,610 720,590 860,640 1000,600 1080,560 1130,640 1040,730 800,780"),
        lift=0.6,
    )
    sheet.shade(body, INK, linear((760, 600), (800, 800), 0.6))
    head = sheet.cut(mix(BLUSH, CLAY, 0.35), ellipse(545, 590, 66, 60, 20), lift=0.5)
    sheet.shade(head, CLAY, linear((545, 580), (560, 660), 0.9))
    for foot in (
        [(1098, 566), (1112, 500), (1138, 462), (1164, 470), (1158, 520), (1148, 590)],
        [(1050, 572), (1060, 510), (1086, 476), (1110, 486), (1102, 540), (1096, 600)],
    ):
        sole = sheet.cut(mix(BLUSH, CLAY, 0.35), smooth(foot), lift=0.5)
        sheet.shade(sole, CLAY, linear((1130, 480), (1060, 580), 0.7))
    brim = sheet.cut(
        SAND, smooth("452,604 470,560 540,530 620,524 654,546 620,590 540,628 474,632"), lift=0.8
    )
    sheet.shade(brim, OCHRE, linear((520, 540), (600, 630), 0.7))
    crown = sheet.cut(
        SAND,
        smooth("494,566 506,506 560,486 602,506 616,552 560,590"),
        lift=0.6,
    )
    sheet.shade(crown, OCHRE, linear((540, 500), (600, 590), 0.8))
    sheet.cut(
        SLEEP.full,
        ribbon(smooth("496,572 552,578 614,546", closed=False), [15]),
        lift=0.2,
    )

    sling = sheet.cut(
        BONE,
        smooth(
            "416,552! 560,690 800,752 1040,690 1190,552! 1130,740 960,830 800,852 640,830 474,740"
        ),
    )
    sheet.shade(sling, SLEEP.pale, linear((800, 700), (800, 870), 0.9))
    for i in range(4):
        lower = [
            (424 + i * 8, 568 + i * 10),
            (560, 706 + i * 27),
            (800, 768 + i * 24),
            (1040, 706 + i * 27),
            (1182 - i * 8, 568 + i * 10),
        ]
        colour = (SLEEP.full, CLAY, SLEEP.full, OCHRE)[i]
        sheet.cut(
            colour, ribbon(smooth(lower, closed=False), [2, 9, 10, 9, 2]), within=sling, lift=0
        )
    arm = sheet.cut(
        mix(BLUSH, CLAY, 0.35),
        ribbon(smooth("690,690 672,790 690,874 684,902", closed=False), [38, 34, 24, 22]),
        lift=0.7,
    )
    sheet.shade(arm, CLAY, linear((690, 800), (650, 800), 0.8))
    sheet.cut(
        BONE,
        smooth("566,972! 592,920 686,902! 778,920 806,972! 690,950!"),
        lift=0.5,
    )
    book = sheet.cut(
        CLAY,
        smooth("552,968! 586,910 686,890! 786,910 820,968! 690,926!"),
        lift=0.6,
    )
    sheet.shade(book, INK, linear((700, 900), (830, 970), 0.7))

    for at, turn, length, tone in (
        ((180, -20), 62, 300, SLEEP.deep),
        ((300, -40), 96, 270, SLEEP.full),
        ((60, -10), 80, 260, SLEEP.full),
        ((420, -30), 70, 220, SLEEP.deep),
        ((1400, -30), 112, 300, SLEEP.deep),
        ((1280, -30), 84, 250, SLEEP.full),
        ((1530, -20), 104, 280, SLEEP.full),
        ((1150, -40), 108, 210, SLEEP.deep),
        ((-20, 150), 30, 220, SLEEP.deep),
        ((1620, 160), 152, 230, SLEEP.deep),
        ((560, -50), 88, 170, SLEEP.full),
        ((1010, -50), 95, 160, SLEEP.full),
    ):
        lay_leaf(
            sheet, at, turn, length, length * 0.36, tone, rib=mix(tone, SLEEP.pale, 0.35), lift=1
        )
