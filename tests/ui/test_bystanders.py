"""A widget over the canvas takes the pointer from it, and gives it back when it goes."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.ui.canvas.bystanders import Bystander
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.hot_spot import of_mouse
from tests.ui.easel import Hand, a_canvas, at, open_picture

_PLACE = QPoint(50, 40)


@pytest.fixture
def canvas(qtbot: QtBot, session: Session) -> Canvas:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    Hand(canvas).move(at(canvas, 20, 30))
    return canvas


@pytest.fixture
def beside(canvas: Canvas) -> QWidget:
    """A widget that the pointer has gone over."""
    widget = QWidget(canvas)
    widget.setGeometry(30, 20, 60, 50)
    Bystander(widget, canvas)
    widget.show()
    point = QPointF(5, 5)
    QApplication.sendEvent(widget, QEnterEvent(point, point, point))
    return widget


def test_while_the_pointer_is_over_it_there_is_no_outline(canvas: Canvas, beside: QWidget) -> None:
    assert beside.isVisible()
    assert canvas.pointer_position is None


def test_when_it_goes_the_outline_is_where_the_pointer_stands(canvas: Canvas, beside: QWidget) -> None:
    QCursor.setPos(canvas.mapToGlobal(_PLACE))
    beside.hide()
    assert canvas.pointer_position == of_mouse(canvas, QPointF(_PLACE))


def test_when_it_goes_and_the_pointer_was_not_over_it_nothing_changes(canvas: Canvas, beside: QWidget) -> None:
    QApplication.sendEvent(beside, QEvent(QEvent.Type.Leave))
    QCursor.setPos(canvas.mapToGlobal(_PLACE))
    beside.hide()
    assert canvas.pointer_position is None


def test_when_the_pointer_has_left_the_canvas_too_it_is_not_given_back(canvas: Canvas, beside: QWidget) -> None:
    QCursor.setPos(canvas.mapToGlobal(QPoint(canvas.width() + 20, 5)))
    beside.hide()
    assert canvas.pointer_position is None
