"""Which of mouse, pen and fingers counts: no hand paints twice, and no palm paints at all."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QApplication

from picpik_studio.core.tools.base import Button
from picpik_studio.ui.application import Application
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.pointer import Pointer, PointerEvent, modifiers_of
from picpik_studio.ui.canvas.twist import Twist
from picpik_studio.ui.canvas.view import CanvasView

_NEAR_MS = 800  # a pen that is near tells of itself more than a hundred times a second
_TOLD_NEAR_MS = 5000  # one that has been told to be near may be over a panel; a system that forgets it costs no more
_LEFT_MS = 100  # what the system makes of its last move may come late
_TWO = 2
_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
)
_PEN = (QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease)
_NOT_A_MOUSE = (
    QInputDevice.DeviceType.TouchScreen,
    QInputDevice.DeviceType.Stylus,
    QInputDevice.DeviceType.Airbrush,
    QInputDevice.DeviceType.Puck,
)


class Devices:
    """Looks at every event of the canvas first. `take` tells whether it needs nothing more.

    A mouse event that was made from a pen's or a finger's is dropped: it names their device, or it comes while the pen
    is near. One finger pans, or paints where a person has chosen so; two pan, pinch and turn, and take back what the
    first one has painted. While the pen is down no finger does anything, while it is near two fingers move the view.
    """

    def __init__(self, view: CanvasView, pointer: Pointer, paints_by_finger: Callable[[], bool]) -> None:
        self._view = view
        self._pointer = pointer
        self._paints_by_finger = paints_by_finger
        self._near_until = 0
        self._is_told_near = False
        self._is_pen_down = False
        self._fingers: dict[int, QPointF] = {}
        self._is_painting = False
        self._twist = Twist(view)
        view.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        application = QApplication.instance()
        if isinstance(application, Application):
            follow(view, application.pen_came, self._pen_came)
            follow(view, application.pen_left, self._pen_left)

    def take(self, event: QEvent, kind: QEvent.Type) -> bool:
        """Drop what is another event's twin, do what fingers do, and remember where the pen is."""
        if kind in _MOUSE and isinstance(event, QMouseEvent):
            return self._drop_twin(event)
        if kind in _PEN and isinstance(event, QTabletEvent):
            self._near_until = event.timestamp() + (_TOLD_NEAR_MS if self._is_told_near else _NEAR_MS)
            self._is_pen_down = event.buttons() != Qt.MouseButton.NoButton
        elif isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return False

    def _drop_twin(self, event: QMouseEvent) -> bool:
        is_twin = event.deviceType() in _NOT_A_MOUSE or self._is_pen_down or self._is_pen_near(event.timestamp())
        if is_twin:
            event.accept()
        return is_twin

    def _is_pen_near(self, now: int) -> bool:
        return now < self._near_until

    def _pen_came(self, time: int) -> None:
        self._is_told_near = True
        self._near_until = time + _TOLD_NEAR_MS

    def _pen_left(self, time: int) -> None:
        self._is_told_near = False
        self._near_until = time + _LEFT_MS

    # Fingers

    def _touch(self, event: QTouchEvent) -> None:
        before = self._fingers
        self._fingers = self._places(event)
        if self._is_painting:
            self._paint(event, before)
        elif self._is_pen_down or (len(self._fingers) < _TWO and self._is_pen_near(event.timestamp())):
            return
        elif not before and len(self._fingers) == 1 and self._paints_by_finger():
            self._is_painting = True
            self._pointer.press(_as_pointer(event, next(iter(self._fingers.values())), is_held=True))
        elif len(self._fingers) > 1 or not self._paints_by_finger():
            self._follow(before)

    def _paint(self, event: QTouchEvent, before: dict[int, QPointF]) -> None:
        """Go on with the finger's stroke; a second finger and the system take it back."""
        if len(self._fingers) > 1 or event.type() == QEvent.Type.TouchCancel:
            self._pointer.cancel()
        elif self._fingers:
            self._pointer.move(_as_pointer(event, next(iter(self._fingers.values())), is_held=True))
        else:
            last = self._place(event.points()[0]) if event.pointCount() else next(iter(before.values()))
            self._pointer.release(_as_pointer(event, last, is_held=False))
        self._is_painting = self._is_painting and len(self._fingers) == 1

    def _follow(self, before: dict[int, QPointF]) -> None:
        """Move and zoom the view with the fingers that were there and still are."""
        if len(before) < _TWO:
            self._twist.begin()
        same = [number for number in self._fingers if number in before]
        if not same:
            return
        were, are = [before[number] for number in same], [self._fingers[number] for number in same]
        middle_was, middle = _middle(were), _middle(are)
        self._view.pan(middle.x() - middle_was.x(), middle.y() - middle_was.y())
        spread_was, spread = _spread(were), _spread(are)
        if spread_was > 1 and spread > 1:
            self._view.zoom_to(self._view.viewport.zoom * spread / spread_was, middle)
            self._twist.by(_turned(were, are), middle)

    def _places(self, event: QTouchEvent) -> dict[int, QPointF]:
        """Return where each finger is that touches, by its number."""
        if event.type() in (QEvent.Type.TouchCancel, QEvent.Type.TouchEnd):
            return {}
        down: Sequence[QEventPoint] = event.points()
        return {point.id(): self._place(point) for point in down if point.state() != QEventPoint.State.Released}

    def _place(self, point: QEventPoint) -> QPointF:
        return QPointF(self._view.mapFromGlobal(point.globalPosition()))


def _as_pointer(event: QTouchEvent, at: QPointF, *, is_held: bool) -> PointerEvent:
    time = event.timestamp() / 1000
    return PointerEvent(at, Button.LEFT, modifiers_of(event.modifiers()), None, time, is_held)


def _middle(places: list[QPointF]) -> QPointF:
    return QPointF(sum(place.x() for place in places) / len(places), sum(place.y() for place in places) / len(places))


def _turned(were: list[QPointF], are: list[QPointF]) -> float:
    """Return by how many degrees clockwise the first two fingers have turned, from -180 to 180."""
    before, now = were[1] - were[0], are[1] - are[0]
    radians = math.atan2(now.y(), now.x()) - math.atan2(before.y(), before.x())
    return math.degrees(math.remainder(radians, math.tau))


def _spread(places: list[QPointF]) -> float:
    """Return how far the first two fingers are apart; 0 when there is one."""
    if len(places) < _TWO:
        return 0.0
    return math.hypot(places[1].x() - places[0].x(), places[1].y() - places[0].y())
