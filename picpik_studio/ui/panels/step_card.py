"""One live step: a grip to drag it by, a box to switch it, its amount, and a button that removes it."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from picpik_studio.core.recipe import Step
from picpik_studio.ui import theme
from picpik_studio.ui.amounts import help_of, title_of
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.panels.step_amount import StepAmount

_GRIP = 14
_MOVES = (("Alt+Up", -1), ("Alt+Down", 1))


class Grip(QLabel):
    """What a step is dragged by; `dragged` gives where the pointer is on the screen, `held` that it begins or ends."""

    dragged = Signal(QPoint)
    held = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPixmap(pixmap("grip-vertical", theme.SECOND, _GRIP, scale=self.devicePixelRatioF()))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tip(self.tr("Move"), self.tr("Drag it, or press Alt+Up and Alt+Down inside the step.")))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Take hold of the step."""
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.held.emit(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where it is dragged to."""
        self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it go."""
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.held.emit(False)


class StepCard(QFrame):
    """Shows a step. `edited` gives it as a person changed it; `move_wanted` up (-1) or down (1) by the keyboard."""

    edited = Signal(object)
    removed = Signal()
    move_wanted = Signal(int)

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "model")
        self.grip = Grip(self)
        self.box = QCheckBox(self)
        self.amount = StepAmount(step, self)
        self.remove = icon_button("x", self.tr("Remove this step"), self)
        self.box.toggled.connect(self._switch)
        self.amount.edited.connect(self.edited)
        self.remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.setSpacing(theme.HALF)
        head.addWidget(self.grip)
        head.addWidget(self.box)
        head.addStretch(1)
        head.addWidget(self.amount.number)
        head.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.HALF, theme.HALF, theme.HALF, theme.HALF)
        layout.setSpacing(theme.HALF)
        layout.addLayout(head)
        layout.addWidget(self.amount.slider)
        for keys, by in _MOVES:
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.move_wanted.emit, by))
        self.show_step(step)

    def show_step(self, step: Step) -> None:
        """Show a step of any kind, in silence."""
        was_blocked = self.box.blockSignals(True)
        self.box.setText(title_of(type(step)))
        self.box.setToolTip(tip(title_of(type(step)), help_of(type(step))))
        self.box.setChecked(step.is_on)
        self.box.blockSignals(was_blocked)
        theme.restyle(self.box, "tone", "" if step.is_on else "second")
        self.amount.show_step(step)

    def _switch(self, is_on: bool) -> None:
        step = type(self.amount.step)
        amount = {name: value for name, value in vars(self.amount.step).items() if name != "is_on"}
        self.edited.emit(step(is_on=is_on, **amount))
