"""The complete empty window, painted before anything heavy is imported.

Only Qt, the tables of `app` and their like are imported here (a contract watches it). What works on pictures comes in
afterwards: `ui.main_window.furnish` fills the `options`, `stage`, `results` and `side` places, and takes over `doors`.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from picpik_studio.app.settings import Settings
from picpik_studio.ui import theme, window_state
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.dropping import accept_as_copy
from picpik_studio.ui.empty_state import EmptyState
from picpik_studio.ui.first_sight import FirstSight, SightView
from picpik_studio.ui.holds import HoldKeys
from picpik_studio.ui.icons import application_icon
from picpik_studio.ui.key_names import KEY_SETTINGS, KEYS_IN_USE
from picpik_studio.ui.menus import RecentMenu, fill_menu_bar
from picpik_studio.ui.pressed import digit_of, types
from picpik_studio.ui.status_bar import StatusBar
from picpik_studio.ui.tool_strip import ToolStrip

_DEFAULT_WIDTH = 1280
_LARGE = "large"


class Doors(Protocol):
    """What a furnished window answers to what comes from outside."""

    def may_close(self) -> bool:
        """Whether the window may close now; asks the person where something would be lost."""

    def closed(self) -> None:
        """Let go of everything: the window is closing."""

    def can_take(self, data: QMimeData) -> bool:
        """Whether something that is dragged over the window can be dropped."""

    def take(self, data: QMimeData) -> None:
        """Take what was dropped."""

    def open_recent(self, path: str) -> None:
        """Open a picture of the list."""

    def digit(self, digit: int) -> None:
        """Do what a bare digit key does."""


class Shell(QMainWindow):
    """One window. `painted` is emitted once, after the first paint; commands given before `doors` are there wait."""

    painted = Signal()

    def __init__(self, settings: Settings, sight: FirstSight | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.sight = sight
        KEYS_IN_USE.go_by(settings)
        self.commands = Actions(self)
        self.holds = HoldKeys()
        self.is_furnished = False
        self._doors: Doors | None = None
        self._waiting: list[Callable[[Doors], None]] = []
        self._was_painted = False
        forget = settings.changed.connect(lambda name: KEYS_IN_USE.go_by(settings) if name in KEY_SETTINGS else None)
        self.destroyed.connect(lambda *_: forget())
        self.setWindowTitle(self.tr("PicPik Studio"))
        self.setWindowIcon(application_icon())
        self.setMinimumSize(*theme.MINIMUM_WINDOW)
        self.setAcceptDrops(True)
        self._build()
        window_state.restore(self, self.splitter)
        self.empty.setFocus()

    def _build(self) -> None:
        fill_menu_bar(self.menuBar(), self.commands, self._recent_menu)
        self.empty = EmptyState(self.commands)
        self.empty.show_recent(self.settings.recent_files)
        self.empty.recent_chosen.connect(self.open_recent)
        self.stage = QStackedWidget()
        self.target = QFrame(self.stage)
        self.target.setObjectName("target")
        self.target.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.target.hide()
        self.stage.setProperty(_LARGE, True)
        self.stage.addWidget(self.empty)
        if self.sight is not None:
            self.stage.setCurrentIndex(self.stage.addWidget(SightView(self.sight)))
        self.results = QWidget()
        self.results.hide()
        self.centre = _column(self.stage, self.results)
        self.side = QFrame()
        self.side.setProperty("surface", "panel")
        self.side.setMinimumWidth(theme.SIDE_WIDTH)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("splitter")
        self.splitter.setProperty(_LARGE, True)
        self.splitter.setHandleWidth(theme.HALF)
        self.splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self.centre, 1), (self.side, 0)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.indexOf(widget), stretch)
        self.splitter.setSizes([_DEFAULT_WIDTH - theme.SIDE_WIDTH, theme.SIDE_WIDTH])
        self.tools = ToolStrip(self.commands)
        self.options = QFrame()
        self.options.setProperty("surface", "window")
        self.options.setFixedHeight(theme.BAR_HEIGHT)
        below = _row(self.tools, _line("vertical"), self.splitter)
        self.setCentralWidget(_column(self.options, _line(), below))
        self.bar = StatusBar()
        self.setStatusBar(self.bar)
        self.commands.put_in(self.centre)

    def _recent_menu(self, parent: QMenu) -> QMenu:
        return RecentMenu(lambda: self.settings.recent_files, self.open_recent, parent)

    def end_sight(self) -> None:
        """Take the first sight away: something else is shown in its place."""
        for view in self.stage.findChildren(SightView):
            self.stage.removeWidget(view)
            view.deleteLater()
        self.sight = None

    # What comes from outside

    def set_doors(self, doors: Doors) -> None:
        """Hand over what comes from outside from now on, and what came already."""
        self._doors = doors
        waiting, self._waiting = self._waiting, []
        for ask in waiting:
            ask(doors)

    def ask(self, question: Callable[[Doors], None]) -> None:
        """Ask the doors something, now or as soon as they are there."""
        if self._doors is None:
            self._waiting.append(question)
        else:
            question(self._doors)

    def open_recent(self, path: str) -> None:
        """Open a picture of the list."""
        self.ask(lambda doors: doors.open_recent(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close if nothing is lost by it."""
        if self._doors is not None and not self._doors.may_close():
            event.ignore()
            return
        window_state.save(self, self.splitter)
        if self._doors is not None:
            self._doors.closed()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say whether it can be dropped here."""
        if self._doors is not None and self._doors.can_take(event.mimeData()):
            accept_as_copy(event)
            self._show_target(is_target=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show no more that it can be dropped here."""
        super().dragLeaveEvent(event)
        self._show_target(is_target=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        self._show_target(is_target=False)
        if self._doors is not None:
            accept_as_copy(event)
            self._doors.take(event.mimeData())

    def _show_target(self, *, is_target: bool) -> None:
        self.target.setGeometry(self.stage.rect())
        self.target.raise_()
        self.target.setVisible(is_target)

    # Keys that are held, and digits: they come here when no widget on the way wanted them

    def event(self, event: QEvent) -> bool:
        """Claim the keys of holds before a command gets them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.holds.claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start a hold, or give a digit to the doors."""
        if self.holds.press(event):
            return
        digit = digit_of(event)
        if digit is not None:
            self.ask(lambda doors: doors.digit(digit))
        elif types(event) and (action := self.commands.typed(event.text(), is_repeated=event.isAutoRepeat())):
            action.trigger()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End a hold."""
        if not self.holds.release(event):
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """End all holds when another window gets the keyboard."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.holds.release_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint once it is over."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)


def _column(*widgets: QWidget) -> QWidget:
    return _boxed(QVBoxLayout(), widgets)


def _row(*widgets: QWidget) -> QWidget:
    return _boxed(QHBoxLayout(), widgets)


def _boxed(layout: QVBoxLayout | QHBoxLayout, widgets: tuple[QWidget, ...]) -> QWidget:
    """Return `widgets` beside each other without gaps; the one that was made to be large gets all the room."""
    box = QWidget()
    box.setProperty(_LARGE, True)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget, int(widget.property(_LARGE) is True))
    box.setLayout(layout)
    return box


def _line(direction: str = "horizontal") -> QFrame:
    line = QFrame()
    line.setProperty("line", direction)
    return line
