"""A Sunday without a plan: a table by an open window, and nothing on it is due."""

from wellness.sample.illustrations.botany import lay_leaf, sprig
from wellness.sample.illustrations.curves import (
    arch,
    box,
    ellipse,
    hill,
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
    MIST,
    OCHRE,
    SLOW,
    mix,
)
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), mix(CLAY, INK, 0.2), linear((1100, 200), (-100, 900), 0.6))
    frame = sheet.cut(BONE, arch(500, 50, 1100, 800), lift=0.8)
    view = sheet.cut(MIST, arch(530, 80, 1070, 780), lift=0)
    sun = sheet.cut(OCHRE, ellipse(880, 330, 112), within=view, lift=0.5)
    sheet.shade(sun, CLAY, linear((850, 290), (930, 440), 0.85))
    for crest, tone, dark in (
        ([(500, 500), (640, 430), (800, 500), (940, 440), (1100, 490)], SLOW.pale, SLOW.full),
        ([(500, 580), (700, 540), (860, 590), (1100, 530)], SLOW.full, SLOW.deep),
        ([(500, 640), (760, 650), (1100, 620)], SLOW.deep, INK),
    ):
        land = sheet.cut(tone, hill(crest), within=view, lift=0.5)
        sheet.shade(land, dark, linear((800, min(p[1] for p in crest)), (800, 740), 0.7))
    for bar in (box(790, 70, 810, 790), box(520, 430, 1080, 448)):
        sheet.cut(BONE, bar, within=frame, lift=0.4)
    for side in (-1, 1):
        x = 800 + side * 300
        curtain = [
            (x - side * 60, -30, 1),
            (x + side * 250, -30, 1),
            (x + side * 200, 300),
            (x + side * 120, 520),
            (x + side * 190, 800, 1),
            (x + side * 20, 800, 1),
            (x + side * 60, 560),
            (x + side * 10, 300),
        ]
        cloth = sheet.cut(MIST, smooth(curtain), lift=0.9)
        sheet.shade(cloth, SLOW.full, linear((x, 400), (x + side * 260, 420), 0.75))
        for shift in (50, 110, 170):
            fold = smooth(
                [
                    (x + side * shift, -30),
                    (x + side * (shift - 10), 260),
                    (x + side * (70 + shift * 0.2), 530),
                    (x + side * (30 + shift * 0.8), 800),
                ],
                closed=False,
            )
            sheet.cut(SLOW.pale, ribbon(fold, [6, 5, 3, 6]), within=cloth, lift=0)
    table = sheet.cut(SLOW.deep, hill("-20,770 800,752 1620,770"))
    sheet.shade(table, INK, linear((800, 800), (800, 1010), 0.8))
    for i in range(13):
        x = 40 + i * 128
        spread = (x - 800) * 0.22
        sheet.cut(
            SLOW.full,
            [(x, 745), (x + 30, 745), (x + 40 + spread, 1020), (x - 6 + spread, 1020)],
            within=table,
            lift=0,
        )
    for y, width in ((828, 14), (914, 22)):
        sheet.cut(
            mix(SLOW.full, SLOW.pale, 0.3), box(-20, y, 1620, y + width), within=table, lift=0
        )
    _still_life(sheet)


def _still_life(sheet: Sheet) -> None:
    for knots, tone in (
        ([(480, 600), (440, 420), (380, 260), (350, 160)], SLOW.deep),
        ([(490, 600), (500, 400), (470, 240), (480, 120)], SLOW.full),
        ([(500, 600), (570, 440), (640, 330), (690, 280)], SLOW.deep),
    ):
        sprig(
            sheet,
            smooth(knots, closed=False),
            stem=SLOW.deep,
            leaves=[tone, mix(tone, SLOW.pale, 0.35)],
            pairs=6,
            length=128,
            width=58,
            spread=52,
            first=0.3,
            rib=SLOW.pale,
            taper=0.45,
        )
    vase = sheet.cut(
        CLAY,
        smooth(
            "446,560! 536,560! 528,620 590,700 596,790 548,858! 436,858! 388,790 394,700 456,620"
        ),
        lift=1,
    )
    sheet.shade(vase, INK, linear((500, 720), (610, 760), 0.75))
    for y in (690, 722):
        band = smooth([(380, y), (490, y + 18), (604, y)], closed=False)
        sheet.cut(BUTTER, ribbon(band, [8]), within=vase, lift=0)
    for x, y, tone, dark, tilt in ((1010, 846, BUTTER, OCHRE, 6), (1120, 872, OCHRE, CLAY, -10)):
        pear = place(
            smooth("-16,-128 16,-128 34,-60 72,4 50,66 0,76 -50,66 -72,4 -34,-60"),
            x,
            y,
            tilt,
        )
        laid = sheet.cut(tone, pear, lift=0.9)
        sheet.shade(laid, dark, radial((x - 24, y - 20), 40, 150, 0.9))
        sheet.cut(
            INK, ribbon(place([(0, -124), (6, -150), (16, -168)], x, y, tilt), [7, 5]), lift=0.3
        )
    lay_leaf(sheet, (1134, 712), -20, 84, 40, SLOW.full, rib=SLOW.pale)
    saucer = sheet.cut(BONE, ellipse(1318, 880, 130, 30), lift=0.8)
    sheet.shade(saucer, SLOW.pale, linear((1300, 870), (1420, 900), 0.8))
    sheet.cut(
        BLUSH,
        ribbon(smooth("1388,812 1432,806 1424,852 1376,852", closed=False), [13]),
        lift=0.4,
    )
    cup = sheet.cut(
        BLUSH,
        smooth("1240,790! 1396,790! 1384,850 1346,884 1290,884 1252,850"),
        lift=0.7,
    )
    sheet.shade(cup, CLAY, linear((1310, 830), (1400, 860), 0.8))
    sheet.cut(mix(CLAY, INK, 0.5), ellipse(1318, 791, 70, 12), lift=0)
    for x, high in ((1300, 130), (1330, 168)):
        steam = smooth(
            [(x, 776), (x - 16, 740), (x + 14, 776 - high * 0.6), (x - 4, 776 - high)], closed=False
        )
        sheet.cut(BONE, ribbon(steam, [1, 9, 1]), lift=0.15)
    sheet.cut(
        BONE,
        smooth(
            "640,900! 720,868 796,892! 872,866 952,896! 962,950! 880,918 800,944! 716,920 630,952!"
        ),
        lift=0.9,
    )
    for side in (-1, 1):
        for i in range(3):
            y = 900 + i * 11
            line = smooth(
                [(798 + side * 26, y + 4), (798 + side * 76, y - 12), (798 + side * 126, y)],
                closed=False,
            )
            sheet.cut(SLOW.pale, ribbon(line, [3]), lift=0)
