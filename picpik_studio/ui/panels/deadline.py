"""Until when a service keeps what has not come home, counted down."""

from typing import Final

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QWidget

from picpik_studio.app.job import Job, State
from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.text import OneLine, tip
from picpik_studio.ui.panels.job_words import elapsed

URGENT_SECONDS: Final = 3600.0


class Deadline(OneLine):
    """One line that is there only while a job is owed something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("second", parent)

    def show_job(self, job: Job, now: float) -> None:
        """Show how long there is still time for a job; `now` in Unix seconds."""
        if job.deadline is None or not job.is_owed:
            self.hide()
            return
        left = job.deadline - now
        self.setText(self._words(job, left))
        theme.restyle(self, "tone", "second" if left > URGENT_SECONDS else "warning")
        when = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(job.deadline)), QLocale.FormatType.ShortFormat)
        self.setToolTip(
            tip(
                self.tr("Kept until {when}").format(when=when),
                self.tr("A service keeps its results for 24 hours only. Until then they can be fetched."),
            )
        )
        self.show()

    def _words(self, job: Job, left: float) -> str:
        if left <= 0:
            return self.tr("The 24 hours are over")
        template = (
            self.tr("If it was taken, kept for {time}")
            if job.state is State.UNKNOWN
            else self.tr("The service keeps it for {time}")
        )
        return template.format(time=elapsed(left))
