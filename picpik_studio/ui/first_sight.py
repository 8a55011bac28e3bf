"""What is seen of the photograph with which the program was started, before anything that works on pictures is there.

Qt's own decoder reads a JPEG at a half, a quarter or an eighth while the window is built and the rest is imported. The
window is furnished three quarters of a second later, and goes on from what is seen already.
"""

import threading
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODeviceBase, QLoggingCategory, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from picpik_studio.core.geometry import Size
from picpik_studio.files.limits import LIMITS
from picpik_studio.ui import theme

LEAST_PX: Final = 1228
"""The longer side has so many pixels at least, where the photograph has them: as `files.preview` gives for 2048."""

MARGIN_PX: Final = 24
"""What the canvas leaves free around a picture that is seen whole: nothing is to jump when it takes over."""

_JPEG: Final = b"\xff\xd8\xff"
_MOST_BYTES: Final = 256 * 1024 * 1024
_PATIENCE_S: Final = 5.0
_REDUCTIONS = (8, 4, 2, 1)


class FirstSight(QObject):
    """Reads one file in a thread of its own, for the program and its runner of slow work are still being imported.

    `seen` is emitted once if it is a JPEG that can be shown.

    `image` is upright, in sRGB, 32 bits a pixel; `size` is the whole photograph's, upright. What cannot be shown is not
    said here: opening the picture says it.
    """

    seen = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.size = Size(1, 1)
        self._path = path
        # What Qt would say of damage in a person's file is said, in one sentence, by who opens it.
        QLoggingCategory.setFilterRules("qt.gui.imageio*=false\nqt.gui.icc=false")
        self._thread = threading.Thread(target=self._read, name="first-sight", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Wait for the thread, but not for a disk that never answers; nothing is emitted after that."""
        self.blockSignals(True)
        self._thread.join(_PATIENCE_S)

    def _read(self) -> None:
        data = QByteArray(self._bytes())
        buffer = QBuffer(data)
        buffer.open(QIODeviceBase.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(b"jpeg"))
        size = reader.size()
        if not size.isValid() or size.width() * size.height() > LIMITS.pixels:
            return
        reader.setAutoTransform(True)
        reader.setScaledSize(_reduced(size))
        image = reader.read()
        if image.isNull() or image.format() not in {QImage.Format.Format_RGB32, QImage.Format.Format_Grayscale8}:
            return  # inks are converted by who opens the picture
        lies = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
        self.size = Size(size.height(), size.width()) if lies else Size(size.width(), size.height())
        self.image = _in_srgb(image)
        self.seen.emit()

    def _bytes(self) -> bytes:
        """Return the file's bytes if it is a JPEG; read by Python, which lets other threads run at a slow disk."""
        try:
            if not self._path.is_file():  # a pipe would be waited for without an end
                return b""
            with self._path.open("rb") as file:
                return file.read(_MOST_BYTES) if file.peek(len(_JPEG)).startswith(_JPEG) else b""
        except OSError:
            return b""


def _reduced(size: QSize) -> QSize:
    """Return the smallest size that is large enough to be looked at, by one of the decoder's own reductions."""
    longest = max(size.width(), size.height())
    by = next((by for by in _REDUCTIONS if longest // by >= LEAST_PX), 1)
    return QSize(-(-size.width() // by), -(-size.height() // by))


def _in_srgb(image: QImage) -> QImage:
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if image.format() == QImage.Format.Format_RGB32 and image.colorSpace().isValid() and image.colorSpace() != srgb:
        image.convertToColorSpace(srgb)
    return image.convertToFormat(QImage.Format.Format_RGB32)


class SightView(QWidget):
    """Shows a first sight where and as large as the canvas will show the picture; nothing but the surround until then.

    Ends by itself with what it stands in for: whoever shows something else in its place takes it away.
    """

    def __init__(self, sight: FirstSight, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._sight = sight
        sight.seen.connect(self.update)

    @property
    def place(self) -> QRectF:
        """Where the photograph is seen; empty while it is not."""
        if self._sight.image is None:
            return QRectF()
        width, height = self._sight.size
        free = max(1, self.width() - 2 * MARGIN_PX), max(1, self.height() - 2 * MARGIN_PX)
        zoom = min(free[0] / width, free[1] / height, 1 / self.devicePixelRatioF())
        return QRectF(
            (self.width() - width * zoom) / 2, (self.height() - height * zoom) / 2, width * zoom, height * zoom
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surround, and the photograph if it was seen."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.SURROUND)
        if self._sight.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.place, self._sight.image)
        painter.end()
