"""What do the invented medical reviewers look like? Nobody sat for these portraits."""

import math

from wellness.sample.illustrations.botany import sprig
from wellness.sample.illustrations.curves import (
    Outline,
    ellipse,
    mirror,
    place,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import (
    BONE,
    BUTTER,
    CLAY,
    FOOD,
    INK,
    MOVEMENT,
    OCHRE,
    PAPER,
    SAND,
    SLEEP,
    hexed,
    mix,
)
from wellness.sample.illustrations.paper import Piece, Sheet, linear, radial
from wellness.sample.illustrations.portraits.bust import (
    BROWN,
    SILVER,
    TAN,
    Sitter,
)
from wellness.sample.illustrations.portraits.wear import coat, glasses


def _philippa_behind(sheet: Sheet) -> None:
    for i in range(26):
        a = math.radians(150 + i * 240 / 25)
        curl = sheet.cut(
            SILVER, ellipse(400 + 158 * math.cos(a), 300 + 150 * math.sin(a), 52), lift=0.5
        )
        sheet.shade(
            curl, INK, linear((380 + 158 * math.cos(a), 270), (460 + 158 * math.cos(a), 380), 0.5)
        )


def _philippa_before(sheet: Sheet) -> None:
    for x, y, r in (
        (286, 262, 36),
        (318, 222, 40),
        (362, 200, 42),
        (408, 192, 42),
        (454, 204, 41),
        (492, 230, 38),
        (518, 268, 33),
    ):
        curl = sheet.cut(SILVER, ellipse(x, y, r), lift=0.5)
        sheet.shade(curl, INK, radial((x - 10, y - 12), r * 0.6, r * 1.9, 0.6))
    glasses(sheet, CLAY, round_=False)
    for side in (-1, 1):
        sheet.cut(BUTTER, ellipse(400 + side * 136, 424, 11), lift=0.5)


def _philippa_clothes(sheet: Sheet, shoulders: Piece) -> None:
    coat(sheet, shoulders, SLEEP.full)
    for x, y in ((352, 606), (370, 628), (398, 640), (428, 630), (447, 607)):
        sheet.cut(BUTTER, ellipse(x, y + 8, 9), lift=0.4)


def _mateo_behind(sheet: Sheet) -> None:
    hair = sheet.cut(
        INK,
        smooth("250,370 240,260 290,166 400,130 510,166 560,260 550,370 400,430"),
    )
    sheet.shade(hair, FOOD.deep, linear((400, 150), (560, 320), 0.7))
    sprig(
        sheet,
        smooth("650,830 700,650 680,440", closed=False),
        stem=FOOD.deep,
        leaves=[FOOD.full, FOOD.deep],
        pairs=4,
        length=124,
        width=66,
        rib=FOOD.pale,
        lift=0.7,
        belly=0.36,
    )


def _mateo_before(sheet: Sheet) -> None:
    quiff = sheet.cut(
        INK,
        smooth(
            "262,350! 250,270 276,190 340,140 430,118 510,150 552,220 544,350! "
            "524,276 492,236 430,226 360,246 300,250 276,290"
        ),
        lift=0.8,
    )
    sheet.shade(quiff, FOOD.full, linear((360, 160), (540, 300), 0.5))
    for knots in (
        [(300, 230), (340, 180), (420, 150)],
        [(350, 232), (400, 190), (470, 176)],
        [(430, 216), (480, 204), (520, 230)],
    ):
        sheet.cut(mix(INK, FOOD.pale, 0.35), ribbon(smooth(knots, closed=False), [1, 4, 1]), lift=0)
    tache = smooth(
        "400,434 430,430 462,444 482,462! 440,458 400,452 360,458 318,462! 338,444 370,430"
    )
    sheet.cut(INK, tache, lift=0.4)


def _mateo_clothes(sheet: Sheet, shoulders: Piece) -> None:
    coat(sheet, shoulders, OCHRE)
    for y in (700, 750, 800):
        sheet.cut(CLAY, ellipse(400, y, 8), lift=0.4)


def _suki_behind(sheet: Sheet) -> None:
    hair = sheet.cut(
        INK,
        smooth("250,400 240,260 300,160 400,134 500,160 560,260 550,400 400,460"),
    )
    sheet.shade(hair, MOVEMENT.deep, linear((400, 150), (560, 320), 0.6))
    knot = sheet.cut(INK, ellipse(400, 116, 88, 70), lift=0.8)
    sheet.shade(knot, MOVEMENT.deep, linear((380, 90), (480, 170), 0.7))
    sheet.cut(OCHRE, ribbon(smooth("330,158 400,172 470,158", closed=False), [20]), lift=0.5)


def _suki_before(sheet: Sheet) -> None:
    left = smooth("262,410! 244,300 276,206 340,160 404,150! 404,190! 356,236 304,280 280,340")
    for outline, edge in ((mirror(left, 402), 560), (left, 300)):
        half = sheet.cut(INK, outline, lift=0.6)
        sheet.shade(half, MOVEMENT.deep, linear((edge - 90, 200), (edge + 20, 340), 0.6))
    for side in (-1, 1):
        sheet.cut(
            MOVEMENT.full, place([(0, -14), (11, 8), (-11, 8)], 400 + side * 138, 428), lift=0.5
        )


def _suki_clothes(sheet: Sheet, shoulders: Piece) -> None:
    zip_ = smooth([(400, 660), (402, 840)], closed=False)
    for side in (-1, 1):
        panel: Outline = [
            (400 + side * 240, 640),
            (400 + side * 400, 700),
            (400 + side * 400, 840),
            (400 + side * 190, 840),
        ]
        sleeve = sheet.cut(BONE, panel, within=shoulders, lift=0.4)
        sheet.shade(sleeve, SAND, linear((400, 660), (400 + side * 330, 820), 0.5))
    hood = smooth(
        "282,590! 330,612 400,690 470,612 518,590! 540,650 470,700 400,740 330,700 260,650"
    )
    collar = sheet.cut(MOVEMENT.full, hood, lift=0.9)
    sheet.shade(collar, MOVEMENT.deep, linear((400, 640), (520, 740), 0.85))
    for x in (356, 444):
        sheet.cut(BONE, ribbon([(x, 706), (x - 3, 790)], [6]), lift=0.5)
    sheet.cut(OCHRE, ribbon(zip_, [8]), lift=0.4)


SITTERS: dict[str, Sitter] = {
    "philippa-evensong": Sitter(
        mix(SLEEP.full, SLEEP.pale, 0.35),
        SLEEP.deep,
        INK,
        BROWN,
        BONE,
        SAND,
        SILVER,
        mix(CLAY, INK, 0.2),
        0.98,
        _philippa_behind,
        _philippa_clothes,
        _philippa_before,
    ),
    "mateo-brightwater": Sitter(
        mix(FOOD.pale, BONE, 0.3),
        CLAY,
        MOVEMENT.deep,
        TAN,
        BONE,
        SAND,
        INK,
        mix(CLAY, INK, 0.25),
        1.04,
        _mateo_behind,
        _mateo_clothes,
        _mateo_before,
        smile=False,
    ),
    "suki-larkbridge": Sitter(
        PAPER,
        MOVEMENT.pale,
        MOVEMENT.full,
        hexed("eebf95"),
        MOVEMENT.full,
        MOVEMENT.deep,
        INK,
        CLAY,
        0.97,
        _suki_behind,
        _suki_clothes,
        _suki_before,
    ),
}
