"""What do the invented authors look like? Nobody sat for these portraits."""

from wellness.sample.illustrations.botany import lay_leaf, sprig
from wellness.sample.illustrations.curves import ellipse, ribbon, smooth
from wellness.sample.illustrations.palette import (
    BLUSH,
    BONE,
    BUTTER,
    CLAY,
    FOOD,
    INK,
    MOVEMENT,
    OCHRE,
    SLEEP,
    SLOW,
    mix,
)
from wellness.sample.illustrations.paper import Piece, Sheet, linear
from wellness.sample.illustrations.portraits.bust import DARK, FAIR, OLIVE, SILVER, Sitter
from wellness.sample.illustrations.portraits.wear import collar, glasses


def _tamsin_behind(sheet: Sheet) -> None:
    hair = sheet.cut(
        CLAY,
        smooth(
            "400,130 520,160 586,280 596,420 580,540 520,586 400,560 280,586 220,540 "
            "204,420 214,280 280,160"
        ),
    )
    sheet.shade(hair, MOVEMENT.deep, linear((400, 320), (600, 560), 0.9))


def _tamsin_before(sheet: Sheet) -> None:
    fringe = sheet.cut(
        CLAY,
        smooth(
            "258,400! 238,290 290,180 400,146 510,180 562,290 542,400! 520,320 "
            "470,250! 440,282 380,296 300,276! 274,320"
        ),
        lift=0.8,
    )
    sheet.shade(fringe, MOVEMENT.deep, linear((420, 180), (560, 360), 0.8))
    for knots in (
        [(330, 176), (300, 220), (290, 264)],
        [(400, 160), (388, 220), (392, 280)],
        [(460, 174), (484, 210), (500, 260)],
    ):
        sheet.cut(MOVEMENT.deep, ribbon(smooth(knots, closed=False), [2, 4, 1]), lift=0)
    for x, y in (
        (330, 402),
        (346, 412),
        (362, 400),
        (348, 394),
        (440, 402),
        (456, 412),
        (470, 400),
        (452, 393),
    ):
        sheet.cut(mix(CLAY, INK, 0.1), ellipse(x, y, 2.8), lift=0, unsteady=0)


def _tamsin_clothes(sheet: Sheet, shoulders: Piece) -> None:
    for i in range(6):
        y = 640 + i * 40
        band = smooth(
            [(40, y + 40), (220, y + 20), (400, y + 44), (580, y + 20), (760, y + 40)], closed=False
        )
        sheet.cut(SLEEP.pale, ribbon(band, [12]), within=shoulders, lift=0)
    rim = smooth("312,592 350,644 400,668 450,644 488,592", closed=False)
    sheet.cut(BONE, ribbon(rim, [18]), lift=0.5)


def _idris_behind(sheet: Sheet) -> None:
    hair = sheet.cut(
        INK,
        smooth("256,350 252,250 300,168 400,136 500,168 548,250 544,350 400,420"),
    )
    sheet.shade(hair, MOVEMENT.deep, linear((400, 150), (540, 300), 0.6))
    sprig(
        sheet,
        smooth("640,830 690,640 680,420", closed=False),
        stem=MOVEMENT.deep,
        leaves=[OCHRE, MOVEMENT.full],
        pairs=5,
        length=104,
        width=44,
        rib=MOVEMENT.deep,
        lift=0.7,
    )


def _idris_before(sheet: Sheet) -> None:
    beard = sheet.cut(
        INK,
        smooth(
            "266,370! 276,470 330,556 400,576 470,556 524,470 534,370! 514,424 "
            "474,446 440,438 400,444 360,438 326,446 286,424"
        ),
        holes=[smooth("356,462 400,456 444,462 430,492 400,498 370,492")],
        lift=0.5,
    )
    sheet.shade(beard, SILVER, linear((400, 500), (400, 600), 0.5))
    top = sheet.cut(
        INK,
        smooth(
            "266,330! 270,250 316,182 400,158 484,182 530,250 534,330! 514,262! 400,232 286,262!"
        ),
        lift=0.6,
    )
    sheet.shade(top, MOVEMENT.deep, linear((400, 170), (530, 270), 0.6))
    glasses(sheet, OCHRE)


def _idris_clothes(sheet: Sheet, shoulders: Piece) -> None:
    roll = sheet.cut(
        MOVEMENT.full,
        smooth("312,566! 400,606 488,566! 504,640 400,692 296,640"),
        lift=0.9,
    )
    sheet.shade(roll, MOVEMENT.deep, linear((400, 600), (490, 680), 0.8))
    for i in range(7):
        x = 328 + i * 24
        sheet.cut(MOVEMENT.deep, ribbon([(x, 580), (x - 2, 690)], [3]), within=roll, lift=0)
    for x in (220, 580):
        sheet.cut(MOVEMENT.deep, ribbon([(x, 640), (x, 840)], [4]), within=shoulders, lift=0)


def _noor_behind(sheet: Sheet) -> None:
    scarf = sheet.cut(
        FOOD.full,
        smooth(
            "400,108 530,150 590,290 580,440 620,560 660,700! 140,700! 180,560 "
            "220,440 210,290 270,150"
        ),
    )
    sheet.shade(scarf, FOOD.deep, linear((400, 300), (640, 620), 0.9))


