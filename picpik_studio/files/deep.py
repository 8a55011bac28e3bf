"""Decodes pictures of 16 bits a channel, which Pillow would halve in silence: PNG and TIFF by OpenCV."""

from dataclasses import dataclass

import cv2
import numpy as np
import pi_heif

from picpik_studio.core.arrays import Pixels
from picpik_studio.files.errors import DamagedPictureError
from picpik_studio.files.header import Header, is_deep
from picpik_studio.files.layout import GREY, RGB, RGBA
from picpik_studio.files.tiff_header import TiffHeader
from picpik_studio.files.tiff_samples import can_read, divide_by_alpha, read_samples
from picpik_studio.files.tiff_tags import (
    APART,
    COMPRESSION,
    MULTIPLIED,
    PHOTOMETRIC,
    PLANES,
    SAMPLES,
    Tags,
    alpha_in,
    colours_in,
)
from picpik_studio.texts import QT_TRANSLATE_NOOP

_FULL = 65535
_ALPHA = 3
_COMPRESSIONS = frozenset({1, 5, 8, 32946})
"""None, LZW and both numbers of Deflate."""


@dataclass(frozen=True, eq=False)
class Deep:
    """A picture at 16 bits: `pixels` is uint16 HxWx3 RGB or HxWx4 RGBA, straight; `is_grey`: R, G and B are alike."""

    pixels: Pixels
    is_grey: bool

    @property
    def has_alpha(self) -> bool:
        """Whether there is a channel of transparency."""
        return bool(self.pixels.shape[2] == RGBA)


def read_deep(header: Header) -> Deep | None:
    """Decode the image of `header` at 16 bits a channel; None when it has 8, or colours that only Pillow converts.

    For use inside `header.looked_at`. A TIFF file comes upright, a PNG file as it is stored. Raises FileError.
    """
    if not is_deep(header.image):
        return None
    if header.format == "PNG":
        return _from_png(header)
    if header.format == "HEIF":
        return _from_heif(header)
    return _from_tiff(header) if header.format == "TIFF" else None


def _from_heif(header: Header) -> Deep:
    """Return 10 or 12 bits a channel as 16: libheif puts them uppermost, and white must be white."""
    header.file.seek(0)
    found = pi_heif.open_heif(header.file, convert_hdr_to_8bit=False)
    upper = np.asarray(found)  # lies in the memory of `found`, and does not keep it alive
    samples = np.atleast_3d(upper | upper >> np.uint16(found.info["bit_depth"])).astype(np.uint16, copy=False)
    if samples.shape[2] <= 2:  # noqa: PLR2004 - grey, or grey and alpha
        return Deep(_from_grey(samples[..., 0], samples[..., 1] if samples.shape[2] > 1 else None), is_grey=True)
    return Deep(samples, is_grey=False)


def _from_png(header: Header) -> Deep:
    raw = str(header.image.tile[0][3]) if header.image.tile else ""
    clear = header.image.info.get("transparency")
    samples = _samples(header)
    if samples.ndim > 2:  # noqa: PLR2004 - rows and columns
        return Deep(_colours(samples), raw.startswith("LA"))
    alpha = np.where(samples == clear, 0, _FULL).astype(np.uint16) if isinstance(clear, int) else None
    return Deep(_from_grey(samples, alpha), is_grey=True)


def _from_tiff(header: Header) -> Deep | None:
    image = header.image
    if not isinstance(image, TiffHeader):
        return None
    tags = image.tag_v2
    colours = colours_in(tags)
    if colours not in {GREY, RGB} or not can_read(tags):
        return None
    if _is_for_opencv(tags):
        return _usual_tiff(header, tags)
    header.file.seek(0)
    found = read_samples(header.file.read(), tags)
    if colours == GREY:
        return Deep(_from_grey(found.colours[..., 0], found.alpha), is_grey=True)
    pixels = found.colours if found.alpha is None else np.dstack([found.colours, found.alpha])
    return Deep(pixels, is_grey=False)


def _usual_tiff(header: Header, tags: Tags) -> Deep:
    samples = _samples(header)
    if samples.ndim == 2:  # noqa: PLR2004 - rows and columns
        return Deep(_from_grey(samples if tags.get(PHOTOMETRIC) else np.invert(samples), None), is_grey=True)
    pixels = _colours(samples)
    if pixels.shape[2] == RGBA:
        place, kind = alpha_in(tags)
        if place is None:
            return Deep(np.ascontiguousarray(pixels[..., :_ALPHA]), is_grey=False)
        if kind == MULTIPLIED:
            divide_by_alpha(pixels[..., :_ALPHA], pixels[..., _ALPHA])
    return Deep(pixels, is_grey=False)


def _is_for_opencv(tags: Tags) -> bool:
    """Whether it is of the usual kinds, which OpenCV reads right, and faster."""
    samples = tags.get(SAMPLES, 1)
    is_known = samples in ({1} if colours_in(tags) == GREY else {RGB, RGBA})
    return is_known and tags.get(PLANES) != APART and tags.get(COMPRESSION, 1) in _COMPRESSIONS


def _samples(header: Header) -> Pixels:
    """Return what OpenCV makes of the file: uint16 HxW, or HxWxC in the order of blue, green, red, alpha."""
    header.file.seek(0)
    data = header.file.read()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # what it says of a damaged file is for us to say
    try:
        found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        found = None
    width, height = header.image.size
    if found is None or found.dtype != np.uint16 or found.shape[:2] != (height, width):
        raise DamagedPictureError(
            QT_TRANSLATE_NOOP("Files", "“{name}” is damaged: get a fresh copy of it."), name=header.name
        )
    return found.astype(np.uint16, copy=False)


def _merged(channels: list[Pixels]) -> Pixels:
    """Return the first three channels, or four, each uint16 HxW, as one array."""
    return np.asarray(cv2.merge(channels[:RGBA])).astype(np.uint16, copy=False)


def _colours(samples: Pixels) -> Pixels:
    """Return blue, green, red as red, green, blue, in the same memory."""
    cv2.cvtColor(samples, cv2.COLOR_BGRA2RGBA if samples.shape[2] == RGBA else cv2.COLOR_BGR2RGB, dst=samples)
    return samples


def _from_grey(grey: Pixels, alpha: Pixels | None) -> Pixels:
    return _merged([grey] * 3 if alpha is None else [grey, grey, grey, alpha])
