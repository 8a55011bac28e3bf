"""One job in the list."""

import time

from PySide6.QtCore import QDateTime, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from picpik_studio.app.job import Job, State
from picpik_studio.ui import theme
from picpik_studio.ui.icons import icon, pixmap, put_icon
from picpik_studio.ui.panels.activity import ActivityBar
from picpik_studio.ui.panels.controls.button import icon_button, text_button
from picpik_studio.ui.panels.controls.flow import FlowLayout
from picpik_studio.ui.panels.controls.reading_order import put_in_reading_order
from picpik_studio.ui.panels.controls.text import OneLine, label, note, tip
from picpik_studio.ui.panels.deadline import Deadline
from picpik_studio.ui.panels.job_actions import JobAction, JobActions
from picpik_studio.ui.panels.job_words import elapsed, look, outcome, shortened, status, what
from picpik_studio.ui.words import also_said, reason_text

THUMBNAIL = 56
_ICON = 14
_STATE_ICON = 16
_TONES = {State.FAILED: "error", State.UNKNOWN: "warning"}
_BUSY = frozenset({State.SENDING, State.SUBMITTED, State.QUEUED, State.RUNNING, State.DOWNLOADING})


class JobRow(QFrame):
    """Shows a job as it stands; `picked` tells that it was clicked or came into focus."""

    picked = Signal(str)

    def __init__(self, job: Job, actions: JobActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self._actions = actions
        self._offered: dict[QAbstractButton, JobAction] = {}
        self.thumbnail = QLabel(self)
        self.state_icon = QLabel(self)
        self.status = OneLine("heading", self)
        self.elapsed = label("", "second", self)
        self.uid = QPushButton(self)
        self.outcome = note(parent=self)
        self.deadline = Deadline(self)
        self.prompt = OneLine("second", self)
        self.picture = OneLine("second", self)
        self.activity = ActivityBar(self)
        self.message = note("", "error", self)
        self.more = icon_button("ellipsis", self.tr("More that can be done with this job"), self, size=16)
        self._icons = QHBoxLayout()
        self._action_bar = FlowLayout()
        self._set_up()
        self._lay_out()
        self.show_job(job)

    def show_job(self, job: Job) -> None:
        """Show the job as it stands now."""
        self.job = job
        self._show_state()
        self._show_thumbnail()
        self._show_message()
        self._show_actions()
        self.tick()
        self.setAccessibleName(self._spoken())

    def show_selected(self, *, is_selected: bool) -> None:
        """Mark the row that keys and menu commands act on."""
        theme.restyle(self, "selected", "true" if is_selected else "false")

    def tick(self) -> None:
        """Show the time that has gone by."""
        now = time.time()
        self.elapsed.setText(elapsed(self.job.elapsed(now)))
        self.deadline.show_job(self.job, now)
        self.update()  # under an open menu Qt keeps a pointed-at row's colour; the time alone would get the other one

    def open_menu(self, where: QPoint | None = None) -> None:
        """Show all that can be done, at a point of the screen or under the button for it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for action in self._actions.of(self.job):
            entry = menu.addAction(icon(action.icon), action.title)
            entry.setToolTip(action.help)
            entry.triggered.connect(lambda _checked=False, action=action: action.run())
        menu.popup(where if where is not None else self._under_the_dots(menu))

    def _under_the_dots(self, menu: QMenu) -> QPoint:
        """Return the place at which the menu ends where its button ends, inside the window."""
        menu.ensurePolished()  # it has its size only in the theme's dress
        corner = self.more.mapToGlobal(self.more.rect().bottomRight())
        size, window = menu.sizeHint(), self.window().frameGeometry()
        left = min(corner.x(), window.right()) - size.width()
        return QPoint(left, max(window.top(), min(corner.y(), window.bottom() - size.height())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick this job."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.picked.emit(self.job.id)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show its first result, or open its picture."""
        _ = self._actions.do("show", self.job) or self._actions.do("open_picture", self.job)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pick this job."""
        super().focusInEvent(event)
        self.picked.emit(self.job.id)

    def _set_up(self) -> None:
        self.setProperty("card", "job")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self.open_menu(self.mapToGlobal(point)))
        self.thumbnail.setFixedSize(THUMBNAIL, THUMBNAIL)
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.uid.setProperty("kind", "uid")
        put_icon(self.uid, "copy", theme.SECOND, _ICON)
        self.uid.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.uid.clicked.connect(lambda: self._actions.do("copy_uid", self.job))
        self.more.clicked.connect(lambda _checked=False: self.open_menu())

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.HALF)
        first.addWidget(self.state_icon)
        first.addWidget(self.status, 1)
        first.addWidget(self.elapsed)
        self._icons.setSpacing(0)
        first.addLayout(self._icons)
        first.addWidget(self.more)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self.uid, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.prompt)
        words.addWidget(self.picture)
        words.addWidget(self.outcome)
        words.addWidget(self.deadline)
        words.addWidget(self.activity)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(theme.GRID)
        top.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.setSpacing(theme.HALF + 2)
        layout.addLayout(top)
        layout.addWidget(self.message)
        layout.addLayout(self._action_bar)

    def _show_state(self) -> None:
        job = self.job
        name, colour = look(job)
        self.state_icon.setPixmap(pixmap(name, colour, _STATE_ICON, scale=self.devicePixelRatioF()))
        self.status.setText(status(job))
        self.uid.setText(shortened(job.task_uid or ""))
        self.uid.setVisible(bool(job.task_uid))
        self.uid.setToolTip(tip(self.tr("TaskUID: click to copy"), job.task_uid or ""))
        self.uid.setAccessibleName(self.tr("TaskUID {uid}, copy it").format(uid=job.task_uid))
        self.prompt.setText(what(job))
        self.prompt.setVisible(bool(what(job)))
        self._show_picture()
        self.outcome.setText(outcome(job))
        self.outcome.setVisible(bool(outcome(job)))
        self._show_beside()
        self.activity.setVisible(job.state in _BUSY and job.is_watched)
        created = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(job.created)), QLocale.FormatType.ShortFormat)
        self.elapsed.setToolTip(self.tr("Submitted {when}").format(when=created))

    def _show_beside(self) -> None:
        """Say, where the status is pointed at, what else the service tells."""
        title, *lines = also_said(self.job.beside) or [""]
        said = tip(title, *lines) if lines else ""
        for widget in (self.status, self.state_icon):
            widget.setToolTip(said)
        self.setAccessibleDescription(", ".join(lines))

    def _show_picture(self) -> None:
        """Name the picture that it was made from, where that is not the one that is open."""
        document, is_other = self.job.document, not self._actions.belongs(self.job)
        name = document.name if document is not None else self.tr("a picture without a file")
        self.picture.setText(self.tr("From {name}").format(name=name) if is_other else "")
        self.picture.setVisible(is_other)

    def _show_thumbnail(self) -> None:
        picture = QPixmap()
        if not picture.loadFromData(self.job.thumbnail):
            self.thumbnail.setPixmap(pixmap("image", theme.DISABLED, theme.ICON, scale=self.devicePixelRatioF()))
            return
        scale = self.devicePixelRatioF()
        side = round(THUMBNAIL * scale)
        fitted = picture.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(scale)
        self.thumbnail.setPixmap(fitted)

    def _show_message(self) -> None:
        reason = self.job.message
        self.message.setText(reason_text(reason) if reason else "")
        self.message.setVisible(reason is not None)
        theme.restyle(self.message, "tone", _TONES.get(self.job.state, "second"))

    def _show_actions(self) -> None:
        """Offer what can be done now. What was offered already keeps its button, which may be held down or focused."""
        before = {_look(action): button for button, action in self._offered.items()}
        self._offered = {}
        for action in self._actions.of(self.job):
            where = {"icon": self._icons, "button": self._action_bar}.get(action.place)
            if where is not None:
                button = before.pop(_look(action), None) or self._made(action)
                self._offered[button] = action
                where.removeWidget(button)
                where.addWidget(button)
        for button in before.values():
            button.hide()
            button.deleteLater()
        put_in_reading_order(self)

    def _made(self, action: JobAction) -> QAbstractButton:
        is_icon = action.place == "icon"
        button = icon_button(action.icon, action.title, self, size=_STATE_ICON) if is_icon else self._button(action)
        button.setToolTip(tip(action.title, action.help))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self._offered[button].run())
        return button

    def _button(self, action: JobAction) -> QPushButton:
        button = text_button(action.icon, action.title, self)
        button.setProperty("scale", "small")
        return button

    def _spoken(self) -> str:
        """Return the row for a screen reader."""
        words = (
            self.tr("Job"),
            self.status.text(),
            self.job.task_uid or "",
            what(self.job),
            self.picture.text(),
            self.message.text(),
            self.deadline.text() if self.job.is_owed else "",
        )
        return ", ".join(word for word in words if word)


def _look(action: JobAction) -> tuple[str, ...]:
    """Return what tells a button for an action from that for another one; what it does may belong to a later state."""
    return action.title, action.help, action.icon, action.place
