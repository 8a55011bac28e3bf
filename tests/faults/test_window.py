"""The window while the network is at its worst: it paints, it answers keys, and in the end the result is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.job import State
from picpik_studio.app.program import Program
from picpik_studio.files.images import encode_png
from picpik_studio.ui.dispatcher import Dispatcher
from tests.app.conftest import PATIENCE_SECONDS
from tests.engine.service import texture
from tests.faults.bench import MODEL, demand_no_key, is_settled
from tests.faults.faults import hang, hang_after
from tests.faults.proxy import Fault, Proxy, Stage
from tests.ui.room import Room

CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
SECONDS = 60_000


@pytest.fixture
def room(qtbot: QtBot, proxy: Proxy, hasty: object) -> Iterator[Room]:
    """Give a window whose service is the proxy, with a picture and a stroke in it."""
    assert hasty is not None
    dispatcher = Dispatcher()
    program = Program(dispatcher)
    program.connections.set_custom_address(proxy.url)
    room = Room(qtbot, program)
    room.session.set_connection("custom")
    room.open(encode_png(texture(160, 120)))
    stroke(room, QPoint(-30, -10))
    yield room
    room.leave()
    dispatcher.close()
    assert program.close(PATIENCE_SECONDS), "threads of the program live on"


def stroke(room: Room, start: QPoint) -> None:
    """Paint across the middle of the picture."""
    middle = room.canvas.rect().center()
    QTest.mousePress(room.canvas, LEFT, pos=middle + start)
    QTest.mouseMove(room.canvas, middle + QPoint(20, 20))
    QTest.mouseRelease(room.canvas, LEFT, pos=middle + QPoint(30, 20))
    QApplication.processEvents()


@pytest.mark.parametrize(("stage", "fault"), [("submit", hang_after), ("poll", hang), ("download", hang)])
def test_it_lives_while_nobody_answers(
    *, qtbot: QtBot, room: Room, proxy: Proxy, home: Path, stage: Stage, fault: Fault
) -> None:
    document, jobs = room.session.document, room.session.program.jobs
    assert document is not None
    assert document.mask.pixels.any()
    proxy.put_in(stage, fault, 1)
    QTest.keyClick(room.canvas, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(proxy.holding.is_set, timeout=SECONDS)
    steps = document.history.edits_done
    stroke(room, QPoint(-60, 30))
    assert document.history.edits_done == steps + 1
    QTest.keyClick(room.canvas, Qt.Key.Key_Z, CTRL)
    assert document.history.edits_done == steps
    assert not jobs.all[0].is_ended
    proxy.hang_up()
    qtbot.waitUntil(lambda: bool(jobs.all) and is_settled(jobs.all[0]), timeout=SECONDS)
    assert jobs.all[0].state is State.FINISHED, jobs.all[0].message
    qtbot.waitUntil(lambda: room.session.shown is not None, timeout=SECONDS)
    QTest.keyClick(room.canvas, Qt.Key.Key_Return)
    assert (len(document.patches), jobs.all[0].state) == (1, State.APPLIED)
    assert MODEL in str(jobs.all[0].request)
    demand_no_key(home, room.said, [])
