"""The documents and strokes that the benchmarks share, and a stroke as the canvas follows it."""

import math
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from picpik_studio.core.document import Document, DocumentEvent, MaskChanged
from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.picture import Picture
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.core.tools.base import ToolEvent
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.settings import ToolSettings
from tests.benchmarks.timing import milliseconds

MP24 = Size(6000, 4000)
MP100 = Size(10_000, 10_000)
_ROW = 4000.0


def document(size: Size) -> Document:
    """Return an empty grey document of `size`."""
    return Document(Picture(np.full((size.height, size.width, 4), 128, np.uint8), has_alpha=False))


def tool(target: Document, diameter: float) -> BrushTool:
    """Return a brush tool of `diameter` for `target`."""
    settings = ToolSettings()
    settings.size = diameter
    return BrushTool(target, settings)


def hatching(count: int, step: float) -> list[Point]:
    """Return `count` points, `step` pixels apart, that run to and fro over 4000 x 2000 pixels at an even pace."""
    points = []
    for i in range(count):
        row, x = divmod(i * step, _ROW)
        points.append(Point(1000 + (x if row % 2 == 0 else _ROW - x), 1000 + 300 * (row + x / _ROW)))
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


@dataclass
class Followed:
    """One stroke with the mask's pyramid kept up, as the canvas does it inside the event."""

    press_ms: float = 0.0
    moves_ms: list[float] = field(default_factory=list)
    release_ms: float = 0.0
    pixels_announced: int = 0


def follow(target: Document, diameter: float, points: list[Point]) -> Followed:
    """Draw one stroke of `diameter` and return what it took."""
    figures = Followed()
    pyramid = Pyramid(target.mask.pixels)

    def keep_up(event: DocumentEvent) -> None:
        if isinstance(event, MaskChanged):
            pyramid.update(event.rect)
            figures.pixels_announced += event.rect.width * event.rect.height

    disconnect = target.changed.connect(keep_up)
    brush = tool(target, diameter)
    figures.press_ms = milliseconds(partial(brush.press, ToolEvent(points[0])))
    figures.moves_ms = [milliseconds(partial(brush.move, ToolEvent(point))) for point in points[1:]]
    figures.release_ms = milliseconds(partial(brush.release, ToolEvent(points[-1])))
    disconnect()
    return figures
