"""Ten trees: a collector's tray with one leaf in each of its ten windows."""

from wellness.sample.illustrations.botany import lay_leaf
from wellness.sample.illustrations.curves import (
    Outline,
    Point,
    arch,
    place,
    ribbon,
    smooth,
)
from wellness.sample.illustrations.palette import (
    BLUSH,
    BONE,
    BUTTER,
    CLAY,
    INK,
    OCHRE,
    SLOW,
    Colour,
    mix,
)
from wellness.sample.illustrations.paper import Sheet, linear, radial

# Half outlines of ten leaves, from the stalk to the tip: (share of length, share of half width).
TRAY: dict[str, list[tuple[float, ...]]] = {
    "beech": [(0, 0, 1), (0.2, 0.8), (0.45, 1), (0.75, 0.62), (1, 0, 1)],
    "oak": [
        (0, 0, 1),
        (0.1, 0.3),
        (0.2, 0.62),
        (0.28, 0.4),
        (0.4, 0.92),
        (0.5, 0.55),
        (0.62, 1),
        (0.72, 0.52),
        (0.84, 0.72),
        (1, 0),
    ],
    "willow": [(0, 0, 1), (0.25, 0.8), (0.5, 1), (0.78, 0.6), (1, 0, 1)],
    "lime": [
        (0.02, 0, 1),
        (-0.04, 0.5),
        (0.14, 0.94),
        (0.4, 1),
        (0.7, 0.55),
        (0.9, 0.16),
        (1, 0, 1),
    ],
    "holly": [
        (0, 0, 1),
        (0.1, 0.75, 1),
        (0.22, 0.5),
        (0.34, 1, 1),
        (0.46, 0.55),
        (0.58, 1, 1),
        (0.7, 0.48),
        (0.8, 0.7, 1),
        (0.88, 0.3),
        (1, 0, 1),
    ],
    "birch": [
        (0, 0, 1),
        (0.12, 0.7),
        (0.3, 1, 1),
        (0.5, 0.72),
        (0.54, 0.76, 1),
        (0.74, 0.38),
        (0.78, 0.42, 1),
        (1, 0, 1),
    ],
    "poplar": [(0, 0, 1), (0.04, 0.6), (0.2, 1), (0.44, 0.82), (0.72, 0.34), (1, 0, 1)],
    "hazel": [
        (0, 0, 1),
        (0.02, 0.45),
        (0.22, 0.86),
        (0.52, 1),
        (0.8, 0.72),
        (0.88, 0.36),
        (1, 0, 1),
    ],
}


def compose(sheet: Sheet) -> None:
    """Lay the picture on a sheet."""
    sheet.shade(sheet.whole(), INK, radial((800, 500), 300, 1150, 0.7))
    kinds = ["oak", "beech", "lime", "maple", "birch", "willow", "ash", "hazel", "holly", "poplar"]
    grounds = [BONE, SLOW.pale, BUTTER, SLOW.full, BLUSH, OCHRE, BONE, CLAY, SLOW.pale, BUTTER]
    tones = [SLOW.full, CLAY, SLOW.deep, OCHRE, SLOW.deep, SLOW.deep, CLAY, BUTTER, SLOW.deep, CLAY]
    for i, kind in enumerate(kinds):
        column, row = i % 5, i // 5
        left, top = 72 + column * 296, 74 + row * 434
        window = sheet.cut(
            grounds[i],
            arch(left, top, left + 272, top + 418) if row == 0 else _bowl(left, top),
            lift=0.9,
        )
        sheet.shade(
            window, mix(grounds[i], INK, 0.4), radial((left + 110, top + 170), 130, 330, 0.55)
        )
        width = {
            "willow": 64,
            "lime": 186,
            "holly": 132,
            "poplar": 186,
            "hazel": 176,
            "birch": 158,
        }.get(kind, 164)
        height = {"maple": 224, "lime": 238, "poplar": 246, "hazel": 240}.get(kind, 274)
        foot = top + (334 if row == 0 else 300)
        _specimen(sheet, kind, left + 136, foot, height, width, tones[i])


