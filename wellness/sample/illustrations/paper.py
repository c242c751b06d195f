"""How does a sheet of coloured paper lie on another?

A :class:`Sheet` is a picture under construction. ``cut`` lays a piece of paper on it (with the
shadow and the bright edge that give it thickness), ``shade`` rubs stippled ink into a piece and
``overprint`` prints transparent ink over everything, as a risograph does. Edges are drawn three
times too large and averaged; grain comes from a seed, so a picture is the same on every run.
"""

import io
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from wellness.sample.illustrations.curves import Outline, wobble
from wellness.sample.illustrations.palette import BONE, INK, Colour

OVERSIZE = 3
GRAIN = 1024
SHADOW_BLUR = 11
SHADOW_REACH = 40

Shading = Callable[[tuple[int, int, int, int]], Image.Image]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """A shape that has been cut: its soft mask and where that mask lies on the sheet."""

    mask: Image.Image
    box: Box


@cache
def _ramp() -> Image.Image:
    """A column of greys: 2,048 of black, 256 rising, 2,048 of white."""
    values = bytes(2048) + bytes(range(256)) + b"\xff" * 2048
    return Image.frombytes("L", (1, len(values)), values).resize((3, len(values)))


@cache
def _disc() -> Image.Image:
    """A square of greys, black in the middle, white from its inscribed circle outwards."""
    # Pillow's own gradient reaches white only in the corners.
    return Image.radial_gradient("L").point(lambda v: min(255, v * math.sqrt(2)))


