"""The X server is waited for between two paints; on other platforms nobody waits."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.ui.canvas.wait_ahead import WaitAhead


class Sheet(QWidget):
    """A widget of one colour that makes itself ready after each paint."""

    def __init__(self, *, is_x11: bool | None) -> None:
        super().__init__()
        self.colour = QColor("#112233")
        self.ahead = WaitAhead(self, is_x11=is_x11)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.colour)
        painter.end()
        self.ahead.painted(event.region())


def shown(qtbot: QtBot, *, is_x11: bool | None) -> Sheet:
    sheet = Sheet(is_x11=is_x11)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    sheet.repaint()
    return sheet


def on_screen(sheet: Sheet) -> QColor:
    return sheet.screen().grabWindow(sheet.winId()).toImage().pixelColor(5, 5)


def test_it_is_waited_once_after_a_paint_and_what_is_drawn_then_is_seen(qtbot: QtBot, qapp: QApplication) -> None:
    sheet = shown(qtbot, is_x11=True)
    assert sheet.ahead.is_due
    qtbot.waitUntil(lambda: not sheet.ahead.is_due)
    assert on_screen(sheet) == QColor("#112233"), "nothing was drawn over meanwhile"

    sheet.colour = QColor("#445566")
    sheet.update()
    qapp.processEvents()
    assert on_screen(sheet) == QColor("#445566")
    qtbot.waitUntil(lambda: not sheet.ahead.is_due)


def test_a_window_that_was_closed_meanwhile_is_not_asked(qtbot: QtBot) -> None:
    sheet = shown(qtbot, is_x11=True)
    sheet.close()
    sheet.destroy()
    qtbot.waitUntil(lambda: not sheet.ahead.is_due)


def test_other_platforms_are_not_waited_for(qtbot: QtBot) -> None:
    assert not shown(qtbot, is_x11=None).ahead.is_due


def test_a_store_in_which_nothing_was_drawn_yet_is_left_alone(qtbot: QtBot) -> None:
    outer, sheet = QWidget(), Sheet(is_x11=True)
    qtbot.addWidget(outer)
    sheet.setParent(outer)
    outer.resize(50, 40)
    with qtbot.waitExposed(outer):
        outer.show()
    sheet.repaint()
    sheet.setParent(None)
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.waitUntil(lambda: not sheet.ahead.is_due)
