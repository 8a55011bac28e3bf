"""The documents and strokes that the benchmarks share."""

import math

import numpy as np

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.picture import Picture
from picpik_studio.core.tools.base import ToolEvent
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.settings import ToolSettings

MP24 = Size(6000, 4000)
MP100 = Size(10_000, 10_000)


def document(size: Size) -> Document:
    """Return an empty grey document of `size`."""
    return Document(Picture(np.full((size.height, size.width, 4), 128, np.uint8), has_alpha=False))


def tool(target: Document, diameter: float) -> BrushTool:
    """Return a brush tool of `diameter` for `target`."""
    settings = ToolSettings()
    settings.size = diameter
    return BrushTool(target, settings)


def spiral(size: Size, count: int, step: float) -> list[Point]:
    """Return `count` points about `step` pixels apart that wind round the middle of a picture of `size`."""
    points = []
    angle = 4.0
    for _ in range(count):
        radius = 40 * angle
        points.append(Point(size.width / 2 + radius * math.cos(angle), size.height / 2 + radius * math.sin(angle)))
        angle += step / radius
    return points


def wave(size: Size, number: int, count: int) -> list[Point]:
    """Return the `number`th of many curved strokes that are spread over a picture of `size`."""
    golden = 0.618033988749895
    x = size.width * (number * golden % 0.8)
    y = size.height * (0.1 + 0.8 * (number * golden * golden % 1))
    return [Point(x + 12 * i, y + 60 * math.sin(i / 8 + number)) for i in range(count)]


def draw(brush: BrushTool, points: list[Point]) -> None:
    """Draw one stroke."""
    brush.press(ToolEvent(points[0]))
    for point in points[1:]:
        brush.move(ToolEvent(point))
    brush.release(ToolEvent(points[-1]))
