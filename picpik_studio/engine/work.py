"""One image of one task, from the bytes that came to the bytes that go back. Runs in a worker's process."""

from dataclasses import dataclass

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.composite import lay_over
from picpik_studio.core.footprint import repaint, weight
from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import Metadata
from picpik_studio.engine.fills.patchmatch import fill
from picpik_studio.engine.refer import referred
from picpik_studio.files.flatten import MID_GREY, flattened
from picpik_studio.files.images import encode_png, open_at_8_bits
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
    copied from, nor what is wholly transparent. Outside it every sample is the original's, alpha among them, and the
    colour profile goes along. Raises FileError for a picture that cannot be read, NothingToCopyError.
    """
    opened = open_at_8_bits(picture, limits=INPUT_LIMITS)
    original = _sized(opened.pixels, order.size)
    area = repainted(mask, order.size, invert=order.invert_mask)
    footprint = weight(area, order.mask_blur, invert=False)
    # Where the blur reaches everywhere, the fall-off keeps the original's pixels, so that there is something to copy.
    hole = area if footprint.all() else footprint
    opaque = flattened(original, MID_GREY) if opened.has_alpha else original
    colours = np.ascontiguousarray(opaque[..., :3])
    clear = np.where(original[..., 3] == 0, 255, 0).astype(np.uint8)
    filled = original.copy()
    filled[..., :3] = referred(colours, fill(colours, hole, seed=seed, avoid=clear), hole, order.refer_strength)
    answer = lay_over(original, filled, footprint)
    return encode_png(answer, has_alpha=opened.has_alpha, metadata=Metadata(icc=opened.metadata.icc))


def repainted(mask: bytes, size: Size, *, invert: bool) -> Plane:
    """Return R of a mask's file at `size`, uint8 HxW, 255 where a request repaints.

    The mask is cut at 50 % in its own size; in a smaller one, every pixel that a repainted one touches is repainted.
    Raises FileError.
    """
    own = open_at_8_bits(mask, limits=INPUT_LIMITS).size
    area = repaint(read_mask(mask, own, limits=INPUT_LIMITS), invert=invert)
    # One side after the other, since the one may shrink while the other grows.
    for side in (Size(size.width, own.height), size):
        height, width = area.shape
        shrinks = side.width * side.height < width * height
        kind = cv2.INTER_AREA if shrinks else cv2.INTER_NEAREST
        # Not in 8 bits: one white pixel in a thousand black ones would be rounded away.
        share = cv2.resize(area.astype(np.float32), side, interpolation=kind)
        area = np.where(share.reshape(side.height, side.width) > 0, 255, 0).astype(np.uint8)
    return area


def _sized(pixels: Pixels, size: Size) -> Pixels:
    """Return `pixels` (uint8 HxWx4) stretched to `size` if they have another one."""
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    smaller = size.width * size.height < width * height
    kind = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return cv2.resize(pixels, size, interpolation=kind).astype(np.uint8, copy=False)
