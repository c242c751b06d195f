"""The ordinary bad back: seen from behind, the spine is a branch in leaf."""

from wellness.sample.illustrations.botany import sprig
from wellness.sample.illustrations.curves import (
    ellipse,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import BLUSH, CLAY, INK, MOVEMENT, OCHRE
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), MOVEMENT.pale, radial((800, 520), 380, 1050, 0.85))
    sun = sheet.cut(MOVEMENT.full, ellipse(800, 470, 420), lift=0.7)
    sheet.shade(sun, MOVEMENT.deep, radial((690, 360), 240, 640, 0.9))
    for side in (-1, 1):
        foot = (800 + side * 452, 1040)
        bough = smooth(
            [foot, (800 + side * 520, 860), (800 + side * 600, 700), (800 + side * 640, 560)],
            closed=False,
        )
        sprig(
            sheet,
            bough,
            stem=MOVEMENT.deep,
            leaves=[OCHRE, CLAY],
            pairs=4,
            length=190,
            width=74,
            spread=50,
            rib=MOVEMENT.deep,
            first=0.1,
            lift=0.8,
        )
    body = smooth(
        "736,190! 738,270 700,316 590,350 500,400 452,500 430,640 420,800 "
        "408,1040! 540,1040! 544,860 560,760 580,700 606,780 610,880 594,1040! "
        "1006,1040! 990,880 994,780 1020,700 1040,760 1056,860 1060,1040! "
        "1192,1040! 1180,800 1170,640 1148,500 1100,400 1010,350 900,316 862,270 "
        "864,190!"
    )
    skin = sheet.cut(BLUSH, body)
    sheet.shade(skin, CLAY, linear((920, 500), (1200, 640), 0.95))
    sheet.shade(skin, CLAY, linear((640, 500), (400, 700), 0.5))
    for side in (-1, 1):
        blade = smooth(
            [
                (800 + side * 210, 420),
                (800 + side * 150, 480),
                (800 + side * 120, 580),
                (800 + side * 168, 636),
            ],
            closed=False,
        )
        sheet.cut(CLAY, ribbon(blade, [1, 7, 8, 1]), lift=0)
    trousers = sheet.cut(
        INK,
        smooth("590,962! 800,936 1010,962! 1012,1040! 588,1040!"),
        lift=0.6,
    )
    sheet.shade(trousers, MOVEMENT.deep, linear((640, 960), (980, 1010), 0.6))
    head = sheet.cut(
        INK,
        smooth("690,190 676,110 720,44 800,26 880,44 924,110 910,190 866,236 800,246 734,236"),
        lift=0.8,
    )
    sheet.shade(head, MOVEMENT.deep, linear((760, 80), (920, 220), 0.7))
    for side in (-1, 1):
        sheet.cut(BLUSH, ellipse(800 + side * 120, 152, 15, 27, side * 8), lift=0.5)
    knot = sheet.cut(INK, ellipse(800, 36, 76, 56), lift=0.8)
    sheet.shade(knot, MOVEMENT.deep, linear((770, 10), (860, 80), 0.7))
    spine = smooth("800,960 806,800 796,640 804,480 798,360 800,262", closed=False)
    sprig(
        sheet,
        spine,
        stem=MOVEMENT.deep,
        leaves=[MOVEMENT.deep, MOVEMENT.full],
        pairs=10,
        length=128,
        width=46,
        spread=54,
        thickness=15,
        rib=MOVEMENT.pale,
        first=0.06,
        taper=0.52,
    )
