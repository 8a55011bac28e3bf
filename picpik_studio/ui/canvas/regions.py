"""The rectangles of one of Qt's regions."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from picpik_studio.core.geometry import Rect
from picpik_studio.ui.canvas.placement import device_rect


def rects_of(region: QRegion) -> Iterable[QRect]:
    """Return what can be walked through: the region itself can, which PySide's type stubs do not know."""
    return cast("Iterable[QRect]", region)


def device_rects(region: QRegion, scale: float, view: Rect) -> Iterable[QRect]:
    """Return the rectangles of `region` (the widget's pixels) in device pixels, as far as they lie in `view`."""
    if scale == 1:
        return rects_of(region)
    return (QRect(*device_rect(rect, scale).intersected(view)) for rect in rects_of(region))
