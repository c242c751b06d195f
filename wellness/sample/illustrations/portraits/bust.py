"""How is a bust cut? Shoulders, neck, face and features, the same for every invented person.

Portraits are 800 units square; the face is centred on x = 400.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wellness.sample.illustrations.curves import (
    ellipse,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import BONE, CLAY, INK, MOVEMENT, Colour, hexed, mix
from wellness.sample.illustrations.paper import Piece, Sheet, linear, radial

FAIR = hexed("f0c3a6")
OLIVE = hexed("d9a077")
TAN = hexed("bd7d55")
BROWN = hexed("8a5238")
DARK = hexed("633a2c")
SILVER = mix(BONE, INK, 0.2)


@dataclass(frozen=True)
class Sitter:
    """The choices that make one invented person."""

    ground: Colour
    disc: Colour
    disc_dark: Colour
    skin: Colour
    cloth: Colour
    cloth_dark: Colour
    brows: Colour
    lips: Colour
    jaw: float
    behind: Callable[[Sheet], None]
    clothes: Callable[[Sheet, Piece], None]
    before: Callable[[Sheet], None]
    smile: bool = True
    ears: bool = True


def sit(sheet: Sheet, who: Sitter) -> None:
    """Build a bust from the back to the front."""
    sheet.shade(sheet.whole(), mix(who.ground, INK, 0.28), radial((400, 360), 330, 640, 0.7))
    disc = sheet.cut(who.disc, ellipse(400, 350, 286), lift=0.6)
    sheet.shade(disc, who.disc_dark, radial((320, 270), 190, 470, 0.85))
    who.behind(sheet)
    shadow = mix(who.skin, INK, 0.34) if sum(who.skin) < 420 else mix(who.skin, CLAY, 0.75)
    neck = sheet.cut(
        who.skin,
        smooth("340,440! 460,440! 462,560 520,610! 400,700 280,610! 338,560"),
        lift=0.4,
    )
    sheet.shade(neck, shadow, linear((400, 620), (400, 480), 0.95))
    shoulders = sheet.cut(
        who.cloth,
        smooth(
            "60,830! 84,740 150,668 260,622 318,590! 352,640 400,664 448,640 482,590! "
            "540,622 650,668 716,740 740,830!"
        ),
        lift=0.9,
    )
    sheet.shade(shoulders, who.cloth_dark, linear((420, 660), (760, 800), 0.85))
    who.clothes(sheet, shoulders)
    if who.ears:
        for side in (-1, 1):
            ear = sheet.cut(who.skin, ellipse(400 + side * 130, 372, 22, 36, side * 10), lift=0.4)
            sheet.shade(ear, shadow, linear((400 + side * 140, 350), (400 + side * 118, 390), 0.8))
    w = who.jaw
    face = sheet.cut(
        who.skin,
        smooth(
            [
                (268, 330),
                (284, 240),
                (340, 190),
                (400, 180),
                (460, 190),
                (516, 240),
                (532, 330),
                (524, 410),
                (400 + 92 * w, 484),
                (400 + 40 * w, 526),
                (400, 534),
                (400 - 40 * w, 526),
                (400 - 92 * w, 484),
                (276, 410),
            ]
        ),
        lift=0.6,
    )
    sheet.shade(face, shadow, linear((420, 360), (566, 430), 0.85))
    _features(sheet, who, shadow)
    who.before(sheet)


def _features(sheet: Sheet, who: Sitter, shadow: Colour) -> None:
    line = mix(shadow, INK, 0.45)
    for side in (-1, 1):
        x = 400 + side * 58
        white = sheet.cut(
            BONE, smooth([(x - 25, 354, 1), (x, 340), (x + 25, 354, 1), (x, 366)]), lift=0
        )
        sheet.cut(INK, ellipse(x + 1, 352, 11.5, 12.5), within=white, lift=0)
        sheet.cut(BONE, ellipse(x + 5, 347, 3.2), lift=0)
        lid = smooth([(x - side * -27, 352), (x, 337), (x - side * 26, 355)], closed=False)
        sheet.cut(INK, ribbon(lid, [5, 6, 2]), lift=0)
        brow = smooth(
            [(x - side * 30, 310), (x + side * 4, 298), (x + side * 36, 312)], closed=False
        )
        sheet.cut(who.brows, ribbon(brow, [9, 12, 4]), lift=0)
        cheek = sheet.piece(ellipse(400 + side * 80, 420, 42, 32))
        sheet.shade(
            cheek,
            CLAY if sum(who.skin) > 420 else MOVEMENT.full,
            radial((400 + side * 80, 420), 4, 42, 0.55, inside=True),
        )
    nose = smooth("408,344 416,392 424,412 404,422", closed=False)
    sheet.cut(line, ribbon(nose, [2, 4, 6, 3]), lift=0)
    if who.smile:
        mouth = smooth("352,456! 400,470 448,456! 424,484 400,490 376,484")
        lips = sheet.cut(who.lips, mouth, lift=0)
        sheet.cut(
            BONE,
            smooth("364,461! 400,471 436,461! 418,474 400,477 382,474"),
            within=lips,
            lift=0,
        )
    else:
        sheet.cut(
            who.lips,
            smooth("358,464! 384,455 400,459 416,455 442,464! 418,478 400,482 382,478"),
            lift=0,
        )
        sheet.cut(
            line,
            ribbon(smooth("356,463 400,467 444,462", closed=False), [1.5, 3.4, 1.5]),
            lift=0,
        )
