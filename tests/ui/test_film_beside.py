"""What is painted beside a shown result: seen while the rest of the film is hidden."""

import numpy as np

from picpik_studio.app.session_state import ShownResult
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.ui.canvas.film_beside import film_beside

WHOLE = np.full((10, 10), 255, np.uint8)


def shown(rect: Rect, *beside: Rect) -> ShownResult:
    patch = Patch("patch", rect, np.zeros((10, 10, 4), np.uint8), WHOLE, "job", 0, "Result")
    return ShownResult("job", 0, patch, tuple((each, WHOLE) for each in beside))


def test_what_was_sent_is_hidden_and_what_was_painted_since_is_seen() -> None:
    mask = np.zeros((60, 80), np.uint8)
    sent, part, fresh, faint = Rect(5, 5, 10, 10), Rect(75, 40, 10, 10), Rect(40, 20, 10, 10), Rect(20, 40, 10, 10)
    for rect in (sent, part, fresh):
        mask[rect.slices] = 255
    mask[faint.slices] = 90
    film = film_beside(mask, shown(sent, part))
    assert film is not None
    expected = np.zeros_like(mask)
    expected[fresh.slices] = 255
    assert np.array_equal(film.mask, expected)
    assert film_beside(mask, shown(sent, part, fresh)) is None
