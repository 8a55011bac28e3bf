"""The film of what is painted beside a shown result, so that what was painted since it was sent is not hidden with it.

The whole film would cover the result; none at all hides what the person paints for the next one.
"""

from collections.abc import Callable
from typing import Final

from picpik_studio.app.session_state import ShownResult
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect
from picpik_studio.ui.canvas.film import FilmLevels, split
from picpik_studio.ui.canvas.latest import Latest
from picpik_studio.ui.canvas.scene import Scene

_NAME: Final = "beside"


class FilmBeside:
    """Hides the film for a shown result, until one paints again; `made` is told when that looks otherwise.

    `levels` are what is seen of it nevertheless; None: nothing is painted beside the result.
    """

    def __init__(self, work: Latest, made: Callable[[], None]) -> None:
        self.hides = False
        self.levels: FilmLevels | None = None
        self._work = work
        self._made = made

    def follow(self, shown: ShownResult | None, film: FilmLevels | None) -> None:
        """Make it of `film`, which shows all that is painted."""
        self.hides, self.levels = shown is not None, None
        if shown is None or film is None:
            self._work.cancel(_NAME)
        else:
            self._work.run(_NAME, lambda: film_beside(film.mask, shown), self._take)

    def forget(self, scene: Scene) -> None:
        """Follow nothing, and leave nothing in the scene."""
        self.follow(None, None)
        self.dress(scene, is_away=False, is_shown=False)

    def end(self) -> None:
        """Show all of the film again although a result is shown."""
        if self.hides:
            self.hides = False
            self._made()

    def dress(self, scene: Scene, *, is_away: bool, is_shown: bool) -> None:
        """Say what the scene shows of the film: nothing where it `is_away`, all before the result `is_shown`."""
        scene.is_film_hidden = is_away or (self.hides and is_shown)
        scene.film_beside = None if is_away else self.levels

    def _take(self, levels: FilmLevels | None) -> None:
        self.levels = levels
        self._made()


def film_beside(mask: Plane, shown: ShownResult) -> FilmLevels | None:
    """Return the film of what counts of `mask` beside all that a shown result was sent with; None where nothing does.

    Slow: for a worker. What is too faint to count is left out: it surrounds every soft stroke that was sent.
    """
    beside = split(mask)[0]
    whole = Rect(0, 0, mask.shape[1], mask.shape[0])
    for rect, weight in ((shown.patch.rect, shown.patch.weight), *shown.beside):
        inside = rect.intersected(whole)
        if not inside.is_empty:
            beside[inside.slices][weight[inside.translated(-rect.x, -rect.y).slices] > 0] = 0
    return FilmLevels(beside) if beside.any() else None
