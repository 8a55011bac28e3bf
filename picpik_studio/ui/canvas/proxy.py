"""How a picture is shown: 8-bit sRGB as it is, every other depth and profile by a copy that is."""

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.document import Snapshot
from picpik_studio.core.geometry import Rect
from picpik_studio.core.picture import Picture
from picpik_studio.files.colour import is_srgb8, to_srgb8
from picpik_studio.ui.canvas.photo import Photo


def needs_proxy(picture: Picture) -> bool:
    """Return whether the screen cannot show the picture's own pixels."""
    return not is_srgb8(picture.pixels.dtype, picture.metadata.icc)


def as_shown(picture: Picture, pixels: Pixels) -> Plane:
    """Return pixels of `picture` (in its layout, depth and profile) as the screen shows them: uint8 BGRX or BGRA, sRGB.

    The same array when that is what they are. Slow for much of a picture: .2 s for 24 megapixels on two cores.
    """
    return to_srgb8(pixels, picture.metadata.icc)


def part_as_shown(snapshot: Snapshot, rect: Rect) -> Plane:
    """Return what is inside `rect` as the screen shows it. For a worker."""
    return as_shown(snapshot.picture, snapshot.pixels_in(rect))


def photo_of(picture: Picture, pixels: Pixels) -> Photo:
    """Return pixels of the whole picture, in its layout, as the canvas draws them. Slow work for a large one."""
    return Photo.of(as_shown(picture, pixels), has_alpha=picture.has_alpha)
