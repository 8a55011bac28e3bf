"""The list of jobs: what runs, what came home, and why something failed."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.job import Job, is_aside
from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.panels.controls.column_area import ColumnArea
from picpik_studio.ui.panels.controls.reading_order import put_in_reading_order
from picpik_studio.ui.panels.controls.text import label, note
from picpik_studio.ui.panels.job_actions import JobActions
from picpik_studio.ui.panels.job_row import JobRow

PAGE = 30
"""How many jobs are listed before "Show older" is pressed."""

_TICK_MS = 1000


class JobsPanel(QWidget):
    """All jobs of the program, the newest first; `selected` tells which one menu commands act on ("" for none).

    `counted` tells that something has changed in the list, and with it perhaps the height that it wants.
    `saving_wanted`: a job's pictures (by its id) could not be stored and shall be written elsewhere.
    """

    selected = Signal(str)
    counted = Signal()
    saving_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = session.program.jobs
        self.doings = JobActions(session, self._confirm, lambda job: self.saving_wanted.emit(job.id))
        self._rows: dict[str, JobRow] = {}
        self._selected = ""
        self._limit = PAGE
        self.heading = label(self.tr("Jobs"), "heading", self)
        self.count = label("", "second", self)
        self.preparing = label(self.tr("Making the request ready…"), "second", self)
        self.empty = note(self.tr("None yet. What you submit is listed here."), "second", self)
        self.older = QPushButton(self)
        self.area = ColumnArea(self)
        self._list = QVBoxLayout()
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._lay_out()
        self._fill()
        follow(self, self._jobs.changed, self._show)
        follow(self, self._jobs.removed, self._remove)
        follow(self, session.changed, self._follow_session)

    @property
    def selected_id(self) -> str:
        """The id of the job that menu commands act on, or ""."""
        return self._selected

    @property
    def selected_job(self) -> Job | None:
        """The job that menu commands act on, or None."""
        return self._jobs.get(self._selected) if self._selected else None

    @property
    def is_filled(self) -> bool:
        """Whether any job is listed."""
        return bool(self._rows)

    def wanted_height(self) -> int:
        """Return the px that show everything in the list."""
        return self.area.y() + self.area.wanted_height()

    def row(self, job_id: str) -> JobRow | None:
        """Return the row of a job, or None when it is not listed."""
        return self._rows.get(job_id)

    def select(self, job_id: str) -> None:
        """Mark a job, and bring it into view."""
        if job_id == self._selected:
            return
        for key in (self._selected, job_id):
            row = self._rows.get(key)
            if row is not None:
                row.show_selected(is_selected=key == job_id)
        self._selected = job_id
        self.selected.emit(job_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows; Enter shows, Ctrl+C copies the TaskUID, Delete removes."""
        job = self.selected_job
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif job is None or not self._act(event, job):
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent, job: Job) -> bool:
        """Do what a key means for a job; say whether it means anything."""
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.doings.do("copy_uid", job)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.doings.do("show", job) or self.doings.do("open_picture", job)
        if event.key() == Qt.Key.Key_Delete:
            return self.doings.do("forget", job)
        row = self._rows.get(job.id)
        if event.key() == Qt.Key.Key_Menu and row is not None:
            row.open_menu()
            return True
        return False

    def _move(self, step: int) -> None:
        rows = self._in_order()
        ids = [row.job.id for row in rows]
        if not ids:
            return
        place = ids.index(self._selected) + step if self._selected in ids else 0
        row = rows[min(max(0, place), len(rows) - 1)]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(row)

    def _in_order(self) -> list[JobRow]:
        return sorted(self._rows.values(), key=lambda row: row.job.created, reverse=True)

    def _fill(self) -> None:
        """List the newest jobs."""
        newest = sorted(self._news(), key=lambda job: job.created)[-self._limit :]
        for job in newest:
            if job.id not in self._rows:
                self._add(job)
        self._count()

    def _news(self) -> list[Job]:
        return [job for job in self._jobs.all if not is_aside(job)]

    def _show(self, job: Job) -> None:
        row = self._rows.get(job.id)
        if is_aside(job) and row is None:
            return
        if row is not None:
            row.show_job(job)
        elif self._is_listed(job):
            self._add(job)
        if job.id == self._selected:
            self.selected.emit(job.id)
        self._count()

    def _is_listed(self, job: Job) -> bool:
        rows = self._in_order()
        return len(rows) < self._limit or job.created >= rows[-1].job.created

    def _add(self, job: Job) -> None:
        row = JobRow(job, self.doings, self)
        row.picked.connect(self.select)
        place = sum(other.job.created > job.created for other in self._rows.values())
        self._list.insertWidget(place, row)
        row.show()  # now, not when Qt comes to it: its height counts at once
        self._rows[job.id] = row
        put_in_reading_order(self)

    def _remove(self, job_id: str) -> None:
        row = self._rows.pop(job_id, None)
        if row is None:
            return
        if job_id == self._selected:
            self.select("")
        row.hide()
        row.deleteLater()
        self._fill()

    def _count(self) -> None:
        running = self._jobs.running
        self.count.setText(self.tr("Running: {count}").format(count=running) if running else "")
        older = len(self._news()) - len(self._rows)
        self.older.setText(self.tr("Show older ones ({count})").format(count=older))
        self.older.setVisible(older > 0)
        self.preparing.setVisible(self._session.submitting > 0)
        self.empty.setVisible(not self._rows and not self._session.submitting)
        ticks = any(_ticks(row.job) for row in self._rows.values())
        if ticks and not self._clock.isActive():
            self._clock.start()
        elif not ticks:
            self._clock.stop()
        self.counted.emit()

    def _tick(self) -> None:
        for row in self._rows.values():
            if _ticks(row.job):
                row.tick()

    def _show_older(self) -> None:
        self._limit += PAGE
        self._fill()

    def _follow_session(self, topic: str) -> None:
        if topic == "submitting":
            self._count()
        elif topic == "document":
            for row in self._rows.values():
                row.show_job(row.job)

    def _confirm(self, job: Job) -> bool:
        """Ask whether the files of a job's results may be removed."""
        question = self.tr("Remove this job and the files of its results ({count})?").format(count=len(job.files))
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        return QMessageBox.question(self, self.tr("Remove from the list"), question, yes | no, no) == yes

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.GRID + theme.HALF, theme.GRID, theme.GRID + theme.HALF, theme.HALF)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.preparing)
        head.addWidget(self.count)
        column = self.area.column
        column.setSpacing(theme.HALF)
        self._list.setSpacing(theme.HALF)
        column.addLayout(self._list)
        column.addWidget(self.older)
        column.addWidget(self.empty)
        column.addStretch(1)
        self.older.setProperty("kind", "quiet")
        self.older.clicked.connect(self._show_older)
        self.area.setMinimumHeight(5 * theme.GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def _ticks(job: Job) -> bool:
    """Say whether a job's row shows a time that goes by."""
    return job.is_owed or not job.is_ended
