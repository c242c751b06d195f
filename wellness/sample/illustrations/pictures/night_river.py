"""Snoring: breath as a river through a sleeping profile, narrow in one place."""

from wellness.sample.illustrations.botany import sprig
from wellness.sample.illustrations.curves import arc, hill, ribbon, smooth
from wellness.sample.illustrations.figures import AIRWAY, HAIR, SNORING, Lying
from wellness.sample.illustrations.palette import BLUSH, BONE, CLAY, INK, SLEEP, mix
from wellness.sample.illustrations.paper import Sheet, linear
from wellness.sample.illustrations.sky import NIGHT, stars


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), NIGHT, linear((700, 800), (900, -60), 0.9))
    stars(
        sheet,
        [
            (110, 120, 18),
            (300, 70, 10),
            (230, 300, 12),
            (1500, 520, 12),
            (1380, 90, 16),
            (1540, 300, 10),
        ],
    )
    lie = Lying(250, 700, 6.9)
    mouth = lie.at(42, 73)
    tones = [
        mix(SLEEP.deep, SLEEP.full, 0.5),
        SLEEP.full,
        mix(SLEEP.full, SLEEP.pale, 0.5),
        SLEEP.pale,
        mix(SLEEP.pale, BONE, 0.45),
    ]
    for i, tone in enumerate(tones):
        r = 500 - i * 92
        ring = sheet.cut(
            tone, arc(*mouth, r, 180, 360) + arc(*mouth, max(r - 46, 8), 360, 180), lift=0.9
        )
        sheet.shade(
            ring, SLEEP.deep, linear((mouth[0], mouth[1] - r), (mouth[0], mouth[1] + 40), 0.55)
        )
    head = sheet.cut(BLUSH, lie(SNORING))
    sheet.shade(head, CLAY, linear(lie.at(20, 70), lie.at(-36, 90), 0.95))
    hair = sheet.cut(INK, lie(HAIR), lift=0.7)
    sheet.shade(hair, SLEEP.full, linear(lie.at(-30, 30), lie.at(24, 0), 0.5))
    chest = sheet.cut(SLEEP.full, hill("1120,1040 1170,850 1250,690 1400,612 1640,640"))
    sheet.shade(chest, SLEEP.deep, linear((1300, 640), (1380, 1010), 0.9))
    river = sheet.cut(SLEEP.deep, lie(AIRWAY), lift=0)
    sheet.shade(river, SLEEP.full, linear(lie.at(30, 60), lie.at(-14, 140), 0.85))
    for knots, tone in (
        (
            [
                (44, 61),
                (34, 58.4),
                (18, 56.4),
                (2, 58.5),
                (-5, 68),
                (-3, 82),
                (-8, 98),
                (-10, 120),
                (-12, 215),
            ],
            SLEEP.pale,
        ),
        (
            [(41, 72.6), (26, 72.4), (12, 72), (2, 74), (-2.2, 84), (-5, 98), (-6, 120), (-8, 215)],
            BONE,
        ),
    ):
        flow = lie(ribbon(smooth(knots, closed=False), [0.2, 0.7, 0.7, 0.5, 0.8, 1, 1]))
        sheet.cut(tone, flow, within=river, lift=0)
    lid = [(21.5, 43.5), (27, 46.6), (34, 44.6)]
    sheet.cut(INK, lie(ribbon(smooth(lid, closed=False), [0.4, 1.2, 0.5])), lift=0)
    for x, y in ((25, 46.2), (28.4, 46.8), (31.6, 46)):
        sheet.cut(INK, lie(ribbon([(x, y), (x + 1.6, y + 3.2)], [0.6, 0.25])), lift=0)
    sheet.cut(
        INK,
        lie(ribbon(smooth("20,34.5 28,31 36,32.6", closed=False), [0.6, 2, 0.8])),
        lift=0,
    )

    sprig(
        sheet,
        smooth("1290,1020 1340,880 1440,760", closed=False),
        stem=SLEEP.deep,
        leaves=[SLEEP.full, SLEEP.deep],
        pairs=4,
        length=150,
        width=54,
        rib=SLEEP.pale,
    )
    sprig(
        sheet,
        smooth("60,1020 110,900 90,760", closed=False),
        stem=SLEEP.full,
        leaves=[SLEEP.pale, SLEEP.full],
        pairs=4,
        length=120,
        width=46,
        rib=SLEEP.deep,
    )
