"""What is to be known before something is sent, sentence by sentence; many of them scroll."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.icons import icon
from picpik_studio.ui.panels.controls.text import note

_MOST_PX: Final = 112
_SIGN_PX: Final = 16


class Sentences(QScrollArea):
    """`said` are the sentences, one under the other; the area is as high as they are, up to some."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.said: list[Said] = []
        self._inside = QWidget(self)
        self._inside.setProperty("surface", "panel")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.HALF)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_warnings(self, texts: Iterable[str]) -> None:
        """Say these, or that there is nothing."""
        for sentence in self.said:
            sentence.deleteLater()
            self._column.removeWidget(sentence)
        self.said = [Said(text, "warning", self._inside) for text in texts]
        if not self.said:
            self.said = [Said(self.tr("Nothing to be warned of."), "success", self._inside)]
        for place, sentence in enumerate(self.said):
            self._column.insertWidget(place, sentence)
            sentence.show()
        self.verticalScrollBar().setValue(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the sentences are at this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(min(_MOST_PX, max(1, self._column.totalHeightForWidth(self.viewport().width()))))


class Said(QWidget):
    """A sentence that wraps, with the sign of its tone before it."""

    def __init__(self, text: str, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        name, colour = {"warning": ("triangle-alert", theme.WARNING), "success": ("circle-check", theme.SUCCESS)}[tone]
        sign = QLabel(self)
        sign.setPixmap(icon(name, colour, _SIGN_PX).pixmap(_SIGN_PX, _SIGN_PX))
        self.text = note(text, tone, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
