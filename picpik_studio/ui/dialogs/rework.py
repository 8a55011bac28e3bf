"""Asks how much the painting shall be grown, shrunk, smoothed and so on, while the canvas shows what would become."""

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from picpik_studio.app.folders import config_folder
from picpik_studio.app.session import Session
from picpik_studio.core.recipe import Step
from picpik_studio.ui import theme
from picpik_studio.ui.amounts import AMOUNTS, help_of, title_of
from picpik_studio.ui.binding import follow
from picpik_studio.ui.panels.activity import ActivityBar
from picpik_studio.ui.panels.controls.text import note
from picpik_studio.ui.panels.step_amount import StepAmount

_WIDTH = 368


class ReworkDialog(QDialog):
    """One amount; accepting changes the painting, or adds a live step. The last amount of each kind comes back."""

    def __init__(self, session: Session, kind: type[Step], canvas: QWidget) -> None:
        super().__init__(canvas.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title_of(kind))
        self.setFixedWidth(_WIDTH)
        self._session = session
        self._name = f"amounts/{kind.__name__}"
        self.amount = StepAmount(_remembered(kind, self._name), self)
        self.activity = ActivityBar(self)
        self.buttons = QDialogButtonBox(self)
        apply = self.buttons.addButton(self.tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.live = self.buttons.addButton(self.tr("As a live step"), QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        theme.restyle(apply, "kind", "primary")
        apply.setDefault(True)
        self.buttons.accepted.connect(self._apply)
        self.buttons.rejected.connect(self.reject)
        self.live.clicked.connect(self._add)
        self.amount.edited.connect(session.deriving.try_step)
        self.finished.connect(lambda _result: session.deriving.try_step(None))
        follow(self, session.deriving.busy, self.activity.setVisible)
        self._lay_out(kind)
        session.deriving.try_step(self.amount.step)
        self.amount.number.setFocus()
        self.amount.number.selectAll()
        self._stand_aside(canvas)

    def _stand_aside(self, canvas: QWidget) -> None:
        """Stand in the canvas's upper right corner, where little of what is tried out is covered."""
        self.adjustSize()
        corner = QPoint(canvas.width() - self.width() - theme.GRID, theme.GRID)
        self.move(canvas.mapToGlobal(corner))

    def _apply(self) -> None:
        self._session.reworking.apply(self.amount.step)
        self._leave()

    def _add(self) -> None:
        document = self._session.document
        if document is not None and not document.is_editing:
            document.set_recipe(document.recipe.added(self.amount.step))
        self._leave()

    def _leave(self) -> None:
        step = self.amount.step
        _kept().setValue(self._name, AMOUNTS[type(step)].of(step))
        self.accept()

    def _lay_out(self, kind: type[Step]) -> None:
        policy = self.activity.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.activity.setSizePolicy(policy)
        self.activity.setVisible(self._session.deriving.is_busy)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GRID)
        layout.addWidget(note(help_of(kind), parent=self))
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self.amount.slider, 1)
        row.addWidget(self.amount.number)
        layout.addLayout(row)
        layout.addWidget(self.activity)
        layout.addWidget(self.buttons)


def _remembered(kind: type[Step], name: str) -> Step:
    """Return a step with the last amount, or the first one."""
    step, amount = kind(), AMOUNTS[kind]
    kept = _kept().value(name)
    try:
        number = float(str(kept)) if kept is not None else amount.of(step)
    except ValueError:
        number = amount.of(step)
    return amount.put(step, min(max(number, 0), amount.high))


def _kept() -> QSettings:
    return QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)
