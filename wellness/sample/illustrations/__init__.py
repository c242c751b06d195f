"""Pictures of the sample magazine, drawn by the program itself.

``draw(key)`` returns the hero picture of one article (1600 × 1000) and ``portrait(key)`` the bust
of one invented person (800 × 800), both as WebP. Nothing is read from disk or from a network,
no font is used, and the same key gives the same picture on every run of the same Pillow.
"""

from wellness.sample.illustrations.paper import Sheet
from wellness.sample.illustrations.pictures import PICTURES
from wellness.sample.illustrations.portraits import SITTERS
from wellness.sample.illustrations.portraits.bust import sit

HERO_SIZE = (1600, 1000)
PORTRAIT_SIZE = (800, 800)

KEYS: tuple[str, ...] = tuple(PICTURES)
PORTRAITS: tuple[str, ...] = tuple(SITTERS)


def draw(key: str) -> bytes:
    """Return the hero picture called ``key`` as WebP, 1600 × 1000 pixels.

    Raises KeyError, naming the pictures there are, when there is no such picture.
    """
    if key not in PICTURES:
        raise KeyError(f"There is no picture “{key}”; there are {', '.join(KEYS)}.")
    compose, ground = PICTURES[key]
    sheet = Sheet(HERO_SIZE, ground, seed=key)
    compose(sheet)
    return sheet.webp()


def portrait(key: str) -> bytes:
    """Return the portrait called ``key`` as WebP, 800 × 800 pixels.

    Raises KeyError, naming the portraits there are, when there is no such portrait.
    """
    if key not in SITTERS:
        raise KeyError(f"There is no portrait “{key}”; there are {', '.join(PORTRAITS)}.")
    sheet = Sheet(PORTRAIT_SIZE, SITTERS[key].ground, seed=key)
    sit(sheet, SITTERS[key])
    return sheet.webp()