def linear(start: tuple[float, float], end: tuple[float, float], most: float = 1) -> Shading:
    """Return a shading that rises from nothing at ``start`` to ``most`` (0 to 1) at ``end``."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy

    def draw(box: Box) -> Image.Image:
        offset = ((box[0] - start[0]) * dx + (box[1] - start[1]) * dy) / length
        rows = (0, 0, 1.5, 255 * dx / length, 255 * dy / length, 2048 + 255 * offset)
        size = (box[2] - box[0], box[3] - box[1])
        tone = _ramp().transform(size, Image.Transform.AFFINE, rows)
        return tone.point(lambda v: v * most)

    return draw


def radial(
    centre: tuple[float, float],
    inner: float,
    outer: float,
    most: float = 1,
    *,
    inside: bool = False,
) -> Shading:
    """Return a shading that rises from radius ``inner`` to ``most`` at ``outer``.

    With ``inside`` it is full at the centre and fades outwards, which makes a glow.
    """

    def draw(box: Box) -> Image.Image:
        scale = 127.5 / outer
        rows = (
            scale,
            0,
            128 + (box[0] - centre[0]) * scale,
            0,
            scale,
            128 + (box[1] - centre[1]) * scale,
        )
        size = (box[2] - box[0], box[3] - box[1])
        tone = _disc().transform(
            size, Image.Transform.AFFINE, rows, Image.Resampling.BILINEAR, fillcolor=255
        )
        low = 255 * inner / outer
        span = max(255 - low, 1)
        if inside:
            return tone.point(lambda v: most * 255 * (1 - max(0, v - low) / span))
        return tone.point(lambda v: most * 255 * max(0, v - low) / span)

    return draw


@cache
def _grain() -> Image.Image:
    """Even noise with specks about a pixel and a half wide, from a fixed seed."""
    small = round(GRAIN / 1.45)
    noise = Image.frombytes("L", (small, small), random.Random("grain").randbytes(small * small))
    return ImageOps.equalize(noise.resize((GRAIN, GRAIN), Image.Resampling.BICUBIC))


@cache
def _tooth(size: tuple[int, int]) -> Image.Image:
    """The surface of the paper: clouds, fibres and a fine tooth around mid-grey."""
    rng = random.Random("tooth")
    width, height = size
    cloud = Image.frombytes("L", (40, 25), rng.randbytes(1000)).resize(
        size, Image.Resampling.BICUBIC
    )
    fine = _tiled(size, 0, 0)
    surface = Image.blend(Image.new("L", size, 128), cloud, 0.07)
    surface = Image.blend(surface, fine, 0.085)
    draw = ImageDraw.Draw(surface)
    for _ in range(width * height // 4200):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        dx, dy = rng.uniform(-14, 14), rng.uniform(-9, 9)
        tone = rng.choice((112, 119, 139, 143))
        draw.line((x, y, x + dx, y + dy / 3, x + dx * 1.4, y + dy), fill=tone, width=1)
    return surface.filter(ImageFilter.GaussianBlur(0.6))


def _tiled(size: tuple[int, int], x: int, y: int) -> Image.Image:
    """Return grain of the given size, starting at an offset into the endless tile."""
    grain = _grain()
    field = Image.new("L", size)
    for left in range(-(x % GRAIN), size[0], GRAIN):
        for top in range(-(y % GRAIN), size[1], GRAIN):
            field.paste(grain, (left, top))
    return field


class Sheet:
    """A picture in layers of paper; the first is the ground everything is laid upon."""

    def __init__(self, size: tuple[int, int], ground: Colour, *, seed: str) -> None:
        self.size = size
        self.image = Image.new("RGB", size, ground)
        self.rng = random.Random(seed)

    def piece(
        self,
        *outlines: Outline,
        holes: Sequence[Outline] = (),
        within: Piece | None = None,
        unsteady: float = 0.9,
    ) -> Piece:
        """Return the piece inside ``outlines`` less ``holes``, trimmed to another piece."""
        cuts = [wobble(o, unsteady, self.rng.uniform(0, 6)) for o in outlines]
        gaps = [wobble(o, unsteady, self.rng.uniform(0, 6)) for o in holes]
        xs = [x for o in cuts for x, _ in o]
        ys = [y for o in cuts for _, y in o]
        width, height = self.size
        box = (
            max(0, int(min(xs)) - 2),
            max(0, int(min(ys)) - 2),
            min(width, int(max(xs)) + 3),
            min(height, int(max(ys)) + 3),
        )
        if within:
            box = (
                max(box[0], within.box[0]),
                max(box[1], within.box[1]),
                min(box[2], within.box[2]),
                min(box[3], within.box[3]),
            )
        if box[2] <= box[0] or box[3] <= box[1]:
            return Piece(Image.new("L", (1, 1)), (0, 0, 1, 1))
        large = Image.new("L", ((box[2] - box[0]) * OVERSIZE, (box[3] - box[1]) * OVERSIZE))
        draw = ImageDraw.Draw(large)
        for shapes, value in ((cuts, 255), (gaps, 0)):
            for outline in shapes:
                draw.polygon(
                    [((x - box[0]) * OVERSIZE, (y - box[1]) * OVERSIZE) for x, y in outline], value
                )
        mask = large.reduce(OVERSIZE)
        if within:
            mask = ImageChops.multiply(mask, _part(within, box))
        return Piece(mask, box)

    def cut(
        self,
        colour: Colour,
        *outlines: Outline,
        holes: Sequence[Outline] = (),
        within: Piece | None = None,
        lift: float = 1,
        unsteady: float = 0.9,
    ) -> Piece:
        """Lay a piece of paper on the sheet and return it.

        ``lift`` is how far it stands off what lies below: 0 is glued flat, 1 is card.
        """
        piece = self.piece(*outlines, holes=holes, within=within, unsteady=unsteady)
        if lift:
            self._shadow(piece, lift, within)
        self.image.paste(colour, piece.box, piece.mask)
        if lift:
            self._edge(piece, lift)
        return piece

    def shade(
        self, piece: Piece, colour: Colour, shading: Shading, *, stipple: bool = True
    ) -> None:
        """Rub ``colour`` into a piece where ``shading`` says, as specks or as an even tone."""
        tone = shading(piece.box)
        if stipple:
            grain = _tiled(tone.size, self.rng.randrange(GRAIN), self.rng.randrange(GRAIN))
            tone = ImageChops.subtract(tone, grain).point(lambda v: min(255, v * 9))
        self.image.paste(colour, piece.box, ImageChops.multiply(tone, piece.mask))

    def overprint(self, colour: Colour, *outlines: Outline, within: Piece | None = None) -> Piece:
        """Print transparent ink over what is there, slightly out of register."""
        shift = (self.rng.uniform(-2, 2), self.rng.uniform(-2, 2))
        moved = [[(x + shift[0], y + shift[1]) for x, y in o] for o in outlines]
        piece = self.piece(*moved, within=within)
        below = self.image.crop(piece.box)
        ink = ImageChops.multiply(below, Image.new("RGB", below.size, colour))
        self.image.paste(ink, piece.box, piece.mask)
        return piece

    def whole(self) -> Piece:
        """Return the whole sheet as a piece, for shading the ground."""
        return Piece(Image.new("L", self.size, 255), (0, 0, *self.size))

    def webp(self) -> bytes:
        """Return the finished picture, with the paper's surface over it, as WebP."""
        surface = _tooth(self.size)
        textured = ImageChops.soft_light(self.image, Image.merge("RGB", (surface,) * 3))
        buffer = io.BytesIO()
        textured.save(buffer, "WEBP", quality=86, method=2)
        return buffer.getvalue()

    def _shadow(self, piece: Piece, lift: float, within: Piece | None) -> None:
        """Darken what lies under a piece; drawn at a quarter of the size, since it is soft."""
        reach = SHADOW_REACH
        box = (
            piece.box[0] - reach,
            piece.box[1] - reach,
            piece.box[2] + reach,
            piece.box[3] + reach,
        )
        size = (box[2] - box[0], box[3] - box[1])
        field = Image.new("L", size)
        field.paste(piece.mask, (reach + round(5 * lift), reach + round(9 * lift)))
        quarter = (max(1, size[0] // 4), max(1, size[1] // 4))
        soft = field.resize(quarter, Image.Resampling.BOX)
        soft = soft.filter(ImageFilter.GaussianBlur(SHADOW_BLUR * (0.4 + 0.6 * lift) / 4))
        soft = soft.resize(size, Image.Resampling.BILINEAR).point(lambda v: v * 0.34)
        clipped = (
            max(0, box[0]),
            max(0, box[1]),
            min(self.size[0], box[2]),
            min(self.size[1], box[3]),
        )
        soft = soft.crop(
            (clipped[0] - box[0], clipped[1] - box[1], clipped[2] - box[0], clipped[3] - box[1])
        )
        if within:
            soft = ImageChops.multiply(soft, _part(within, clipped))
        self.image.paste(INK, clipped, soft)

    def _edge(self, piece: Piece, lift: float) -> None:
        """Let the light, from the upper left, catch the thickness of the paper."""
        moved = Image.new("L", piece.mask.size)
        moved.paste(piece.mask, (1, 2))
        rim = ImageChops.subtract(piece.mask, moved).point(lambda v: v * (0.22 + 0.18 * lift))
        if piece.box[1] == 0:
            rim.paste(0, (0, 0, rim.width, 3))
        if piece.box[0] == 0:
            rim.paste(0, (0, 0, 2, rim.height))
        self.image.paste(BONE, piece.box, rim)


def _part(piece: Piece, box: Box) -> Image.Image:
    """Return the piece's mask as seen through a box of the sheet; outside it there is nothing."""
    part = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    part.paste(piece.mask, (piece.box[0] - box[0], piece.box[1] - box[1]))
    return part
