"""What rectangle and ellipse have in common: a box that is dragged open."""

import math

from picpik_studio.core.geometry import EMPTY, Point, Rect
from picpik_studio.core.tools.base import Modifiers
from picpik_studio.core.tools.shape import ShapeTool, moved


class BoxTool(ShapeTool):
    """A box from the press to the pointer, its sides on whole pixels.

    Shift during the drag makes it a square, Alt makes the press its middle.
    """

    _anchor = Point(0, 0)
    _corner = Point(0, 0)
    _constraints = Modifiers.NONE

    @property
    def box(self) -> Rect:
        """The box in whole pixels, `EMPTY` when there is none or it has no area."""
        if not self.is_active:
            return EMPTY
        x, y = _whole(self._anchor.x), _whole(self._anchor.y)
        dx, dy = _whole(self._corner.x) - x, _whole(self._corner.y) - y
        if Modifiers.SHIFT in self._constraints:
            side = max(abs(dx), abs(dy))
            dx, dy = int(math.copysign(side, dx)), int(math.copysign(side, dy))
        if Modifiers.ALT in self._constraints:
            x, y, dx, dy = x - dx, y - dy, 2 * dx, 2 * dy
        return Rect(min(x, x + dx), min(y, y + dy), abs(dx), abs(dy)) if dx and dy else EMPTY

    def _start(self, point: Point) -> None:
        self._anchor = self._corner = point
        self._constraints = Modifiers.NONE

    def _go_on(self, point: Point, constraints: Modifiers) -> None:
        self._corner, self._constraints = point, constraints

    def _translate(self, dx: float, dy: float) -> None:
        self._anchor, self._corner = moved(self._anchor, dx, dy), moved(self._corner, dx, dy)


def _whole(value: float) -> int:
    """Return the grid line nearest to `value`."""
    return math.floor(value + 0.5)
