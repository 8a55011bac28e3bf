"""The way from the stage, on which the scene is drawn upright, to the view, which may be turned and mirrored.

Both count device pixels, and their middles lie on each other. By multiples of 90 degrees and mirrored, each pixel of
the view is one of the stage; at other angles it is a mean of four.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.turn import Turn

_BESIDE_PX = 2  # a mean of four reaches beyond the view
_ROTATIONS = {90.0: cv2.ROTATE_90_CLOCKWISE, 180.0: cv2.ROTATE_180, 270.0: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True)
class Turning:
    """How the stage becomes a view of `view` device pixels."""

    turn: Turn
    view: Size

    @property
    def stage(self) -> Size:
        """The size of the stage in device pixels."""
        return self.turn.stage(self.view)

    def to_view(self, x: float, y: float) -> Point:
        """Return the place in the view of a place on the stage."""
        stage = self.stage
        moved = self.turn.apply(x - stage.width / 2, y - stage.height / 2)
        return Point(moved.x + self.view.width / 2, moved.y + self.view.height / 2)

    def to_stage(self, x: float, y: float) -> Point:
        """Return the place on the stage of a place in the view."""
        stage = self.stage
        moved = self.turn.undo(x - self.view.width / 2, y - self.view.height / 2)
        return Point(moved.x + stage.width / 2, moved.y + stage.height / 2)

    def view_rect(self, rect: Rect) -> Rect:
        """Return the smallest rectangle of the view that looks different when `rect` of the stage does."""
        return self._around(self.to_view(x, y) for x in (rect.x, rect.right) for y in (rect.y, rect.bottom))

    def stage_rect(self, rect: Rect) -> Rect:
        """Return the smallest rectangle of the stage that `rect` of the view is made from; it may reach past it."""
        return self._around(self.to_stage(x, y) for x in (rect.x, rect.right) for y in (rect.y, rect.bottom))

    def left_of(self, edge: int) -> list[Point]:
        """Return the corners, on the stage, of what lies left of a column of the view, and a little around that."""
        top, bottom = -_BESIDE_PX, self.view.height + _BESIDE_PX
        return [
            self.to_stage(x, y) for x, y in ((-_BESIDE_PX, top), (edge, top), (edge, bottom), (-_BESIDE_PX, bottom))
        ]

    def part(self, stage: Pixels, rect: Rect) -> Pixels:
        """Return the view's pixels inside `rect` (which lies in it), HxWx4 and contiguous, from those of the stage."""
        source = self.stage_rect(rect).intersected(Rect.of(self.stage))
        pixels = stage[source.slices]
        if not self.turn.is_square:
            return self._warped(pixels, source, rect)
        turned = cv2.flip(pixels, 1) if self.turn.is_mirrored else pixels
        if self.turn.degrees:
            turned = cv2.rotate(turned, _ROTATIONS[self.turn.degrees])
        return np.ascontiguousarray(turned, np.uint8)

    def _warped(self, pixels: Pixels, source: Rect, rect: Rect) -> Pixels:
        a, b, c, d = self.turn.matrix
        first = self.to_stage(rect.x + 0.5, rect.y + 0.5)  # the middle of a pixel is what OpenCV numbers
        matrix = np.array([[a, c, first.x - 0.5 - source.x], [b, d, first.y - 0.5 - source.y]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        warped = cv2.warpAffine(pixels, matrix, rect.size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return warped.astype(np.uint8, copy=False)

    def _around(self, corners: Iterable[Point]) -> Rect:
        across, down = zip(*corners, strict=True)
        around = Rect.spanning(min(across), min(down), max(across), max(down))
        return around if self.turn.is_square else around.expanded(1)  # a mean of four reaches beyond
