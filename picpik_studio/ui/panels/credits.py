"""What is left of the credits of an account, beside Submit: nothing where there are none to spend."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QDate, QLocale, QSize, Qt
from PySide6.QtGui import QResizeEvent
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
    """Follows the session's connection, and asks it anew after each of its jobs; `now` tells the time.

    The day on which they expire is left out where there is no room for it: the colour and the tooltip tell of it then.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "second")
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._session = session
        self._running: set[str] = set()
        self._count = self._whole = ""
        self.hide()
        follow(self, session.changed, self._follow_session)
        follow(self, session.program.jobs.changed, self._follow_job)

    def sizeHint(self) -> QSize:
        """Return the size of all that is to be said."""
        return self._room_for(self._whole)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the number alone."""
        return self._room_for(self._count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _room_for(self, text: str) -> QSize:
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(text) + 2, super().sizeHint().height())

    def _fit(self) -> None:
        self.setText(self._whole if self.width() >= self.sizeHint().width() else self._count)

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
        self._count = whole = self.tr("Credits: {count}").format(count=left)
        tone = "second"
        about = self.tr("What is left of the account's credits. Each job in the list says what it cost.")
        expiry = ""
        if balance.expires is not None:
            end, is_over = balance.expires, balance.expires <= self.now()
            day = QLocale().toString(QDate(end.year, end.month, end.day), QLocale.FormatType.ShortFormat)
            told = self.tr("They expired on {day}.") if is_over else self.tr("They expire on {day}.")
            expiry = told.format(day=day)
            if end <= self.now() + SOON:
                near = self.tr("expired {day}") if is_over else self.tr("until {day}")
                whole, tone = f"{whole} · {near.format(day=day)}", "error" if is_over else "warning"
        self._whole = whole
        theme.restyle(self, "tone", tone)
        self.updateGeometry()
        self._fit()
        self.setToolTip(tip(whole, about, expiry, *also_said(balance.extras)))
        self.setVisible(bool(balance.total))
