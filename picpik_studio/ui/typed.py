"""Whether a text is being typed: then every key is for it."""

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def is_typed_in(widget: QWidget | None) -> bool:
    """Whether what is typed becomes a text in `widget`; not so where a text can only be read."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
        return not widget.isReadOnly()
    return False
