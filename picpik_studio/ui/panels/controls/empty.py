"""What a list says while there is nothing in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.panels.controls.text import label, note

_ICON = 28


class EmptyState(QWidget):
    """An icon, a heading and a sentence that says what to do."""

    def __init__(self, icon_name: str, heading: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setPixmap(pixmap(icon_name, theme.DISABLED, _ICON, scale=self.devicePixelRatioF()))
        title = label(heading, "heading", self)
        words = note(sentence, "second", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(6)
        for widget in (picture, title, words):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(widget)
