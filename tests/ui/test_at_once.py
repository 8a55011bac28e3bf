"""When a move of the mouse is drawn at once: as long as it is heard in time. By counters and a clock of the test's."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.ui.canvas.at_once import IN_TIME_MS, AtOnce
from tests.ui.easel import LEFT, NO_KEYS, NONE, Hand, a_canvas, open_picture

MERGES = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
BEGIN_MS = 5_000_000


class Slow(QWidget):
    """A widget that takes `cost_ms` of the time `now_ms` to be drawn, and counts how often it is."""

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = 77_000.0
        self.cost_ms = 4.0
        self.drawn = 0

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        self.now_ms += self.cost_ms
        self.drawn += 1


@pytest.fixture
def slow(qtbot: QtBot) -> Iterator[Slow]:
    """A shown widget, on a platform that merges no moves."""
    merged = QCoreApplication.testAttribute(MERGES)
    QCoreApplication.setAttribute(MERGES, on=False)
    made = Slow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.drawn > 0)
    made.drawn = 0
    yield made
    QCoreApplication.setAttribute(MERGES, on=merged)


def hear(slow: Slow, moves: int, apart_ms: float, begin_ms: int = BEGIN_MS) -> float:
    """Hear moves that were told `apart_ms` apart, each as soon as there is time; return how late the last one was."""
    at_once, begun, late = AtOnce(slow, lambda: slow.now_ms / 1000), slow.now_ms, 0.0
    for number in range(moves):
        told = number * apart_ms
        slow.now_ms = max(slow.now_ms, begun + told)
        late = slow.now_ms - begun - told
        slow.update()
        at_once.moved(int(begin_ms + told) % (1 << 32))
    return late


@pytest.mark.parametrize("begin_ms", [BEGIN_MS, (1 << 32) - 200])
def test_a_mouse_that_can_be_followed_is(slow: Slow, begin_ms: int) -> None:
    hear(slow, 100, 5, begin_ms)
    assert slow.drawn == 100


@pytest.mark.parametrize("begin_ms", [BEGIN_MS, (1 << 32) - 200])
def test_a_mouse_that_tells_more_than_can_be_drawn_is_not_lagged_behind(slow: Slow, begin_ms: int) -> None:
    late = hear(slow, 1000, 1, begin_ms)
    assert late <= IN_TIME_MS + slow.cost_ms, "not the three seconds that it would take to draw each"
    assert slow.drawn >= 1000 / slow.cost_ms / 2, "and yet it is drawn as often as there is time"


def test_clocks_that_go_apart_are_compared_anew_after_a_rest(slow: Slow) -> None:
    at_once = AtOnce(slow, lambda: slow.now_ms / 1000)
    for number in range(50):
        slow.update()
        at_once.moved(BEGIN_MS + 2000 * number)
        slow.now_ms += 2100
    assert slow.drawn == 50


def test_each_is_drawn_where_qt_merges_them_and_where_no_time_is_told(slow: Slow) -> None:
    at_once = AtOnce(slow, lambda: slow.now_ms / 1000)
    for _ in range(20):
        slow.update()
        slow.now_ms += 50
        at_once.moved(0)
    assert slow.drawn == 20
    QCoreApplication.setAttribute(MERGES, on=True)
    hear(slow, 20, 1)
    assert slow.drawn == 40


class Paints(QObject):
    """Counts how often what it filters is painted."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt names it
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_a_stroke_on_the_canvas_catches_up_before_it_is_drawn(qtbot: QtBot, session: Session, slow: Slow) -> None:
    canvas, paints, at = a_canvas(qtbot, session), Paints(), QPointF(100, 100)
    hand = Hand(canvas)
    open_picture(qtbot, session, canvas)
    canvas._at_once = AtOnce(canvas, lambda: slow.now_ms / 1000)
    hand.press(at)
    canvas.grab()
    canvas.installEventFilter(paints)
    seen: list[int] = []
    for told, heard in ((0, 0), (10, 10), (20, 60), (30, 60), (60, 61)):
        slow.now_ms = 77_000.0 + heard
        at += QPointF(5, 0)
        move = QMouseEvent(QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), NONE, LEFT, NO_KEYS)
        move.setTimestamp(BEGIN_MS + told)
        QApplication.sendEvent(canvas, move)
        seen.append(paints.count)
    canvas.removeEventFilter(paints)
    hand.release(at)
    assert seen == [1, 2, 2, 2, 3], "two came late, and are drawn with the one after them"
    assert canvas.strokes == 1
