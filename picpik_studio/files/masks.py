"""Masks in and out of files: white is the repaint area, black is kept."""

from pathlib import Path

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.errors import NotAPictureError
from picpik_studio.files.header import Source
from picpik_studio.files.limits import LIMITS, Limits
from picpik_studio.files.mask_channels import light_of
from picpik_studio.files.mask_reading import demand_alike, fitted
from picpik_studio.files.png import encode_mask_png
from picpik_studio.files.reading import open_at_8_bits
from picpik_studio.texts import QT_TRANSLATE_NOOP


def read_mask(
    source: Source, size: Size | None, *, stretch: bool = False, limits: Limits = LIMITS, name: str | None = None
) -> Plane:
    """Return the mask in a picture file for a picture of `size`: uint8 HxW, 255 = repaint, greys as they are.

    Any mode of picture is taken by its brightness; what is transparent is kept, as if it were black. A mask of the same
    shape but another size is scaled; one of another shape only with `stretch`. `size` None: the mask's own size.
    Raises FileError: as `open_picture`, and MaskSizeError for another shape.
    """
    opened = open_at_8_bits(source, limits=limits, name=name)
    light = light_of(opened.pixels, opened.pixels[..., 3] if opened.has_alpha else None)
    if size is None:
        return light
    if not stretch:
        demand_alike(opened.size, size)
    return fitted(light, size)


def write_mask(path: Path | str, mask: Plane, *, white_is_kept: bool = False) -> None:
    """Write a mask, uint8 HxW, as an 8-bit grey PNG that says in a text chunk what its white means.

    What was there is replaced. Raises FileError: another ending than .png (JPEG would leave stray pixels), not
    writable, no room.
    """
    name = Path(path).name
    if Path(path).suffix.lower() != ".png":
        raise NotAPictureError(
            QT_TRANSLATE_NOOP("Files", "A mask is saved as PNG, which keeps its edges: let “{name}” end in .png."),
            name=name,
        )
    write_atomic(path, encode_mask_png(mask, words="white = keep" if white_is_kept else "white = repaint"))
