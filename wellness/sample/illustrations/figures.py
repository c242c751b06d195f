"""What does a head look like from the side?

Profiles are drawn upright, facing right, in head units: the crown is at 0, the chin at 100,
the front is to the right. :class:`Lying` turns them on their back and makes them picture-sized.
"""

from dataclasses import dataclass

from wellness.sample.illustrations.curves import Outline, Point, smooth

_CRANIUM = [
    (-34, 160, 1),
    (-32, 112),
    (-36, 90),
    (-46, 52),
    (-38, 14),
    (-8, -1),
    (20, 5),
    (34, 22),
    (37.5, 35),
]
_NOSE = [(36, 41), (42, 50.5), (50.5, 58), (48.5, 62.5), (41.5, 64)]
_JAW = [(34, 97), (21, 99), (9, 106), (6, 124), (10, 160, 1)]

PROFILE: Outline = smooth(
    [*_CRANIUM, *_NOSE, (45, 69), (41.5, 72.4, 1), (44, 76.5), (38.5, 81), (41.5, 89), *_JAW]
)

SNORING: Outline = smooth(
    [
        *_CRANIUM,
        *_NOSE,
        (45.5, 68),
        (42.5, 71, 1),
        (38, 72.5),
        (41, 75, 1),
        (43, 79),
        (38, 83.5),
        (40.5, 91),
        *_JAW,
    ]
)

HAIR: Outline = smooth(
    "33,18! 20,24 11,36 8,52 0,44 -10,50 -11,66 -20,82 -36,98 -54,84 -54,40 -42,6 -10,-10 20,-3"
)

AIRWAY: Outline = smooth(
    "47.6,60.2! 38,55.4 20,52.4 3,54 -7,62 -9,72 -5.4,83 -12,96 -15,116 "
    "-17,220! -3,220! -2,116 -1,98 -1.6,84 4,77.5 16,75.5 30,75 42,74.6! "
    "42,71.2! 30,69.4 14,68 5,71 8,64.5 26,61 43.5,63.8!"
)


@dataclass(frozen=True)
class Lying:
    """A head on its back, looking up: its crown points left and its line of sight upwards."""

    x: float
    y: float
    size: float

    def at(self, forward: float, down: float) -> Point:
        """Return where a place of the upright head lies in the picture."""
        return self.x + down * self.size, self.y - forward * self.size

    def __call__(self, upright: Outline) -> Outline:
        """Return an upright outline as it lies in the picture."""
        return [self.at(x, y) for x, y in upright]
