"""Overlays with nothing to show are left alone while only the pointer moves, and are asked again by an update."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.ui.canvas.view import CanvasView

_CORNER = QRect(0, 0, 10, 10)


class Mark:
    """Draws a white corner while it `is_shown`, and counts how often it was asked."""

    def __init__(self, *, is_shown: bool) -> None:
        self.is_shown = is_shown
        self.asked = 0

    def draw(self, painter: QPainter) -> bool:
        self.asked += 1
        if self.is_shown:
            painter.fillRect(_CORNER, QColor("#ffffff"))
        return self.is_shown


def test_one_with_nothing_to_show_is_asked_again_by_an_update_alone(qtbot: QtBot, qapp: QApplication) -> None:
    view = CanvasView()
    qtbot.addWidget(view)
    shown, other = Mark(is_shown=True), Mark(is_shown=False)
    view.overlays.append(other.draw)
    view.overlays.insert(0, shown.draw)
    with qtbot.waitExposed(view):
        view.show()
    view.repaint()
    qapp.processEvents()
    before = shown.asked, other.asked
    view.redraw(QRegion(_CORNER))
    qapp.processEvents()
    assert (shown.asked, other.asked) == (before[0] + 1, before[1])

    other.is_shown, shown.is_shown = True, False
    view.update(QRect(100, 100, 5, 5))
    qapp.processEvents()
    view.redraw(QRegion(_CORNER))
    qapp.processEvents()
    assert (shown.asked, other.asked) == (before[0] + 2, before[1] + 2)
    assert view.grab().toImage().pixelColor(5, 5) == QColor("#ffffff")
