"""Exporting the repaint area as the service gets it: live steps, the cut at 50 %, InvertMask and the frame applied."""

from pathlib import Path
from typing import Final

import numpy as np

from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.framing import choose_frame
from picpik_studio.app.parameters import Values
from picpik_studio.app.session_state import SessionState
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Snapshot
from picpik_studio.core.footprint import repaint
from picpik_studio.core.geometry import Rect
from picpik_studio.files.masks import write_mask
from picpik_studio.texts import QT_TRANSLATE_NOOP

SENT_SAVED: Final = QT_TRANSLATE_NOOP(
    "Session", "The repaint area as the service gets it was written to {name}; white is repainted."
)


class Exporting:
    """Writes what one session's next request would repaint."""

    def __init__(self, state: SessionState) -> None:
        self._state = state

    def export_as_sent(self, path: Path) -> None:
        """Write it as a grey PNG of the picture's size. Raises RefusedError without a document."""
        document, values = self._state.document, self._state.parameters.values
        if document is None:
            raise RefusedError(NO_DOCUMENT)
        snapshot = document.snapshot()
        self._state.program.tasks.run(
            "files",
            lambda _task: write_mask(path, area_as_sent(snapshot, values)),
            done=lambda _none: self._state.program.notices.say("success", SENT_SAVED, name=path.name),
            label="export as sent",
        )


def area_as_sent(snapshot: Snapshot, values: Values) -> Plane:
    """Return what a request repaints: uint8 HxW of the picture's size, 0 or 255 = repaint, 0 outside the frame.

    Raises as `choose_frame`: NothingToRepaintError, RefusedError.
    """
    frame, _remarks = choose_frame(snapshot.derived, values)
    result = np.zeros_like(snapshot.derived)
    inside = frame.rect.intersected(Rect.of(snapshot.picture.size)).slices
    result[inside] = repaint(snapshot.derived[inside], invert=values.invert_mask)
    return result
