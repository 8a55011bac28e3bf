"""A stroke: the path of a brush across a mask."""

from collections.abc import Iterable

from picpik_studio.core.brush import Brush
from picpik_studio.core.geometry import Point, Rect, Size, clipped
from picpik_studio.core.raster import Capsules, Dab, Stamps

SWEPT_BELOW = 40.0
"""The diameter below which a brush is swept along the path; from it on, it is stamped."""


def tip(brush: Brush) -> Stamps | Capsules:
    """Return what paints for `brush`. Worth keeping as long as the brush is the same."""
    return Capsules(brush) if brush.size < SWEPT_BELOW else Stamps(brush)


class Stroke:
    """Turns the points of one stroke over a picture of `size` into dabs, which the caller paints.

    The path may leave the picture and come back: what cannot touch it makes no dab.
    """

    def __init__(self, tip: Stamps | Capsules, size: Size, start: Point) -> None:
        self._tip = tip
        self._near = Rect.of(size).expanded(int(tip.brush.outer) + 2)
        self._last = start

    def start(self) -> Iterable[Dab]:
        """Return the first dab, if it is near enough to the picture."""
        if self._near.contains(self._last):
            yield self._tip.at(self._last)

    def to(self, point: Point) -> Iterable[Dab]:
        """Go on in a straight line to `point`; return the dabs on the way."""
        start, self._last = self._last, point
        part = clipped(start, point, self._near)
        return self._tip.between(*part) if part else ()
