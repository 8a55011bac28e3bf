"""How long a test of the window waits at most for what a worker, a timer or another process does."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

PATIENCE_MS: Final = 90_000
"""Where two processors have much else to do, what takes a tenth of a second may take ten: that is no failure."""


class PatientBot(QtBot):
    """pytest-qt's helper, which gives up after `PATIENCE_MS` where its own would after five seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - its name
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:  # noqa: ANN401, N802 - its names and types
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: ANN401, N802 - as above
        return super().waitExposed(widget, timeout=timeout)
