"""An area at another size, each pixel the largest of all that it covers: strip by strip, so that little is held."""

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import repaint
from picpik_studio.core.geometry import Rect, Size

_ROWS: Final = 64  # of the result at once: what they are made of stays in the processor's cache


class _Spans(NamedTuple):
    """For each pixel of a line the first and the last one that it covers; `least` is how many all cover at least."""

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    least: int


def touched(
    mask: Plane, rect: Rect, size: Size, *, invert: bool, within: Rect | None = None, out: Plane | None = None
) -> Plane:
    """Return R (see `footprint.repaint`) of what `rect` shows of `mask` (uint8 HxW), uint8 0 or 255 at `size`.

    It is written to `out` where that is given, which has to be 0 all over.

    `rect` may reach past the borders; nothing is repainted there, nor outside of `within`, which the mask has whole.
    Each pixel is repainted that covers a repainted one, wholly or in part.
    """
    shown = Rect(0, 0, mask.shape[1], mask.shape[0]) if within is None else within
    result = np.zeros((size.height, size.width), np.uint8) if out is None else out
    if size == rect.size:
        _write(mask, rect, shown, result, invert=invert)
        return result
    down, across = _spans(rect.height, size.height), _spans(rect.width, size.width)
    for start in range(0, size.height, _ROWS):
        rows = slice(start, min(start + _ROWS, size.height))
        top, bottom = int(down.first[start]), int(down.last[rows.stop - 1]) + 1
        strip = _strip(mask, Rect(rect.x, rect.y + top, rect.width, bottom - top), shown, invert=invert)
        if strip is not None:
            lines = _Spans(down.first[rows] - top, down.last[rows] - top, down.least)
            upright = _largest(_turned(_largest(strip, lines)), across)
            cv2.transpose(upright, dst=result[rows])
    return result


def _strip(mask: Plane, strip: Rect, shown: Rect, *, invert: bool) -> Plane | None:
    """Return R in `strip`, of what is `shown`; None where nothing is repainted."""
    inside = strip.intersected(shown)
    if inside.is_empty:
        return None
    if inside == strip:
        R = repaint(mask[inside.slices], invert=invert)
    else:
        R = np.zeros((strip.height, strip.width), np.uint8)
        _write(mask, strip, shown, R, invert=invert)
    return R if cv2.countNonZero(R) else None


def _write(mask: Plane, rect: Rect, shown: Rect, target: Plane, *, invert: bool) -> None:
    """Write R in `rect`, of what is `shown`, to `target`, which is 0 all over."""
    inside = rect.intersected(shown)
    if not inside.is_empty:
        repaint(mask[inside.slices], invert=invert, out=target[inside.translated(-rect.x, -rect.y).slices])


def _turned(array: Plane) -> Plane:
    return cv2.transpose(array).astype(np.uint8, copy=False)


def _spans(length: int, count: int) -> _Spans:
    """Return what `count` pixels that are spread over `length` others cover."""
    target = np.arange(count)
    first = target * length // count
    last = -(-(target + 1) * length // count) - 1
    return _Spans(first, last, int((last - first).min()) + 1)


def _largest(array: Plane, spans: _Spans) -> Plane:
    """Return the maximum of the rows of `array` that each span covers.

    No span is more than twice as long as the shortest, so that two pieces of its length cover any.
    """
    least = spans.least
    pieces = array
    for step in range(1, least):
        pieces = np.maximum(pieces[: len(array) - least + 1], array[step : len(array) - least + 1 + step])
    # `take` copies whole rows, four times as fast as an index does.
    both = pieces.take(spans.first, 0), pieces.take(spans.last - least + 1, 0)
    return np.maximum(*both, out=both[0])
