"""How does a pair of scissors move? Outlines as lists of points.

Everything is in picture units: x grows to the right, y grows downwards, angles are in degrees
and turn clockwise as seen. A knot is ``(x, y)`` for a place the outline passes smoothly, or
``(x, y, 1)`` for a corner. Long outlines are written as text, ``"x,y x,y! x,y"``, where the
exclamation mark makes the corner.
"""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Outline = list[Point]
Knot = Sequence[float]
Knots = str | Sequence[Knot]

STEPS = 14


def read(knots: Knots) -> Sequence[Knot]:
    """Return knots that may have been written as text.

    Raises ValueError for a word that is not two numbers and perhaps an exclamation mark.
    """
    if not isinstance(knots, str):
        return knots
    result: list[Knot] = []
    for word in knots.split():
        x, y = word.rstrip("!").split(",")
        result.append((float(x), float(y), 1) if word.endswith("!") else (float(x), float(y)))
    return result


def smooth(knots: Knots, *, closed: bool = True, steps: int = STEPS) -> Outline:
    """Return a curve through every knot, rounded at smooth ones and sharp at corners.

    A cubic Hermite spline (Catmull–Rom tangents); between two corners it is a straight line.
    """
    knots = read(knots)
    count = len(knots)
    spans = count if closed else count - 1
    result: Outline = []
    for index in range(spans):
        here, there = knots[index], knots[(index + 1) % count]
        chord = (there[0] - here[0], there[1] - here[1])
        leave = _tangent(knots, index, closed) or chord
        arrive = _tangent(knots, (index + 1) % count, closed) or chord
        for step in range(steps):
            t = step / steps
            result.append(_hermite(here, leave, there, arrive, t))
    if not closed:
        result.append((knots[-1][0], knots[-1][1]))
    return result


def _tangent(knots: Sequence[Knot], index: int, closed: bool) -> Point | None:
    """The direction of travel at a knot, or None where the scissors turn on the spot."""
    knot = knots[index]
    if len(knot) > 2 and knot[2]:
        return None
    if not closed and index in (0, len(knots) - 1):
        return None
    before, after = knots[index - 1], knots[(index + 1) % len(knots)]
    return (after[0] - before[0]) / 2, (after[1] - before[1]) / 2


def _hermite(a: Knot, leave: Point, b: Knot, arrive: Point, t: float) -> Point:
    t2, t3 = t * t, t * t * t
    h00, h10 = 2 * t3 - 3 * t2 + 1, t3 - 2 * t2 + t
    h01, h11 = -2 * t3 + 3 * t2, t3 - t2
    return (
        h00 * a[0] + h10 * leave[0] + h01 * b[0] + h11 * arrive[0],
        h00 * a[1] + h10 * leave[1] + h01 * b[1] + h11 * arrive[1],
    )


def ellipse(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0) -> Outline:
    """Return an ellipse (a circle where ``ry`` is left out) turned by ``turn`` degrees."""
    ry = rx if ry is None else ry
    count = max(48, int(max(rx, ry) / 3))
    points = [
        (rx * math.cos(2 * math.pi * i / count), ry * math.sin(2 * math.pi * i / count))
        for i in range(count)
    ]
    return place(points, x, y, turn)


def arc(x: float, y: float, r: float, start: float, end: float) -> Outline:
    """Return an open arc of a circle from ``start`` to ``end`` degrees."""
    count = max(12, int(abs(end - start) / 3))
    angles = [math.radians(start + (end - start) * i / count) for i in range(count + 1)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in angles]


def box(left: float, top: float, right: float, bottom: float, round_: float = 0) -> Outline:
    """Return a rectangle, its corners rounded with radius ``round_``."""
    if not round_:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    r = round_
    return (
        arc(right - r, top + r, r, -90, 0)
        + arc(right - r, bottom - r, r, 0, 90)
        + arc(left + r, bottom - r, r, 90, 180)
        + arc(left + r, top + r, r, 180, 270)
    )


def arch(left: float, top: float, right: float, bottom: float) -> Outline:
    """Return a doorway: a half circle on two straight sides."""
    r = (right - left) / 2
    return [*arc(left + r, top + r, r, 180, 360), (right, bottom), (left, bottom)]


def hill(crest: Knots, floor: float = 1020) -> Outline:
    """Return the land under a smooth crest line, down to ``floor``."""
    line = smooth(crest, closed=False)
    return [*line, (line[-1][0], floor), (line[0][0], floor)]


def place(points: Iterable[Point], x: float, y: float, turn: float = 0, size: float = 1) -> Outline:
    """Return the points scaled by ``size``, turned about the origin, then moved to (x, y)."""
    c, s = math.cos(math.radians(turn)) * size, math.sin(math.radians(turn)) * size
    return [(x + px * c - py * s, y + px * s + py * c) for px, py in points]


def mirror(points: Iterable[Point], axis: float) -> Outline:
    """Return the points reflected in the vertical line x = ``axis``."""
    return [(2 * axis - px, py) for px, py in points]


def ribbon(spine: Sequence[Point], widths: Sequence[float]) -> Outline:
    """Return a band along ``spine``, its full width running through ``widths`` evenly.

    One width gives a band as wide all along; the ends are rounded where the band has width.
    """
    left: Outline = []
    right: Outline = []
    last = len(spine) - 1
    for i, (x, y) in enumerate(spine):
        ax, ay = spine[max(i - 1, 0)]
        bx, by = spine[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1
        nx, ny = -(by - ay) / length, (bx - ax) / length
        half = _along(widths, i / last) / 2
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    return left + _cap(left[-1], right[-1]) + right[::-1] + _cap(right[0], left[0])


def _along(values: Sequence[float], t: float) -> float:
    if len(values) == 1:
        return values[0]
    position = t * (len(values) - 1)
    i = min(int(position), len(values) - 2)
    return values[i] + (values[i + 1] - values[i]) * (position - i)


def _cap(start: Point, end: Point) -> Outline:
    """A half circle from one side of a band's end to the other."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    r = math.hypot(start[0] - end[0], start[1] - end[1]) / 2
    if r < 0.6:
        return []
    a = math.degrees(math.atan2(start[1] - y, start[0] - x))
    return arc(x, y, r, a, a - 180)[1:-1]


def wobble(points: Sequence[Point], amount: float, phase: float) -> Outline:
    """Return the outline with the slow unsteadiness of a hand, at most ``amount`` units."""
    result: Outline = []
    run = 0.0
    for i, (x, y) in enumerate(points):
        px, py = points[i - 1] if i else points[0]
        run += math.hypot(x - px, y - py)
        result.append(
            (
                x
                + amount
                * 0.6
                * (math.sin(run / 47 + phase) + 0.6 * math.sin(run / 19 + phase * 2)),
                y
                + amount
                * 0.6
                * (math.cos(run / 53 + phase * 3) + 0.6 * math.sin(run / 23 + phase)),
            )
        )
    return result
