"""Whether a text is being typed: then every key is for it."""

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def is_typed_in(widget: QWidget | None) -> bool:
    """Whether what is typed becomes a text in `widget`; not so where a text can only be read."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
        return not widget.isReadOnly()
    return False


def finish_typing(widget: QWidget | None) -> None:
    """Have what is being typed in `widget` taken over, as if it were left; it keeps the keyboard."""
    if isinstance(widget, QAbstractSpinBox):
        widget.interpretText()
    elif isinstance(widget, QLineEdit) and not widget.isReadOnly():
        widget.editingFinished.emit()
