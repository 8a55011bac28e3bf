"""Saves pictures, whole or not at all, with what the opened file said beside its pixels."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.picture import Metadata
from picpik_studio.files import jpeg, kinds
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.flatten import WHITE, flattened
from picpik_studio.files.jpeg import as_image, check_sides, write_jpeg
from picpik_studio.files.png import png_parts
from picpik_studio.files.tiff import write_tiff
from picpik_studio.texts import QT_TRANSLATE_NOOP

FLATTENED = QT_TRANSLATE_NOOP("Files", "This format has no transparency: the picture was laid on white.")
BMP_KEEPS_NOTHING = QT_TRANSLATE_NOOP("Files", "BMP keeps no colour profile and no camera data: they were left out.")

_LONGEST_SIDE = {"JPEG": jpeg.LONGEST_SIDE, "WEBP": 16_383}
_WITHOUT_ALPHA = frozenset({"JPEG", "BMP"})
_WEBP_METHOD = 0
"""The fastest: 2 s for 24 megapixels; the next takes 5 s for a file a fifth smaller, and other files wait behind it."""

Remarks = tuple[str, ...]


def save_picture(
    path: Path | str,
    pixels: Pixels,
    has_alpha: bool,
    metadata: Metadata,
    *,
    quality: int | None = None,
) -> Remarks:
    """Write uint8 HxWx4 BGRX or BGRA in the format that the ending of `path` names, replacing what was there.

    PNG, TIFF and BMP lose nothing; WebP loses nothing unless `quality` (1 to 100) is given; JPEG is compressed as the
    opened JPEG was (its tables and subsampling), or by `quality`, else 95 at 4:4:4. Returns remarks (marked texts,
    context "Files") of what the format could not keep. Raises FileError, and leaves what was there: another ending, too
    many pixels for the format, not writable, no room.
    """
    name = Path(path).name
    kind = kinds.format_for(name)
    if kind in _LONGEST_SIDE:
        check_sides(pixels, _LONGEST_SIDE[kind], name, kind)
    remarks: list[str] = []
    if has_alpha and kind in _WITHOUT_ALPHA and not (pixels[..., 3] == 255).all():  # noqa: PLR2004 - opaque
        pixels = flattened(pixels, WHITE)
        remarks.append(FLATTENED)
    write = partial(_WRITERS[kind], pixels, has_alpha, metadata, quality)
    write_atomic(path, lambda file: remarks.extend(write(file)))
    return tuple(remarks)


def _write_png(pixels: Pixels, has_alpha: bool, metadata: Metadata, _quality: int | None, file: BinaryIO) -> Remarks:
    file.writelines(png_parts(pixels, has_alpha=has_alpha, metadata=metadata))
    return ()


def _write_tiff(pixels: Pixels, has_alpha: bool, metadata: Metadata, _quality: int | None, file: BinaryIO) -> Remarks:
    write_tiff(file, pixels, has_alpha=has_alpha, metadata=metadata)
    return ()


def _write_jpeg(pixels: Pixels, _alpha: bool, metadata: Metadata, quality: int | None, file: BinaryIO) -> Remarks:
    return write_jpeg(file, pixels, metadata, quality)


def _write_webp(pixels: Pixels, has_alpha: bool, metadata: Metadata, quality: int | None, file: BinaryIO) -> Remarks:
    how = {"lossless": True, "exact": True, "method": _WEBP_METHOD, "quality": 0}
    if quality is not None:
        how = {"quality": quality}
    beside = {"icc_profile": metadata.icc, "exif": metadata.exif, "xmp": metadata.xmp}
    image = as_image(pixels, has_alpha=has_alpha)
    image.save(file, "WEBP", **how, **{key: value for key, value in beside.items() if value})
    return ()


def _write_bmp(pixels: Pixels, _alpha: bool, metadata: Metadata, _quality: int | None, file: BinaryIO) -> Remarks:
    as_image(pixels).save(file, "BMP", **({"dpi": metadata.dpi} if metadata.dpi else {}))
    return (BMP_KEEPS_NOTHING,) if metadata.icc or metadata.exif or metadata.xmp else ()


_WRITERS: dict[str, Callable[[Pixels, bool, Metadata, int | None, BinaryIO], Remarks]] = {
    "PNG": _write_png,
    "TIFF": _write_tiff,
    "JPEG": _write_jpeg,
    "WEBP": _write_webp,
    "BMP": _write_bmp,
}
