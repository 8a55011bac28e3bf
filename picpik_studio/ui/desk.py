"""All windows of the process, and the services that they share."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from picpik_studio.app.job import Job
from picpik_studio.app.program import Program
from picpik_studio.app.settings import Settings
from picpik_studio.ui.main_window import MainWindow
from picpik_studio.ui.notifier import Notifier
from picpik_studio.ui.shell import Shell


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
            beside = self.windows[-1].shell.pos()
            shell.move(beside.x() + 32, beside.y() + 32)
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
