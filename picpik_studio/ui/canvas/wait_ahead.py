"""Waits for the X server between two paints, so that no paint has to begin with it."""

from PySide6.QtCore import QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QRegion
from PySide6.QtWidgets import QWidget

from picpik_studio.ui.canvas.regions import rects_of

_PIXEL = QSize(1, 1)


class WaitAhead:
    """Makes the window of `widget` ready for its next paint as soon as there is time after one.

    What is drawn lies in memory that the X server reads for itself. So Qt begins each paint with asking whether it has
    read what was drawn before, and waits for the answer: half a millisecond between a move of the pointer and its
    pixels, when the server has long done so. Asked in between, it is not asked again. `is_x11`: no other one waits.
    """

    def __init__(self, widget: QWidget, *, is_x11: bool | None = None) -> None:
        self._widget = widget
        self._is_x11 = QGuiApplication.platformName() == "xcb" if is_x11 is None else is_x11
        self._painted = QPoint()
        self._soon = QTimer(widget, singleShot=True, interval=0)
        self._soon.timeout.connect(self._wait)

    @property
    def is_due(self) -> bool:
        """Whether something was drawn since it was waited."""
        return self._soon.isActive()

    def painted(self, region: QRegion) -> None:
        """Wait, as soon as nothing else is to be done, until `region` (the widget's pixels) has been read."""
        first = next(iter(rects_of(region)), None)
        if self._is_x11 and first is not None:
            self._painted = first.topLeft()
            self._soon.start()

    def _wait(self) -> None:
        """Begin to paint one pixel of it, which waits for all that was drawn, and paint nothing.

        No more than that: Qt takes what is to be painted for wrong in the server's own copy of the window, where it may
        have scrolled it, and sends it whole the next time where there is no common memory.
        """
        window = self._widget.window()
        store, handle = window.backingStore(), window.windowHandle()
        if store is None or handle is None or store.size().isEmpty() or handle.format().hasAlpha():
            return  # nothing was drawn there yet, or a paint begins with wiping
        store.beginPaint(QRegion(QRect(self._widget.mapTo(window, self._painted), _PIXEL)))
        store.endPaint()
