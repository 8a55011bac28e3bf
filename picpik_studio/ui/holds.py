"""Keys that do something as long as they are held."""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

TAP_SECONDS = 0.3


class Hold(NamedTuple):
    """What a held key does: `start` at its press, `end` at its release, with whether it was only tapped."""

    start: Callable[[], None]
    end: Callable[[bool], None]


class HoldKeys:
    """Starts and ends holds by key events; repeats of a held key do nothing. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._holds: dict[QKeyCombination, Hold] = {}
        self._started: dict[int, Hold] = {}
        self._held: dict[int, float] = {}

    def clear(self) -> None:
        """End everything and hold nothing any more: other keys are to be given."""
        self.release_all()
        self._holds.clear()

    def add(self, keys: Iterable[str], hold: Hold) -> None:
        """Do `hold` with each of `keys` (portable key texts of one key, which may be pressed with others)."""
        for text in keys:
            self._holds[QKeySequence(text)[0]] = hold  # type: ignore[index] # the stubs lack __getitem__

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key event is for a hold, and no command's."""
        return _combination(event) in self._holds

    def press(self, event: QKeyEvent) -> bool:
        """Start what the key holds; say whether it holds something."""
        key = event.key()
        if not self.claims(event):
            return False
        if not event.isAutoRepeat() and key not in self._held:
            self._held[key] = self._clock()
            self._started[key] = self._holds[_combination(event)]
            self._started[key].start()
        return True

    def release(self, event: QKeyEvent) -> bool:
        """End what the key held; say whether it held something."""
        if event.key() not in self._held:
            return False
        if not event.isAutoRepeat():
            self._end(event.key())
        return True

    def release_all(self) -> None:
        """End everything: the window lost the keyboard, so no release will come."""
        for key in tuple(self._held):
            self._end(key)

    def _end(self, key: int) -> None:
        was_tap = self._clock() - self._held.pop(key) < TAP_SECONDS
        self._started.pop(key).end(was_tap)


def _combination(event: QKeyEvent) -> QKeyCombination:
    """Return the key of an event with its modifiers, but for those that only say which part of a keyboard it is on."""
    part = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    return QKeyCombination(event.modifiers() & ~part, Qt.Key(event.key()))
