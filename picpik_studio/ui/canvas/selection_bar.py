"""The bar over the canvas that says what was found, and asks what is to become of it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout

from picpik_studio.app.action import Action
from picpik_studio.app.commands import BY_ID
from picpik_studio.app.session import Session
from picpik_studio.core.tools.combine import Combine
from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions, title, tooltip
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.bystanders import Bystander
from picpik_studio.ui.canvas.view import CanvasView
from picpik_studio.ui.icons import put_icon
from picpik_studio.ui.key_names import key_text, show_keys_with
from picpik_studio.ui.options.pieces import upright_line
from picpik_studio.ui.panels.activity import ActivityBar
from picpik_studio.ui.panels.controls.button import SMALL, icon_button, text_button
from picpik_studio.ui.panels.controls.text import label

_ABOVE_CHIPS: Final = 52
_LEAST_WIDTH: Final = 260


_TAKES: Final = (
    ("selection.replace", None),
    ("selection.add", Combine.ADD),
    ("selection.subtract", Combine.SUBTRACT),
    ("selection.intersect", Combine.INTERSECT),
)
"""The commands that paint a selection, and as what Enter does the same."""


class SelectionBar(QFrame):
    """Stands at the bottom of `canvas` while something is being found, is clicked or is previewed."""

    def __init__(self, session: Session, actions: Actions, canvas: CanvasView) -> None:
        super().__init__(canvas)
        selecting = self._selecting = session.selecting
        self._regions = session.regions
        self._actions = actions
        self._canvas = canvas
        self._names: dict[QAbstractButton, str] = {}
        self.text = label("", "heading", self)
        self.doubt = label("", "warning", self)
        self.place = label("", "second", self)
        self.ask = self._button("selection.ask", self.tr("Find it"))
        self.step = [self._button("selection.previous"), self.place, self._button("selection.next")]
        self.take = [
            self._button("selection.replace", self.tr("Replace")),
            self._button("selection.add", self.tr("Add")),
            self._button("selection.subtract", self.tr("Subtract")),
            self._button("selection.intersect", self.tr("Intersect")),
        ]
        self.invert = self._button("mask.invert", self.tr("Invert"))
        self.drop = self._button("selection.drop")
        self.activity = ActivityBar(self)
        self._lines = [upright_line(self) for _ in range(2)]
        self._lay_out()
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # a press beside a button is none on the picture
        Bystander(self, canvas)
        canvas.resized.connect(self._place)
        follow(self, selecting.changed, self.show_state)
        follow(self, session.regions.changed, lambda _name: self._mark_enter())
        show_keys_with(self, self.show_state)

    def show_state(self) -> None:
        """Show what can be done now."""
        selecting = self._selecting
        found, is_busy = selecting.preview.found, selecting.is_busy
        self.text.setText(self._words())
        self.doubt.setText(self._doubt())
        self.doubt.setVisible(bool(self.doubt.text()))
        count = len(found.planes) if found is not None else 0
        self.place.setText(f"{found.index + 1} / {count}" if found is not None else "")
        for widget in self.step:
            widget.setVisible(count > 1)
        is_asking = bool(selecting.clicks) and not selecting.asks_at_once and found is None and not is_busy
        self.ask.setVisible(is_asking)
        for widget in (*self.take, self.invert, *self._lines):
            widget.setVisible(found is not None)
        for button in self.take:
            button.setEnabled(selecting.preview.plane is not None)
        self._mark_enter()
        self.activity.setVisible(is_busy)
        self.setVisible(selecting.is_open)
        self._place()

    def _mark_enter(self) -> None:
        """Make the button that Enter presses stand out."""
        for (command_id, how), button in zip(_TAKES, self.take, strict=True):
            is_meant = how is self._regions.combine
            theme.restyle(button, "kind", "primary" if is_meant else "")
            put_icon(button, BY_ID[command_id].icon, theme.ON_ACCENT if is_meant else theme.TEXT, SMALL)

    def _words(self) -> str:
        selecting = self._selecting
        found, clicks = selecting.preview.found, len(selecting.clicks)
        if selecting.is_busy and not selecting.preview.is_busy:
            if selecting.is_step_awaited:
                return self.tr("Looking for what you clicked, then for the next reading…")
            return self.tr("Looking for what you clicked…") if clicks else self.tr("Looking for the subject…")
        if found is None:
            return self.tr("Places marked: {count}").format(count=clicks)
        region = selecting.preview.region
        if region is not None and region[0].is_empty and not selecting.is_busy:
            return self.tr("Nothing was found")
        return self.tr("Clicked") if found.action is Action.CLICKS else self.tr("Subject")

    def _doubt(self) -> str:
        found = self._selecting.preview.found
        if found is None or found.is_certain or self._selecting.is_busy:
            return ""
        return self.tr("Is it the right way round? {key} inverts it.").format(key=key_text("mask.invert"))

    def _button(self, command_id: str, words: str = "") -> QAbstractButton:
        """Return a button that does what a command does: its icon, and beside it a short name if it has one here."""
        command = BY_ID[command_id]
        if words:
            button: QAbstractButton = text_button(command.icon, words, self)
            button.setProperty("scale", "small")
            button.setAccessibleName(words)
            self._names[button] = words
        else:
            button = icon_button(command.icon, title(command), self, size=theme.ICON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._actions.triggered.emit(command_id))
        show_keys_with(button, lambda: button.setToolTip(tooltip(command)))
        return button

    def _name_buttons(self, *, are_named: bool) -> None:
        """Show the names of the buttons, or their icons alone where there is no room for more."""
        for button, words in self._names.items():
            button.setText(words if are_named else "")

    def _lay_out(self) -> None:
        self.setProperty("card", "selection")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("Selection"))
        row = QHBoxLayout()
        row.setContentsMargins(theme.GRID + theme.HALF, theme.HALF, theme.HALF, theme.HALF)
        row.setSpacing(theme.HALF)
        parts = (self.text, self.doubt, *self.step, self._lines[0], self.ask, *self.take, self._lines[1], self.invert)
        for widget in parts:
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.activity)

    def _place(self) -> None:
        self._name_buttons(are_named=True)
        if self.sizeHint().width() > self._canvas.width():
            self._name_buttons(are_named=False)
        size = self.sizeHint()
        width = min(max(size.width(), _LEAST_WIDTH), self._canvas.width())
        x = (self._canvas.width() - width) // 2
        self.setGeometry(x, self._canvas.height() - size.height() - _ABOVE_CHIPS, width, size.height())
