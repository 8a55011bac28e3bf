"""The brushes for accepted results: one paints the original back, the other paints a variation in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.mask_editor import MaskEditor
from picpik_studio.core.patch import Patch
from picpik_studio.core.tools.base import ERASERS, ToolEvent
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

Retouch = Literal["restore", "pick"]

_LABELS: dict[Retouch, tuple[str, str]] = {
    "restore": (QT_TRANSLATE_NOOP("Edit", "Bring the result back"), QT_TRANSLATE_NOOP("Edit", "Restore the original")),
    "pick": (QT_TRANSLATE_NOOP("Edit", "Pick from the result"), QT_TRANSLATE_NOOP("Edit", "Take the picked away")),
}


class _Surface:
    """The alpha of one patch, as something that a brush paints on, in the patch's own pixels."""

    def __init__(self, document: Document, patch: Callable[[], Patch]) -> None:
        self._document = document
        self._patch = patch

    @property
    def size(self) -> Size:
        """The size of the patch."""
        return self._patch().rect.size

    def begin(self, label: str) -> MaskEditor:
        """Open an edit of the alpha."""
        return self._document.begin_alpha(self._patch(), label)


class RetouchBrush:
    """Paints the alpha of a patch; one stroke is one edit.

    `restore` takes the patch away where one paints, so that what is under it is seen again, `pick` puts it there; the
    right button and the pen's eraser end do the opposite. `target` tells at each press which patch is meant: one that
    lies over the picture, or one that lies nowhere yet, which the first stroke lays there: all of it for `restore`, and
    nothing but what is painted for `pick`. None: there is nothing to be painted on, and nothing happens.
    """

    def __init__(
        self, document: Document, settings: ToolSettings, kind: Retouch, target: Callable[[], Patch | None]
    ) -> None:
        self._document = document
        self._kind: Retouch = kind
        self._target = target
        self._patch: Patch | None = None
        surface = _Surface(document, lambda: self._meant)
        self._brush = BrushTool(surface, settings, self._erases, _LABELS[kind])

    @property
    def is_active(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._brush.is_active

    @property
    def last_point(self) -> Point | None:
        """Where a straight line would begin, in document pixels."""
        return self._outwards(self._brush.last_point)

    @property
    def place(self) -> Point | None:
        """Where the brush is during a stroke, in document pixels; None between strokes."""
        return self._outwards(self._brush.place)

    def press(self, event: ToolEvent) -> None:
        """Begin a stroke on the patch that is meant now. Raises EditOpenError during another edit."""
        patch = self._target()
        if self.is_active or patch is None:
            return
        last = self.last_point
        self._patch = self._laid(patch)
        self._brush.forget(self._inwards(last) if last is not None else None)
        self._brush.press(self._inside(event))

    def move(self, event: ToolEvent) -> None:
        """Draw on."""
        if self._patch is not None:
            self._brush.move(self._inside(event))

    def jump(self, event: ToolEvent) -> None:
        """Go on from another place, without a line that leads there."""
        if self._patch is not None:
            self._brush.jump(self._inside(event))

    def release(self, event: ToolEvent) -> None:
        """Keep the stroke."""
        if self._patch is not None:
            self._brush.release(self._inside(event))

    def cancel(self) -> None:
        """Take the stroke back."""
        self._brush.cancel()

    @property
    def _meant(self) -> Patch:
        if self._patch is None:
            raise RuntimeError("Nothing is being painted on")
        return self._patch

    def _laid(self, patch: Patch) -> Patch:
        """Return the patch as it begins: one that lies nowhere yet is not seen at all while it is picked from."""
        lies_there = any(each.id == patch.id for each in self._document.patches)
        if self._kind == "restore" or lies_there:
            return patch
        return replace(patch, alpha=np.zeros(patch.weight.shape, np.uint8))

    def _erases(self, event: ToolEvent) -> bool:
        return (event.button in ERASERS) != (self._kind == "restore")

    def _inside(self, event: ToolEvent) -> ToolEvent:
        return event._replace(point=self._inwards(event.point))

    def _inwards(self, point: Point) -> Point:
        return Point(point.x - self._meant.rect.x, point.y - self._meant.rect.y)

    def _outwards(self, point: Point | None) -> Point | None:
        if point is None or self._patch is None:
            return None
        return Point(point.x + self._patch.rect.x, point.y + self._patch.rect.y)
