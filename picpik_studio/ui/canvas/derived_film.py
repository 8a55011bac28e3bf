"""The film while live steps are on: what they made, and over it what was painted since."""

from collections.abc import Callable
from typing import Final

import cv2

from picpik_studio.app.deriving import Deriving, Outcome
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.ui.canvas.film import FilmLevels
from picpik_studio.ui.canvas.latest import Latest

_NAME: Final = "derived"
_MUCH: Final = 4_000_000  # pixels: the levels of more take longer than a frame may


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

    def paint(self, mask: Plane, *rects: Rect) -> None:
        """Show, inside `rects`, what of the mask is another than what the outcome was made of, as it is painted."""
        changed_rects = [rect for rect in rects if not rect.is_empty]
        for rect in changed_rects:
            self._raw = self._raw.united(rect)
            part = mask[rect.slices]
            changed = cv2.compare(part, self._painted[rect.slices], cv2.CMP_NE)
            cv2.copyTo(part, changed, self._plane[rect.slices])
        self.levels.update(*changed_rects)


class DerivedFollowing:
    """Keeps the film true to what a session's live steps make; `shown` is told where it looks otherwise now.

    None stands for everywhere. `film` is None while no step is on. Much of a picture is made ready by a worker.
    """

    def __init__(self, deriving: Deriving, work: Latest, shown: Callable[[Rect | None], None]) -> None:
        self.film: DerivedFilm | None = None
        self._deriving = deriving
        self._work = work
        self._shown = shown

    def forget(self) -> None:
        """Show nothing of what was made before: document or canvas are other ones."""
        self._work.cancel(_NAME)
        self.film = None

    def follow(self, document: Document | None) -> None:
        """Show what has been made of a document."""
        outcome = self._deriving.outcome
        if outcome is None or document is None:
            self.forget()
            self._shown(None)
        elif outcome.plane.shape != document.mask.pixels.shape:
            return  # it was made before the canvas was changed; what is made now comes after it
        elif self.film is None or _NAME in self._work or _is_much(outcome.rect):
            self._work.run(_NAME, lambda: DerivedFilm(outcome), lambda film: self._made(document, film))
        else:
            rect = self.film.take(outcome)
            self.film.paint(document.mask.pixels, self._deriving.pending)
            self._shown(rect)

    def _made(self, document: Document, film: DerivedFilm) -> None:
        film.paint(document.mask.pixels, self._deriving.pending)
        self.film = film
        self._shown(None)


def _is_much(rect: Rect) -> bool:
    return rect.width * rect.height > _MUCH
