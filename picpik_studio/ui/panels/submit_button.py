"""The button that submits: its title, and its key beside it where there is room, in the middle together."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from picpik_studio.ui import theme
from picpik_studio.ui.icons import put_icon
from picpik_studio.ui.panels.controls.text import label


class SubmitButton(QPushButton):
    """The one thing to do, with its key."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._shift = 0
        self.setProperty("kind", "primary")
        self.setProperty("scale", "large")
        put_icon(self, "sparkles", theme.ON_ACCENT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._keys = label("", "", self)
        self._keys.setProperty("tone", "on_accent")
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_keys(self, keys: str) -> None:
        """Show the key that submits."""
        self._keys.setText(keys)
        self._fit_keys()

    def show_enabled(self, *, is_enabled: bool) -> None:
        """Enable or disable, the key text too."""
        self.setEnabled(is_enabled)
        theme.restyle(self._keys, "tone", "on_accent" if is_enabled else "off")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key out where there is no room for it beside the title."""
        super().resizeEvent(event)
        self._fit_keys()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the title as far to the left as its key needs."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = option.rect.translated(-self._shift, 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)

    def _fit_keys(self) -> None:
        title = self.fontMetrics().horizontalAdvance(self.text()) + self.iconSize().width() + theme.HALF
        keys = self._keys.sizeHint().width() + theme.GRID
        beside = (self.width() - title - keys) // 2
        is_shown = bool(self._keys.text()) and beside >= 2 * theme.GRID
        self._keys.setVisible(is_shown)
        self._shift = keys // 2 if is_shown else 0
        self._row.setContentsMargins(0, 0, max(0, beside), 0)
        self.update()
