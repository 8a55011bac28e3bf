"""What a window does between a move of the pointer and the film on the screen: nothing but that. By counters."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.program import Program
from picpik_studio.core.document import MaskChanged
from picpik_studio.ui.canvas.canvas import Canvas
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room

TASKS = Path("/proc/self/task")
KINDS = (QEvent.Type.Paint, QEvent.Type.LayoutRequest)


class Watch(QObject):
    """Counts which widgets are painted and laid out, by the names of their classes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[tuple[str, str]] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt names it
        if event.type() in KINDS and isinstance(watched, QWidget):
            self.seen[type(watched).__name__, event.type().name] += 1
        return False


@contextmanager
def watching() -> Iterator[Watch]:
    """Watch every widget."""
    application, watch = QApplication.instance(), Watch()
    assert application is not None
    application.installEventFilter(watch)
    try:
        yield watch
    finally:
        application.removeEventFilter(watch)


def show() -> None:
    """Do what was posted, a repaint too, and nothing that a timer would."""
    QCoreApplication.sendPostedEvents()


def settle(room: Room) -> None:
    """Do so until nothing is painted or laid out any more: a window's layouts follow each other, and its workers."""
    room.rest()
    is_busy = True
    while is_busy:
        with watching() as watch:
            show()
        is_busy = bool(watch.seen)


@pytest.mark.parametrize("zoom", [0.5, 1.0, 8.0])
def test_a_move_of_a_stroke_repaints_the_canvas_once_and_nothing_else(room: Room, zoom: float) -> None:
    room.open(picture_bytes(1600, 1000))
    room.canvas.zoom_to(zoom)
    room.canvas.grab()
    hand, middle = Hand(room.canvas), room.canvas.rect().center().toPointF()
    hand.press(middle)
    settle(room)
    for number in range(1, 11):
        with watching() as watch:
            middle.setX(middle.x() + 3)
            hand.move(middle)
            assert watch.seen == {("Canvas", "Paint"): 1}, "it is seen before anything else is done"
            show()
        assert watch.seen == {("Canvas", "Paint"): 1}, number
    hand.release(middle)


def test_a_pointer_that_only_moves_repaints_the_canvas_once_and_nothing_else(room: Room) -> None:
    room.open(picture_bytes())
    room.canvas.grab()
    hand = Hand(room.canvas)
    hand.move(at(room.canvas, 100, 100))
    settle(room)
    with watching() as watch:
        hand.move(at(room.canvas, 110, 104))
        show()
    assert watch.seen == {("Canvas", "Paint"): 1}


def test_place_and_colour_come_later_and_have_nothing_else_painted_or_laid_out(room: Room) -> None:
    room.open(picture_bytes())
    bar = room.shell.bar
    hand = Hand(room.canvas)
    hand.move(at(room.canvas, 100.5, 90.5))
    room.wait(lambda: bar._pointer.text == "100, 90")
    settle(room)
    with watching() as watch:
        bar.show_pointer((2345.5, 1234.5))
        bar.show_colour((255, 255, 255))
        show()
    assert watch.seen == {("PointerPlace", "Paint"): 1, ("ColourPlace", "Paint"): 1}
    hand.move(at(room.canvas, 20.5, 30.5))
    assert bar._pointer.text == "2345, 1234"
    room.wait(lambda: bar._pointer.text == "20, 30")
    for place in (bar._pointer, bar._colour):
        read = QAccessible.queryAccessibleInterface(place).text(QAccessible.Text.Description)
        assert read == place.text != "", "a screen reader reads what is seen"


def test_nobody_filters_the_events_of_the_canvas(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters: list[QObject] = []
    monkeypatch.setattr(Canvas, "installEventFilter", lambda _canvas, other: filters.append(other))
    room = Room(qtbot, program)
    room.leave()
    assert filters == []


@pytest.mark.skipif(not TASKS.is_dir(), reason="only Linux tells of a process's threads as files")
def test_qt_draws_without_threads_that_it_would_wait_for(qapp: QApplication) -> None:
    assert qapp is not None
    photo, view = (QImage(800, 800, QImage.Format.Format_RGB32) for _ in range(2))
    painter = QPainter(view)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(0.7, 0.7)
    painter.drawImage(0, 0, photo)
    painter.end()
    assert [task for task in TASKS.iterdir() if "pooled" in (task / "comm").read_text()] == []


def test_few_hear_of_each_move_of_a_stroke(room: Room) -> None:
    document = room.open(picture_bytes())
    Hand(room.canvas).drag(at(room.canvas, 50, 50), at(room.canvas, 90, 60))
    heard = [receiver.__qualname__ for receiver in document.changed._by_kind[MaskChanged]]
    assert "Feed._document_changed" in heard
    assert len(heard) <= 4, "others connect `but=MaskChanged`"
