"""The empty window: complete, painted before anything heavy, and patient until it is furnished."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.commands import BY_ID, COMMANDS, MENUS
from picpik_studio.app.settings import Settings
from picpik_studio.ui import theme
from picpik_studio.ui.holds import Hold, HoldKeys
from picpik_studio.ui.menus import RecentMenu
from picpik_studio.ui.shell import Shell

HEAVY = ("numpy", "cv2", "msgspec", "requests", "keyring", "PIL")
SEEN_FIRST = """
import sys
from picpik_studio import main
main._FURNITURE = ()
main._furnish = lambda *_given: print("furnished")
begun = main._begin
def begin(window, argv):
    print(sorted(name for name in ("theme", "actions", "status_bar") if f"picpik_studio.ui.{name}" in sys.modules))
    seen = window.grab().toImage()
    print([seen.pixelColor(x, y).name() for x, y in ((30, 400), (300, 400), (seen.width() - 99, 400), (300, 20))])
    ended = begun(window, argv)
    print(window.is_built, window.stage.currentWidget() is window.empty)
    window.close()
    return []
main._begin = begin
sys.exit(main.main([]))
"""
LIGHT = f"""
import sys
from picpik_studio import main
app = main.application()
from picpik_studio.app.settings import Settings
shell = main.Shell(Settings())
shell.painted.connect(app.quit)
shell.show()
app.exec()
print([name for name in {HEAVY!r} if name in sys.modules])
"""


class Visitor:
    """Doors that write down what comes; it may be told not to let the window close."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.lets_close = True

    def may_close(self) -> bool:
        self.came.append("may close?")
        return self.lets_close

    def closed(self) -> None:
        self.came.append("closed")

    def can_take(self, data: QMimeData) -> bool:
        return data.hasText()

    def take(self, data: QMimeData) -> None:
        self.came.append(f"took {data.text()}")

    def open_recent(self, path: str) -> None:
        self.came.append(f"open {path}")

    def digit(self, digit: int) -> None:
        self.came.append(f"digit {digit}")


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    shell = Shell(Settings())
    qtbot.addWidget(shell)
    shell.show()
    return shell