def _noor_before(sheet: Sheet) -> None:
    under = sheet.cut(
        FOOD.deep,
        smooth("262,360! 262,260 320,182 400,164 480,182 538,260 538,360! 516,260 400,208 284,260"),
        lift=0.4,
    )
    sheet.shade(under, INK, linear((400, 180), (540, 300), 0.5))
    hood = sheet.cut(
        FOOD.full,
        smooth(
            "400,112 540,158 592,300 574,440 510,566 430,612 320,610 240,540 214,400 "
            "214,270 280,150"
        ),
        holes=[
            smooth(
                "400,190 494,222 530,320 522,420 486,492 430,536 370,536 314,492 278,420 "
                "270,320 306,222"
            )
        ],
        lift=0.9,
    )
    sheet.shade(hood, FOOD.deep, linear((420, 300), (600, 500), 0.9))
    drape = sheet.cut(
        FOOD.pale,
        smooth("236,520! 330,590 450,610 540,560! 600,640 560,730 430,770 260,730 176,640"),
        lift=0.9,
    )
    sheet.shade(drape, FOOD.full, linear((380, 600), (560, 740), 0.85))
    for shift in (0, 36, 72):
        fold = smooth(
            [(214, 560 + shift), (330, 622 + shift), (450, 640 + shift), (574, 600 + shift)],
            closed=False,
        )
        sheet.cut(FOOD.full, ribbon(fold, [2, 7, 2]), within=drape, lift=0)
    lay_leaf(sheet, (500, 660), 28, 92, 40, CLAY, rib=BLUSH, lift=0.6)
    sheet.cut(OCHRE, ellipse(500, 660, 14), lift=0.6)


def _bram_behind(sheet: Sheet) -> None:
    hair = sheet.cut(
        SILVER,
        smooth("252,400 244,290 300,190 500,190 556,290 548,400 500,450 300,450"),
    )
    sheet.shade(hair, INK, linear((400, 300), (570, 420), 0.5))
    sprig(
        sheet,
        smooth("150,830 110,640 130,430", closed=False),
        stem=SLOW.deep,
        leaves=[SLOW.full, SLOW.deep],
        pairs=5,
        length=104,
        width=44,
        rib=SLOW.pale,
        lift=0.7,
    )


def _bram_before(sheet: Sheet) -> None:
    beard = sheet.cut(
        BONE,
        smooth(
            "264,380! 262,480 300,580 360,636 400,646 440,636 500,580 538,480 "
            "536,380! 516,430 470,448 436,434 400,446 364,434 330,448 284,430"
        ),
        holes=[smooth("362,464 400,458 438,464 424,488 400,494 376,488")],
        lift=0.8,
    )
    sheet.shade(beard, INK, linear((420, 480), (520, 640), 0.42))
    for x, lean in ((330, -14), (366, -8), (400, 0), (434, 8), (470, 14)):
        hairline = smooth(
            [(x, 512), (x + lean * 0.4, 560), (x + lean, 606 - abs(lean))], closed=False
        )
        sheet.cut(SILVER, ribbon(hairline, [1, 5, 1]), lift=0)
    crown = sheet.cut(
        SLOW.full,
        smooth("236,282! 230,200 300,128 400,112 510,124 576,196 568,282! 400,240"),
    )
    sheet.shade(crown, SLOW.deep, linear((400, 150), (580, 280), 0.9))
    for x in (330, 400, 470):
        seam = smooth(
            [(x + (400 - x) * 0.8, 116), (x, 180), (x - (400 - x) * 0.2, 262)], closed=False
        )
        sheet.cut(SLOW.deep, ribbon(seam, [2, 4, 2]), within=crown, lift=0)
    peak = sheet.cut(
        SLOW.deep,
        smooth("222,286! 300,250 400,240 500,250 578,286! 500,292 400,300 300,292"),
        lift=0.9,
    )
    sheet.shade(peak, INK, linear((400, 250), (560, 300), 0.7))


def _bram_clothes(sheet: Sheet, shoulders: Piece) -> None:
    for x in range(60, 780, 60):
        sheet.cut(OCHRE, ribbon([(x, 560), (x, 840)], [4]), within=shoulders, lift=0)
    for y in range(600, 840, 60):
        sheet.cut(mix(CLAY, INK, 0.35), ribbon([(20, y), (780, y)], [9]), within=shoulders, lift=0)
    collar(sheet, mix(CLAY, OCHRE, 0.2), INK)


SITTERS: dict[str, Sitter] = {
    "tamsin-quillfeather": Sitter(
        SLEEP.pale,
        BUTTER,
        OCHRE,
        FAIR,
        SLEEP.full,
        SLEEP.deep,
        mix(CLAY, INK, 0.35),
        CLAY,
        0.94,
        _tamsin_behind,
        _tamsin_clothes,
        _tamsin_before,
        ears=False,
    ),
    "idris-lanternby": Sitter(
        MOVEMENT.pale,
        BUTTER,
        OCHRE,
        DARK,
        MOVEMENT.deep,
        INK,
        INK,
        mix(DARK, CLAY, 0.45),
        1.08,
        _idris_behind,
        _idris_clothes,
        _idris_before,
        smile=False,
    ),
    "noor-applewhistle": Sitter(
        mix(FOOD.pale, BONE, 0.45),
        BLUSH,
        CLAY,
        OLIVE,
        FOOD.deep,
        INK,
        INK,
        mix(CLAY, INK, 0.15),
        0.96,
        _noor_behind,
        lambda sheet, shoulders: None,
        _noor_before,
        ears=False,
    ),
    "bram-saltmarsh": Sitter(
        SLOW.pale,
        BUTTER,
        OCHRE,
        FAIR,
        CLAY,
        mix(CLAY, INK, 0.5),
        SILVER,
        mix(CLAY, INK, 0.1),
        1.06,
        _bram_behind,
        _bram_clothes,
        _bram_before,
        smile=False,
    ),
}
