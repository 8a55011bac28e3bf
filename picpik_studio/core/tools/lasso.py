"""The lasso."""

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.base import Modifiers
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.shape import ShapeTool, moved, snapped
from picpik_studio.texts import QT_TRANSLATE_NOOP

_STEP_BACK = 10  # points of the path; a pen sends some 200 in a second


class LassoTool(ShapeTool):
    """A freehand path from press to release, closed by a straight line.

    While Shift is pressed anew the path goes on in a straight line, in a direction of a multiple of 45 degrees.
    Backspace takes back the last 10 points.
    """

    label = QT_TRANSLATE_NOOP("Edit", "Lasso")

    def __init__(self, document: Document, settings: RegionSettings) -> None:
        super().__init__(document, settings)
        self._points: list[Point] = []
        self._loose: Point | None = None

    @property
    def outline(self) -> tuple[Point, ...]:
        """The path so far, in image pixels."""
        if not self.is_active:
            return ()
        return (*self._points, self._loose) if self._loose else tuple(self._points)

    def _start(self, point: Point) -> None:
        self._points, self._loose = [point], None

    def _go_on(self, point: Point, constraints: Modifiers) -> None:
        if Modifiers.SHIFT in constraints:
            self._loose = snapped(self._points[-1], point)
        elif self._loose:
            self._points += [self._loose, point]
            self._loose = None
        elif point != self._points[-1]:
            self._points.append(point)

    def _translate(self, dx: float, dy: float) -> None:
        self._points = [moved(point, dx, dy) for point in self._points]
        self._loose = moved(self._loose, dx, dy) if self._loose else None

    def _step_back(self) -> None:
        if self._loose:
            self._loose = None
        elif len(self._points) > 1:
            del self._points[max(1, len(self._points) - _STEP_BACK) :]
        else:
            self.cancel()
