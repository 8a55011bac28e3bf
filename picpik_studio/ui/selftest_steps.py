"""What the selftest does, step by step; a generator gives a condition wherever it must wait."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog

from picpik_studio.app.commands import COMMANDS
from picpik_studio.app.job import Job
from picpik_studio.app.notices import Notice
from picpik_studio.app.opening import SAMPLE
from picpik_studio.core import tools
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point
from picpik_studio.files.images import open_picture
from picpik_studio.resources import resource
from picpik_studio.ui.icons import icon
from picpik_studio.ui.main_window import MainWindow

DIALOGS: Final = ("connections", "preferences", "keys", "about")
_STROKE: Final = ((0.3, 0.6), (0.4, 0.65), (0.5, 0.6))

Waits = Generator[Callable[[], bool]]


class Failed(Exception):  # noqa: N818 - it reads as what it says
    """Something is not as it must be; the text says what."""


class Steps:
    """The steps, in a furnished window; what is saved goes into `folder`."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self._canvas = window.parts.canvas
        self._session = window.session
        self._errors: list[str] = []
        self._last_word = ""
        window.program.notices.shown.connect(self._hear)
        window.program.jobs.changed.connect(self._tell)

    def all(self) -> Waits:
        """Go through everything, from the tables to the saved picture."""
        self._load_tables()
        self._window.program.start()
        yield from self._open_dialogs()
        document = yield from self._open_sample()
        yield from self._paint(document)
        yield from self._redraw(document)
        yield from self._save(document)
        say("quit")

    def _load_tables(self) -> None:
        say(f"load {len(COMMANDS)} commands, their icons and handlers, and the tools")
        for path in sorted(resource("icons").glob("*.svg")):
            demand(not icon(path.stem).isNull(), f"the icon {path.stem} is empty")
        for command in COMMANDS:
            demand(bool(self._window.shell.commands[command.id].text()), f"{command.id} has no title")
            demand(command.id in self._window.handlers, f"{command.id} does nothing")
        for tool in pkgutil.iter_modules(tools.__path__):
            importlib.import_module(f"{tools.__name__}.{tool.name}")

    def _open_dialogs(self) -> Waits:
        for name in DIALOGS:
            say(f"open the dialog {name}")
            self._window.show_dialog(name)
            dialog = self._window.shell.findChild(QDialog, name)
            if not isinstance(dialog, QDialog):
                raise Failed(f"the dialog {name} does not open")
            yield self._sound(dialog.isVisible)
            dialog.close()

    def _open_sample(self) -> Generator[Callable[[], bool], None, Document]:
        say("open the sample")
        self._window.run("file.sample")
        yield self._sound(lambda: self._canvas.is_ready)
        document = self._session.document
        if document is None:
            raise Failed("the sample is not open")
        return document

    def _paint(self, document: Document) -> Waits:
        say("paint with the pointer, undo, redo, and undo again")
        drag(self._window, [(x * document.size.width, y * document.size.height) for x, y in _STROKE])
        yield self._sound(lambda: self._canvas.strokes == 1)
        demand(document.mask.coverage() > 0, "the stroke painted nothing")
        for command, is_painted in (("edit.undo", False), ("edit.redo", True), ("edit.undo", False)):
            self._window.run(command)
            demand((document.mask.coverage() > 0) is is_painted, f"{command} does not do what it says")

    def _redraw(self, document: Document) -> Waits:
        say("take the sample's own repaint area")
        folder, name = SAMPLE
        self._session.import_mask(resource(folder, f"{Path(name).stem}-mask.png"))
        yield self._sound(lambda: document.mask.coverage() > 0)
        say("submit to this computer")
        self._window.run("job.submit")
        yield self._sound(lambda: self._session.shown is not None)
        say("accept the result")
        self._window.run("result.accept")
        yield self._sound(lambda: len(document.patches) == 1)
        changed, inside = changes(document)
        demand(bool(changed[inside].any()), "nothing has changed")
        demand(not changed[~inside].any(), "something has changed outside the footprint")

    def _save(self, document: Document) -> Waits:
        path = self._folder / "selftest.png"
        say(f"save {path.name} and read it again")
        self._session.save_as(path)
        yield self._sound(lambda: not self._session.is_modified and path.exists())
        again = open_picture(path).picture.pixels
        demand(np.array_equal(again, document.pixels), "what was saved is another picture")

    def _hear(self, notice: Notice) -> None:
        if notice.kind in ("error", "warning"):
            self._errors.append(notice.text)

    def _tell(self, job: Job) -> None:
        words = " ".join(word for word in (job.state.value, job.task_uid or "", job.status_word) if word)
        if words != self._last_word:
            self._last_word = words
            say(f"  job: {words}")

    def _sound(self, condition: Callable[[], bool]) -> Callable[[], bool]:
        """Return `condition`, which fails instead of waiting when the window has said that something went wrong."""

        def is_met() -> bool:
            demand(not self._errors, f"the window said: {'; '.join(self._errors)}")
            return condition()

        return is_met


def say(text: str) -> None:
    """Print a step at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def demand(is_so: bool, otherwise: str) -> None:
    """Raise Failed with `otherwise` unless `is_so`."""
    if not is_so:
        raise Failed(otherwise)


def drag(window: MainWindow, places: list[tuple[float, float]]) -> None:
    """Draw a stroke with the left button over places of the picture, in its pixels."""
    canvas = window.parts.canvas
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(places) - 1), QEvent.Type.MouseButtonRelease]
    for kind, place in zip(kinds, [*places, places[-1]], strict=True):
        here = canvas.to_widget(Point(*place))
        if here is None:
            raise Failed("there is no picture to paint on")
        button = none if kind == QEvent.Type.MouseMove else left
        held = none if kind == QEvent.Type.MouseButtonRelease else left
        on_screen = QPointF(canvas.mapToGlobal(QPoint(0, 0))) + here
        event = QMouseEvent(kind, here, on_screen, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas, event)


def changes(document: Document) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.bool_]], ...]:
    """Return, as HxW truths, which pixels differ from the opened picture, and which lie in a footprint."""
    changed = (document.pixels != document.picture.pixels).any(axis=2)
    inside = np.zeros_like(changed)
    for patch in document.patches:
        inside[patch.rect.slices] |= patch.weight > 0
    return changed, inside
