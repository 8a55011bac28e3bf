"""How a picture is shown: 8-bit sRGB as it is, every other depth and profile by a copy that is."""

from collections.abc import Callable

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.document import Document, Snapshot
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.core.picture import Picture
from picpik_studio.files.colour import is_srgb8, to_srgb8
from picpik_studio.ui.canvas.photo import Photo

Run = Callable[[str, Callable[[], Plane], Callable[[Plane], None]], None]
"""Does work of this name in a worker and hands over what it made; what the name did before is given up."""

_AT_ONCE = 200_000  # pixels: so many are converted in a few milliseconds


def needs_proxy(picture: Picture) -> bool:
    """Return whether the screen cannot show the picture's own pixels."""
    return not is_srgb8(picture.pixels.dtype, picture.metadata.icc)


def as_shown(picture: Picture, pixels: Pixels) -> Plane:
    """Return pixels of `picture` (in its layout, depth and profile) as the screen shows them: uint8 BGRX or BGRA, sRGB.

    The same array when that is what they are. Slow for much of a picture: .2 s for 24 megapixels on two cores.
    """
    return to_srgb8(pixels, picture.metadata.icc)


def photo_of(picture: Picture, pixels: Pixels) -> Photo:
    """Return pixels of the whole picture, in its layout, as the canvas draws them. Slow work for a large one."""
    photo = Photo.of(as_shown(picture, pixels), has_alpha=picture.has_alpha)
    photo.rest()
    return photo


class Following:
    """Keeps a document's photo true to its pixels; `shown` is told each rectangle that is seen anew.

    Where the screen needs a copy, much of it is converted by a worker (`run`, the latest wish wins), and what was there
    before stays in sight until then: `is_behind`.
    """

    def __init__(self, run: Run, shown: Callable[[Rect], None]) -> None:
        self._run = run
        self._shown = shown
        self._stale = EMPTY

    @property
    def is_behind(self) -> bool:
        """Whether something is still being converted."""
        return not self._stale.is_empty

    def forget(self) -> None:
        """Wait for nothing any more: the document is another one."""
        self._stale = EMPTY

    def change(self, photo: Photo, document: Document, rect: Rect) -> None:
        """Follow a change of the document's pixels inside `rect`."""
        picture = document.picture
        if not needs_proxy(picture):
            photo.update(as_shown(picture, document.pixels), rect)
            self._shown(rect)
            return
        was_behind = self.is_behind
        self._stale = stale = self._stale.united(rect)
        snapshot = Snapshot(picture, document.patches, document.mask.pixels)

        def convert() -> Plane:
            return as_shown(picture, snapshot.pixels_in(stale))

        if was_behind or stale.width * stale.height > _AT_ONCE:
            self._run("proxy", convert, lambda pixels: self._put(photo, pixels, stale))
        else:
            self._put(photo, convert(), stale)

    def _put(self, photo: Photo, pixels: Plane, rect: Rect) -> None:
        self._stale = EMPTY
        photo.put(pixels, rect)
        self._shown(rect)
