"""Which of several colours stands out against a part of a picture."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Rect, Size

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255 each, sRGB."""

_Floats = NDArray[np.float32]

SAMPLES = 64
"""At most this many rows and columns of a picture are looked at."""

_NEAREST = 10
"""A colour is as good as the tenth of the pixels that come nearest to it lets it be, in per cent."""

_CLEARLY = 1.15


def outstanding(
    pixels: Pixels, rect: Rect, candidates: Sequence[Colour], opacity: float, current: Colour | None = None
) -> Colour:
    """Return the one of `candidates` whose film is told best from the pixels of `pixels` inside `rect`.

    `pixels` is uint8 HxWx3 or more, BGR; `opacity` of the film is 0 to 1. The measure is the distance in CIE L*a*b*
    between a filmed pixel and every sampled pixel as it is. `current` (another candidate) is kept unless one is clearly
    better, so that the colour does not flicker while one paints. An empty `rect` looks at the whole picture.
    """
    seen = (sampled(pixels, rect)[..., :3].reshape(-1, 1, 3) / np.float32(255)).astype(np.float32)
    bare = _lab(seen)
    scores = {}
    for candidate in candidates:
        filmed = _lab(_filmed(seen, candidate, opacity))
        scores[candidate] = _apart(filmed, bare)
    best = max(scores, key=lambda candidate: scores[candidate])
    if current in scores and scores[best] < _CLEARLY * scores[current]:
        return current
    return best


def sampled(pixels: Pixels, rect: Rect) -> Pixels:
    """Return at most SAMPLES x SAMPLES pixels of `rect`, or of the whole where it is empty, in the layout of `pixels`.

    Of so few pixels all of them come back.
    """
    whole = Rect.of(Size(pixels.shape[1], pixels.shape[0]))
    inside = rect.intersected(whole)
    part = pixels[(whole if inside.is_empty else inside).slices]
    across, down = -(-part.shape[1] // SAMPLES), -(-part.shape[0] // SAMPLES)
    return part[down // 2 :: down, across // 2 :: across]


def _filmed(bare: _Floats, colour: Colour, opacity: float) -> _Floats:
    filmed = bare * (1 - opacity) + np.array(colour[::-1], np.float32) / 255 * opacity
    return np.asarray(filmed, np.float32)


def _lab(colours: _Floats) -> _Floats:
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2LAB), np.float32).reshape(-1, 3)


def _apart(filmed: _Floats, bare: _Floats) -> float:
    """Return how far the filmed colours lie from their own pixels and from the darkest, middle and lightest ones."""
    own = np.linalg.norm(filmed - bare, axis=1)
    order = np.argsort(bare[:, 0])
    marks = bare[order[[0, len(order) // 4, len(order) // 2, 3 * len(order) // 4, -1]]]
    others = np.linalg.norm(filmed[:, None] - marks[None], axis=2).min(axis=1)
    return float(np.percentile(own, _NEAREST) + 0.5 * np.percentile(others, _NEAREST))
