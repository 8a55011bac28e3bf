"""Which frames a painting is sent in, and what is to be said of each."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import cv2

from picpik_studio.app.errors import NothingToRepaintError, RefusedError
from picpik_studio.app.job import Reason
from picpik_studio.app.parameters import Values
from picpik_studio.core import footprint
from picpik_studio.core.apart import parted
from picpik_studio.core.arrays import Plane
from picpik_studio.core.frame import Frame, custom_frame, frame_around_box, shrunk, whole_frame, with_sent_size
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.outline import Share
from picpik_studio.texts import QT_TRANSLATE_NOOP

SUSPICIOUS_PERCENT: Final = 50
"""A request that repaints more of the picture than this may have its repaint area the wrong way round."""

NOTHING: Final = QT_TRANSLATE_NOOP("Generation", "Nothing is painted: paint over what shall change.")
TOO_FAINT: Final = QT_TRANSLATE_NOOP(
    "Generation", "The painting is too faint: what is below 50 % repaints nothing. Paint over it once more."
)
ALL_KEPT: Final = QT_TRANSLATE_NOOP(
    "Generation", "All of the picture is painted as KEEP, so that nothing would be repainted."
)
OUTSIDE: Final = QT_TRANSLATE_NOOP("Generation", "The repaint area lies outside the frame: move the frame over it.")
FRAME_OUTSIDE: Final = QT_TRANSLATE_NOOP(
    "Generation", "The frame lies outside the picture, which is {width} x {height}."
)
CUT_OFF: Final = QT_TRANSLATE_NOOP(
    "Generation", "Part of the repaint area lies outside the frame and will not be repainted."
)
EVERYTHING: Final = QT_TRANSLATE_NOOP(
    "Generation", "The whole picture will be repainted: nothing of the original is left to go by."
)
MOSTLY: Final = QT_TRANSLATE_NOOP(
    "Generation", "{percent} % of the picture will be repainted: if that is the wrong way round, invert the painting."
)
SEVERAL: Final = QT_TRANSLATE_NOOP("Generation", "The repaint area is sent as {count} frames, each as a job.")
SCALED: Final = QT_TRANSLATE_NOOP("Generation", "The frame is sent at {percent} % of its size.")
STRETCHED: Final = QT_TRANSLATE_NOOP(
    "Generation", "The frame is {width} x {height} and is stretched to {sent_width} x {sent_height} for sending."
)


class Part(NamedTuple):
    """What one request repaints of a painting: all that is repainted in `box`; its frame, what is to be said of it."""

    box: Rect
    frame: Frame
    reasons: tuple[Reason, ...]


def choose_parts(mask: Plane, values: Values, percent: int = 100) -> tuple[Part, ...]:
    """Return what `mask` (uint8 HxW) is sent as, in reading order: parts that repaint together what it does.

    It is one part but where far spots, and the pieces of large ones, are to be sent by themselves. Slow; raises, and
    takes `percent`, as `choose_frame`.
    """
    boxes = _boxes(mask, values)
    several = (Reason(SEVERAL, {"count": len(boxes)}),) if len(boxes) > 1 else ()
    parts = [_part(mask, box, values, percent) for box in boxes]
    return tuple(part._replace(reasons=(*several, *part.reasons)) for part in parts)


def choose_shares(mask: Plane, values: Values) -> list[Share]:
    """Return the frames and the boxes of the `choose_parts`, in less time: nobody asks what is to be said of them."""
    return [(_placed(mask, box, values, 100)[1], box) for box in _boxes(mask, values)]


def choose_frames(mask: Plane, values: Values) -> tuple[tuple[Frame, ...], tuple[Reason, ...]]:
    """Return every frame that `mask` is sent in, in reading order, and what is to be said of them. As `choose_parts`.

    What is said of some of them alone is said once.
    """
    parts = choose_parts(mask, values)
    return tuple(part.frame for part in parts), distinct(reason for part in parts for reason in part.reasons)


def distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the reasons, each of them once."""
    result: list[Reason] = []
    for reason in reasons:
        if reason not in result:
            result.append(reason)
    return tuple(result)


