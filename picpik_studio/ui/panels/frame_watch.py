"""Finds the frame that a request would be cut from, in a worker, as often as something that bears on it changes."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from picpik_studio.app.framing import choose_frames
from picpik_studio.app.job import Reason
from picpik_studio.app.session import Session
from picpik_studio.app.tasks import Task
from picpik_studio.core.document import SETTLED, CanvasChanged, DocumentEvent, MaskChanged
from picpik_studio.core.frame import Frame
from picpik_studio.errors import PicPikError
from picpik_studio.ui.binding import follow, follow_document, while_alive

Found = tuple[tuple[Frame, ...], tuple[Reason, ...]]

_NAMES = frozenset({"mask_blur", "invert_mask", "frame_mode", "padding", "split_frames", "width", "height"})
_PAUSE_MS = 120


class FrameWatch(QObject):
    """`found` tells the first of the `frames` (or None) and the reasons that go with it.

    They are looked for only while `watch` is on. Changes that follow each other quickly are answered once.
    """

    found = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.frames: tuple[Frame, ...] = ()
        self._reasons: tuple[Reason, ...] = ()
        self._is_on = False
        self._task: Task[Found] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        follow_document(self, session, self._follow_document, but=MaskChanged)
        follow(self, session.deriving.changed, self._look_soon)
        follow(self, session.changed, lambda topic: self._look_soon() if topic == "document" else None)
        follow(self, session.parameters.changed, lambda name: self._look_soon() if name in _NAMES else None)

    def watch(self, *, is_on: bool) -> None:
        """Begin to look, or stop."""
        self._is_on = is_on
        self._look_soon()

    def _follow_document(self, event: DocumentEvent) -> None:
        if isinstance(event, CanvasChanged) and self.frames:
            frames = (replace(frame, rect=frame.rect.translated(*event.offset)) for frame in self.frames)
            self._take((tuple(frames), self._reasons))  # until those are found that fit the new canvas
        if isinstance(event, SETTLED):
            self._look_soon()

    def _look_soon(self) -> None:
        if self._is_on:
            self._pause.start()

    def _look(self) -> None:
        document = self._session.document
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if document is None:
            self.frames = ()
            self.found.emit(None, ())
            return
        mask, values = document.derived, self._session.parameters.values
        if mask is None:
            return  # the live steps are being evaluated, and say so when they are done
        # The mask itself, not a copy (24 MB would be felt after every stroke): what changes under the worker's eyes is
        # looked at again.
        self._task = self._session.program.tasks.run(
            "pixels",
            lambda _task: choose_frames(mask, values),
            done=while_alive(self, self._take),
            failed=while_alive(self, self._not_found),
            label="frame",
        )

    def _take(self, found: Found) -> None:
        self.frames, self._reasons = found
        self.found.emit(self.frames[0], self._reasons)

    def _not_found(self, error: Exception) -> None:
        self.frames = ()
        reasons = (Reason.of(error),) if isinstance(error, PicPikError) else ()
        self.found.emit(None, reasons)
