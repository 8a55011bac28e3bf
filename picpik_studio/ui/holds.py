"""Keys that do something as long as they are held."""

import sys
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

TAP_SECONDS = 0.3

_Place = tuple[str, int]


class Hold(NamedTuple):
    """What a held key does: `start` at its press, `end` at its release, with whether it was only tapped.

    `resume` is done instead of `start` when the end was none: as if the key had been held all the time.
    """

    start: Callable[[], None]
    end: Callable[[bool], None]
    resume: Callable[[], None] | None = None


class _Ended(NamedTuple):
    """A hold that a release has ended: the event's own time, in milliseconds, and when the key was pressed."""

    place: _Place
    time_ms: int
    pressed: float


class HoldKeys:
    """Starts and ends holds by key events; repeats of a held key do nothing. `clock` gives seconds.

    A held key is known by its place on the keyboard: what it types changes with the modifiers that are let go first.
    X11 repeats a key by a release and a press of one time. Qt calls them a repeat if it has heard of the press when it
    tells of the release; now and then it has not. So a press of a release's time goes on with what that one has ended.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._holds: dict[QKeyCombination, Hold] = {}
        self._started: dict[_Place, Hold] = {}
        self._held: dict[_Place, float] = {}
        self._ended: _Ended | None = None

    def clear(self) -> None:
        """End everything and hold nothing any more: other keys are to be given."""
        self.release_all()
        self._holds.clear()

    def add(self, keys: Iterable[str], hold: Hold) -> None:
        """Do `hold` with each of `keys` (portable key texts of one key, which may be pressed with others)."""
        for text in keys:
            self._holds[QKeySequence(text)[0]] = hold  # type: ignore[index] # the stubs lack __getitem__

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key event is for a hold, or of a key that is held already, and no command's."""
        return _combination(event) in self._holds or _place(event) in self._held

    def press(self, event: QKeyEvent) -> bool:
        """Start what the key holds; say whether it holds something."""
        place = _place(event)
        if not self.claims(event):
            return False
        if not event.isAutoRepeat() and place not in self._held:
            self._begin(place, self._holds[_combination(event)], event.timestamp())
        return True

    def release(self, event: QKeyEvent) -> bool:
        """End what the key held; say whether it held something."""
        place = _place(event)
        if place not in self._held:
            return False
        if not event.isAutoRepeat():
            self._ended = _Ended(place, event.timestamp(), self._held[place])
            self._end(place)
        return True

    def release_all(self) -> None:
        """End everything: the window lost the keyboard, so no release will come."""
        for place in tuple(self._held):
            self._end(place)

    def _begin(self, place: _Place, hold: Hold, time_ms: int) -> None:
        ended, self._ended = self._ended, None
        is_same = ended is not None and bool(time_ms) and ended[:2] == (place, time_ms)
        self._held[place] = ended.pressed if ended is not None and is_same else self._clock()
        self._started[place] = hold
        start = hold.resume if is_same and hold.resume is not None else hold.start
        start()

    def _end(self, place: _Place) -> None:
        was_tap = self._clock() - self._held.pop(place) < TAP_SECONDS
        self._started.pop(place).end(was_tap)


def _place(event: QKeyEvent) -> _Place:
    """Return which key of the keyboard an event is of, whatever it types; what it types, where nobody tells."""
    code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    return ("place", code) if code else ("text", event.key())


def _combination(event: QKeyEvent) -> QKeyCombination:
    """Return the key of an event with its modifiers, but for those that only say which part of a keyboard it is on."""
    part = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    return QKeyCombination(event.modifiers() & ~part, Qt.Key(event.key()))
