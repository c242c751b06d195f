"""Balance: a heron on one leg, perfectly still, while its ring of water spreads."""

from wellness.sample.illustrations.botany import reed
from wellness.sample.illustrations.curves import (
    ellipse,
    hill,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import BARK, BONE, CLAY, INK, MOVEMENT, OCHRE, SAND, mix
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), MOVEMENT.pale, linear((800, 100), (800, 760), 0.8))
    sun = sheet.cut(MOVEMENT.full, ellipse(900, 400, 300), lift=0.7)
    sheet.shade(sun, MOVEMENT.deep, linear((860, 420), (940, 760), 0.9))
    far = sheet.cut(
        MOVEMENT.pale,
        hill("-20,650 300,618 700,648 1100,612 1620,650"),
        lift=0.7,
    )
    sheet.shade(far, CLAY, linear((800, 620), (800, 740), 0.7))
    water = sheet.cut(MOVEMENT.deep, hill("-20,706 800,700 1620,706"), lift=0.8)
    sheet.shade(water, INK, linear((800, 720), (800, 1000), 0.85))
    glint = sheet.piece(ellipse(900, 730, 300, 330), within=water)
    sheet.shade(glint, MOVEMENT.full, radial((900, 700), 60, 320, 0.7, inside=True))
    for rx, ry, width in ((330, 66, 4), (224, 44, 6), (120, 22, 7)):
        ring = ellipse(812, 880, rx, ry)
        inner = ellipse(812, 880, rx - width * 2.2, ry - width)
        sheet.cut(MOVEMENT.pale, ring, holes=[inner], lift=0)
    for x, y, half in (
        (250, 790, 120),
        (420, 840, 60),
        (1330, 780, 140),
        (1200, 950, 90),
        (380, 952, 110),
        (1470, 880, 70),
    ):
        sheet.cut(
            MOVEMENT.full, ribbon([(x - half, y), (x, y), (x + half, y)], [0.5, 8, 0.5]), lift=0
        )

    sheet.cut(
        INK,
        ribbon(
            smooth("800,600 806,700 800,742 808,820 812,884", closed=False),
            [13, 9, 15, 8, 9],
        ),
        lift=0.4,
    )
    sheet.cut(
        INK,
        ribbon(
            smooth("760,596 700,640 676,664 738,684 796,690", closed=False),
            [13, 10, 13, 9, 3],
        ),
        lift=0.4,
    )
    tail = sheet.cut(INK, smooth("660,560 560,640 500,690! 600,668 720,620"), lift=0.6)
    sheet.shade(tail, MOVEMENT.full, linear((640, 580), (520, 690), 0.4))
    neck = smooth(
        "898,500 960,430 950,350 880,300 862,232 900,190 950,180",
        closed=False,
    )
    throat = sheet.cut(BONE, ribbon(neck, [90, 58, 44, 42, 40, 46, 50]), lift=0.8)
    sheet.shade(throat, SAND, linear((920, 300), (960, 480), 0.8))
    body = sheet.cut(
        BONE,
        smooth("900,440 960,490 930,580 820,636 690,640 560,640! 640,560 720,480 820,430"),
        lift=0.9,
    )
    sheet.shade(body, SAND, linear((800, 540), (820, 650), 0.9))
    for outline, tone, dark in (
        (
            [(850, 470), (880, 540), (800, 600), (680, 630), (540, 676, 1), (630, 580), (720, 500)],
            mix(INK, BONE, 0.35),
            INK,
        ),
        (
            [(800, 496), (820, 550), (740, 590), (640, 620), (560, 660, 1), (640, 560), (720, 506)],
            mix(INK, BONE, 0.55),
            INK,
        ),
    ):
        wing = sheet.cut(tone, smooth(outline), lift=0.5)
        sheet.shade(wing, dark, linear((760, 520), (600, 680), 0.85))
    head = sheet.cut(
        BONE,
        smooth("868,196 900,152 958,146 1004,168 996,196 950,214 896,222"),
        lift=0.5,
    )
    sheet.shade(head, SAND, linear((940, 180), (900, 230), 0.7))
    beak = sheet.cut(
        OCHRE,
        smooth("984,162! 1060,178 1150,206! 1060,204 986,196!"),
        lift=0.5,
    )
    sheet.shade(beak, CLAY, linear((1050, 180), (1060, 210), 0.8))
    crest = smooth("992,158! 930,140 860,160 760,216! 850,196 930,170 984,172!")
    sheet.cut(INK, crest, lift=0.5)
    sheet.cut(OCHRE, ellipse(966, 178, 9), lift=0)
    sheet.cut(INK, ellipse(967, 178, 4.6), lift=0)

    for x, y, height, lean, width, tone in (
        (150, 1010, 620, 60, 26, BARK),
        (210, 1020, 480, -50, 22, MOVEMENT.deep),
        (90, 1020, 420, -60, 24, CLAY),
        (270, 1020, 380, 90, 20, OCHRE),
        (330, 1030, 250, 40, 18, BARK),
        (1420, 1020, 560, -70, 26, BARK),
        (1490, 1020, 440, 50, 24, CLAY),
        (1360, 1020, 330, -90, 20, OCHRE),
        (1550, 1020, 610, -30, 24, MOVEMENT.deep),
    ):
        reed(sheet, (x, y), height, lean, width, tone)
    for x, y, lean in ((188, 452, 5), (1372, 520, -4)):
        sheet.cut(BARK, ribbon([(x, y), (x - lean * 8, 1020)], [8, 9]), lift=0.3)
        cat = sheet.cut(BARK, ribbon([(x + lean, y - 120), (x, y)], [30, 32]), lift=0.6)
        sheet.shade(cat, CLAY, linear((x + 4, y - 60), (x - 26, y - 60), 0.6))
