"""Tells of a job that ends while the window is behind others."""

import shutil
import sys

from PySide6.QtCore import QObject, QProcess
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from picpik_studio.app.job import Job, State
from picpik_studio.app.program import Program
from picpik_studio.ui.binding import follow
from picpik_studio.ui.icons import application_icon
from picpik_studio.ui.words import reason_text

_TOLD = frozenset({State.FINISHED, State.FAILED})
_SHOWN_MS = 8000


class Notifier(QObject):
    """Follows the jobs for `window`: marks it in the task bar, and shows a notification of the desktop if there is one.

    On Linux that is `notify-send` where it is installed; elsewhere, and without it, the system tray's.
    """

    def __init__(self, program: Program, window: QWidget) -> None:
        super().__init__(window)
        self._settings = program.settings
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._states = {job.id: job.state for job in program.jobs.all}
        follow(self, program.jobs.changed, self._job_changed)

    def tell(self, title: str, text: str) -> None:
        """Show a notification."""
        QApplication.alert(self._window)
        notify_send = shutil.which("notify-send") if sys.platform.startswith("linux") else None
        if notify_send is not None:
            QProcess.startDetached(notify_send, ["--app-name", "PicPik Studio", title, text])
        elif QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tell_by_tray(title, text)

    def _tell_by_tray(self, title: str, text: str) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(application_icon(), self)
            self._tray.messageClicked.connect(self._come_forward)
            self._tray.activated.connect(self._come_forward)
        self._tray.show()
        self._tray.showMessage(title, text, application_icon(), _SHOWN_MS)

    def _come_forward(self) -> None:
        if self._tray is not None:
            self._tray.hide()
        self._window.activateWindow()
        self._window.raise_()

    def _job_changed(self, job: Job) -> None:
        before = self._states.get(job.id)
        self._states[job.id] = job.state
        has_ended = job.state in _TOLD and before is not None and before is not job.state
        is_seen = QApplication.activeWindow() is not None
        if has_ended and not is_seen and self._settings.get("notify_when_done"):
            self.tell(*self._words(job))

    def _words(self, job: Job) -> tuple[str, str]:
        name = job.document.name if job.document is not None else ""
        if job.state is State.FAILED:
            return self.tr("The job has failed"), reason_text(job.message) if job.message is not None else name
        return self.tr("The result is there"), name
