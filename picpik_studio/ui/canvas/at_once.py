"""Draws a widget before anything else is done."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget


def draw_at_once(widget: QWidget) -> None:
    """Draw what is out of date in the widget's window, for which Qt would wait until nothing else is to be done.

    For a mouse's move, which Qt has put together with all that came after it. A pen's moves come one by one, at times
    faster than they can be drawn.
    """
    QCoreApplication.sendPostedEvents(widget.window(), QEvent.Type.UpdateRequest)
