"""Draws a widget before anything else is done."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget

IN_TIME_MS: Final = 8
_REST_MS: Final = 1000
_AGAIN: Final = 1 << 32  # X11 counts milliseconds so far


class AtOnce:
    """Draws what is out of date in a widget's window, for which Qt would wait until nothing else is to be done.

    For a mouse's moves. Where Qt puts a move together with all that came after it (X11), every one is drawn. Where it
    does not (Wayland), a mouse can tell more than can be drawn: what is heard more than `IN_TIME_MS` late is left to
    Qt, which draws once for all that waits. A pen's moves come one by one everywhere. `clock` counts seconds.
    """

    def __init__(self, widget: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        self._widget = widget
        self._clock = clock
        self._soonest = 0
        self._last = 0

    def moved(self, told_ms: int) -> None:
        """Draw after a move that the system told at a time of its own, in milliseconds; 0 when it is not known."""
        merges = QCoreApplication.testAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents)
        if merges or not told_ms or self._is_in_time(told_ms):
            QCoreApplication.sendPostedEvents(self._widget.window(), QEvent.Type.UpdateRequest)

    def _is_in_time(self, told_ms: int) -> bool:
        """Whether a move was heard hardly later than that since the pointer's last rest which was heard soonest.

        Only so can two clocks be compared: neither's beginning is known, and over hours they go apart.
        """
        has_rested = (told_ms - self._last) % _AGAIN > _REST_MS
        self._last = told_ms
        late = _signed(round(1000 * self._clock()) - told_ms - self._soonest)
        if has_rested or late < 0:
            self._soonest, late = self._soonest + late, 0
        return late <= IN_TIME_MS


def _signed(ms: int) -> int:
    """Return a difference of two times that begin anew with `_AGAIN`."""
    return (ms + _AGAIN // 2) % _AGAIN - _AGAIN // 2
