"""All windows of the process, and the services that they share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QWidget

from picpik_studio.app.job import Job
from picpik_studio.app.program import Program
from picpik_studio.app.settings import Settings
from picpik_studio.ui.main_window import MainWindow
from picpik_studio.ui.notifier import Notifier
from picpik_studio.ui.shell import Shell

_STEP_PX: Final = 32


class Desk(QObject):
    """Furnishes shells, opens further windows, and ends them all. `windows` are those that are open."""

    def __init__(self, program: Program, settings: Settings) -> None:
        super().__init__()
        self.program = program
        self.windows: list[MainWindow] = []
        self.notifier = Notifier(program, self._window_of, self)
        self._settings = settings

    def furnish(self, shell: Shell) -> MainWindow:
        """Make a painted shell a working window."""
        shell.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window = MainWindow(shell, self.program)
        window.is_last = lambda: len(self.windows) == 1
        window.another_wanted.connect(self.open_window)
        window.quit_wanted.connect(self.quit)
        window.gone.connect(lambda: self.windows.remove(window))
        self.windows.append(window)
        return window

    def open_window(self, path: str = "") -> MainWindow:
        """Open one window more, with the picture at `path`, or empty."""
        shell = Shell(self._settings)
        if self.windows:
            shell.move(place_beside([each.shell for each in self.windows]))
        shell.show()
        window = self.furnish(shell)
        if path:
            window.open_path(Path(path))
        return window

    def quit(self) -> None:
        """Close all windows, until one of them must stay."""
        for window in tuple(self.windows):
            if not window.shell.close():
                return

    def _window_of(self, job: Job) -> QWidget | None:
        """Return the window with the picture that a job was made from, else the one opened last."""
        of_picture = [each for each in self.windows if each.session.picture_hash == job.picture_hash]
        return next((each.shell for each in reversed(of_picture or self.windows)), None)


def place_beside(windows: Sequence[QWidget]) -> QPoint:
    """Return the place of one window more, of the size of the last one: a little aside, where the screen has room.

    A window that has only just been shown may have no title bar yet; it will be as high as the others'.
    """
    last, decorations = windows[-1], [each.frameGeometry().size() - each.size() for each in windows]
    width = last.width() + max(each.width() for each in decorations)
    height = last.height() + max(each.height() for each in decorations)
    place, room = last.pos(), last.screen().availableGeometry()
    left = min(place.x() + _STEP_PX, room.right() + 1 - width)
    top = min(place.y() + _STEP_PX, room.bottom() + 1 - height)
    return QPoint(max(room.left(), left), max(room.top(), top))
