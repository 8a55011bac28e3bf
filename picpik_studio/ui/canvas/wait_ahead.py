"""Waits for the X server between two paints, so that no paint has to begin with it."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QRegion
from PySide6.QtWidgets import QWidget


class WaitAhead:
    """Makes the window of `widget` ready for its next paint as soon as there is time after one.

    What is drawn lies in memory that the X server reads for itself. So Qt begins each paint with asking whether it has
    read what was drawn before, and waits for the answer: half a millisecond between a move of the pointer and its
    pixels, when the server has long done so. Asked in between, it is not asked again. `is_x11`: no other one waits.
    """

    def __init__(self, widget: QWidget, *, is_x11: bool | None = None) -> None:
        self._widget = widget
        self._is_x11 = QGuiApplication.platformName() == "xcb" if is_x11 is None else is_x11
        self._soon = QTimer(widget, singleShot=True, interval=0)
        self._soon.timeout.connect(self._wait)

    @property
    def is_due(self) -> bool:
        """Whether something was drawn since it was waited."""
        return self._soon.isActive()

    def painted(self) -> None:
        """Wait as soon as nothing else is to be done."""
        if self._is_x11:
            self._soon.start()

    def _wait(self) -> None:
        window = self._widget.window()
        store = window.backingStore()
        if store is not None:
            store.beginPaint(QRegion(window.rect()))
            store.endPaint()
