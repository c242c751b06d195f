"""Which pictures does the sample magazine have? One module for each, by the key articles use."""

from collections.abc import Callable

from wellness.sample.illustrations.palette import (
    BLUSH,
    BONE,
    FOOD,
    MIST,
    MOVEMENT,
    PAPER,
    SAND,
    SLEEP,
    SLOW,
    Colour,
    mix,
)
from wellness.sample.illustrations.paper import Sheet
from wellness.sample.illustrations.pictures import (
    evening_lamp,
    free_sunday,
    hammock,
    heron,
    leaf_spine,
    leaf_tray,
    letter_garden,
    long_stride,
    moon_clock,
    night_river,
    open_pods,
    park_bench,
    salt_bowl,
    sun_lifter,
    weather_glass,
    yolk_sun,
)

# The key in an article's front matter: how the picture is laid, and the paper it is laid on.
PICTURES: dict[str, tuple[Callable[[Sheet], None], Colour]] = {
    "evening-lamp": (evening_lamp.compose, SLEEP.deep),
    "moon-clock": (moon_clock.compose, SLEEP.deep),
    "hammock": (hammock.compose, PAPER),
    "night-river": (night_river.compose, SLEEP.deep),
    "long-stride": (long_stride.compose, PAPER),
    "sun-lifter": (sun_lifter.compose, mix(PAPER, MOVEMENT.pale, 0.5)),
    "leaf-spine": (leaf_spine.compose, PAPER),
    "heron": (heron.compose, PAPER),
    "open-pods": (open_pods.compose, SAND),
    "salt-bowl": (salt_bowl.compose, mix(FOOD.pale, BONE, 0.62)),
    "weather-glass": (weather_glass.compose, PAPER),
    "yolk-sun": (yolk_sun.compose, mix(FOOD.pale, PAPER, 0.35)),
    "park-bench": (park_bench.compose, PAPER),
    "leaf-tray": (leaf_tray.compose, SLOW.deep),
    "letter-garden": (letter_garden.compose, MIST),
    "free-sunday": (free_sunday.compose, BLUSH),
}
