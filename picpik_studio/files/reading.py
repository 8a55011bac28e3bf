"""Opens pictures: checked by the header first, upright, at their own depth, with what the file says beside them."""

from dataclasses import dataclass

import numpy as np

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.picture import Picture
from picpik_studio.files import kinds
from picpik_studio.files.colour import eight_bits, to_srgb8
from picpik_studio.files.decoding import decoded
from picpik_studio.files.header import Header, Source, looked_at
from picpik_studio.files.limits import LIMITS, RESULT_LIMITS, Limits
from picpik_studio.files.metadata import read_beside
from picpik_studio.files.orientation import turned
from picpik_studio.files.tiff_header import TiffHeader
from picpik_studio.files.tiff_tags import CHANNELS_LEFT_OUT, has_channels_left_out
from picpik_studio.texts import QT_TRANSLATE_NOOP

FIRST_OF_SEVERAL = QT_TRANSLATE_NOOP("Files", "The file holds several pictures; the first one was opened.")
MISNAMED = QT_TRANSLATE_NOOP("Files", "The ending of the file's name is wrong; it was opened as what it is.")


@dataclass(frozen=True)
class Opened:
    """What `open_picture` gives.

    `remarks` are marked texts (context "Files") to be shown; `format` is PNG, JPEG, WEBP, TIFF, BMP or GIF, by content.
    """

    picture: Picture
    remarks: tuple[str, ...]
    format: str


def open_picture(source: Source, *, limits: Limits = LIMITS, name: str | None = None) -> Opened:
    """Open a picture from a path or from the bytes of a file, turned as its EXIF says.

    The pixels are uint8 BGRX or BGRA, or uint16 RGB or RGBA where the file has 16 bits a channel; in the file's own
    profile, if it has one for RGB or grey, else in sRGB. `name` stands for the file in sentences. Raises FileError:
    MissingFileError, NotAllowedError, UnreadableFileError, NotAPictureError, DamagedPictureError, TooLargeError.
    """
    with looked_at(source, limits, name) as header:
        remarks = _remarks(header)
        found = decoded(header)
        beside = read_beside(header, found.colours)
        pixels = turned(found.pixels, beside.orientation)
    picture = Picture(pixels, found.has_alpha, beside.metadata)
    return Opened(picture, (*remarks, *found.remarks), header.format)


def open_at_8_bits(source: Source, *, limits: Limits = LIMITS, name: str | None = None) -> Picture:
    """Open a picture as `open_picture` does, with uint8 BGRX or BGRA pixels whatever its depth, profile as it is."""
    picture = open_picture(source, limits=limits, name=name).picture
    return Picture(eight_bits(picture.pixels), picture.has_alpha, picture.metadata)


def decode_result(data: Source, limits: Limits = RESULT_LIMITS, *, name: str = "result") -> Pixels:
    """Return what a service sent as uint8 HxWx4 BGRA in sRGB, alpha 255 where the picture has none; it may be written.

    Also for references. Raises FileError: NotAPictureError, DamagedPictureError, TooLargeError.
    """
    picture = open_picture(data, limits=limits, name=name).picture
    pixels = to_srgb8(picture.pixels, picture.metadata.icc)
    return pixels if pixels.flags.writeable else np.array(pixels)


def _remarks(header: Header) -> list[str]:
    remarks = []
    if kinds.is_misnamed(header.name, header.format):
        remarks.append(MISNAMED)
    if _has_more(header):
        remarks.append(FIRST_OF_SEVERAL)
    if isinstance(header.image, TiffHeader) and has_channels_left_out(header.image.tag_v2):
        remarks.append(CHANNELS_LEFT_OUT)
    return remarks


def _has_more(header: Header) -> bool:
    """Whether the file is animated or has more pages; the second picture that telephones put into a JPEG is none."""
    if isinstance(header.image, TiffHeader):
        return bool(header.image.tag_v2.next)  # counting them all may take for ever
    return header.format != "JPEG" and getattr(header.image, "is_animated", False)
