"""The frame: which rectangle of the document is sent, at what size, and how its pixels go there and come back."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.support import support
from picpik_studio.core.touching import touched

MIN_SENT = 64
MAX_SENT = 2560
COMFORTABLE = 512
MULTIPLE = 8
DEFAULT_PADDING = 64


@dataclass(frozen=True)
class Frame:
    """`rect`, in document pixels, may reach past the picture's border; `sent` is the size at which it is sent."""

    rect: Rect
    sent: Size

    @property
    def scale_x(self) -> float:
        """Sent pixels a document pixel, across."""
        return self.sent.width / self.rect.width

    @property
    def scale_y(self) -> float:
        """Sent pixels a document pixel, down."""
        return self.sent.height / self.rect.height

    @property
    def scale(self) -> float:
        """The smaller of the two scales: "sent at 62 %" is .62."""
        return min(self.scale_x, self.scale_y)

    @property
    def is_scaled(self) -> bool:
        """Whether it is sent at another size than its own."""
        return self.sent != self.rect.size

    @property
    def is_stretched(self) -> bool:
        """Whether the sent size has another aspect, by more than what rounding to whole pixels makes."""
        return abs(self.scale_x / self.scale_y - 1) > 1 / min(*self.sent, *self.rect.size)


def frame_around(mask: Plane, invert: bool, blur: int, padding: int = DEFAULT_PADDING) -> Frame | None:
    """Return the frame for what `mask` (uint8 HxW) repaints: its footprint and `padding` pixels of context.

    At least 512 a side where the picture has it, grown to multiples of 8. Larger than 2560 a side is scaled down, and
    the footprint, whose `blur` counts sent pixels, is then larger in document pixels. None: nothing is repainted.
    """
    box = footprint.box(mask, invert=invert)
    if box.is_empty:
        return None
    return frame_around_box(box, Size(mask.shape[1], mask.shape[0]), blur, padding)


def frame_around_box(box: Rect, size: Size, blur: int, padding: int = DEFAULT_PADDING) -> Frame:
    """Return the frame for what is repainted inside `box` (not empty) of a picture of `size`; see `frame_around`."""
    margin = padding + _document_reach(box, size, footprint.reach(blur), padding)
    return _fitted(box.expanded(margin), size, COMFORTABLE)


def whole_frame(size: Size) -> Frame:
    """Return the frame of a whole picture of `size`."""
    return _fitted(Rect.of(size), size, MIN_SENT)


def custom_frame(rect: Rect, size: Size) -> Frame:
    """Return the frame nearest to `rect` (document pixels) that can be sent, in a picture of `size`.

    Raises ValueError when `rect` lies outside the picture.
    """
    if rect.intersected(Rect.of(size)).is_empty:
        raise ValueError(f"The frame {tuple(rect)} has nothing of the picture, which is {size.width} x {size.height}")
    return _fitted(rect, size, MIN_SENT)


def with_sent_size(frame: Frame, width: int | None, height: int | None) -> Frame:
    """Return `frame` sent at `width` x `height`, 64 to 2560 each; the same place, stretched when the aspect differs.

    None follows the other side, so that nothing is stretched; both None change nothing. Raises ValueError out of range.
    """
    if width is None and height is None:
        return frame
    if width is None:
        width = _clamped(round((height or 0) * frame.rect.width / frame.rect.height))
    if height is None:
        height = _clamped(round(width * frame.rect.height / frame.rect.width))
    for side in (width, height):
        if not MIN_SENT <= side <= MAX_SENT:
            raise ValueError(f"A frame is sent with {MIN_SENT} to {MAX_SENT} pixels a side, not {side}")
    return replace(frame, sent=Size(width, height))


