"""What was found in a picture, at its full size: seen first, turned round or changed for another reading at will."""

from collections.abc import Callable
from typing import Any

from picpik_studio.app.selection import Found, region_of
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document, Snapshot
from picpik_studio.core.fill import Region
from picpik_studio.core.geometry import Offset
from picpik_studio.core.signal import Signal


class SelectionPreview:
    """The selection that is looked at in one session; `changed` tells of it.

    `found` is what came; `region` where that is (a rectangle and uint8 of its size), the one before while a worker
    brings the wished one to full size; `plane` is the whole of it (uint8 HxW of the picture), None meanwhile.
    """

    def __init__(self, state: SessionState, failed: Callable[[Exception], None]) -> None:
        self.changed: Signal[()] = Signal()
        self.found: Found | None = None
        self.region: Region | None = None
        self.plane: Plane | None = None
        self.document: Document | None = None
        self._state = state
        self._failed = failed
        self._snapshot: Snapshot | None = None
        self._task: Task[Any] | None = None
        self._arriving: tuple[Callable[[], Found], Callable[[], None]] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being brought to full size."""
        return self._task is not None

    def enter(self, document: Document) -> Snapshot:
        """Look at a document as it is now; what is previewed of another one is forgotten."""
        if self.document is not document:
            self.forget()
        self.document, self._snapshot = document, document.snapshot()
        return self._snapshot

    def show(self, document: Document, read: Callable[[], Found], done: Callable[[], None] = lambda: None) -> None:
        """Preview what `read` returns, which is slow; what was seen before stays until it is there."""
        self.stop()
        snapshot = self._snapshot_of(document)

        def arrived(outcome: tuple[Found, Plane, Region]) -> None:
            self._task = self._arriving = None
            self.found, self.plane, self.region = outcome
            self.changed.emit()
            done()

        def failed(error: Exception) -> None:
            self._task = self._arriving = None
            self.changed.emit()
            self._failed(error)

        self.plane = None
        self._arriving = read, done
        self._task = self._state.program.tasks.run(
            "pixels", lambda _task: _full(read(), snapshot), done=arrived, failed=failed, label="selection"
        )
        self.changed.emit()

    def move(self, offset: Offset) -> None:
        """Follow the document onto another canvas, which has moved by `offset`: what is previewed, or about to be."""
        document, found = self.document, self.found
        self._snapshot = self.region = None  # they are of the canvas that was there
        arriving = self._arriving or (None if found is None else (lambda: found, lambda: None))
        if document is None or arriving is None:
            return
        read, done = arriving
        self.found = found.moved(offset) if found is not None else None
        self.show(document, lambda: read().moved(offset), done)

    def step(self, step: int) -> None:
        """Show the next reading (1) or the one before (-1)."""
        if self.found is not None and len(self.found.planes) > 1:
            self._change(self.found.stepped(step))

    def invert(self) -> None:
        """Turn it round."""
        if self.found is not None:
            self._change(self.found.inverted())

    def stop(self) -> None:
        """Bring nothing to full size any more."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._arriving = None

    def let_go(self) -> None:
        """Hold the picture no longer, unless something is previewed in it: nothing will come of what was asked."""
        if self.found is None and not self.is_busy:
            self._snapshot = None

    def forget(self) -> None:
        """Show nothing any more."""
        self.stop()
        self.found = self.region = self.plane = self.document = self._snapshot = None
        self.changed.emit()

    def _snapshot_of(self, document: Document) -> Snapshot:
        """Return the document as it was asked about, or as it is now if that was another one or another canvas."""
        snapshot = self._snapshot
        if snapshot is None or self.document is not document or snapshot.canvas is not document.canvas:
            return self.enter(document)
        return snapshot

    def _change(self, found: Found) -> None:
        document = self.document
        if document is not None:
            self.found = found
            self.show(document, lambda: found)


def _full(found: Found, snapshot: Snapshot) -> tuple[Found, Plane, Region]:
    """Return what was found with its plane at full size, and where that is."""
    plane = found.full(snapshot.pixels)
    return found, plane, region_of(plane)
