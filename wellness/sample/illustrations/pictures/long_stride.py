"""Walking: two long legs step over the hills, the low sun between them."""

from wellness.sample.illustrations.curves import ellipse, hill, ribbon, smooth
from wellness.sample.illustrations.palette import (
    BARK,
    BLUSH,
    BONE,
    BUTTER,
    CLAY,
    INK,
    MOVEMENT,
    OCHRE,
)
from wellness.sample.illustrations.paper import Sheet, linear


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), MOVEMENT.pale, linear((800, 60), (800, 820), 0.9))
    sun = sheet.cut(BUTTER, ellipse(800, 560, 250), lift=0.6)
    sheet.shade(sun, MOVEMENT.full, linear((800, 400), (800, 800), 0.9))
    for crest, tone, dark in (
        (
            [(-20, 720), (220, 640), (480, 700), (800, 650), (1100, 706), (1380, 630), (1620, 700)],
            MOVEMENT.pale,
            CLAY,
        ),
        (
            [(-20, 800), (300, 760), (620, 810), (980, 750), (1300, 800), (1620, 740)],
            OCHRE,
            MOVEMENT.full,
        ),
    ):
        land = sheet.cut(tone, hill(crest), lift=0.8)
        sheet.shade(land, dark, linear((800, 700), (800, 960), 0.75))
    for x, y, size in (
        (250, 752, 1),
        (330, 764, 0.7),
        (1210, 782, 0.8),
        (1300, 786, 1.15),
        (1376, 770, 0.75),
        (640, 792, 0.6),
    ):
        sheet.cut(BARK, ribbon([(x, y + 16), (x, y - 46 * size)], [6 * size]), lift=0.2)
        tree = sheet.cut(MOVEMENT.deep, ellipse(x, y - 66 * size, 26 * size, 42 * size), lift=0.4)
        sheet.shade(tree, INK, linear((x - 8, y - 70), (x + 34, y - 40), 0.7))
    far_path = smooth([(880, 930), (900, 880), (858, 846), (872, 812), (852, 780)], closed=False)
    sheet.cut(BONE, ribbon(far_path, [26, 20, 14, 9, 4]), within=land, lift=0)
    front = sheet.cut(MOVEMENT.full, hill("-20,900 360,868 820,912 1240,872 1620,900"))
    sheet.shade(front, MOVEMENT.deep, linear((800, 880), (800, 1010), 0.9))
    path = smooth("600,1050 690,985 800,940 862,906", closed=False)
    sheet.cut(BONE, ribbon(path, [190, 110, 52, 22]), within=front, lift=0)

    back = sheet.cut(
        MOVEMENT.deep,
        smooth(
            "700,-30! 900,-30! 880,120 760,300 610,470 510,590 420,740 388,800 "
            "290,760! 340,640 420,490 540,300 650,120"
        ),
    )
    sheet.shade(back, INK, linear((560, 300), (700, 420), 0.85))
    heel = sheet.cut(BLUSH, smooth("298,752! 392,796! 370,842 280,800"), lift=0.3)
    sheet.shade(heel, CLAY, linear((320, 780), (380, 830), 0.8))
    shoe = sheet.cut(
        INK,
        smooth("276,786! 330,806 378,826! 384,880 440,930 452,972 420,980 352,930 268,850 252,810"),
        lift=0.8,
    )
    sheet.cut(
        BONE,
        ribbon(smooth("254,818 270,856 354,938 420,984 450,976", closed=False), [14]),
        lift=0.3,
    )
    sheet.shade(shoe, CLAY, linear((300, 800), (250, 850), 0.5))

    lead = sheet.cut(
        CLAY,
        smooth(
            "690,-30! 925,-30! 985,130 1050,300 1090,430 1136,600 1190,760! 1086,792! "
            "1022,640 950,470 868,300 760,130"
        ),
    )
    sheet.shade(lead, MOVEMENT.deep, linear((960, 300), (830, 360), 0.9))
    sheet.cut(
        MOVEMENT.pale,
        ribbon(smooth("1084,784 1130,762 1190,752", closed=False), [24]),
        lift=0.3,
    )
    ankle = sheet.cut(BLUSH, [(1096, 792), (1184, 766), (1202, 830), (1116, 850)], lift=0.3)
    sheet.shade(ankle, CLAY, linear((1150, 800), (1090, 820), 0.8))
    boot = sheet.cut(
        INK,
        smooth(
            "1102,838! 1160,822 1206,806! 1240,830 1320,842 1366,800 1386,806 "
            "1384,850 1300,888 1180,906 1116,900"
        ),
        lift=0.9,
    )
    sheet.shade(boot, CLAY, linear((1240, 840), (1330, 800), 0.5))
    sheet.cut(
        BONE,
        ribbon(smooth("1114,906 1180,914 1300,896 1392,850", closed=False), [15]),
        lift=0.3,
    )
    for i in range(3):
        sheet.cut(
            OCHRE,
            ribbon([(1206 + i * 28, 826 + i * 8), (1196 + i * 28, 862 + i * 6)], [7]),
            lift=0.1,
        )
