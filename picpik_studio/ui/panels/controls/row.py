"""One field of a request: its title, its value, a way back to the default, and what stands in the way of it."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from picpik_studio.app.parameters import Field
from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.text import label, link, note, tip
from picpik_studio.ui.words import said


class FieldRow(QWidget):
    """The common part of all rows; a kind of row puts its controls into `header` and `body` and overrides `_show`.

    `edited` tells a person's new value, `connections_wanted` that the note "not used by this model" was followed.
    """

    edited = Signal(object)
    connections_wanted = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._value: Any = field.default
        self._default: Any = field.default
        self.title = label(said(field.title))
        self.reset_button = self._make_reset()
        self.header = QHBoxLayout()
        self.header.setSpacing(4)
        self.header.addWidget(self.title)
        self.header.addStretch(1)
        self.header.addWidget(self.reset_button)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        self._ignored = link(self.tr("Not used by this model"), self.tr("Connections"), self)
        self._ignored.setToolTip(self.tr("It stays with the parameters, and other connections may use it."))
        self._ignored.linkActivated.connect(self.connections_wanted)
        self._problem = note("", "error", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self.header)
        layout.addLayout(self.body)
        layout.addWidget(self._ignored)
        layout.addWidget(self._problem)
        self._ignored.hide()
        self._problem.hide()
        self.show_default(field.default)

    @property
    def value(self) -> Any:  # noqa: ANN401 - a field's value is of its own kind
        """The value that is shown."""
        return self._value

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - as above
        """Show `value`, in silence."""
        self._value = value
        self.reset_button.setVisible(value != self._default)
        self._show(value)

    def show_default(self, default: Any) -> None:  # noqa: ANN401 - as above
        """Tell what `reset` gives: a model may bring a default of its own."""
        self._default = default
        self.reset_button.setVisible(self._value != default)
        self.setToolTip(tip(said(self.field.title), said(self.field.help), self._extent()))

    def show_problem(self, sentence: str) -> None:
        """Say why a value was refused; "" takes the sentence away."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def show_ignored(self, *, is_ignored: bool) -> None:
        """Say, or no longer say, that the chosen model makes no use of this; it stays editable."""
        self._ignored.setVisible(is_ignored)
        theme.restyle(self.title, "tone", "second" if is_ignored else "")

    def reset(self) -> None:
        """Go back to the default."""
        self._take(self._default)

    def _take(self, value: Any) -> None:  # noqa: ANN401 - as above
        """Show a person's value and tell of it."""
        if value == self._value:
            return
        self.show_value(value)
        self.edited.emit(value)

    def _show(self, value: Any) -> None:  # noqa: ANN401 - as above
        raise NotImplementedError

    def _extent(self) -> str:
        """Return the range in words, for the tooltip."""
        field = self.field
        if field.low is None or field.high is None:
            return ""
        return self.tr("{low} to {high}, default {default}").format(
            low=short(field.low), high=short(field.high), default=short(self._default)
        )

    def _make_reset(self) -> QToolButton:
        button = icon_button("rotate-ccw", self.tr("Reset {title}").format(title=said(self.field.title)), self)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.hide()
        button.clicked.connect(self.reset)
        return button


def short(number: object) -> str:
    """Return a number without needless decimals."""
    return f"{number:g}" if isinstance(number, float) else str(number)
