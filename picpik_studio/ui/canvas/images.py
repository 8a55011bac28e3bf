"""QImages over NumPy memory, without a copy. The array must live as long as the image is drawn."""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import as_strided
from PySide6.QtGui import QColor, QImage

from picpik_studio.core.arrays import Pixels, Plane


def photo_image(pixels: Pixels, *, has_alpha: bool) -> QImage:
    """Return `pixels` (uint8 HxWx4, BGRX, or BGRA with straight alpha) as an image.

    Each row is contiguous; they may lie apart, as those of a part of a larger picture do.
    """
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_ARGB32 if has_alpha else QImage.Format.Format_RGB32
    row = pixels.strides[0]
    # Qt asks for one run of memory: from the first pixel to the last, with whatever lies between the rows.
    length = (height - 1) * row + 4 * width if pixels.size else 0
    run = as_strided(pixels, (length,), (1,), writeable=pixels.flags.writeable)
    return QImage(run.data, width, height, row, kind)


def pixels_of(image: QImage) -> Pixels:
    """Return an RGB32 image as a new array, uint8 HxWx4 BGRX."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


def indexed_image(codes: Plane, table: Sequence[int]) -> QImage:
    """Return `codes` (uint8 HxW, contiguous) as an image whose colours stand in `table` (256 times 0xAARRGGBB)."""
    height, width = codes.shape
    image = QImage(codes.data, width, height, codes.strides[0], QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    return image


def ramp(colour: QColor, opacity: float) -> tuple[int, ...]:
    """Return a colour table from nothing (0) to `colour` at `opacity`, 0 to 1 (255)."""
    return tuple(_with_alpha(colour, round(value * opacity)) for value in range(256))


def blend(low: QColor, high: QColor) -> tuple[int, ...]:
    """Return an opaque colour table from `low` (0) to `high` (255)."""
    ends = np.array([[c.red(), c.green(), c.blue()] for c in (low, high)], np.float64)
    steps = np.linspace(ends[0], ends[1], 256).round().astype(int).tolist()
    return tuple(QColor(*step).rgba() for step in steps)


def _with_alpha(colour: QColor, alpha: int) -> int:
    return QColor(colour.red(), colour.green(), colour.blue(), alpha).rgba()
