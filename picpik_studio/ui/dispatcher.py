"""The one way from any thread to the GUI thread."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

_LOG = logging.getLogger(__name__)


class Dispatcher(QObject):
    """Calls functions on the thread that made it, in the order in which they were given.

    `dispatcher(function)` may be called from any thread and returns at once. An exception of a function goes to the
    program's `sys.excepthook`, as one of Qt's own slots does, and the functions after it are called all the same.
    After `close` nothing is called any more: what still comes from a worker has no window to go to.
    """

    _given = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = True
        self._given.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def __call__(self, function: Callable[[], None]) -> None:
        """Have `function` called on the GUI thread."""
        try:
            self._given.emit(function)
        except RuntimeError:  # the program ends: Qt has taken this object down while a worker still talks
            _LOG.debug("a worker spoke after the end: %r", function)

    def close(self) -> None:
        """Call nothing any more."""
        self._is_open = False

    @Slot(object)
    def _call(self, function: Callable[[], None]) -> None:
        if self._is_open:
            function()
