"""Undo and redo: steps through the history, of which a worker does the slow part when the document has one."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol

from picpik_studio.core.canvas_edit import CanvasEdit, Exchange
from picpik_studio.core.edits import Edit
from picpik_studio.core.events import CanvasAwaited, DocumentEvent, EditDropped
from picpik_studio.core.geometry import NOWHERE, Offset
from picpik_studio.core.history import History
from picpik_studio.core.picture import Picture
from picpik_studio.core.sheet import Layers
from picpik_studio.core.signal import Signal


class Worker(Protocol):
    """Makes something elsewhere and hands it to `done`, or calls `failed`: on the document's thread, and later."""

    def __call__(
        self, work: Callable[[], Exchange], done: Callable[[Exchange], None], failed: Callable[[], None]
    ) -> None:
        """Begin; return at once. Neither may be called any more after `abandon_steps`."""


class Stepping(Layers, ABC):
    """Layers that follow a history, step by step.

    The history is at its new place at once, the layers are there as soon as every step that is due was taken. Without
    a `worker` that is at once too; with one, a large canvas is waited for, and so is all that is asked for after it.
    Nothing else may change the layers meanwhile. When one cannot be made, no step that is due was taken, and the
    history is where it was.
    """

    def __init__(self, picture: Picture, origin: Offset = NOWHERE, *, history_budget_bytes: int) -> None:
        super().__init__(picture, origin)
        self.changed: Signal[DocumentEvent] = Signal()
        self.history = History(history_budget_bytes)
        self.worker: Worker | None = None
        self._due: list[tuple[Edit, bool]] = []
        self._is_waiting = False

    @property
    def is_stepping(self) -> bool:
        """Whether steps are due."""
        return bool(self._due)

    def abandon_steps(self) -> None:
        """Take none of the steps that are due."""
        if not self._due:
            return
        for _edit, is_undo in reversed(self._due):
            self.history.redo() if is_undo else self.history.undo()
        self._due.clear()
        self._is_waiting = False
        self.changed.emit(EditDropped())

    @abstractmethod
    def _announce(self, events: tuple[DocumentEvent, ...]) -> None:
        """Announce what an edit has changed."""

    def _step(self, *, is_undo: bool) -> bool:
        """Undo, or redo, after all that is due; return whether there is such a step."""
        edit = self.history.undo() if is_undo else self.history.redo()
        if edit is None:
            return False
        self._due.append((edit, is_undo))
        if self._is_waiting:
            self.changed.emit(CanvasAwaited())
        else:
            self._go_on()
        return True

    def _go_on(self) -> None:
        if not self._due or self._is_waiting:
            return
        edit, _is_undo = self._due[0]
        work = edit.slow_part(self) if isinstance(edit, CanvasEdit) else None
        if self.worker is None or work is None:
            self._take(edit)
        else:
            self._is_waiting = True
            self.changed.emit(CanvasAwaited())
            self.worker(work, self._made, self.abandon_steps)

    def _made(self, exchange: Exchange) -> None:
        edit, _is_undo = self._due[0]
        self._is_waiting = False
        if isinstance(edit, CanvasEdit):
            edit.receive(exchange)
        self._take(edit)

    def _take(self, edit: Edit) -> None:
        """Take the step that is due first, then those after it, whatever becomes of those who hear of it."""
        try:
            events = edit.events(edit.swap(self))
        except BaseException:
            self.abandon_steps()
            raise
        del self._due[0]
        try:
            self._announce(events)
        finally:
            self._go_on()
