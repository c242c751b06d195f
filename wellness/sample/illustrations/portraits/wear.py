"""What do they wear? Spectacles, a collar and a reviewer's jacket."""

from wellness.sample.illustrations.curves import Outline, arc, box, ellipse, mirror, ribbon
from wellness.sample.illustrations.palette import BONE, INK, SAND, Colour
from wellness.sample.illustrations.paper import Piece, Sheet, linear


def glasses(sheet: Sheet, colour: Colour, *, round_: bool = True) -> None:
    for side in (-1, 1):
        x = 400 + side * 58
        outer = ellipse(x, 356, 48, 44) if round_ else box(x - 48, 322, x + 48, 390, 22)
        inner = ellipse(x, 356, 41, 37) if round_ else box(x - 41, 329, x + 41, 383, 16)
        sheet.cut(colour, outer, holes=[inner], lift=0.5)
        sheet.cut(colour, ribbon([(400 + side * 106, 350), (400 + side * 134, 342)], [7]), lift=0.3)
    sheet.cut(colour, ribbon(arc(400, 358, 14, 200, 340), [7]), lift=0.3)


def collar(sheet: Sheet, colour: Colour, dark: Colour) -> None:
    left: Outline = [(330, 580), (300, 606), (336, 700), (400, 662), (350, 640)]
    for outline in (left, mirror(left, 400)):
        flap = sheet.cut(colour, outline, lift=0.7)
        sheet.shade(flap, dark, linear((400, 600), (400, 720), 0.6))


def coat(sheet: Sheet, shoulders: Piece, under: Colour) -> None:
    """A reviewer's pale jacket with lapels over a coloured shirt."""
    shirt = sheet.cut(
        under,
        [(322, 600), (400, 668), (478, 600), (470, 840), (330, 840)],
        within=shoulders,
        lift=0.2,
    )
    sheet.shade(shirt, INK, linear((400, 700), (400, 820), 0.5))
    left: Outline = [
        (322, 588),
        (262, 624),
        (240, 690),
        (290, 706),
        (276, 730),
        (386, 850),
        (372, 720),
    ]
    for outline in (left, mirror(left, 400)):
        lapel = sheet.cut(BONE, outline, lift=0.8)
        sheet.shade(lapel, SAND, linear((380, 640), (460, 780), 0.5))
