"""How a drop is answered."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def accept_as_copy(event: QDropEvent) -> None:
    """Take what is dragged or dropped as a copy, whatever was proposed.

    A file manager proposes to move; the one that is told so removes the person's original.
    """
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