def shrunk(frame: Frame, percent: int, size: Size) -> Frame:
    """Return `frame` sent at `percent` (1 to 100) of its sent size, in multiples of 8 and at least 64 a side.

    The rectangle grows by what keeps the aspect, inside a picture of `size` as far as it goes; one that is stretched
    stays so.
    """
    if percent == 100:  # noqa: PLR2004 - all of it
        return frame
    sent = Size(*(min(n, _sendable(n * percent // 100)) for n in frame.sent))
    if frame.is_stretched:
        return replace(frame, sent=sent)
    scale = min(sent.width / frame.rect.width, sent.height / frame.rect.height)
    return Frame(_grown(frame.rect, size, *(max(1, round(n / scale)) for n in sent)), sent)


def cut_pixels(frame: Frame, pixels: Pixels) -> Pixels:
    """Return what `frame` holds of `pixels` (HxWxC, any depth), at the sent size; a new array, C-contiguous.

    Past the border the edge's pixels are repeated. Scaled down by area, up by Lanczos.
    """
    return _resized(_cut(frame.rect, pixels, cv2.BORDER_REPLICATE), frame.sent)


def cut_mask(frame: Frame, mask: Plane, *, invert: bool, within: Rect | None = None) -> Plane:
    """Return the mask to send, uint8 0 or 255 at the sent size; the service is to be given the same `invert`.

    Every sent pixel that a repainted document pixel touches is repainted; past the border, and outside of `within`,
    nothing is, in either polarity.
    """
    R = touched(mask, frame.rect, frame.sent, invert=invert, within=within)
    return cv2.bitwise_not(R).astype(np.uint8, copy=False) if invert else R


def document_weight(
    frame: Frame, mask: Plane, blur: int, *, invert: bool, within: Rect | None = None
) -> tuple[Rect, Plane]:
    """Return where a result for `frame` lies in the picture, and its weight W there, uint8 HxW.

    W is `footprint.weight` of the sent mask (see `cut_mask`), brought to the document's resolution (linear), and 255 on
    every repainted pixel.
    """
    sent = footprint.weight(cut_mask(frame, mask, invert=invert, within=within), blur, invert=invert)
    inside, W = enlarged(frame, sent, Size(mask.shape[1], mask.shape[0]))
    R = touched(mask, inside, inside.size, invert=invert, within=within)
    return inside, np.maximum(W, R).astype(np.uint8, copy=False)


def document_footprint(
    frame: Frame, mask: Plane, blur: int, *, invert: bool, within: Rect | None = None
) -> tuple[Rect, Plane]:
    """Return what `document_weight` does, but with the right weight only in so far as it is 0 or not.

    What is repainted weighs half or more by itself in a frame that is scaled, since the sent pixel there weighs 255.
    """
    sent = support(touched(mask, frame.rect, frame.sent, invert=invert, within=within), blur)
    return enlarged(frame, sent, Size(mask.shape[1], mask.shape[0]))


def enlarged(frame: Frame, sent: Plane, size: Size) -> tuple[Rect, Plane]:
    """Return which part of a picture of `size` the frame has, and `sent` at its resolution.

    By OpenCV's bit-exact kind of linear, which is the same on every machine, and which `core.enlarging` knows.
    """
    inside, part = seen_part(frame, size)
    whole = cv2.resize(sent, frame.rect.size, interpolation=cv2.INTER_LINEAR_EXACT) if frame.is_scaled else sent
    return inside, whole[part].astype(np.uint8, copy=False)


def place_result(frame: Frame, result: Pixels, size: Size) -> tuple[Rect, Pixels]:
    """Return where `result` (HxWxC, any size) for `frame` lies in a picture of `size`, and its pixels there.

    Brought back to the frame's own size by Lanczos (by area when it is larger), then clipped to the picture.
    """
    inside, part = seen_part(frame, size)
    return inside, np.ascontiguousarray(_resized(result, frame.rect.size)[part])


def seen_part(frame: Frame, size: Size) -> tuple[Rect, tuple[slice, slice]]:
    """Return the part of `frame` that the picture has: in document pixels, and as slices of the frame's own array."""
    inside = frame.rect.intersected(Rect.of(size))
    return inside, inside.translated(-frame.rect.x, -frame.rect.y).slices


def _cut(rect: Rect, array: Pixels, border: int) -> Pixels:
    height, width = array.shape[:2]
    inside = rect.intersected(Rect(0, 0, width, height))
    part = array[inside.slices]
    if inside == rect:
        return part
    top, left = inside.y - rect.y, inside.x - rect.x
    bottom, right = rect.bottom - inside.bottom, rect.right - inside.right
    return cv2.copyMakeBorder(part, top, bottom, left, right, border).astype(array.dtype, copy=False)


def _resized(pixels: Pixels, size: Size) -> Pixels:
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels.copy()
    shrinks = size.width <= width and size.height <= height
    kind = cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
    return cv2.resize(pixels, size, interpolation=kind).astype(pixels.dtype, copy=False)


def _document_reach(box: Rect, size: Size, reach: int, padding: int) -> int:
    """Return how far the footprint reaches, in document pixels, when the frame around `box` is scaled to fit.

    The longest side L, with all around it, satisfies L = b + 2 * padding + 2 * reach * L / 2560 unless the picture
    ends before.
    """
    share = 1 - 2 * reach / MAX_SENT
    longest = max(min((b + 2 * padding) / share, n) for b, n in zip(box.size, size, strict=True))
    return math.ceil(reach * max(1.0, longest / MAX_SENT))


def _fitted(rect: Rect, size: Size, least: int) -> Frame:
    """Return the frame for `rect`: clipped to the picture, at least `least` where it has it, to the rules of sizes."""
    rect = rect.intersected(Rect.of(size))
    rect = _grown(rect, size, *(_sendable(max(n, min(least, full))) for n, full in zip(rect.size, size, strict=True)))
    longest = max(rect.size)
    if longest <= MAX_SENT:
        return Frame(rect, rect.size)
    sent = Size(*(_sendable(math.ceil(n * MAX_SENT / longest)) for n in rect.size))
    return Frame(_grown(rect, size, *(round(n * longest / MAX_SENT) for n in sent)), sent)


def _sendable(length: int) -> int:
    return max(MIN_SENT, -(-length // MULTIPLE) * MULTIPLE)


def _grown(rect: Rect, size: Size, width: int, height: int) -> Rect:
    """Return `rect` grown to `width` x `height` about its middle, inside the picture if that is large enough."""
    x = _start(rect.x, width - rect.width, size.width - width)
    return Rect(x, _start(rect.y, height - rect.height, size.height - height), width, height)


def _start(start: int, growth: int, last: int) -> int:
    return max(0, min(start - growth // 2, last))


def _clamped(side: int) -> int:
    return min(max(side, MIN_SENT), MAX_SENT)
