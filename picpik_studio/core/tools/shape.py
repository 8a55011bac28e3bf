"""What lasso, polygon, rectangle and ellipse have in common: an outline that grows, and becomes one edit."""

import math

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Offset, Point, Rect
from picpik_studio.core.polygon import cover
from picpik_studio.core.tools.base import Key, Modifiers, ToolEvent
from picpik_studio.core.tools.combine import Combine, chosen, put
from picpik_studio.core.tools.region_settings import RegionSettings

_LEAST_CORNERS = 3
_EIGHTH = math.pi / 4


class ShapeTool:
    """A shape in progress. Nothing is written before it is closed; then it is one edit, antialiased.

    The modifiers of the press choose how it is combined with the mask (`combine.chosen`). A modifier that is pressed
    later, or let go and pressed again, constrains the shape, as each tool says. Enter closes, Escape gives the shape
    up, Backspace takes back the last step, and while Space is down the pointer moves what there is.
    """

    label = ""
    is_closed = True
    """Whether `outline` is drawn with its last side, from the last point to the first."""

    def __init__(self, document: Document, settings: RegionSettings) -> None:
        self._document = document
        self._settings = settings
        self._how: Combine | None = None
        self._held = Modifiers.NONE
        self._is_moving = False
        self._pointer = Point(0, 0)

    @property
    def is_active(self) -> bool:
        """Whether a shape is in progress."""
        return self._how is not None

    @property
    def combine(self) -> Combine | None:
        """How the shape in progress will be combined with the mask."""
        return self._how

    @property
    def outline(self) -> tuple[Point, ...]:
        """The shape in progress, in image pixels, for the canvas to draw; no point when there is none."""
        raise NotImplementedError

    def press(self, event: ToolEvent) -> None:
        """Begin a shape; a second button during one is ignored."""
        if not self.is_active:
            self._how = chosen(event.modifiers, event.button, self._settings.combine)
            self._held = event.modifiers
            self._is_moving = False
            self._pointer = event.point
            self._start(event.point)

    def move(self, event: ToolEvent) -> None:
        """Go on to the event's point, or take the whole shape along while Space is down."""
        if not self.is_active:
            return
        dx, dy = event.point.x - self._pointer.x, event.point.y - self._pointer.y
        self._pointer = event.point
        self._held &= event.modifiers
        if self._is_moving:
            self._translate(dx, dy)
        else:
            self._go_on(event.point, event.modifiers & ~self._held)

    def release(self, event: ToolEvent) -> None:
        """Go on to the event's point and close."""
        self.move(event)
        self.close()

    def double_click(self, event: ToolEvent) -> None:
        """Close; the press that came with the first click has been taken in."""
        del event
        self.close()

    def key(self, key: Key, *, is_down: bool = True) -> bool:
        """Take in a key; return whether it was for this tool, which is so while a shape is in progress."""
        if not self.is_active:
            return False
        if key is Key.SPACE:
            self._is_moving = is_down
        elif is_down:
            {Key.ENTER: self.close, Key.ESCAPE: self.cancel, Key.BACKSPACE: self._step_back}[key]()
        return True

    def follow_canvas(self, way: Offset) -> None:
        """Stay on what it was drawn on, whose pixels have moved by `way` with the picture's canvas."""
        self._pointer = moved(self._pointer, *way)
        if self.is_active:
            self._translate(*way)

    def close(self) -> None:
        """End the shape and combine it with the mask, if it covers anything. Raises EditOpenError in another edit."""
        how, outline = self._how, self.outline
        self.cancel()
        if how is not None and len(outline) >= _LEAST_CORNERS:
            put(self._document, cover(outline, Rect.of(self._document.size)), how, self.label)

    def cancel(self) -> None:
        """Give the shape up; the document was never touched."""
        self._how = None

    def _start(self, point: Point) -> None:
        """Begin at `point`."""
        raise NotImplementedError

    def _go_on(self, point: Point, constraints: Modifiers) -> None:
        """Follow the pointer."""
        raise NotImplementedError

    def _translate(self, dx: float, dy: float) -> None:
        """Move all that there is."""
        raise NotImplementedError

    def _step_back(self) -> None:
        """Take back the last step: of a shape of one step, all."""
        self.cancel()


def moved(point: Point, dx: float, dy: float) -> Point:
    """Return `point`, moved."""
    return Point(point.x + dx, point.y + dy)


def snapped(origin: Point, point: Point) -> Point:
    """Return the place nearest to `point` that lies from `origin` in a direction of a multiple of 45 degrees."""
    dx, dy = point.x - origin.x, point.y - origin.y
    angle = round(math.atan2(dy, dx) / _EIGHTH) * _EIGHTH
    along = dx * math.cos(angle) + dy * math.sin(angle)
    return Point(origin.x + along * math.cos(angle), origin.y + along * math.sin(angle))
