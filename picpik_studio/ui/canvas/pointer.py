"""Mouse and pen as plain values, and the one gesture that a press begins and its release ends."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QWidget

from picpik_studio.core.tools.base import Button, Modifiers
from picpik_studio.ui.canvas import hot_spot

PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.TabletPress)
MOVES = (QEvent.Type.MouseMove, QEvent.Type.TabletMove)

_BUTTONS = {
    Qt.MouseButton.LeftButton: Button.LEFT,
    Qt.MouseButton.MiddleButton: Button.MIDDLE,
    Qt.MouseButton.RightButton: Button.RIGHT,
}
_NO_KEYS = Qt.KeyboardModifier.NoModifier
_MODIFIERS = (
    (Qt.KeyboardModifier.ShiftModifier, Modifiers.SHIFT),
    (Qt.KeyboardModifier.ControlModifier, Modifiers.CTRL),
    (Qt.KeyboardModifier.AltModifier, Modifiers.ALT),
)
_HELD = {
    Qt.Key.Key_Shift: Modifiers.SHIFT,
    Qt.Key.Key_Control: Modifiers.CTRL,
    Qt.Key.Key_Alt: Modifiers.ALT,
}
_X11_META = (0xFFE7, 0xFFE8)  # what the Alt keys are called there while Shift is held; the logo key is another


class PointerEvent(NamedTuple):
    """What a pointer did: `position` in the widget's pixels, `pressure` 0 to 1 or None, `time` in seconds."""

    position: QPointF
    button: Button
    modifiers: Modifiers
    pressure: float | None
    time: float
    is_held: bool

    @classmethod
    def of_mouse(cls, event: QMouseEvent, widget: QWidget, *, is_move: bool = False) -> "PointerEvent":
        """Return what a mouse event says that `widget` was sent; a move is of no button."""
        button = Button.NONE if is_move else _BUTTONS.get(event.button(), Button.NONE)
        is_held = event.buttons() != Qt.MouseButton.NoButton
        modifiers = modifiers_of(event.modifiers())
        position = hot_spot.of_mouse(widget, event.position())
        return cls(position, button, modifiers, None, event.timestamp() / 1000, is_held)

    @classmethod
    def of_pen(cls, event: QTabletEvent, widget: QWidget) -> "PointerEvent":
        """Return what a pen event says that `widget` was sent; the pen's other end is the eraser."""
        button = _BUTTONS.get(event.button(), Button.NONE)
        if button is Button.LEFT and event.pointerType() == QPointingDevice.PointerType.Eraser:
            button = Button.ERASER
        is_held = event.buttons() != Qt.MouseButton.NoButton
        modifiers = modifiers_of(event.modifiers())
        position = hot_spot.of_pen(widget, event.position())
        return cls(position, button, modifiers, event.pressure(), event.timestamp() / 1000, is_held)


def modifiers_of(held: Qt.KeyboardModifier) -> Modifiers:
    """Return the modifiers that a tool knows."""
    result = Modifiers.NONE
    if held is _NO_KEYS:
        return result
    for theirs, ours in _MODIFIERS:
        if held & theirs:
            result |= ours
    return result


def held_by(event: QKeyEvent) -> Modifiers:
    """Return the modifier whose key went down or up, if it is one that a tool knows."""
    if event.key() == Qt.Key.Key_Meta and event.nativeVirtualKey() in _X11_META:
        return Modifiers.ALT
    return _HELD.get(Qt.Key(event.key()), Modifiers.NONE)


class Gesture(Protocol):
    """Something that a press may begin."""

    def press(self, event: PointerEvent) -> bool:
        """Begin, if this press is meant; say whether it is."""

    def move(self, event: PointerEvent) -> None:
        """Go on."""

    def release(self, event: PointerEvent) -> None:
        """End."""

    def cancel(self) -> None:
        """End, and take back what was done."""


class Aside(Gesture, Protocol):
    """A gesture that may come in between another one, which waits until it is over."""

    @property
    def is_active(self) -> bool:
        """Whether it goes on."""

    def press_between(self, event: PointerEvent) -> None:
        """Begin in between, if this press is meant."""

    def move_between(self, before: PointerEvent, event: PointerEvent) -> bool:
        """Go on from `before` to `event` if it is its turn; say whether it is."""

    def release_between(self, event: PointerEvent) -> None:
        """End in between, if this release is meant."""


class Pointer:
    """Gives a press to the first gesture that wants it, and all that follows to that gesture, until its release.

    Other buttons in between are ignored, but for those of `aside`: the gesture waits while that goes on. A release that
    never came (another window took the mouse) is made up at the next move without a button.
    """

    def __init__(self, gestures: Sequence[Gesture], aside: Aside) -> None:
        self._gestures = list(gestures)
        self._aside = aside
        self._last: PointerEvent | None = None
        self._active: Gesture | None = None
        self._button = Button.NONE

    def add(self, gesture: Gesture) -> None:
        """Offer presses to one gesture more, after all others."""
        self._gestures.append(gesture)

    @property
    def active(self) -> Gesture | None:
        """The gesture that goes on, or None."""
        return self._active

    @property
    def last(self) -> PointerEvent | None:
        """What was felt last."""
        return self._last

    def feel(self, event: PointerEvent, kind: QEvent.Type) -> None:
        """Do what an event of a mouse or a pen says by its kind; what is neither a press nor a move is a release."""
        if kind in PRESSES:
            self.press(event)
        elif kind in MOVES:
            self.move(event)
        else:
            self.release(event)

    def press(self, event: PointerEvent) -> None:
        """Give a press to a gesture, unless one goes on."""
        if self._active is None:
            self._active = next((gesture for gesture in self._gestures if gesture.press(event)), None)
            self._button = event.button
        elif self._active is not self._aside:
            self._aside.press_between(event)
        self._last = event

    def move(self, event: PointerEvent) -> None:
        """Give a move to the gesture that goes on."""
        before, self._last = self._last, event
        if self._active is None:
            return
        if not event.is_held:
            self._end(event)
        elif self._active is self._aside or not self._aside.move_between(before or event, event):
            self._active.move(event)

    def release(self, event: PointerEvent) -> None:
        """End the gesture with the release of its own button."""
        if self._active is not None and event.button is self._button:
            self._end(event)
        elif self._active is not None and self._active is not self._aside:
            self._aside.release_between(event)

    def cancel(self) -> bool:
        """Take back the gesture that goes on; say whether there was one."""
        gesture, self._active = self._active, None
        if gesture is not None:
            self._aside.cancel()
            gesture.cancel()
        return gesture is not None

    def _end(self, event: PointerEvent) -> None:
        gesture, self._active = self._active, None
        if gesture is not None:
            if gesture is not self._aside:
                self._aside.cancel()
            gesture.release(event)
