"""Pictures on their way into and out of the window: what the clipboard or a drop holds, and small ones to show."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QPixmap

from picpik_studio.core.arrays import Pixels
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.images import open_picture, open_preview, thumbnail

_TYPES = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp")


def dropped_path(mime: QMimeData) -> Path | None:
    """Return the first local file among what is dropped or pasted, or None."""
    return next((Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()), None)


def picture_work(mime: QMimeData) -> Callable[[], bytes] | None:
    """Return what makes the picture file's bytes of the clipboard or a drop (slow: for a worker), None without one.

    The bytes as another program put them are preferred to Qt's picture, which may have lost their profile.
    """
    for kind in _TYPES:
        data = bytes(mime.data(kind).data())
        if data:
            return lambda: data
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QPixmap):
        image = image.toImage()
    if not isinstance(image, QImage) or image.isNull():
        return None
    return lambda: _png(image)


def has_picture(mime: QMimeData) -> bool:
    """Say whether there is a picture, or a file that may be one."""
    return mime.hasImage() or dropped_path(mime) is not None or any(mime.hasFormat(kind) for kind in _TYPES)


def small_picture(data: bytes, side: int) -> Pixels:
    """Return a picture file as uint8 HxWx4 BGRX or BGRA, at most `side` px a side. Slow. Raises FileError."""
    preview = open_preview(data, side)
    if preview is not None:
        return thumbnail(preview.pixels, side)
    picture = open_picture(data).picture
    return to_srgb8(thumbnail(picture.pixels, side), picture.metadata.icc)


def image_of(pixels: Pixels, *, has_alpha: bool = False) -> QImage:
    """Return a copy of small uint8 HxWx4 pixels as Qt's."""
    compact = np.ascontiguousarray(pixels)
    height, width = compact.shape[:2]
    kind = QImage.Format.Format_ARGB32 if has_alpha else QImage.Format.Format_RGB32
    return QImage(compact.data, width, height, 4 * width, kind).copy()


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs lack QIODevice here
    return bytes(data.data())
