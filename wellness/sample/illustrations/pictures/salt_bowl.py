"""Salt: a bowl holds a sea, and out of the sea stands a white mountain."""

from wellness.sample.illustrations.curves import box, ellipse, hill, place, ribbon, smooth
from wellness.sample.illustrations.palette import BONE, CLAY, FOOD, INK, mix
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), FOOD.pale, linear((800, 50), (800, 1000), 0.75))
    sun = sheet.cut(CLAY, ellipse(1085, 300, 176), lift=0.7)
    sheet.shade(sun, mix(CLAY, INK, 0.4), radial((1030, 230), 80, 300, 0.8))
    for x, y, w in ((330, 200, 180), (470, 262, 120), (1290, 440, 150)):
        cloud = smooth(
            [
                (x - w, y, 1),
                (x - w * 0.6, y - 40),
                (x - w * 0.1, y - 54),
                (x + w * 0.4, y - 34),
                (x + w, y, 1),
            ]
        )
        sheet.cut(BONE, cloud, lift=0.6)
    bowl_knots = [
        (330, 580, 1),
        (800, 560),
        (1270, 580, 1),
        (1236, 720),
        (1090, 836),
        (800, 876),
        (510, 836),
        (364, 720),
    ]
    foot = sheet.cut(
        FOOD.deep,
        smooth("650,850! 950,850! 980,930! 800,944 620,930!"),
        lift=0.8,
    )
    sheet.shade(foot, INK, linear((800, 860), (800, 940), 0.9))
    back = sheet.cut(FOOD.deep, ellipse(800, 590, 470, 76), lift=0.8)
    sheet.shade(back, INK, linear((800, 520), (800, 640), 0.6))

    peak = sheet.cut(
        BONE,
        smooth(
            "470,640! 560,520! 610,480! 690,310! 740,250! 790,326! 840,300! 910,420! "
            "960,440! 1040,560! 1120,640!"
        ),
    )
    sheet.shade(peak, FOOD.pale, linear((700, 500), (1060, 560), 0.5))
    side = sheet.cut(
        FOOD.full,
        smooth(
            "740,250! 790,326! 760,420! 820,520! 790,640! 900,640! 1120,640! 1040,560! 960,440! "
            "910,420! 840,300! 790,326!"
        ),
        lift=0.2,
        within=peak,
    )
    sheet.shade(side, FOOD.pale, linear((960, 640), (800, 250), 0.85))
    for line in (
        [(610, 480), (640, 540), (610, 640)],
        [(690, 400), (680, 480), (720, 560)],
        [(910, 420), (900, 500), (950, 560)],
    ):
        sheet.cut(
            mix(FOOD.full, BONE, 0.4),
            ribbon(smooth(line, closed=False), [2, 5, 1]),
            within=peak,
            lift=0,
        )
    rim = sheet.piece(smooth([(330, 470, 1), (1270, 470, 1), *bowl_knots[2:], (330, 580, 1)]))
    for i, (tone, dark) in enumerate(
        ((FOOD.full, FOOD.deep), (FOOD.pale, FOOD.full), (FOOD.deep, INK))
    ):
        y = 598 + i * 44
        crest = [(300 + k * 66, y + (20 if k % 2 else -14)) for k in range(16)]
        wave = sheet.cut(tone, hill(crest, 900), within=rim, lift=0.7)
        sheet.shade(wave, dark, linear((800, y), (800, y + 110), 0.85))
        foam = [(px, py + 16) for px, py in smooth(crest, closed=False)]
        sheet.cut(BONE, ribbon(foam, [4]), within=wave, lift=0)
    bowl = sheet.cut(
        FOOD.deep,
        smooth(
            "330,580! 420,668 620,724 800,736 980,724 1180,668 1270,580! 1236,720 "
            "1090,846 800,896 510,846 364,720"
        ),
    )
    sheet.shade(bowl, INK, linear((800, 700), (800, 900), 0.8))
    shine = smooth("398,690 440,770 540,830 600,848", closed=False)
    sheet.cut(FOOD.pale, ribbon(shine, [2, 11, 2]), lift=0)
    _grains(sheet)


def _grains(sheet: Sheet) -> None:
    """Let crystals fall over the mountain, and lie where they missed."""
    rng = sheet.rng
    for _ in range(46):
        x, y = rng.gauss(690, 190), rng.uniform(20, 250)
        if 500 < x < 1500:
            _grain(sheet, x * 0.8 + 180, y, 0.35)
    for _ in range(34):
        _grain(sheet, rng.uniform(300, 1300), rng.uniform(922, 975), 0.4)


def _grain(sheet: Sheet, x: float, y: float, lift: float) -> None:
    r = sheet.rng.uniform(4, 9)
    crystal = place(box(-r, -r, r, r), x, y, sheet.rng.uniform(0, 90))
    sheet.cut(BONE, crystal, lift=lift, unsteady=0.2)
