"""Lays a picture with transparency on an even background."""

import numpy as np

from picpik_studio.core.arrays import Pixels
from picpik_studio.files.strips import in_strips, rows_per_strip

WHITE = 255
MID_GREY = 128


def flattened(pixels: Pixels, background: int) -> Pixels:
    """Return uint8 HxWx4 BGRA (straight alpha) on the grey `background` (0 to 255), as BGRX with X = 255.

    Each channel becomes (A*C + (255-A)*background + 127) // 255.
    """
    result = np.empty_like(pixels, order="C")

    def work(first: int, end: int) -> None:
        strip = pixels[first:end]
        alpha = strip[..., 3].astype(np.uint16)
        under = (255 - alpha) * np.uint16(background) + np.uint16(127)
        for channel in range(3):
            result[first:end, :, channel] = (strip[..., channel] * alpha + under) // np.uint16(255)
        result[first:end, :, 3] = 255

    for _ in in_strips(pixels.shape[0], rows_per_strip(8 * pixels.shape[1]), work):
        pass
    return result
