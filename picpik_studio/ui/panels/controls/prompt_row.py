"""A prompt: a box in which one line is one phrase."""

from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from picpik_studio.app.parameters import prompt_lines
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import label

LEAST_LINES = 2
MOST_LINES = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PromptEdit(QPlainTextEdit):
    """Plain text that grows with its lines; Ctrl+Enter emits `submitted`, Esc `left`; Tab goes on to the next field."""

    submitted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.updateGeometry())

    def replace_text(self, text: str) -> None:
        """Put another text into the box; Ctrl+Z brings the old one back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def sizeHint(self) -> QSize:
        """Return the height that the lines need, between two and eight."""
        lines = min(MOST_LINES, max(LEAST_LINES, round(self.document().size().height())))
        frame = 2 * (self.frameWidth() + round(self.document().documentMargin())) + 8
        return QSize(120, lines * self.fontMetrics().lineSpacing() + frame)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the box is never cut."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter and Esc from the window's shortcuts, so that they act once, and here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _signal_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Submit, leave, or write."""
        name = _signal_of(event)
        if name:
            getattr(self, name).emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text, but leave files to the window."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)


class PromptRow(ValueRow):
    """A field of kind lines."""

    submitted = Signal()
    left = Signal()

    def __init__(self, about: Subject, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self.edit = PromptEdit(self)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(about.title)
        self.edit.setAccessibleDescription(about.help)
        self.count = label("", "second", self)
        self.title.setBuddy(self.edit)
        self.header.addWidget(self.count)
        self.body.addWidget(self.edit)
        self.edit.textChanged.connect(self._read)
        self.edit.submitted.connect(self.submitted)
        self.edit.left.connect(self.left)

    def add_phrase(self, phrase: str) -> None:
        """Add a line at the end, unless it is there already."""
        if phrase not in self.value:
            text = self.edit.toPlainText().rstrip("\n")
            self.edit.replace_text(f"{text}\n{phrase}" if text else phrase)

    def _read(self) -> None:
        self._take(prompt_lines(self.edit.toPlainText()))

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        self.count.setText(self.tr("Phrases: {count}").format(count=len(value)) if len(value) > 1 else "")
        if prompt_lines(self.edit.toPlainText()) != value:
            was_blocked = self.edit.blockSignals(True)
            self.edit.replace_text("\n".join(value))
            self.edit.blockSignals(was_blocked)


def _signal_of(event: QKeyEvent) -> str:
    if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return "submitted"
    return "left" if event.key() == Qt.Key.Key_Escape else ""