def test_it_is_painted_before_anything_heavy_is_imported(home: Path) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PICPIK_STUDIO_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", LIGHT], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_its_outline_is_seen_before_any_of_its_parts_is_imported(home: Path) -> None:
    """In the first window plain, in the next with its parts where that had them, in their colours."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PICPIK_STUDIO_HOME": str(home)}
    plain = [theme.WINDOW] * 4
    for colours in (plain, [theme.WINDOW, theme.SURROUND, theme.PANEL, theme.WINDOW]):
        line = [sys.executable, "-c", SEEN_FIRST]
        done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert done.stderr == ""
        assert done.stdout.splitlines() == ["[]", str(colours), "furnished", "True True"]


def test_an_outline_keeps_what_comes_until_it_is_a_window(qtbot: QtBot) -> None:
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show()
    shell.open_recent("/a.png")
    for event in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(shell, QKeyEvent(event, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier))
    shell.end_sight()
    shell.build(Settings())
    visitor = Visitor()
    shell.set_doors(visitor)
    assert visitor.came == ["open /a.png"]
    assert [part for part in shell.findChildren(QFrame) if part.styleSheet() and part.isVisible()] == []


def test_it_tells_of_its_first_paint_once(qtbot: QtBot) -> None:
    shell = Shell(Settings())
    qtbot.addWidget(shell)
    paints: list[bool] = []
    shell.painted.connect(lambda: paints.append(True))
    shell.show()
    qtbot.waitUntil(lambda: bool(paints))
    shell.repaint()
    QApplication.processEvents()
    assert paints == [True]


def test_every_command_with_a_menu_is_in_it_in_order(shell: Shell) -> None:
    for name, title in MENUS:
        menu = shell.findChild(QMenu, f"menu-{name}")
        assert isinstance(menu, QMenu)
        assert menu.title() == title
        listed = [action.objectName() for action in menu.actions() if action.objectName()]
        assert listed == [command.id for command in COMMANDS if command.menu == name]
        menu.aboutToShow.emit()
        icons = {action.objectName(): action.icon().isNull() for action in menu.actions() if action.objectName()}
        assert icons == {command_id: not BY_ID[command_id].icon for command_id in icons}


def test_it_is_legible_at_its_least_size(shell: Shell) -> None:
    shell.setWindowState(Qt.WindowState.WindowNoState)
    shell.resize(*theme.MINIMUM_WINDOW)
    QApplication.processEvents()
    assert shell.size() == QSize(*theme.MINIMUM_WINDOW)
    assert shell.minimumSizeHint().width() <= theme.MINIMUM_WINDOW[0]
    assert shell.side.width() == theme.SIDE_WIDTH
    for button in shell.empty.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width()
        assert shell.empty.rect().contains(button.geometry())


def test_everything_can_be_reached_and_has_a_name(shell: Shell) -> None:
    buttons = shell.tools.findChildren(QWidget)
    named = [button for button in buttons if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(named) >= 8
    assert all(button.accessibleName() and button.toolTip() for button in named)


def test_what_comes_before_the_doors_waits(shell: Shell) -> None:
    shell.open_recent("/a.png")
    QTest.keyClick(shell, Qt.Key.Key_3)
    visitor = Visitor()
    shell.set_doors(visitor)
    assert visitor.came == ["open /a.png", "digit 3"]
    shell.open_recent("/b.png")
    assert visitor.came[-1] == "open /b.png"


def test_digits_with_a_modifier_are_no_digits(shell: Shell) -> None:
    visitor = Visitor()
    shell.set_doors(visitor)
    QTest.keyClick(shell, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert visitor.came == []


def test_closing_is_the_doors_decision(shell: Shell) -> None:
    visitor = Visitor()
    shell.set_doors(visitor)
    visitor.lets_close = False
    assert not shell.close()
    visitor.lets_close = True
    assert shell.close()
    assert visitor.came == ["may close?", "may close?", "closed"]


def test_before_the_doors_nothing_can_be_dropped_and_it_can_close(shell: Shell) -> None:
    data = QMimeData()
    data.setText("x")
    nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *nothing)
    event.ignore()
    QApplication.sendEvent(shell, event)
    assert not event.isAccepted()
    assert shell.close()


def test_the_window_stands_where_the_last_one_stood(qtbot: QtBot) -> None:
    first = Shell(Settings())
    qtbot.addWidget(first)
    first.setWindowState(Qt.WindowState.WindowNoState)
    first.resize(1100, 700)
    first.show()
    first.splitter.setSizes([600, 480])
    QApplication.processEvents()
    assert first.side.width() > theme.SIDE_WIDTH + 60
    first.close()
    second = Shell(Settings())
    qtbot.addWidget(second)
    second.show()
    QApplication.processEvents()
    assert second.height() == first.height()
    assert second.side.width() > theme.SIDE_WIDTH + 60


def test_recent_pictures_are_offered(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings()
    for number in range(7):
        settings.add_recent(tmp_path / f"{number}.png")
    shell = Shell(settings)
    qtbot.addWidget(shell)
    visitor = Visitor()
    shell.set_doors(visitor)
    links = [button for button in shell.empty.findChildren(QPushButton) if button.property("kind") == "quiet"]
    assert [link.text() for link in links] == ["6.png", "5.png", "4.png", "3.png", "2.png"]
    links[0].click()
    assert visitor.came == [f"open {tmp_path / '6.png'}"]
    shell.empty.show_recent([])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(shell.empty.findChildren(QPushButton)) == 2


def test_the_menu_of_recent_pictures_is_made_when_it_unfolds(qtbot: QtBot) -> None:
    paths: list[str] = []
    chosen: list[str] = []
    parent = QMenu()
    qtbot.addWidget(parent)
    menu = RecentMenu(lambda: paths, chosen.append, parent)
    menu.aboutToShow.emit()
    assert [action.isEnabled() for action in menu.actions()] == [False]
    paths.append("/x/a & b.png")
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["a && b.png"]
    menu.actions()[0].trigger()
    assert chosen == ["/x/a & b.png"]


class Clock:
    """Seconds that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_held_key_starts_and_ends_once(shell: Shell) -> None:
    clock, done = Clock(), []
    shell.holds = HoldKeys(clock)
    shell.holds.add(("Space", "O"), Hold(lambda: done.append("start"), lambda tap: done.append(f"end {tap}")))
    QTest.keyPress(shell, Qt.Key.Key_O)
    QTest.keyPress(shell, Qt.Key.Key_O)
    clock.now = 1.0
    QTest.keyRelease(shell, Qt.Key.Key_O)
    QTest.keyRelease(shell, Qt.Key.Key_O)
    QTest.keyClick(shell, Qt.Key.Key_Space)
    QTest.keyClick(shell, Qt.Key.Key_P)
    assert done == ["start", "end False", "start", "end True"]


def test_a_hold_ends_with_its_key_whatever_the_key_types_by_then(shell: Shell) -> None:
    r"""On a German keyboard `\\` is AltGr and the key of the sharp s."""
    altgr, none = Qt.KeyboardModifier.GroupSwitchModifier, Qt.KeyboardModifier.NoModifier
    done: list[str] = []
    shell.holds.add(("\\",), Hold(lambda: done.append("start"), lambda _tap: done.append("end")))

    def send(kind: QEvent.Type, key: Qt.Key, held: Qt.KeyboardModifier, *, repeats: bool = False) -> None:
        QApplication.sendEvent(shell, QKeyEvent(kind, key, held, 20, 0, 0, "", repeats))

    send(QEvent.Type.KeyPress, Qt.Key.Key_Backslash, altgr)
    send(QEvent.Type.KeyRelease, Qt.Key.Key_ssharp, none, repeats=True)
    send(QEvent.Type.KeyPress, Qt.Key.Key_ssharp, none, repeats=True)
    assert done == ["start"]
    send(QEvent.Type.KeyRelease, Qt.Key.Key_ssharp, none)
    assert done == ["start", "end"]
    send(QEvent.Type.KeyPress, Qt.Key.Key_ssharp, none)
    assert done == ["start", "end"]


def test_a_hold_ends_when_the_window_loses_the_keyboard(shell: Shell, qtbot: QtBot) -> None:
    done: list[str] = []
    shell.holds.add(("O",), Hold(lambda: done.append("start"), lambda _tap: done.append("end")))
    shell.activateWindow()
    QTest.keyPress(shell, Qt.Key.Key_O)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    QApplication.processEvents()
    assert done == ["start", "end"]


def test_a_hold_key_in_a_text_field_is_text(shell: Shell) -> None:
    done: list[str] = []
    shell.holds.add(("O",), Hold(lambda: done.append("start"), lambda _tap: done.append("end")))
    edit = QLineEdit(shell.side)
    edit.show()
    edit.setFocus()
    QTest.keyClicks(edit, "bo")
    assert edit.text() == "bo"
    assert done == []
