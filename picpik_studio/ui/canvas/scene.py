"""Everything of the document that is seen on the canvas, drawn into device pixels: surround, photograph, film."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Self

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Point, Rect
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.film import FilmLevels
from picpik_studio.ui.canvas.images import Codebook, as_drawn, blend, draw_codes, draw_striped, ramp
from picpik_studio.ui.canvas.marks import (
    CORE,
    HALO,
    Pattern,
    Texture,
    faint_hatch,
    film_codes,
    film_texture,
    outline_codes,
    painted_codes,
)
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.placement import Placement

FilmView = Literal["film", "outline", "black_white", "off"]
FILM_VIEWS: tuple[FilmView, ...] = ("film", "outline", "black_white", "off")

_WORTH_A_LOOK = 65_536  # pixels: whether anything is painted at all is asked before so many are made ready
_SURROUND = QColor(theme.SURROUND)


class _Colours(NamedTuple):
    """What a film is drawn in: by its codes, and by each value of the mask, under the stripes and between them.

    The latter once where what is painted has the film, and once where the rest has it.
    """

    table: Codebook
    painted: tuple[tuple[Codebook, Codebook], tuple[Codebook, Codebook]]

    @classmethod
    def of(cls, table: Sequence[int]) -> Self:
        """Return them for a colour table."""
        book = as_drawn(table)
        (under, between), (under_rest, between_rest) = (painted_codes(inverted=rest) for rest in (False, True))
        return cls(book, ((book[:, under], book[:, between]), (book[:, under_rest], book[:, between_rest])))


_BLACK_WHITE = _Colours.of(blend(QColor("#000000"), QColor("#ffffff")))


class Inset(NamedTuple):
    """A part of the picture that is shown otherwise: only `rect` (image pixels) of `photo`, which reaches beyond it."""

    photo: Photo
    rect: Rect


class Scene:
    """What is seen. `placement` is None without a picture; each part is drawn where it is there.

    `photo` is the picture, `inset` a part of it that is shown otherwise (a result), `film` the repaint area in the
    `film_view`, unless `is_film_hidden`; of that `film_beside` is seen even then. `inverted` says that what is painted
    is kept, `films_keep` that the film is to lie over what is kept instead of what is repainted, in the film view
    alone. Left of `wipe_edge` (device pixels of the view, however it is turned) `before` is seen instead, while it is
    there.
    """

    def __init__(self) -> None:
        self.placement: Placement | None = None
        self.photo: Photo | None = None
        self.inset: Inset | None = None
        self.before: Photo | None = None
        self.wipe_edge = 0
        self.film: FilmLevels | None = None
        self.film_view: FilmView = "film"
        self.is_film_hidden = False
        self.film_beside: FilmLevels | None = None
        self.inverted = False
        self.films_keep = False
        self._pattern: Pattern = "solid"
        self._textures_scale = 0.0
        self._hatch: Texture
        self._texture: Texture | None
        self.set_film_colour(QColor(theme.FILM), theme.FILM_OPACITY)
        self._weave(1.0)

    def set_film_colour(self, colour: QColor, opacity: float) -> None:
        """Draw the film in another colour and opacity (0 to 1)."""
        self.film_colour = colour
        self._tint = _Colours.of(ramp(colour, opacity))
        self._lines = _line_table(colour)

    def set_film_pattern(self, pattern: Pattern) -> None:
        """Draw the film in another pattern; black and white has none."""
        self._pattern = pattern
        self._weave(self._textures_scale)

    @property
    def reach(self) -> int:
        """How many device pixels beside a changed pixel may look different."""
        return 2 + (2 * self._line_width if self.film_view == "outline" else 0)

    def colour_at(self, point: Point) -> tuple[int, int, int] | None:
        """Return red, green and blue of what is seen at a place in image pixels, without film; None beside it."""
        if self.before is not None and self._is_wiped(point):
            return self.before.colour_at(point)
        if self.inset is not None and self.inset.rect.contains(point):
            return self.inset.photo.colour_at(point)
        return self.photo.colour_at(point) if self.photo is not None else None

    def draw(self, painter: QPainter, rect: Rect) -> None:
        """Draw what lies inside `rect`; the painter counts device pixels and is clipped to nothing."""
        placement = self.placement
        inside = placement.picture.intersected(rect) if placement is not None and self.photo is not None else EMPTY
        if inside != rect:
            painter.fillRect(QRect(*rect), _SURROUND)
        if placement is None or inside.is_empty:
            return
        film = self._seen_film
        if film is None or self.film_view != "black_white":
            self._draw_photo(painter, placement, inside)
        if film is not None:
            self._draw_film(painter, placement, film, inside)

    @property
    def _seen_film(self) -> FilmLevels | None:
        if self.film_view == "off":
            return None
        if not self.is_film_hidden:
            return self.film
        is_clear = self.film_view != "black_white" and not self.inverted and not self.films_keep
        return self.film_beside if is_clear else None

    def _draw_photo(self, painter: QPainter, placement: Placement, clip: Rect) -> None:
        if self.photo is not None:
            self.photo.draw(painter, placement, clip)
        if self.inset is not None:
            part = placement.to_device(self.inset.rect).intersected(clip)
            if not part.is_empty:
                self.inset.photo.draw(painter, placement, part)
        if self.before is not None:
            painter.save()
            painter.setClipPath(placement.left_of(self.wipe_edge, clip))
            self.before.draw(painter, placement, clip)
            painter.restore()

    def _is_wiped(self, point: Point) -> bool:
        placement = self.placement
        return placement is not None and placement.to_widget(point).x() * placement.scale < self.wipe_edge

    def _draw_film(self, painter: QPainter, placement: Placement, film: FilmLevels, clip: Rect) -> None:
        is_film = self.film_view == "film"
        covers_rest = self.inverted != (is_film and self.films_keep)
        if is_film and not covers_rest and clip.width * clip.height > _WORTH_A_LOOK and film.is_empty:
            return
        if self.film_view == "outline":
            draw_codes(painter, clip.x, clip.y, self._outline(placement, film, clip), self._lines)
            return
        if placement.scale != self._textures_scale:
            self._weave(placement.scale)
        texture = self._texture if is_film else None
        painted = film.as_painted(placement, clip) if texture is None else None
        colours = self._tint if is_film else _BLACK_WHITE
        if painted is None:
            codes = self._codes(placement, film, clip, texture, covers_rest=covers_rest)
            draw_codes(painter, clip.x, clip.y, codes, colours.table)
        else:  # at 100 % each value of the mask has its colours: no planes need be made
            stripes = self._hatch.at(clip.x - placement.left, clip.y - placement.top, clip.width, clip.height)
            draw_striped(painter, clip.x, clip.y, painted, stripes, colours.painted[covers_rest])

    def _codes(
        self, placement: Placement, film: FilmLevels, clip: Rect, texture: Texture | None, *, covers_rest: bool
    ) -> Plane:
        solid, faint = film.planes(placement, clip)
        place = (clip.x - placement.left, clip.y - placement.top, clip.width, clip.height)
        weave = texture.at(*place) if texture is not None else None
        return film_codes(solid, faint, self._hatch.at(*place), inverted=covers_rest, texture=weave)

    def _outline(self, placement: Placement, film: FilmLevels, clip: Rect) -> Plane:
        wide = clip.expanded(2 * self._line_width).intersected(placement.picture)
        codes = outline_codes(film.planes(placement, wide)[0], self._line_width)
        return codes[clip.translated(-wide.x, -wide.y).slices]

    def _weave(self, scale: float) -> None:
        """Make the textures for a screen of `scale`."""
        self._textures_scale = scale
        self._hatch, self._texture = faint_hatch(scale), film_texture(self._pattern, scale)

    @property
    def _line_width(self) -> int:
        return max(1, round(self.placement.scale)) if self.placement is not None else 1


def _line_table(colour: QColor) -> Codebook:
    table = [0] * 256
    table[CORE] = colour.rgb()
    table[HALO] = QColor(0, 0, 0, 170).rgba()
    return as_drawn(table)
