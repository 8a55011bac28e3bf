"""What every test of the window gets: a Qt application, and a failure for each leak and each warning of Qt's."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QtMsgType
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.logging import _QtMessageCapture  # the class of the fixture has no public name
from pytestqt.qtbot import QtBot

from picpik_studio.app.keymap import Keymap
from picpik_studio.app.program import Program
from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.dispatcher import Dispatcher
from picpik_studio.ui.key_names import KEYS_IN_USE
from tests.app.lent_engine import lent_engine, running_engine
from tests.conftest import is_allowed
from tests.ui.patience import PatientBot
from tests.ui.room import Room

__all__ = ["lent_engine", "running_engine"]

_BESIDE = QPoint(-100, -100)
_LOUD = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Give pytest-qt's helper, with patience."""
    assert qapp is not None
    return PatientBot(request)


@pytest.fixture(autouse=True)
def pointer_beside_the_windows(qapp: QApplication) -> None:
    """Begin with a pointer in no window: where the last test has left it, it would be over one, or would not move."""
    assert qapp is not None
    QCursor.setPos(_BESIDE)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """Dress the application as the program does, for this test only."""
    before = qapp.style().name(), qapp.palette(), qapp.font(), qapp.styleSheet()
    theme.apply(qapp)
    yield
    style, palette, font, sheet = before
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setStyle(style)


@pytest.fixture(autouse=True)
def no_leaked_windows(qapp: QApplication) -> Iterator[None]:
    """Fail the test whose top-level widgets live on after it (pytest-qt's `qtbot.addWidget` closes them)."""
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    QGuiApplication.clipboard().clear()  # what Python put there ends the offscreen platform with a crash at exit
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    leaked = [str(widget) for widget in QApplication.topLevelWidgets() if id(widget) not in before]
    assert not leaked, f"windows live on after the test: {leaked}"


@pytest.fixture(autouse=True)
def no_qt_warnings(qtlog: _QtMessageCapture) -> Iterator[None]:
    """Fail the test in which Qt warned."""
    yield
    loud = [record.message for record in qtlog.records if record.type in _LOUD and not is_allowed(record.message)]
    assert not loud, f"Qt warnings: {loud}"


@pytest.fixture(autouse=True)
def default_keys() -> Iterator[None]:
    """Leave the default keys to the next test."""
    yield
    KEYS_IN_USE.use(Keymap())


@pytest.fixture
def program(qapp: QApplication) -> Iterator[Program]:
    """Give the shared services of a process, in the test's own home."""
    assert qapp is not None
    dispatcher = Dispatcher()
    program = Program(dispatcher)
    yield program
    dispatcher.close()
    assert program.close(60.0), "threads of the program live on"


@pytest.fixture
def session(program: Program) -> Iterator[Session]:
    """Give one window's state."""
    session = Session(program)
    yield session
    session.close()


@pytest.fixture
def room(qtbot: QtBot, program: Program) -> Iterator[Room]:
    """Give a furnished window."""
    room = Room(qtbot, program)
    yield room
    room.leave()
