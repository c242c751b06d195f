"""What hangs in the night? The darkest paper and the stars on it."""

import math

from wellness.sample.illustrations.curves import (
    Outline,
)
from wellness.sample.illustrations.palette import (
    BUTTER,
    INK,
    SLEEP,
    mix,
)
from wellness.sample.illustrations.paper import Sheet

NIGHT = mix(SLEEP.deep, INK, 0.45)


def stars(sheet: Sheet, places: list[tuple[float, float, float]]) -> None:
    """Scatter four-pointed stars; each is (x, y, radius)."""
    for x, y, r in places:
        points: Outline = []
        for i in range(8):
            reach = r if i % 2 == 0 else r * 0.28
            angle = math.radians(i * 45 - 90)
            points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
        sheet.cut(BUTTER, points, lift=0.25, unsteady=0.3)
