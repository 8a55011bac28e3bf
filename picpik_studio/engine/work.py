"""One image of one task, from the bytes that came to the bytes that go back. Runs in a worker's process."""

from dataclasses import dataclass

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.composite import lay_over
from picpik_studio.core.footprint import repaint, weight
from picpik_studio.core.geometry import Size
from picpik_studio.engine.fills.patchmatch import fill
from picpik_studio.engine.refer import referred
from picpik_studio.files.flatten import MID_GREY, flattened
from picpik_studio.files.images import decode_result, encode_png
from picpik_studio.files.limits import Limits
from picpik_studio.files.masks import read_mask

INPUT_LIMITS = Limits(pixels=100_000_000, decoded_bytes=1 << 30, file_bytes=256_000_000)
"""The largest picture that the service takes."""


@dataclass(frozen=True)
class Order:
    """How one image is made: `size` of the answer, and the knobs of ModifyMaskedPixels that the fill uses."""

    size: Size
    mask_blur: int
    invert_mask: bool
    refer_strength: float


def redraw(order: Order, picture: bytes, mask: bytes, seed: int) -> bytes:
    """Return the redrawn picture as PNG of `order.size`: (W * fill + (255 - W) * original + 127) // 255.

    W is `core.footprint.weight` of the mask at that size; the whole footprint W > 0 is filled, and nothing inside it is
    copied from. Raises FileError for a picture that cannot be read, NothingToCopyError.
    """
    opaque = flattened(_sized(decode_result(picture, INPUT_LIMITS), order.size), MID_GREY)
    plane = read_mask(mask, order.size, stretch=True, limits=INPUT_LIMITS)
    footprint = weight(plane, order.mask_blur, invert=order.invert_mask)
    # Where the blur reaches everywhere, the fall-off keeps the original's pixels, so that there is something to copy.
    hole = repaint(plane, invert=order.invert_mask) if footprint.all() else footprint
    colours = np.ascontiguousarray(opaque[..., :3])
    filled = opaque.copy()
    filled[..., :3] = referred(colours, fill(colours, hole, seed=seed), hole, order.refer_strength)
    return encode_png(lay_over(opaque, filled, footprint))


def _sized(pixels: Pixels, size: Size) -> Pixels:
    """Return `pixels` (uint8 HxWx4) stretched to `size` if they have another one."""
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    smaller = size.width * size.height < width * height
    kind = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return cv2.resize(pixels, size, interpolation=kind).astype(np.uint8, copy=False)
