"""Water: a glass with a whole river valley in it."""

from wellness.sample.illustrations.botany import lay_leaf
from wellness.sample.illustrations.curves import (
    Knot,
    Outline,
    ellipse,
    hill,
    place,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import BONE, BUTTER, CLAY, FOOD, INK, OCHRE, SAND, mix
from wellness.sample.illustrations.paper import Sheet, linear, radial


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), SAND, linear((800, 200), (800, 900), 0.6))
    sun = sheet.cut(OCHRE, ellipse(1010, 350, 250), lift=0.6)
    sheet.shade(sun, CLAY, linear((950, 260), (1120, 620), 0.85))
    table = sheet.cut(FOOD.full, hill("-20,790 800,778 1620,790"), lift=0.8)
    sheet.shade(table, FOOD.deep, linear((800, 790), (800, 1010), 0.9))
    for i in range(9):
        x = -120 + i * 230
        stripe: Outline = [
            (x + 70, 770),
            (x + 108, 770),
            (x + 60 - (800 - x) * 0.16, 1040),
            (x - 20 - (800 - x) * 0.16, 1040),
        ]
        sheet.cut(FOOD.deep, stripe, within=table, lift=0)
    shadow = sheet.piece(smooth("560,900 900,862 1300,850 1380,880 1200,920 800,950"))
    sheet.shade(shadow, INK, linear((1380, 880), (600, 900), 0.85))

    glass_knots: list[Knot] = [
        (520, 130, 1),
        (1000, 130, 1),
        (946, 880, 1),
        (920, 920),
        (760, 930),
        (600, 920),
        (574, 880, 1),
    ]
    glass = sheet.cut(mix(BONE, FOOD.pale, 0.16), smooth(glass_knots), lift=1)
    inside = sheet.piece(smooth("536,150! 984,150! 932,866! 900,890 760,896 620,890 588,866!"))
    moon = sheet.cut(BUTTER, ellipse(690, 330, 74), within=inside, lift=0.3)
    sheet.shade(moon, OCHRE, linear((670, 320), (740, 400), 0.8))
    layers = (
        (
            [(500, 500), (600, 420), (680, 470), (780, 380), (880, 450), (1020, 400)],
            mix(FOOD.pale, BONE, 0.3),
            FOOD.full,
        ),
        ([(500, 560), (620, 520), (740, 560), (860, 500), (1020, 560)], FOOD.pale, FOOD.full),
        ([(500, 600), (600, 640), (720, 600), (860, 650), (1020, 600)], FOOD.full, FOOD.deep),
        ([(500, 720), (640, 670), (800, 720), (1020, 680)], FOOD.deep, INK),
    )
    for crest, tone, dark in layers:
        land = sheet.cut(tone, hill(crest), within=inside, lift=0.6)
        top = min(y for _, y in crest)
        sheet.shade(land, dark, linear((760, top + 20), (760, top + 250), 0.8))
    river = smooth(
        "842,512 792,560 716,590 740,640 830,680 780,740 660,800 760,880 900,930", closed=False
    )
    sheet.cut(BONE, ribbon(river, [4, 12, 22, 30, 46, 62, 84, 110]), within=inside, lift=0.3)
    flow = [(x + 6, y + 10) for x, y in river]
    sheet.cut(
        mix(FOOD.pale, BONE, 0.3), ribbon(flow, [1, 2, 4, 6, 8, 10, 12]), within=inside, lift=0
    )
    for x, y, size in (
        (624, 690, 1),
        (660, 712, 0.7),
        (884, 706, 1.1),
        (846, 726, 0.7),
        (610, 590, 0.55),
        (884, 580, 0.6),
    ):
        fir = place([(-26, 30), (0, -70), (26, 30)], x, y, 0, size)
        laid = sheet.cut(mix(FOOD.deep, INK, 0.35), fir, within=inside, lift=0.3)
        sheet.shade(laid, INK, linear((x - 4, y), (x + 26, y + 10), 0.7))
    surface = sheet.cut(BONE, ellipse(760, 236, 219, 22), within=inside, lift=0)
    sheet.shade(surface, FOOD.pale, linear((700, 236), (980, 240), 0.9))
    for x0, y0, x1, y1, width in ((566, 190, 604, 820, 15), (596, 200, 610, 440, 7)):
        sheet.cut(BONE, ribbon([(x0, y0), (x1, y1)], [width * 0.5, width, width * 0.5]), lift=0)
    lip = ellipse(760, 132, 241, 26)
    sheet.cut(BONE, lip, holes=[ellipse(760, 134, 226, 18)], lift=0.4)
    base = sheet.piece(
        smooth("577,878 760,900 944,878 922,922 760,932 598,922"),
        within=glass,
    )
    sheet.shade(base, FOOD.full, linear((760, 890), (760, 940), 0.5))

    lay_leaf(sheet, (300, 872), -118, 190, 88, FOOD.deep, rib=FOOD.pale, lift=0.8)
    lay_leaf(sheet, (300, 872), -66, 160, 74, FOOD.full, rib=FOOD.pale, lift=0.8)
    lemon = sheet.cut(
        BUTTER,
        smooth("190,890 216,838 290,808 370,828 408,872 440,884 424,912 370,946 280,952 212,930"),
        lift=0.9,
    )
    sheet.shade(lemon, OCHRE, linear((290, 850), (340, 960), 0.95))
    half = sheet.cut(BUTTER, ellipse(1220, 838, 104), lift=0.9)
    sheet.shade(half, OCHRE, radial((1220, 838), 80, 108, 0.8))
    sheet.cut(BONE, ellipse(1220, 838, 88), lift=0)
    for i in range(9):
        wedge = place(smooth("14,0! 70,-21! 79,0 70,21!", steps=6), 1220, 838, i * 40 + 8)
        slice_ = sheet.cut(BUTTER, wedge, lift=0.15, unsteady=0.3)
        sheet.shade(slice_, OCHRE, radial((1220, 838), 30, 100, 0.55))
