"""One value that a person may change: its title, a way back to the default, and what stands in the way of it."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import ignored_note, label, note, tip


class ValueRow(QWidget):
    """The common part of all rows; a kind of row puts its controls into `header` and `body` and overrides `_show`.

    `edited` tells a person's new value, `connections_wanted` that the note "not used by this model" was followed.
    """

    edited = Signal(object)
    connections_wanted = Signal()
    HAS_RESET = True

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = about
        self._value: Any = about.default
        self._default: Any = about.default
        self.title = label(about.title, parent=self)
        self.reset_button = self._make_reset()
        self.header = QHBoxLayout()
        self.body = QVBoxLayout()
        self._ignored = ignored_note(self)
        self._problem = note("", "error", self)
        self._lay_out()
        self.show_default(about.default)

    @property
    def value(self) -> Any:  # noqa: ANN401 - a value is of its own kind
        """The value that is shown."""
        return self._value

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - as above
        """Show `value`, in silence."""
        self._value = value
        self._offer_reset()
        self._show(value)

    def show_default(self, default: Any) -> None:  # noqa: ANN401 - as above
        """Tell what `reset` gives: a model may bring a default of its own."""
        self._default = default
        self._offer_reset()
        self.setToolTip(tip(self.about.title, self.about.help, self._extent()))

    def show_problem(self, sentence: str) -> None:
        """Say why a value was refused; "" takes the sentence away."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def show_ignored(self, *, is_ignored: bool, is_said: bool = True) -> None:
        """Show, or no longer show, that the chosen model makes no use of this; it stays editable.

        `is_said` False leaves the words to the group that the row is in.
        """
        self._ignored.setVisible(is_ignored and is_said)
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

    def _offer_reset(self) -> None:
        self.reset_button.setVisible(self.HAS_RESET and self._value != self._default)

    def _show(self, value: Any) -> None:  # noqa: ANN401 - as above
        raise NotImplementedError

    def _extent(self) -> str:
        """Return the range in words, for the tooltip."""
        if not self.about.is_bounded:
            return ""
        return self.tr("{low} to {high}, default {default}").format(
            low=short(self.about.low), high=short(self.about.high), default=short(self._default)
        )

    def _make_reset(self) -> QToolButton:
        button = icon_button("rotate-ccw", self.tr("Reset {title}").format(title=self.about.title), self)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.clicked.connect(self.reset)
        return button

    def _lay_out(self) -> None:
        self.header.setSpacing(theme.HALF)
        self.header.addWidget(self.title)
        self.header.addStretch(1)
        if self.HAS_RESET:
            self.header.addWidget(self.reset_button)
        self.body.setSpacing(0)
        self._ignored.linkActivated.connect(self.connections_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addLayout(self.header)
        layout.addLayout(self.body)
        for sentence in (self._ignored, self._problem):
            layout.addWidget(sentence)
            sentence.hide()


def short(number: object) -> str:
    """Return a number without needless decimals."""
    return f"{number:g}" if isinstance(number, float) else str(number)
