"""The subject of a picture, cut out from its background."""

import numpy as np

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.engine.select.matte import Knobs, matte
from picpik_studio.engine.select.saliency import saliency

_MARGIN = 0.1
"""How much of a box's size the network sees around it."""


def subject(colours: Pixels, knobs: Knobs, box: Rect | None = None) -> Plane:
    """Return the alpha channel (uint8 HxW) of the subject of `colours` (uint8 HxWx3, BGR).

    With a `box` (inside the picture, not empty) the subject is what stands out inside it, and nothing beyond it is
    taken.
    """
    height, width = colours.shape[:2]
    if box is None:
        return matte(colours, saliency(colours), knobs)
    seen = box.expanded(round(_MARGIN * max(box.size))).intersected(Rect.of(Size(width, height)))
    part = np.ascontiguousarray(colours[seen.slices])
    outside = np.full(part.shape[:2], 255, np.uint8)
    outside[box.translated(-seen.x, -seen.y).slices] = 0
    alpha = np.zeros((height, width), np.uint8)
    found = saliency(part)
    found[outside > 0] = 0
    alpha[seen.slices] = matte(part, found, knobs, outside)
    return alpha
