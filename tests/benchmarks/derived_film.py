"""From the end of a stroke to the film as the live steps leave it, drawn, at 24 MP: grow 8, feather 4, fill holes.

The canvas is the real one, with a real session. A stroke of 30 events ends; what counts is the time from its release
to the end of the first paintEvent that shows what the steps made of it. `apply_ms` is the recipe on the whole mask.
The naive twin takes the steps on the whole mask at full size and makes the film anew, both after the release.
`spots_ms` is the search for missed spots after such a stroke, beside that of all of the mask.
"""

from functools import partial

import cv2
import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.core.recipe import Feather, FillHoles, Grow, Recipe
from picpik_studio.core.spot_search import SpotSearch
from picpik_studio.core.spots import DEFAULT_AREA, DEFAULT_WIDTH
from picpik_studio.ui.canvas.derived_film import DerivedFilm
from tests.benchmarks.masks import discs
from tests.benchmarks.paint_latency import TimedCanvas, a_canvas, hatching, send, tinted, wait
from tests.benchmarks.strokes import MP24
from tests.benchmarks.timing import median, milliseconds, percentile, ratio, repeated

STROKES = 12
NAIVE_RUNS = 2
EVENTS = 30
PX = 8
SIGMA = 4.0
RECIPE = Recipe((Grow(px=PX), Feather(sigma=SIGMA), FillHoles()))


def measure(strokes: int = STROKES, size: Size = MP24) -> dict[str, object]:
    mask = discs(size)
    with a_canvas(size) as canvas:
        document = canvas._session.document
        assert document is not None
        document.replace_mask(mask)
        document.set_recipe(RECIPE)
        wait(QApplication.instance(), lambda: film_of(canvas) is not None and not canvas._session.deriving.is_busy)
        taken = [release_to_film(canvas, number) for number in range(strokes)]
        is_exact = np.array_equal(film_pixels(canvas), RECIPE.apply(document.mask.pixels))
        painted = document.mask.pixels.copy()
    naive = [milliseconds(partial(_naive, painted)) for _ in range(NAIVE_RUNS)]
    spots, all_spots = _spots_ms(painted)
    return {
        "strokes": strokes,
        "median_ms": median(taken),
        "p90_ms": percentile(taken, 90),
        "longest_ms": round(max(taken), 3),
        "is_exact": is_exact,
        "apply_ms": median(repeated(partial(RECIPE.apply, painted), 2)),
        "naive_median_ms": median(naive),
        "naive_over_ours": ratio(median(naive), median(taken)),
        "spots_ms": spots,
        "all_spots_ms": all_spots,
    }


def film_of(canvas: TimedCanvas) -> DerivedFilm | None:
    return canvas.feed._derived.film


def film_pixels(canvas: TimedCanvas) -> Plane:
    film = film_of(canvas)
    assert film is not None
    return film.levels.mask


def release_to_film(canvas: TimedCanvas, number: int) -> float:
    """Draw a stroke; return the milliseconds from its release until the film has been drawn as the steps leave it."""
    session = canvas._session
    session.tool.size = 200
    places = hatching(1000)[number * EVENTS : (number + 1) * EVENTS]
    send(canvas, QEvent.Type.MouseButtonPress, places[0])
    for place in places:
        send(canvas, QEvent.Type.MouseMove, place)
        QApplication.processEvents()
    before = session.deriving.outcome
    taken = milliseconds(partial(_release, canvas, places[-1], before))
    wait(QApplication.instance(), lambda: not session.deriving.is_busy)
    return taken


def _release(canvas: TimedCanvas, place: tuple[float, float], before: object) -> None:
    deriving = canvas._session.deriving
    send(canvas, QEvent.Type.MouseButtonRelease, place)
    wait(QApplication.instance(), lambda: deriving.outcome is not before and not deriving.is_busy)
    wait(QApplication.instance(), lambda: "derived" not in canvas.feed._work)
    shown = canvas.painted_at
    canvas.update()
    wait(QApplication.instance(), lambda: canvas.painted_at > shown)


def _naive(mask: Plane) -> None:
    """A dilation by the disc itself, the Gaussian at full size, every kept part labelled, the film made anew."""
    side = 2 * PX + 1
    grown = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    soft = cv2.GaussianBlur(grown, (0, 0), SIGMA, borderType=cv2.BORDER_REPLICATE)
    kept = (soft < 128).astype(np.uint8)
    _, labels = cv2.connectedComponents(kept, connectivity=4)
    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    tinted(np.where((kept > 0) & ~np.isin(labels, border), 255, soft).astype(np.uint8))


def _spots_ms(mask: Plane) -> tuple[float, float]:
    """Return how long the search for spots takes after a change, and from the beginning."""
    search = SpotSearch(Size(mask.shape[1], mask.shape[0]), width=DEFAULT_WIDTH, area=DEFAULT_AREA)
    whole = milliseconds(partial(search.find, mask))
    taken = []
    for number in range(5):
        mask[1000 : 1000 + 20 * number, 1000:1300] ^= 255
        taken.append(milliseconds(partial(search.find, mask)))
    return median(taken), round(whole, 3)
