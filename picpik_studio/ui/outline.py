"""What is seen of a window at once: where the last one stood, dark, with the outlines of its parts.

Nothing but Qt's bare classes is used here, and none of Qt's own names for things (`Qt.…` takes 25 ms at its first use):
the window is seen after 1.2 times what a bare one takes, and the rest comes into it.
"""

from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from picpik_studio.app.folders import config_folder

WINDOW: Final = "#1e1f22"
SURROUND: Final = "#17181a"
PANEL: Final = "#26282c"
LEAST_SIZE: Final = (960, 640)
HANDLE: Final = 4
"""Between the middle and the panel beside it."""

_GEOMETRY = "window/geometry"
_INSETS = "window/insets"
_DEFAULT_SIZE = (1280, 800)
_FILE = "window.ini"
_TITLE_BAR_PX = 40
_SIDES = 4


def kept() -> QSettings:
    """Return what is kept of windows between runs, beside the settings."""
    return QSettings(str(config_folder() / _FILE), QSettings.Format.IniFormat)


def restore_place(window: QMainWindow) -> None:
    """Put the window where the last one stood, or give it its first size."""
    window.setMinimumSize(*LEAST_SIZE)
    geometry = kept().value(_GEOMETRY)
    if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
        _begin(window)


def keep_place(window: QMainWindow, centre: QWidget) -> None:
    """Remember where the window stands, and how far from its edges its middle is."""
    place = QRect(centre.mapTo(window, QPoint()), centre.size())
    insets = place.left(), place.top(), window.width() - place.right() - 1, window.height() - place.bottom() - 1
    kept().setValue(_GEOMETRY, window.saveGeometry())
    kept().setValue(_INSETS, " ".join(map(str, insets)))


class Outline:
    """The parts of a window that is still empty, where the last one had them; nothing of them the first time.

    By a style sheet: a painter's first `fillRect` asks for Qt's own names.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        words = str(kept().value(_INSETS, "")).split()
        self._insets = [int(word) for word in words if word.isdecimal()]
        window.setStyleSheet(f"QMainWindow {{ background: {WINDOW} }}")
        colours = (SURROUND, PANEL) if len(self._insets) == _SIDES else ()
        self._parts = [_part(window, colour) for colour in colours]

    def lay_out(self) -> None:
        """Put the parts where they are in a window of this size."""
        if self._parts:
            left, top, right, bottom = self._insets
            width, below = self._window.width(), self._window.height() - top - bottom
            self._parts[0].setGeometry(left, top, width - left - right, below)
            self._parts[1].setGeometry(width - right + HANDLE, top, right - HANDLE, below)

    def end(self) -> None:
        """Give way to the parts themselves, before anything is painted again."""
        self._window.setStyleSheet("")
        for part in self._parts:
            part.hide()
            part.deleteLater()


def _part(window: QMainWindow, colour: str) -> QFrame:
    part = QFrame(window)
    part.setStyleSheet(f"background: {colour}")
    return part


def _begin(window: QMainWindow) -> None:
    """Give the window its first size, or all of a screen that has not more than that."""
    window.resize(*_DEFAULT_SIZE)
    room = window.screen().availableGeometry()
    if room.width() <= _DEFAULT_SIZE[0] or room.height() <= _DEFAULT_SIZE[1] + _TITLE_BAR_PX:
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see above

        window.setWindowState(Qt.WindowState.WindowMaximized)
