"""What is left of the credits of an account, beside Submit: nothing where there are none to spend."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QLabel, QWidget

from picpik_studio.app.balance import Balance
from picpik_studio.app.job import Job
from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.words import also_said

SOON: Final = timedelta(days=14)
"""From so long before the credits expire on, the day is told beside them."""


class CreditsLabel(QLabel):
    """Follows the session's connection, and asks it anew after each of its jobs; `now` tells the time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "second")
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._session = session
        self._running: set[str] = set()
        self.hide()
        follow(self, session.changed, self._follow_session)
        follow(self, session.program.jobs.changed, self._follow_job)

    def _follow_session(self, topic: str) -> None:
        if topic in {"connection", "models"}:
            self.hide()
            self._ask()

    def _follow_job(self, job: Job) -> None:
        """Ask when a job has ended; once for each."""
        if not job.is_ended:
            self._running.add(job.id)
        elif job.id in self._running:
            self._running.discard(job.id)
            if job.connection_id == self._session.connection.key:
                self._ask()

    def _ask(self) -> None:
        """Ask for the credits where there are some; not a service that does not answer."""
        connection = self._session.connection
        if not connection.is_local and self._session.models:
            self._session.program.balance(connection.key, lambda balance: self._show(connection.key, balance))

    def _show(self, key: str, balance: Balance) -> None:
        if key != self._session.connection.key:
            return
        left = QLocale().toString(balance.left)
        text, tone = self.tr("Credits: {count}").format(count=left), "second"
        about = self.tr("What is left of the account's credits. Each job in the list says what it cost.")
        expiry = ""
        if balance.expires is not None:
            end, is_over = balance.expires, balance.expires <= self.now()
            day = QLocale().toString(QDate(end.year, end.month, end.day), QLocale.FormatType.ShortFormat)
            told = self.tr("They expired on {day}.") if is_over else self.tr("They expire on {day}.")
            expiry = told.format(day=day)
            if end <= self.now() + SOON:
                near = self.tr("expired {day}") if is_over else self.tr("until {day}")
                text, tone = f"{text} · {near.format(day=day)}", "error" if is_over else "warning"
        self.setText(text)
        theme.restyle(self, "tone", tone)
        self.setToolTip(tip(text, about, expiry, *also_said(balance.extras)))
        self.setVisible(bool(balance.total))
