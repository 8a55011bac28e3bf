"""Saves pictures, whole or not at all, with what the opened file said beside its pixels."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from picpik_studio.core.arrays import Rows
from picpik_studio.core.picture import Metadata
from picpik_studio.files import jpeg, kinds, layout
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.colour import eight_bits
from picpik_studio.files.exif_comment import with_comment
from picpik_studio.files.flatten import WHITE, flattened
from picpik_studio.files.jpeg import as_image, check_sides, write_jpeg
from picpik_studio.files.png import png_parts
from picpik_studio.files.tiff import write_tiff
from picpik_studio.texts import QT_TRANSLATE_NOOP

FLATTENED = QT_TRANSLATE_NOOP(
    "Files", "JPEG and BMP are saved without transparency: the picture was laid on white. PNG, TIFF and WebP keep it."
)
BMP_KEEPS_NOTHING = QT_TRANSLATE_NOOP("Files", "BMP keeps no colour profile and no camera data: they were left out.")
SAVED_WITH_8_BITS = QT_TRANSLATE_NOOP(
    "Files", "This format has 8 bits a channel: the picture was saved with 8 of its 16. PNG and TIFF keep them all."
)
SAVED_IN_COLOUR = QT_TRANSLATE_NOOP(
    "Files", "The picture was opened as grey and has colour now: it was saved in colour (RGB)."
)

_LONGEST_SIDE = {"JPEG": jpeg.LONGEST_SIDE, "WEBP": 16_383, "AVIF": 65_536}
_WITHOUT_ALPHA = frozenset({"JPEG", "BMP"})
_DEEP = frozenset({"PNG", "TIFF"})
_WITH_IPTC = frozenset({"JPEG", "TIFF"})
_GREY = frozenset({"PNG", "TIFF", "JPEG", "BMP"})
_WEBP_METHOD = 0
"""The fastest: 2 s for 24 megapixels; the next takes 5 s for a file a fifth smaller, and other files wait behind it."""
_AVIF_QUALITY, _AVIF_SPEED = 90, 9

Remarks = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Sheet:
    """What is to be written: `rows` as the format can have them, `samples` a pixel (`files.layout`)."""

    rows: Rows
    samples: int
    metadata: Metadata
    quality: int | None
    subsampling: str

    @property
    def has_alpha(self) -> bool:
        return layout.has_alpha(self.samples)


@dataclass(frozen=True, eq=False)
class Ready:
    """A picture of the format `kind`, ready to be written by `write` into an empty open file.

    `remarks` (marked texts, context "Files") say what the format cannot keep; they are complete when it is written.
    """

    kind: str
    sheet: _Sheet
    remarks: list[str]

    def write(self, file: BinaryIO) -> None:
        """Write it. Raises OSError, FileError."""
        said = _WRITERS[self.kind](self.sheet, file)
        self.remarks.extend(remark for remark in said if remark not in self.remarks)


def save_picture(
    path: Path | str,
    picture: Rows,
    has_alpha: bool,
    metadata: Metadata,
    *,
    quality: int | None = None,
    subsampling: str = jpeg.FULL_COLOUR,
) -> Remarks:
    """Write a picture in the format that the ending of `path` names, as `ready` has it; return remarks.

    What was there is replaced. Raises FileError, and leaves what was there: another ending, too many pixels for the
    format, not writable, no room.
    """
    made = ready(Path(path).name, picture, has_alpha, metadata, quality=quality, subsampling=subsampling)
    write_atomic(path, made.write)
    return tuple(made.remarks)


def ready(
    name: str,
    picture: Rows,
    has_alpha: bool,
    metadata: Metadata,
    *,
    quality: int | None = None,
    subsampling: str = jpeg.FULL_COLOUR,
) -> Ready:
    """Make a picture (uint8 BGRX/BGRA, uint16 RGB/RGBA) ready for the format that the ending of `name` names.

    PNG and TIFF, which read the picture strip by strip, lose nothing at 8 and 16 bits, BMP nothing at 8; WebP loses
    nothing at 8 unless `quality` (1 to 100) is given; JPEG is compressed as the opened JPEG was (its tables and
    subsampling), or by `quality`, else 95, with the colour at `subsampling` (4:4:4, 4:2:2 or 4:2:0); AVIF by `quality`,
    else 90. A picture that was opened as grey is grey again, with its own profile, if no colour has come in and the
    format has greys. Raises FileError: another ending, too many pixels for the format.
    """
    kind = kinds.format_for(name)
    if kind in _LONGEST_SIDE:
        check_sides(picture, _LONGEST_SIDE[kind], name, kind)
    if metadata.parameters and kind != "PNG":  # which has a text of its own for them
        metadata = replace(metadata, exif=with_comment(metadata.exif, metadata.parameters))
    remarks = [jpeg.IPTC_LEFT_OUT] if metadata.iptc and kind not in _WITH_IPTC else []
    sheet = _Sheet(picture, layout.RGBA if has_alpha else layout.RGB, metadata, quality, subsampling)
    if kind not in _DEEP or metadata.grey is not None:
        sheet = _fitted(sheet, kind, remarks)
    return Ready(kind, sheet, remarks)


def _fitted(sheet: _Sheet, kind: str, remarks: list[str]) -> _Sheet:
    """Return the picture as a format can have it, after a look at all of it; what is lost goes into `remarks`."""
    if sheet.rows.dtype == np.uint8 and not sheet.has_alpha and sheet.metadata.grey is None:
        return sheet  # there is nothing that any format could not keep
    pixels, has_alpha, metadata = sheet.rows[:], sheet.has_alpha, sheet.metadata
    if pixels.dtype != np.uint8 and kind not in _DEEP:
        pixels = eight_bits(pixels)
        remarks.append(SAVED_WITH_8_BITS)
    if kind in _WITHOUT_ALPHA:
        is_clear = has_alpha and not (pixels[..., 3] == 255).all()  # noqa: PLR2004 - opaque
        pixels, has_alpha = flattened(pixels, WHITE) if is_clear else pixels, False
        remarks += [FLATTENED] if is_clear else []
    samples = layout.RGBA if has_alpha else layout.RGB
    if metadata.grey is not None and kind in _GREY:
        if not layout.is_all_grey(pixels):
            remarks.append(SAVED_IN_COLOUR)
        elif not (kind == "TIFF" and has_alpha and pixels.dtype != np.uint8):  # Pillow, and so others, cannot open that
            samples = layout.GREY_ALPHA if has_alpha else layout.GREY
            metadata = replace(metadata, icc=metadata.grey.icc)
    return replace(sheet, rows=pixels, samples=samples, metadata=metadata)


def _write_png(sheet: _Sheet, file: BinaryIO) -> Remarks:
    file.writelines(png_parts(sheet.rows, samples=sheet.samples, metadata=sheet.metadata))
    return ()


def _write_tiff(sheet: _Sheet, file: BinaryIO) -> Remarks:
    write_tiff(file, sheet.rows, samples=sheet.samples, metadata=sheet.metadata)
    return ()


def _write_jpeg(sheet: _Sheet, file: BinaryIO) -> Remarks:
    image = as_image(sheet.rows, sheet.samples)
    return write_jpeg(file, image, sheet.metadata, sheet.quality, sheet.subsampling)


def _write_webp(sheet: _Sheet, file: BinaryIO) -> Remarks:
    how = {"lossless": True, "exact": True, "method": _WEBP_METHOD, "quality": 0}
    if sheet.quality is not None:
        how = {"quality": sheet.quality}
    as_image(sheet.rows, sheet.samples).save(file, "WEBP", **how, **_beside(sheet.metadata))
    return ()


def _write_avif(sheet: _Sheet, file: BinaryIO) -> Remarks:
    how = {"quality": sheet.quality or _AVIF_QUALITY, "subsampling": sheet.subsampling, "speed": _AVIF_SPEED}
    as_image(sheet.rows, sheet.samples).save(file, "AVIF", **how, **_beside(sheet.metadata))
    return ()


def _write_bmp(sheet: _Sheet, file: BinaryIO) -> Remarks:
    metadata = sheet.metadata
    image = as_image(sheet.rows, sheet.samples)
    image.save(file, "BMP", **({"dpi": metadata.dpi} if metadata.dpi else {}))
    return (BMP_KEEPS_NOTHING,) if metadata.icc or metadata.exif or metadata.xmp else ()


def _beside(metadata: Metadata) -> dict[str, Any]:
    values = {"icc_profile": metadata.icc, "exif": metadata.exif, "xmp": metadata.xmp}
    return {key: value for key, value in values.items() if value}


_WRITERS: dict[str, Callable[[_Sheet, BinaryIO], Remarks]] = {
    "PNG": _write_png,
    "TIFF": _write_tiff,
    "JPEG": _write_jpeg,
    "WEBP": _write_webp,
    "AVIF": _write_avif,
    "BMP": _write_bmp,
}