def _specimen(
    sheet: Sheet, kind: str, x: float, y: float, height: float, width: float, tone: Colour
) -> None:
    """Lay a leaf upright, its foot at (x, y), with its veins."""
    rib = mix(tone, BONE, 0.55)
    dark = mix(tone, INK, 0.5)
    if kind in ("maple", "ash"):
        (_maple if kind == "maple" else _ash)(sheet, x, y, height, tone, rib, dark)
        return
    half = TRAY[kind]
    knots = [(w * width / 2, -t * height, *corner) for t, w, *corner in half]
    knots += [(-w * width / 2, -t * height, *corner) for t, w, *corner in reversed(half[1:-1])]
    outline = place(smooth(knots, steps=9), x, y)
    sheet.cut(dark, ribbon([(x, y + 46), (x, y - 8)], [8, 6]), lift=0.4)
    laid = sheet.cut(tone, outline, lift=0.9)
    sheet.shade(
        laid, dark, linear((x, y - height * 0.5), (x + width * 0.62, y - height * 0.3), 0.8)
    )
    sheet.cut(rib, ribbon([(x, y), (x, y - height * 0.94)], [4.5, 1.2]), lift=0)
    for i in range(5):
        root = y - height * (0.14 + i * 0.145)
        for side in (-1, 1):
            line = [(x, root), (x + side * width * 0.36, root - height * 0.13)]
            sheet.cut(rib, ribbon(line, [2.6, 0.8]), within=laid, lift=0)


def _maple(
    sheet: Sheet, x: float, y: float, height: float, tone: Colour, rib: Colour, dark: Colour
) -> None:
    half: list[tuple[float, ...]] = [
        (0, 0, 1),
        (0.1, 0.02),
        (0.46, 0.1, 1),
        (0.36, 0.24),
        (0.74, 0.34, 1),
        (0.62, 0.44),
        (0.82, 0.66, 1),
        (0.52, 0.6),
        (0.4, 0.52, 1),
        (0.44, 0.76),
        (0.3, 0.76),
        (0, 1.06, 1),
    ]
    knots = [(w * height * 0.62, -t * height, *c) for w, t, *c in half]
    knots += [(-w * height * 0.62, -t * height, *c) for w, t, *c in reversed(half[1:-1])]
    sheet.cut(dark, ribbon([(x, y + 46), (x, y - 8)], [8, 6]), lift=0.4)
    laid = sheet.cut(tone, place(smooth(knots, steps=8), x, y), lift=0.9)
    sheet.shade(
        laid, dark, linear((x, y - height * 0.5), (x + height * 0.5, y - height * 0.3), 0.8)
    )
    for dx, dy in ((0, -0.98), (0.44, -0.6), (-0.44, -0.6), (0.4, -0.32), (-0.4, -0.32)):
        sheet.cut(
            rib, ribbon([(x, y), (x + dx * height, y + dy * height)], [4, 1]), within=laid, lift=0
        )


def _ash(
    sheet: Sheet, x: float, y: float, height: float, tone: Colour, rib: Colour, dark: Colour
) -> None:
    sheet.cut(dark, ribbon([(x, y + 46), (x, y - height * 0.72)], [7, 3]), lift=0.4)
    stalk: list[Point] = [(x, y), (x, y - height * 0.72)]
    for i in range(4):
        at, _ = (x, y - height * (0.06 + i * 0.2)), 0
        for side in (-1, 1):
            lay_leaf(
                sheet,
                at,
                -90 + side * 58,
                height * (0.36 - i * 0.03),
                height * 0.14,
                tone,
                rib=rib,
                lift=0.6,
            )
    lay_leaf(sheet, stalk[1], -90, height * 0.32, height * 0.15, tone, rib=rib, lift=0.6)


def _bowl(left: float, top: float) -> Outline:
    return [(x, 2 * top + 418 - y) for x, y in arch(left, top, left + 272, top + 418)]
