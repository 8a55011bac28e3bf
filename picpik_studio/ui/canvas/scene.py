"""Everything of the document that is seen on the canvas, drawn into device pixels: surround, photograph, film."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.film import FilmLevels
from picpik_studio.ui.canvas.images import blend, indexed_image, ramp
from picpik_studio.ui.canvas.marks import CORE, HALO, Hatch, film_codes, outline_codes
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.placement import Placement

FilmView = Literal["film", "outline", "black_white", "off"]
FILM_VIEWS: tuple[FilmView, ...] = ("film", "outline", "black_white", "off")

_SURROUND = QColor(theme.SURROUND)
_BLACK_WHITE = blend(QColor("#000000"), QColor("#ffffff"))


class Inset(NamedTuple):
    """A part of the picture that is shown otherwise: only `rect` (image pixels) of `photo`, which reaches beyond it."""

    photo: Photo
    rect: Rect


class Scene:
    """What is seen. `placement` is None without a picture; each part is drawn where it is there.

    `photo` is the picture, `inset` a part of it that is shown otherwise (a result), `film` the repaint area in the
    `film_view`, unless `is_film_hidden`; `inverted` says that what is painted is kept.
    """

    def __init__(self) -> None:
        self.placement: Placement | None = None
        self.photo: Photo | None = None
        self.inset: Inset | None = None
        self.film: FilmLevels | None = None
        self.film_view: FilmView = "film"
        self.is_film_hidden = False
        self.inverted = False
        self._hatch = Hatch(1.0)
        self._hatch_scale = 1.0
        self.set_film_colour(QColor(theme.FILM), theme.FILM_OPACITY)

    def set_film_colour(self, colour: QColor, opacity: float) -> None:
        """Draw the film in another colour and opacity (0 to 1)."""
        self._tint = ramp(colour, opacity)
        self._lines = _line_table(colour)

    @property
    def reach(self) -> int:
        """How many device pixels beside a changed pixel may look different."""
        return 2 + (2 * self._line_width if self.film_view == "outline" else 0)

    def draw(self, painter: QPainter, rect: Rect) -> None:
        """Draw what lies inside `rect`; the painter counts device pixels and is clipped to nothing."""
        placement = self.placement
        inside = placement.picture.intersected(rect) if placement is not None and self.photo is not None else EMPTY
        if inside != rect:
            painter.fillRect(QRect(*rect), _SURROUND)
        if placement is None or inside.is_empty:
            return
        film = None if self.is_film_hidden or self.film_view == "off" else self.film
        if film is None or self.film_view != "black_white":
            self._draw_photo(painter, placement, inside)
        if film is not None:
            self._draw_film(painter, placement, film, inside)

    def _draw_photo(self, painter: QPainter, placement: Placement, clip: Rect) -> None:
        if self.photo is not None:
            self.photo.draw(painter, placement, clip)
        if self.inset is not None:
            clip = placement.to_device(self.inset.rect).intersected(clip)
            if not clip.is_empty:
                self.inset.photo.draw(painter, placement, clip)

    def _draw_film(self, painter: QPainter, placement: Placement, film: FilmLevels, clip: Rect) -> None:
        is_plain = self.film_view == "film" and not self.inverted
        if is_plain and film.is_empty:
            return
        if self.film_view == "outline":
            codes, table = self._outline(placement, film, clip), self._lines
        else:
            solid, faint = film.planes(placement, clip)
            x, y = clip.x - placement.left, clip.y - placement.top
            stripes = self._hatch_for(placement.scale).at(x, y, clip.width, clip.height)
            codes = film_codes(solid, faint, stripes, inverted=self.inverted)
            table = _BLACK_WHITE if self.film_view == "black_white" else self._tint
        painter.drawImage(clip.x, clip.y, indexed_image(codes, table))

    def _outline(self, placement: Placement, film: FilmLevels, clip: Rect) -> Plane:
        wide = clip.expanded(2 * self._line_width).intersected(placement.picture)
        codes = outline_codes(film.planes(placement, wide)[0], self._line_width)
        part = codes[clip.translated(-wide.x, -wide.y).slices]
        return part.copy()

    def _hatch_for(self, scale: float) -> Hatch:
        if scale != self._hatch_scale:
            self._hatch, self._hatch_scale = Hatch(scale), scale
        return self._hatch

    @property
    def _line_width(self) -> int:
        return max(1, round(self.placement.scale)) if self.placement is not None else 1


def _line_table(colour: QColor) -> tuple[int, ...]:
    table = [0] * 256
    table[CORE] = colour.rgb()
    table[HALO] = QColor(0, 0, 0, 170).rgba()
    return tuple(table)
