"""The film while live steps are on: what they made, and over it what was painted since."""

import cv2

from picpik_studio.app.deriving import Outcome
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.ui.canvas.film import FilmLevels


class DerivedFilm:
    """A copy of an outcome that a stroke shows up in at once, and its `levels`. Slow to make: for a worker."""

    def __init__(self, outcome: Outcome) -> None:
        self._plane = outcome.plane.copy()
        self._painted = outcome.painted
        self._raw = EMPTY
        self.levels = FilmLevels(self._plane)

    def take(self, outcome: Outcome) -> Rect:
        """Show the next outcome, in the place of what was painted meanwhile too; return where that changes the film."""
        self._painted = outcome.painted
        rect, self._raw = outcome.rect.united(self._raw), EMPTY
        if not rect.is_empty:
            self._plane[rect.slices] = outcome.plane[rect.slices]
            self.levels.update(rect)
        return rect

    def paint(self, mask: Plane, rect: Rect) -> None:
        """Show, inside `rect`, what of the mask is another than what the outcome was made of, as it is painted."""
        if rect.is_empty:
            return
        self._raw = self._raw.united(rect)
        part = mask[rect.slices]
        changed = cv2.compare(part, self._painted[rect.slices], cv2.CMP_NE)
        cv2.copyTo(part, changed, self._plane[rect.slices])
        self.levels.update(rect)
