"""A word that a click adds, in a rounded frame."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

_LEAST_PX = 48


class WordChip(QPushButton):
    """Checked when the word has been added; a long one is cut with an ellipsis and never widens a panel."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = word
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._show)
        self._show(is_there=False)

    def minimumSizeHint(self) -> QSize:
        """Return the room of a few letters."""
        hint = self.sizeHint()
        return QSize(min(_LEAST_PX, hint.width()), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the word as fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _show(self, is_there: bool) -> None:
        sign = "✓" if is_there else "+"
        word = self.word.replace("&", "&&")  # one alone would underline the next letter
        self.setText(f"{sign} {word}")
