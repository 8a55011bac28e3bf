"""How a region gets into the mask: added, subtracted or intersected."""

from enum import Enum

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.footprint import bounds
from picpik_studio.core.geometry import Rect
from picpik_studio.core.tools.base import ERASERS, Button, Modifiers


class Combine(Enum):
    """What becomes of the mask under a new region."""

    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


def chosen(modifiers: Modifiers, button: Button, otherwise: Combine) -> Combine:
    """Return what a press means: Shift adds, Alt subtracts, both intersect.

    Without either, the right button and the pen's eraser end subtract, and else it is as is set: `otherwise`.
    """
    adds, subtracts = Modifiers.SHIFT in modifiers, Modifiers.ALT in modifiers
    if adds and subtracts:
        return Combine.INTERSECT
    if adds or subtracts:
        return Combine.ADD if adds else Combine.SUBTRACT
    return Combine.SUBTRACT if button in ERASERS else otherwise


def put(document: Document, region: tuple[Rect, Plane], how: Combine, label: str) -> None:
    """Combine the mask with `region` as one edit named `label`. Raises EditOpenError while another one is open.

    A region is a rectangle inside the picture and uint8 HxW of its size; beyond the rectangle it is 0. Adding takes the
    larger value and intersecting the smaller one; subtracting takes off the value, so that a shape that was added to
    an empty place and is then subtracted leaves nothing behind, not even along its edge. A region without a pixel
    changes nothing: a slip of the hand must not clear the mask.
    """
    rect, plane = region
    if rect.is_empty or not plane.any():
        return
    with document.begin(label) as editor:
        if how is Combine.INTERSECT:
            changed = bounds(document.mask.pixels)
            pixels = editor.touch(changed)
            common = changed.intersected(rect)
            kept = np.minimum(pixels[common.slices], plane[common.translated(-rect.x, -rect.y).slices])
            pixels[changed.slices] = 0
            pixels[common.slices] = kept
        else:
            changed = rect
            target = editor.touch(rect)[rect.slices]
            if how is Combine.ADD:
                np.maximum(target, plane, out=target)
            else:
                target -= np.minimum(target, plane)
        editor.announce(changed)
