"""The hour before bed: the day's light folds inwards to one lamp and a cup."""

from wellness.sample.illustrations.curves import arc, arch, box, ellipse, hill, ribbon, smooth
from wellness.sample.illustrations.palette import BLUSH, BONE, BUTTER, CLAY, INK, OCHRE, SLEEP, mix
from wellness.sample.illustrations.paper import Sheet, linear, radial
from wellness.sample.illustrations.sky import NIGHT, stars


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), NIGHT, linear((800, 1000), (800, -100), 0.9))
    stars(
        sheet,
        [
            (150, 150, 22),
            (300, 330, 12),
            (1330, 120, 14),
            (1470, 300, 24),
            (90, 480, 11),
            (1540, 560, 12),
            (1210, 60, 9),
            (440, 95, 10),
        ],
    )
    tones = [
        SLEEP.full,
        mix(SLEEP.full, SLEEP.pale, 0.55),
        mix(SLEEP.pale, BLUSH, 0.55),
        BLUSH,
        mix(BLUSH, OCHRE, 0.55),
        mix(OCHRE, BUTTER, 0.55),
    ]
    for i, tone in enumerate(tones):
        half = 610 - i * 88
        top = 96 + i * 92
        band = sheet.cut(tone, arch(800 - half, top, 800 + half, 1020), lift=1)
        darker = mix(tone, SLEEP.deep, 0.55)
        sheet.shade(band, darker, radial((800, top + half), half * 0.8, half * 1.25, 0.7))
    floor = sheet.cut(SLEEP.deep, hill("-20,884 800,872 1620,886"), lift=0.8)
    sheet.shade(floor, NIGHT, linear((800, 900), (800, 1010), 0.8))
    sheet.shade(floor, CLAY, radial((800, 860), 0, 430, 0.75, inside=True))
    _table(sheet)


def _table(sheet: Sheet) -> None:
    glow = sheet.piece(ellipse(800, 665, 190), within=sheet.piece(arch(630, 556, 970, 1020)))
    sheet.shade(glow, BONE, radial((800, 665), 40, 190, 0.9, inside=True))
    for x in (668, 932):
        sheet.cut(INK, [(x - 9, 850), (x + 9, 850), (x + 5, 968), (x - 5, 968)], lift=0.4)
    top = sheet.cut(CLAY, box(612, 832, 988, 862, 10), lift=0.9)
    sheet.shade(top, SLEEP.deep, linear((800, 838), (800, 880), 0.8))
    sheet.cut(INK, ribbon([(800, 818), (800, 700)], [13, 9]), lift=0.4)
    sheet.cut(INK, smooth("758,834! 778,812 800,806 822,812 842,834!"), lift=0.5)
    shade = sheet.cut(CLAY, smooth("752,596! 848,596! 898,712! 800,722 702,712!"))
    sheet.shade(shade, BUTTER, linear((800, 620), (800, 735), 0.8))
    sheet.shade(shade, SLEEP.deep, linear((800, 640), (800, 580), 0.5))
    for offset, tone, width in ((0, SLEEP.full, 124), (21, BLUSH, 112)):
        y = 832 - offset
        sheet.cut(tone, box(862, y - 21, 862 + width, y, 4), lift=0.4)
        sheet.cut(BONE, box(868, y - 16, 862 + width + 2, y - 5), lift=0)
    cup = smooth("636,768! 712,768! 704,808 686,831! 660,831! 642,808")
    sheet.cut(SLEEP.full, ribbon(arc(634, 792, 17, 60, 300), [8]), lift=0.4)
    mug = sheet.cut(SLEEP.full, cup, lift=0.6)
    sheet.shade(mug, SLEEP.deep, linear((690, 790), (632, 800), 0.8))
    for x, high in ((662, 88), (686, 112)):
        rise = smooth(
            [(x, 758), (x - 12, 738), (x + 10, 758 - high * 0.55), (x - 3, 758 - high)],
            closed=False,
        )
        sheet.cut(BONE, ribbon(rise, [1, 7, 1]), lift=0.15)
