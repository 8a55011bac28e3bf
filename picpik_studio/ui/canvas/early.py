"""What is drawn while the picture comes onto another canvas: kept, and drawn as soon as it is there."""

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.base import Button
from picpik_studio.core.tools.settings import ToolName, ToolSettings
from picpik_studio.ui.canvas.pointer import Pointer, PointerEvent
from picpik_studio.ui.canvas.view import CanvasView

_BUTTONS: Final = (Button.LEFT, Button.RIGHT, Button.ERASER)
_REGIONS: Final[tuple[ToolName, ...]] = ("lasso", "polygon", "rectangle", "ellipse", "wand", "bucket", "select")


class Early(NamedTuple):
    """One thing that the pointer did too early, and the place of what was seen there, in pixels of the old canvas."""

    act: Literal["press", "move", "release"]
    event: PointerEvent
    point: Point | None


class EarlyGesture:
    """Takes what is meant to draw on `document` as long as `is_moving`, until somebody takes it to `play` it.

    It stays on what it was drawn on, when the view is moved meanwhile. Esc gives it up, another tool and a change of
    the document too: after an undo it would cost what can be redone.
    """

    def __init__(self, view: CanvasView, settings: ToolSettings, is_moving: Callable[[], bool]) -> None:
        self._view = view
        self._settings = settings
        self._is_moving = is_moving
        self._kept: list[Early] = []
        self._tool: ToolName = settings.tool
        self._edits = 0
        self.document: Document | None = None

    @property
    def has_any(self) -> bool:
        """Whether something waits."""
        return bool(self._kept)

    def press(self, event: PointerEvent) -> bool:
        """Keep a press that is meant to draw."""
        settings, document = self._settings, self.document
        draws = settings.is_brush or settings.tool in _REGIONS
        if document is None or not self._is_moving() or not draws or event.button not in _BUTTONS:
            return False
        if not self._is_of_now(document):
            self._kept = []
        self._tool, self._edits = settings.tool, document.history.edits_done
        self._keep("press", event)
        return True

    def move(self, event: PointerEvent) -> None:
        """Keep the way."""
        self._keep("move", event)

    def release(self, event: PointerEvent) -> None:
        """Keep the end."""
        self._keep("release", event)

    def cancel(self) -> None:
        """Give up all that was kept."""
        self._kept = []

    def view_moved(self) -> None:
        """Stay on what is seen, which is seen elsewhere now; the new canvas itself moves nothing that is seen."""
        if self._is_moving():
            self._kept = [self._followed(early) for early in self._kept]

    def take(self, document: Document | None) -> Sequence[Early]:
        """Return what was kept for `document`, which can be drawn on from now on, and keep it no longer."""
        kept, self._kept = self._kept, []
        is_due = document is not None and document is self.document and self._is_of_now(document)
        self.document = document
        return kept if is_due else ()

    def _is_of_now(self, document: Document) -> bool:
        return (self._tool, self._edits) == (self._settings.tool, document.history.edits_done)

    def _keep(self, act: Literal["press", "move", "release"], event: PointerEvent) -> None:
        self._kept.append(Early(act, event, self._view.to_image(event.position)))

    def _followed(self, early: Early) -> Early:
        position = self._view.to_widget(early.point) if early.point is not None else None
        return early._replace(event=early.event._replace(position=position)) if position is not None else early


def play(early: Sequence[Early], pointer: Pointer) -> None:
    """Let the pointer do what it did too early."""
    acts = {"press": pointer.press, "move": pointer.move, "release": pointer.release}
    for each in early:
        acts[each.act](each.event)