def choose_frame(mask: Plane, values: Values, percent: int = 100) -> tuple[Frame, tuple[Reason, ...]]:
    """Return the frame for `mask` (uint8 HxW), sent at `percent` of its size, and what is to be said of it.

    Raises as `generation.prepare`.
    """
    _all, frame, reasons = whole_part(mask, values, percent)
    return frame, reasons


def whole_part(mask: Plane, values: Values, percent: int) -> Part:
    """Return the request for all of the mask. Raises as `generation.prepare`."""
    return _part(mask, footprint.box(mask, invert=values.invert_mask), values, percent)


def _boxes(mask: Plane, values: Values) -> tuple[Rect, ...]:
    """Return the boxes of all that is sent by itself, one at least."""
    if not (values.split_frames and values.frame_mode == "mask"):
        return (footprint.box(mask, invert=values.invert_mask),)
    return parted(mask, values.mask_blur, values.padding, invert=values.invert_mask) or (EMPTY,)


def _painted(mask: Plane, box: Rect, values: Values) -> int:
    """Return how many pixels of the mask are repainted in `box`, or 0 where they are sure to be too few to be said."""
    most = SUSPICIOUS_PERCENT * mask.size / 100
    part, invert = mask[box.slices], values.invert_mask
    if part.size <= most or not (invert or cv2.countNonZero(part) > most):
        return 0
    return footprint.extent(part, invert=invert)[1]


def _placed(mask: Plane, box: Rect, values: Values, percent: int) -> tuple[Rect, Frame]:
    """Return what the frame for what `box` has shows of the picture, and how it is sent.

    Raises as `generation.prepare`.
    """
    size = Size(mask.shape[1], mask.shape[0])
    if box.is_empty:
        raise NothingToRepaintError(why_nothing(mask, invert=values.invert_mask))
    frame = _frame(box, values, size)
    inside = frame.rect.intersected(Rect.of(size))
    # A look at the pixels only where the frame may miss them.
    if not inside.encloses(box) and footprint.box(mask[inside.slices], invert=values.invert_mask).is_empty:
        raise NothingToRepaintError(OUTSIDE)
    return inside, shrunk(with_sent_size(frame, values.width, values.height), percent, size)


def _part(mask: Plane, box: Rect, values: Values, percent: int) -> Part:
    """Return the request for what `box` has of the mask. Raises as `generation.prepare`."""
    inside, frame = _placed(mask, box, values, percent)
    share = _painted(mask, box, values) / mask.size
    return Part(box, frame, tuple(_remarks(frame, is_cut_off=box.intersected(inside) != box, share=share)))


def why_nothing(mask: Plane, *, invert: bool) -> str:
    """Return what is to be said where `mask` repaints nothing."""
    if invert:
        return ALL_KEPT
    return TOO_FAINT if mask.any() else NOTHING


def _frame(box: Rect, values: Values, size: Size) -> Frame:
    if isinstance(values.frame_mode, Rect):
        try:
            return custom_frame(values.frame_mode, size)
        except ValueError:
            raise RefusedError(FRAME_OUTSIDE, width=size.width, height=size.height) from None
    if values.frame_mode == "whole":
        return whole_frame(size)
    return frame_around_box(box, size, values.mask_blur, values.padding)


def _remarks(frame: Frame, *, is_cut_off: bool, share: float) -> list[Reason]:
    remarks = []
    if share == 1:
        remarks.append(Reason(EVERYTHING))
    elif 100 * share > SUSPICIOUS_PERCENT:
        remarks.append(Reason(MOSTLY, {"percent": min(99, round(100 * share))}))
    if is_cut_off:
        remarks.append(Reason(CUT_OFF))
    if frame.is_stretched:
        rect, sent = frame.rect, frame.sent
        values = {"width": rect.width, "height": rect.height, "sent_width": sent.width, "sent_height": sent.height}
        remarks.append(Reason(STRETCHED, values))
    elif frame.is_scaled:
        remarks.append(Reason(SCALED, {"percent": round(100 * frame.scale)}))
    return remarks
