"""The photograph as it is drawn: from the level just above the zoom, over NumPy memory."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap, QTransform

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.ui.canvas.images import photo_image
from picpik_studio.ui.canvas.placement import Placement

_NEAREST_FROM = 2.0
_WOKEN_AT_ONCE = 32_000_000  # pixels
_CHECKER_PX = 8
_CHECKER = ("#8f9296", "#b4b7bb")


class _Place(NamedTuple):
    """How a photo is drawn by `placement`: from which level, how large a pixel of it is, and where it begins."""

    placement: Placement | None
    level: int
    step_x: float
    step_y: float
    x: float
    y: float


class Photo:
    """Levels of a picture, or of a part of one: `rect` is its place in image pixels.

    `pyramid` is over uint8 HxWx4 (BGRX or BGRA); its base may be smaller than `rect` (a preview), and is stretched.
    """

    def __init__(self, pyramid: Pyramid, rect: Rect, *, has_alpha: bool) -> None:
        self.rect = rect
        self.has_alpha = has_alpha
        self._pyramid = pyramid
        self._images = [photo_image(level, has_alpha=has_alpha) for level in pyramid.levels]
        self._place = _Place(None, 0, 1, 1, 0, 0)

    @classmethod
    def of(cls, pixels: Plane, *, has_alpha: bool, size: Size | None = None) -> "Photo":
        """Make the levels of a whole picture (slow work for a large one) that is shown at `size` (its own)."""
        own = Size(pixels.shape[1], pixels.shape[0])
        return cls(Pyramid(pixels), Rect.of(size or own), has_alpha=has_alpha)

    @property
    def base(self) -> Plane:
        """The pixels at full size, as they are shown."""
        return self._pyramid.levels[0]

    @property
    def depth(self) -> int:
        """How many levels there are."""
        return len(self._images)

    def colour_at(self, point: Point) -> tuple[int, int, int] | None:
        """Return red, green and blue of the pixel at a place in image pixels, or None beside it."""
        if not self.rect.contains(point):
            return None
        rows, columns = self.base.shape[:2]
        row = int((point.y - self.rect.y) * rows / self.rect.height)
        column = int((point.x - self.rect.x) * columns / self.rect.width)
        blue, green, red = (int(value) for value in self.base[row, column, :3])
        return red, green, blue

    def rest(self) -> None:
        """Let go of the largest level that is made until it is drawn, from 25 to 50 %: 23 MB at 24 megapixels.

        Not of a picture so large that making it again would be felt.
        """
        rows, columns = self.base.shape[:2]
        if rows * columns <= _WOKEN_AT_ONCE:
            self._pyramid.rest()
        if self._pyramid.is_resting:
            self._images[1] = QImage()

    def _image(self, level: int) -> QImage:
        if level == 1 and self._pyramid.is_resting:
            self._pyramid.wake()
            self._images[1] = photo_image(self._pyramid.levels[1], has_alpha=self.has_alpha)
        return self._images[level]

    def update(self, base: Plane, rect: Rect) -> None:
        """Follow the picture: `base` are its pixels now, changed inside `rect` (the base's own pixels)."""
        if base is not self.base:
            self._pyramid.levels[0] = base
            self._images[0] = photo_image(base, has_alpha=self.has_alpha)
        self._pyramid.update(rect)

    def put(self, pixels: Plane, rect: Rect) -> None:
        """Show `pixels` inside `rect` from now on: for a photo whose pixels are its own and no picture's."""
        self.base[rect.slices] = pixels
        self._pyramid.update(rect)

    def _placed(self, placement: Placement) -> _Place:
        base = self.base
        across = self.rect.width / base.shape[1] * placement.zoom
        down = self.rect.height / base.shape[0] * placement.zoom
        level = self._pyramid.level_for(max(across, down))
        x = placement.left + self.rect.x * placement.zoom
        y = placement.top + self.rect.y * placement.zoom
        return _Place(placement, level, across * 2**level, down * 2**level, x, y)

    def draw(self, painter: QPainter, placement: Placement, clip: Rect) -> None:
        """Draw what lies inside `clip` (device pixels); the painter counts device pixels."""
        if placement is not self._place.placement:
            self._place = self._placed(placement)
        _, level, step_x, step_y, x, y = self._place
        if step_x == step_y == 1 and not self.has_alpha:
            source = QRect(clip.x - round(x), clip.y - round(y), clip.width, clip.height)
            painter.drawImage(QPoint(clip.x, clip.y), self._image(level), source)
            return
        painter.save()
        painter.setClipRect(QRect(*clip), Qt.ClipOperation.IntersectClip)
        if self.has_alpha:
            _draw_checkers(painter, placement, clip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, max(step_x, step_y) < _NEAREST_FROM)
        painter.setTransform(QTransform(step_x, 0, 0, step_y, x, y), combine=True)
        painter.drawImage(QPointF(0, 0), self._image(level))
        painter.restore()


def _draw_checkers(painter: QPainter, placement: Placement, clip: Rect) -> None:
    painter.setBrushOrigin(placement.left, placement.top)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRect(*clip), checkers(placement.scale))


def checkers(scale: float) -> QBrush:
    """Return what is drawn where nothing is, in device pixels, of which `scale` are one of the widget."""
    side = max(1, round(_CHECKER_PX * scale))
    tile = QImage(2 * side, 2 * side, QImage.Format.Format_RGB32)
    tile.fill(QColor(_CHECKER[0]))
    squares = QPainter(tile)
    for corner in (0, side):
        squares.fillRect(corner, corner, side, side, QColor(_CHECKER[1]))
    squares.end()
    return QBrush(QPixmap.fromImage(tile))
