"""Undo and redo to another canvas of a window's picture: what is slow of it is done by a worker."""

from collections.abc import Callable

from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core.canvas_edit import Exchange
from picpik_studio.core.document import Document
from picpik_studio.core.signal import Signal


class CanvasStepping:
    """Is the worker for the steps of one session's document; `changed` tells when it begins and ends to be busy.

    What cannot be made is said, and the document stays as it was; so it does when the session leaves it before.
    """

    def __init__(self, state: SessionState) -> None:
        self.changed: Signal[()] = Signal()
        self._state = state
        self._document: Document | None = None
        self._task: Task[Exchange] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a canvas that undo or redo leads to is being made ready."""
        return self._task is not None

    def enter(self) -> None:
        """Work for the document that is open now."""
        if self._document is not None:
            self._document.worker = None
        if self._task is not None:
            self._task.cancel()
            self._end()
        if self._document is not None and self._document.is_stepping:
            self._state.program.tasks.dispatch(self._document.abandon_steps)  # when everybody else has left it too
        self._document = self._state.document
        if self._document is not None:
            self._document.worker = self._work

    def _work(self, work: Callable[[], Exchange], done: Callable[[Exchange], None], failed: Callable[[], None]) -> None:
        def made(exchange: Exchange) -> None:
            self._end()
            done(exchange)

        def not_made(error: Exception) -> None:
            self._end()
            failed()
            self._state.program.notices.fail(error)

        self._task = self._state.program.tasks.run(
            "pixels", lambda _task: work(), done=made, failed=not_made, label="step"
        )
        self.changed.emit()

    def _end(self) -> None:
        self._task = None
        self.changed.emit()
