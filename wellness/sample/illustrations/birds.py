"""Who sits in the branches? One small round bird."""

from wellness.sample.illustrations.curves import Outline, ellipse, smooth
from wellness.sample.illustrations.palette import BONE, CLAY, INK, OCHRE, Colour, mix
from wellness.sample.illustrations.paper import Sheet, linear


def bird(
    sheet: Sheet, x: float, y: float, size: float, colour: Colour, *, west: bool = False
) -> None:
    """Lay a small round bird, its breast at (x, y), facing east unless told otherwise."""
    flip = -1 if west else 1

    def at(points: Outline) -> Outline:
        return [(x + flip * px * size, y + py * size) for px, py in points]

    tail = sheet.cut(
        mix(colour, INK, 0.35), at([(-46, -8), (-120, 30), (-112, 46), (-36, 20)]), lift=0.4
    )
    sheet.shade(tail, INK, linear((x, y), (x - flip * 110 * size, y + 40 * size), 0.5))
    body = sheet.cut(
        colour, at(smooth("-62,6 -30,-34 14,-62 46,-70 70,-48 66,-10 44,34 0,50 -40,40")), lift=0.8
    )
    sheet.shade(body, INK, linear((x, y - 10 * size), (x - flip * 30 * size, y + 60 * size), 0.55))
    breast = sheet.cut(OCHRE, at(smooth("68,-30 60,10 30,40 -4,48 14,10 44,-14")), lift=0)
    sheet.shade(
        breast, CLAY, linear((x + flip * 40 * size, y - 10 * size), (x, y + 50 * size), 0.7)
    )
    wing = sheet.cut(
        mix(colour, INK, 0.3),
        at(smooth("14,-26 6,8 -40,30 -92,34! -50,-8")),
        lift=0.5,
    )
    sheet.shade(wing, INK, linear((x, y - 10 * size), (x - flip * 70 * size, y + 30 * size), 0.6))
    sheet.cut(INK, at([(66, -56), (100, -44), (68, -38)]), lift=0.2)
    sheet.cut(BONE, at(ellipse(48, -50, 7)), lift=0)
    sheet.cut(INK, at(ellipse(49, -50, 4)), lift=0)
