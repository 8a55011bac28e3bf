"""QImages over NumPy memory, without a copy. The array must live as long as the image is drawn."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from picpik_studio.core.arrays import Pixels, Plane

Codebook = NDArray[np.int32]
_AT_ONCE = 65_536  # pixels: their colours stay in the processor's cache
_COLOUR_BITS, _ALPHA_SHIFT = 0xFFFFFF, 24


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


def as_drawn(table: Sequence[int]) -> Codebook:
    """Return a colour table (256 times 0xAARRGGBB) as Qt itself draws by it: int32 1x256, premultiplied."""
    codes = np.arange(256, dtype=np.uint8).reshape(1, 256)
    image = indexed_image(codes, table).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return np.frombuffer(image.constBits(), np.int32).reshape(1, 256).copy()


def draw_codes(painter: QPainter, x: int, y: int, codes: Plane, book: Codebook) -> None:
    """Draw `codes` (uint8 HxW) at `x`, `y`, to the bit as an indexed image, in a quarter of the time."""
    height, width = codes.shape
    rows = max(1, _AT_ONCE // max(1, width))
    for top in range(0, height, rows):
        colours = cv2.LUT(codes[top : top + rows], book)
        image = QImage(colours.data, width, len(colours), 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
        painter.drawImage(x, y + top, image)


def draw_striped(
    painter: QPainter, x: int, y: int, codes: Plane, stripes: Plane, books: tuple[Codebook, Codebook]
) -> None:
    """Draw `codes` (uint8 HxW) by the first book where `stripes` (as large) are not 0, elsewhere by the second one."""
    height, width = codes.shape
    rows = max(1, _AT_ONCE // max(1, width))
    for top in range(0, height, rows):
        part = codes[top : top + rows]
        colours = cv2.LUT(part, books[1])
        cv2.copyTo(cv2.LUT(part, books[0]), stripes[top : top + rows], colours)
        image = QImage(colours.data, width, len(colours), 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
        painter.drawImage(x, y + top, image)


def ramp(colour: QColor, opacity: float) -> tuple[int, ...]:
    """Return a colour table from nothing (0) to `colour` at `opacity`, 0 to 1 (255)."""
    bare = colour.rgb() & _COLOUR_BITS
    return tuple(bare | round(value * opacity) << _ALPHA_SHIFT for value in range(256))


def blend(low: QColor, high: QColor) -> tuple[int, ...]:
    """Return an opaque colour table from `low` (0) to `high` (255)."""
    ends = np.array([[c.red(), c.green(), c.blue()] for c in (low, high)], np.float64)
    steps = np.linspace(ends[0], ends[1], 256).round().astype(int).tolist()
    return tuple(QColor(*step).rgba() for step in steps)
