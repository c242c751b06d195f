"""Strength after sixty: a grey-haired woman holds a bar with two suns on its ends."""

import math

from wellness.sample.illustrations.curves import (
    Outline,
    box,
    ellipse,
    mirror,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import (
    BONE,
    BROWN,
    BUTTER,
    CLAY,
    INK,
    MOVEMENT,
    OCHRE,
    PAPER,
    mix,
)
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    for i in range(24):
        a, b = math.radians(i * 15 - 3.6), math.radians(i * 15 + 3.6)
        ray: Outline = [
            (800, 620),
            (800 + 1500 * math.cos(a), 620 + 1500 * math.sin(a)),
            (800 + 1500 * math.cos(b), 620 + 1500 * math.sin(b)),
        ]
        sheet.cut(MOVEMENT.pale, ray, lift=0.15)
    sheet.shade(sheet.whole(), PAPER, radial((800, 620), 150, 640, 0.85, inside=True))
    bar = sheet.cut(INK, box(150, 262, 1450, 284, 11), lift=0.9)
    sheet.shade(bar, MOVEMENT.pale, linear((800, 274), (800, 262), 0.5))
    for x, side in ((330, -1), (1270, 1)):
        for shift, r, tone, dark in (
            (60, 176, MOVEMENT.deep, INK),
            (0, 206, MOVEMENT.full, MOVEMENT.deep),
            (0, 150, OCHRE, MOVEMENT.full),
            (0, 92, BUTTER, OCHRE),
        ):
            centre = (x - side * shift, 273)
            disc = sheet.cut(tone, ellipse(*centre, r), lift=0.9)
            sheet.shade(disc, dark, radial((centre[0] - 60, 210), r * 0.6, r * 1.6, 0.8))
        sheet.cut(INK, ellipse(x, 273, 20), lift=0.5)
        sheet.cut(BONE, ellipse(x, 273, 8), lift=0.2)

    legs = sheet.cut(INK, smooth("610,1040! 624,900 800,850 976,900 990,1040!"))
    sheet.shade(legs, MOVEMENT.deep, linear((640, 950), (1000, 1000), 0.6))
    neck = sheet.cut(mix(BROWN, INK, 0.15), box(752, 560, 848, 690, 30), lift=0.5)
    sheet.shade(neck, INK, linear((800, 640), (800, 560), 0.8))
    torso = sheet.cut(
        MOVEMENT.full,
        smooth(
            "640,690! 704,652! 740,680 800,700 860,680 896,652! 960,690! 986,770 "
            "972,880 984,960! 616,960! 628,880 614,770"
        ),
    )
    sheet.shade(torso, MOVEMENT.deep, linear((760, 780), (1000, 860), 0.85))
    for y in (772, 806, 840):
        sheet.cut(
            BONE,
            ribbon(smooth([(600, y), (800, y + 22), (1000, y)], closed=False), [9]),
            within=torso,
            lift=0,
        )
    left = smooth(
        "704,654! 650,700 590,706 530,660 486,560 486,470 512,380 520,300 578,300 "
        "572,400 566,480 590,556 640,606 700,628"
    )
    for outline, side in ((left, -1), (mirror(left, 800), 1)):
        arm = sheet.cut(BROWN, outline, lift=0.8)
        sheet.shade(arm, INK, linear((800 + side * 160, 600), (800 + side * 330, 720), 0.8))
        sheet.shade(arm, CLAY, linear((800 + side * 250, 500), (800 + side * 200, 470), 0.7))
        fist = sheet.cut(
            BROWN, box(800 + side * 251 - 44, 232, 800 + side * 251 + 44, 316, 30), lift=0.6
        )
        sheet.shade(fist, INK, linear((800 + side * 250, 280), (800 + side * 250, 330), 0.7))
        for i in range(3):
            x = 800 + side * 251 - 20 + i * 20
            sheet.cut(mix(BROWN, INK, 0.5), ribbon([(x, 242), (x, 292)], [3.4]), lift=0)

    grey = mix(BONE, INK, 0.22)
    bun = sheet.cut(grey, ellipse(800, 322, 62, 54), lift=0.7)
    sheet.shade(bun, INK, linear((790, 300), (850, 380), 0.6))
    sheet.cut(
        grey,
        smooth("664,500 674,410 740,350 800,342 860,350 926,410 936,500 916,560 800,500 684,560"),
        lift=0.7,
    )
    face = sheet.cut(
        BROWN,
        smooth("692,470 714,420 800,402 886,420 908,470 900,560 860,624 800,646 740,624 700,560"),
        lift=0.5,
    )
    sheet.shade(face, INK, linear((820, 500), (930, 580), 0.75))
    hair = sheet.cut(
        grey,
        smooth(
            "684,520! 700,420 760,372 800,366 840,372 900,420 916,520! 890,450 800,428! 710,450"
        ),
        lift=0.5,
    )
    sheet.shade(hair, INK, linear((790, 380), (930, 470), 0.5))
    for side in (-1, 1):
        x = 800 + side * 52
        sheet.cut(
            INK,
            ribbon(smooth([(x - 24, 506), (x, 518), (x + 24, 506)], closed=False), [2, 7, 2]),
            lift=0,
        )
        sheet.cut(
            mix(grey, INK, 0.2),
            ribbon(smooth([(x - 28, 470), (x, 458), (x + 28, 470)], closed=False), [4, 11, 4]),
            lift=0,
        )
        cheek = sheet.piece(ellipse(800 + side * 66, 560, 34, 26))
        sheet.shade(cheek, MOVEMENT.full, radial((800 + side * 66, 560), 4, 34, 0.8, inside=True))
        sheet.cut(OCHRE, ellipse(800 + side * 112, 556, 13), lift=0.5)
    nose = smooth("806,500 790,548 812,556", closed=False)
    sheet.cut(mix(BROWN, INK, 0.55), ribbon(nose, [3, 5, 5]), lift=0)
    smile = sheet.cut(
        BONE,
        smooth("764,586! 800,594 836,586! 820,610 800,616 780,610"),
        lift=0,
    )
    sheet.shade(smile, CLAY, linear((800, 600), (800, 620), 0.5))
