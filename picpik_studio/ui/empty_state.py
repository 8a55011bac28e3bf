"""What a window without a picture shows: what the program does, and the two ways to begin."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.icons import pixmap, put_icon
from picpik_studio.ui.key_names import key_text, show_keys_with

_FACE_PX = 72
_TEXT_PX = 460
_RECENT = 5
_BUTTON_ICON_PX = 20


class EmptyState(QWidget):
    """Two large buttons, a hint, and the pictures that were opened last; `recent_chosen` gives the path of one."""

    recent_chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "surround")
        self._recent = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setSpacing(theme.GRID)
        column.addStretch(2)
        column.addWidget(self._face(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GRID)
        column.addWidget(self._text(self.tr("Paint what shall change"), "title"))
        intro = self._text(
            self.tr("Open a photograph, paint over what shall change, and press Submit. All the rest stays as it is."),
            "second",
        )
        intro.setWordWrap(True)
        intro.setFixedWidth(_TEXT_PX)
        column.addLayout(_in_the_middle(intro))
        column.addSpacing(2 * theme.GRID)
        column.addLayout(self._buttons(actions))
        column.addSpacing(theme.GRID)
        hint = self._text("", "second")
        column.addWidget(hint)
        column.addSpacing(2 * theme.GRID)
        column.addLayout(self._recent)
        column.addStretch(3)
        drop = self.tr("or drop a picture here, or paste one with {key}")
        show_keys_with(self, lambda: hint.setText(drop.format(key=key_text("edit.paste"))))

    def show_recent(self, paths: Sequence[str]) -> None:
        """Offer the pictures that were opened last."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if paths:
            self._recent.addWidget(self._text(self.tr("Opened last"), "second"))
        for path in paths[:_RECENT]:
            self._recent.addWidget(self._link(path), 0, Qt.AlignmentFlag.AlignHCenter)

    def _buttons(self, actions: Actions) -> QHBoxLayout:
        self.open_button = self._large(self.tr("Open a picture…"), actions["file.open"], "primary")
        self.sample_button = self._large(self.tr("Try the sample"), actions["file.sample"], "")
        row = _in_the_middle(self.open_button, self.sample_button)
        row.setSpacing(2 * theme.GRID)
        self.setFocusProxy(self.open_button)
        return row

    def _large(self, text: str, action: QAction, kind: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("scale", "large")
        button.setProperty("kind", kind)
        colour = theme.ON_ACCENT if kind == "primary" else theme.TEXT
        put_icon(button, "folder-open" if kind == "primary" else "image", colour, _BUTTON_ICON_PX)
        show_keys_with(button, lambda: button.setToolTip(action.toolTip()))
        button.setAccessibleName(text)
        button.clicked.connect(action.trigger)
        return button

    def _link(self, path: str) -> QPushButton:
        name = QFontMetrics(self.font()).elidedText(Path(path).name, Qt.TextElideMode.ElideMiddle, _TEXT_PX)
        button = QPushButton(name.replace("&", "&&"), self)
        button.setProperty("kind", "quiet")
        button.setToolTip(path)
        button.clicked.connect(lambda: self.recent_chosen.emit(path))
        return button

    def _face(self) -> QLabel:
        face = QLabel(self)
        face.setPixmap(pixmap("picpik-studio", size=_FACE_PX, scale=self.devicePixelRatioF()))
        return face

    def _text(self, text: str, tone: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", tone)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label


def _in_the_middle(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
