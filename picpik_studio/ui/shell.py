"""One window: seen at once, dark and with its outlines (`outline`), then complete though empty, then furnished.

Only Qt's bare classes are imported here. `build` brings in what the empty window consists of (`shell_parts`: Qt and the
tables of `app`, nothing heavy, a contract watches it); what works on pictures comes in after that:
`ui.main_window.furnish` fills the `options`, `stage`, `results` and `side` places, and takes over `doors`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QMimeData, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow

from picpik_studio.ui.outline import Outline, restore_place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget

    from picpik_studio.app.settings import Settings
    from picpik_studio.ui.actions import Actions
    from picpik_studio.ui.empty_state import EmptyState
    from picpik_studio.ui.first_sight import FirstSight
    from picpik_studio.ui.holds import HoldKeys
    from picpik_studio.ui.shell_hands import Hands
    from picpik_studio.ui.status_bar import StatusBar
    from picpik_studio.ui.tool_strip import ToolStrip


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
    """One window. `painted` is emitted once, after the first paint; commands given before `doors` are there wait.

    With `settings` it is built at once; without, it shows its outline, and has none of its parts, until `build`.
    """

    painted = Signal()

    settings: "Settings"
    sight: "FirstSight | None"
    commands: "Actions"
    holds: "HoldKeys"
    empty: "EmptyState"
    stage: "QStackedWidget"
    target: "QFrame"
    results: "QWidget"
    centre: "QWidget"
    side: "QFrame"
    splitter: "QSplitter"
    tools: "ToolStrip"
    options: "QFrame"
    bar: "StatusBar"

    def __init__(self, settings: "Settings | None" = None, sight: "FirstSight | None" = None) -> None:
        super().__init__()
        self.is_furnished = False
        self._doors: Doors | None = None
        self._waiting: list[Callable[[Doors], None]] = []
        self._was_painted = False
        self._hands: Hands | None = None
        self._outline: Outline | None = None
        self.setWindowTitle(self.tr("PicPik Studio"))
        restore_place(self)
        if settings is None:
            self._outline = Outline(self)
        else:
            self.build(settings, sight)

    def build(self, settings: "Settings", sight: "FirstSight | None" = None) -> None:
        """Become the complete empty window, with `sight` in its middle where there is one."""
        from picpik_studio.ui.shell_parts import put_parts_in  # noqa: PLC0415 - the outline is painted before

        self.settings = settings
        self.sight = sight
        if self._outline is not None:
            self._outline.end()
            self._outline = None
        self._hands = put_parts_in(self)

    @property
    def is_built(self) -> bool:
        """Whether it has its parts."""
        return self._hands is not None

    def end_sight(self) -> None:
        """Take the first sight away: something else is shown in its place."""
        if self._hands is not None:
            self._hands.end_sight()

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
        if self._hands is not None:
            self._hands.keep()
        if self._doors is not None:
            self._doors.closed()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say whether it can be dropped here."""
        if self._hands is not None and self._doors is not None and self._doors.can_take(event.mimeData()):
            self._hands.accept_drag(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show no more that it can be dropped here."""
        super().dragLeaveEvent(event)
        if self._hands is not None:
            self._hands.show_target(is_target=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        if self._hands is not None and self._doors is not None:
            self._hands.show_target(is_target=False)
            self._hands.accept_drop(event)
            self._doors.take(event.mimeData())

    # Keys that are held, and digits: they come here when no widget on the way wanted them

    def event(self, event: QEvent) -> bool:
        """Claim the keys of holds before a command gets them."""
        return (self._hands is not None and self._hands.claims(event)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start a hold, or give a digit to the doors."""
        if self._hands is None or not self._hands.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End a hold."""
        if self._hands is None or not self.holds.release(event):
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """End all holds when another window gets the keyboard."""
        super().changeEvent(event)
        if self._hands is not None:
            self._hands.note_change(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the outlines where they belong."""
        super().resizeEvent(event)
        if self._outline is not None:
            self._outline.lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint once it is over."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)
