"""A furnished window with real services, whose questions a test answers beforehand."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.program import Program
from picpik_studio.core.document import Document
from picpik_studio.ui.asking import Asking, Choice, Words, worded
from picpik_studio.ui.dialogs.save_options import SaveOptions
from picpik_studio.ui.main_window import MainWindow
from picpik_studio.ui.shell import Shell
from tests.ui.patience import PATIENCE_MS


class Answers(Asking):
    """Answers what is asked, in order; `asked` keeps the questions. An unexpected question fails the test."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.asked: list[str] = []
        self.decisions: list[str | None] = []
        self.files: list[Path | None] = []
        self.opened: list[list[Path] | None] = []

    def pictures_to_open(self, folder: Path | None) -> list[Path] | None:
        self.asked.append(f"open {folder}")
        return self.opened.pop(0)

    def repaint_area_to_import(self, folder: Path | None) -> Path | None:
        self.asked.append(f"import {folder}")
        paths = self.opened.pop(0)
        return paths[0] if paths else None

    def file_to_save(
        self,
        title: str,
        proposal: Path,
        filters: Sequence[str],
        options: Callable[[QFileDialog], SaveOptions] | None = None,
    ) -> Path | None:
        del options
        self.asked.append(f"{title}: {proposal.name} ({len(filters)})")
        return self.files.pop(0)

    def decision(self, title: str, text: Words, more: Words, choices: Sequence[Choice]) -> str | None:
        self.asked.append(" | ".join(part for part in (title, worded(text), worded(more)) if part))
        answer = self.decisions.pop(0)
        assert answer is None or answer in [choice.key for choice in choices]
        return answer


class Room:
    """One window, open until `leave`."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self._qtbot = qtbot
        self.shell = Shell(program.settings)
        self.shell.setWindowState(Qt.WindowState.WindowNoState)
        self.shell.resize(1280, 800)
        self.shell.show()
        self.answers = Answers(self.shell)
        self.window = MainWindow(self.shell, program, self.answers)
        self.session = self.window.session
        self.canvas = self.window.parts.canvas
        self.said: list[str] = []
        program.notices.shown.connect(lambda notice: self.said.append(notice.text))

    def open(self, data: bytes, name: str = "photo.png") -> Document:
        """Open a picture and wait until it can be worked on."""
        self.session.open_bytes(data, name)
        self.wait(lambda: self.canvas.is_ready and self.session.document is not None)
        return self._document()

    def open_file(self, path: Path) -> Document:
        """Open a picture's file and wait until it can be worked on."""
        self.window.open_path(path)
        self.wait(lambda: self.canvas.is_ready and self.session.path == path)
        return self._document()

    def _document(self) -> Document:
        assert self.session.document is not None
        QApplication.processEvents()
        self.wait(lambda: not self.window.display._due.isActive())  # its commands can be used by then
        return self.session.document

    def wait(self, condition: Callable[[], bool | None]) -> None:
        """Wait for a condition."""
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def rest(self) -> None:
        """Wait until no worker has anything to do and all that they told was heard."""
        running = self.session.program.tasks._running
        is_heard = False
        while not is_heard:
            self.wait(lambda: not running)
            QApplication.processEvents()
            is_heard = not running

    def leave(self) -> None:
        """Close the window without a question, and let Qt delete it."""
        self.window._is_agreed = True
        self.shell.close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
