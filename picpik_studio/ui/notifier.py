"""Tells of a job that ends while the window is behind others."""

import shutil
import sys
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, QProcess, Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from picpik_studio.app.job import Job, State
from picpik_studio.app.program import Program
from picpik_studio.ui.binding import follow
from picpik_studio.ui.icons import application_icon
from picpik_studio.ui.words import reason_text

_TOLD = frozenset({State.FINISHED, State.FAILED})
_SHOWN_MS = 8000


class Notifier(QObject):
    """Follows the jobs of the program: marks a job's window in the task bar, and shows a notification of the desktop.

    On Linux that is `notify-send` where it is installed; elsewhere, and without it, the system tray's, if there is one.
    One notifier serves all windows, or each of them would tell of every job; `window_of` gives the one of a job, None
    when all are closed.
    """

    def __init__(
        self, program: Program, window_of: Callable[[Job], QWidget | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = program.settings
        self._window_of = window_of
        self._tray: QSystemTrayIcon | None = None
        self._told: QWidget | None = None
        self._states = {job.id: job.state for job in program.jobs.all}
        follow(self, program.jobs.changed, self._job_changed)

    def tell(self, title: str, text: str, window: QWidget) -> None:
        """Show a notification of what has come in `window`."""
        QApplication.alert(window)
        notify_send = shutil.which("notify-send") if sys.platform.startswith("linux") else None
        if notify_send is not None:
            QProcess.startDetached(notify_send, ["--app-name", "PicPik Studio", title, text])
        elif QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tell_by_tray(title, text, window)

    def _tell_by_tray(self, title: str, text: str, window: QWidget) -> None:
        self._told = window
        if self._tray is None:
            self._tray = QSystemTrayIcon(application_icon(), self)
            self._tray.messageClicked.connect(self._come_forward)
            self._tray.activated.connect(self._come_forward)
            app = QApplication.instance()
            if isinstance(app, QApplication):
                app.applicationStateChanged.connect(self._state_changed)
        self._tray.show()
        self._tray.showMessage(title, text, application_icon(), _SHOWN_MS)

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        """Take the icon out of the tray once the person is back."""
        if self._tray is not None and state is Qt.ApplicationState.ApplicationActive:
            self._tray.hide()

    def _come_forward(self) -> None:
        """Show the window that was told of, unless it has been closed since."""
        if self._tray is not None:
            self._tray.hide()
        if self._told is not None and shiboken6.isValid(self._told):
            self._told.activateWindow()
            self._told.raise_()

    def _job_changed(self, job: Job) -> None:
        before = self._states.get(job.id)
        self._states[job.id] = job.state
        has_ended = job.state in _TOLD and before is not None and before is not job.state
        is_seen = QApplication.activeWindow() is not None
        if has_ended and not is_seen and self._settings.is_on("notify_when_done"):
            window = self._window_of(job)
            if window is not None:
                self.tell(*self._words(job), window)

    def _words(self, job: Job) -> tuple[str, str]:
        name = job.document.name if job.document is not None else ""
        if job.state is State.FAILED:
            return self.tr("The job has failed"), reason_text(job.message) if job.message is not None else name
        return self.tr("The result is there"), name
