"""Vitamin D: above a winter valley stands an egg for a sun; under the ice swims a fish."""

from wellness.sample.illustrations.botany import along
from wellness.sample.illustrations.curves import (
    ellipse,
    hill,
    place,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import BLUSH, BONE, BUTTER, CLAY, FOOD, INK, OCHRE, mix
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), FOOD.full, linear((800, 900), (800, -200), 0.75))
    white = sheet.cut(
        BONE,
        smooth(
            "470,330 520,190 640,130 740,70 900,90 1010,110 1120,210 1110,330 "
            "1190,430 1090,530 960,520 830,590 690,540 560,520 520,430"
        ),
    )
    sheet.shade(white, FOOD.pale, radial((790, 300), 230, 470, 0.7))
    yolk = sheet.cut(OCHRE, ellipse(805, 318, 146))
    sheet.shade(yolk, CLAY, radial((760, 264), 70, 250, 0.9))
    glint = smooth("716,300 730,250 776,214 790,224 750,260 734,306")
    sheet.cut(BUTTER, glint, lift=0)
    for crest, tone, dark in (
        (
            [
                (-20, 600),
                (200, 520),
                (400, 600),
                (640, 560),
                (900, 620),
                (1180, 540),
                (1400, 590),
                (1620, 510),
            ],
            mix(FOOD.pale, BONE, 0.35),
            FOOD.full,
        ),
        (
            [(-20, 650), (300, 680), (560, 640), (1000, 690), (1300, 640), (1620, 670)],
            BONE,
            FOOD.pale,
        ),
    ):
        land = sheet.cut(tone, hill(crest), lift=0.8)
        sheet.shade(land, dark, linear((800, 580), (800, 800), 0.8))
    ice = sheet.cut(
        FOOD.deep,
        smooth(
            "140,850 330,760 640,730 980,738 1280,764 1470,850 1400,950 1080,1000 "
            "800,1010 420,990 190,940"
        ),
        lift=0.5,
    )
    sheet.shade(ice, INK, linear((800, 760), (800, 1010), 0.8))
    pool = sheet.piece(ellipse(800, 770, 260, 70), within=ice)
    sheet.shade(pool, OCHRE, radial((800, 740), 0, 250, 0.75, inside=True))
    for x, y, half in ((330, 840, 70), (1250, 830, 90), (470, 950, 80), (1150, 950, 60)):
        sheet.cut(FOOD.full, ribbon([(x - half, y), (x, y), (x + half, y)], [0.5, 7, 0.5]), lift=0)
    _fish(sheet)
    for x, y, height, lean in (
        (150, 760, 420, 20),
        (1440, 750, 470, -26),
        (260, 700, 250, -14),
        (1330, 690, 230, 12),
        (1540, 730, 330, 14),
        (60, 730, 300, -10),
    ):
        _bare_tree(sheet, x, y, height, lean)


def _fish(sheet: Sheet) -> None:
    body = smooth("560,880! 640,826 780,806 900,830 990,872! 900,920 780,946 640,930")
    tail = sheet.cut(
        CLAY,
        smooth("960,872! 1050,812 1090,806! 1062,872 1094,940! 1050,934"),
        lift=0.6,
    )
    sheet.shade(tail, INK, linear((980, 872), (1100, 880), 0.6))
    fin = sheet.cut(CLAY, smooth("740,824! 790,766 850,772 880,830!"), lift=0.4)
    sheet.shade(fin, INK, linear((800, 820), (820, 760), 0.5))
    flesh = sheet.cut(BLUSH, body, lift=0.9)
    sheet.shade(flesh, CLAY, linear((780, 880), (780, 815), 0.95))
    for row in range(3):
        for i in range(5):
            x, y = 716 + i * 48 + (row % 2) * 24, 850 + row * 27
            scale = [(x - 16, y - 14), (x + 4, y), (x - 16, y + 14)]
            sheet.cut(CLAY, ribbon(smooth(scale, closed=False), [1, 5, 1]), within=flesh, lift=0)
    sheet.cut(
        CLAY,
        ribbon(smooth("668,830 690,876 664,926", closed=False), [2, 7, 2]),
        within=flesh,
        lift=0,
    )
    sheet.cut(BONE, ellipse(618, 866, 15), lift=0)
    sheet.cut(INK, ellipse(616, 866, 8), lift=0)


def _bare_tree(sheet: Sheet, x: float, y: float, height: float, lean: float) -> None:
    """Cut a leafless winter tree standing at (x, y)."""
    bark = mix(FOOD.deep, INK, 0.65)
    trunk = smooth(
        [(x, y + 14), (x + lean * 0.3, y - height * 0.4), (x + lean, y - height)], closed=False
    )
    sheet.cut(bark, ribbon(trunk, [height * 0.055, height * 0.036, 2]), lift=0.5)
    for i in range(7):
        at, way = along(trunk, 0.34 + i * 0.085)
        side = 1 if i % 2 else -1
        reach = height * (0.36 - i * 0.034)
        bough = smooth(
            place(
                [(0, 0), (reach * 0.5, side * reach * 0.2), (reach, side * reach * 0.16)],
                *at,
                way + side * 46,
            ),
            closed=False,
        )
        sheet.cut(bark, ribbon(bough, [height * 0.022, 1.4]), lift=0.3)
        for share, spread in ((0.45, -34), (0.62, 30)):
            joint, turn = along(bough, share)
            sheet.cut(
                bark,
                ribbon(
                    place([(0, 0), (reach * 0.4, 0)], *joint, turn + spread), [height * 0.012, 1]
                ),
                lift=0.2,
            )
