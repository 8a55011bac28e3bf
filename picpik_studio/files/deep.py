"""Decodes pictures of 16 bits a channel, which Pillow would halve in silence: PNG and TIFF by OpenCV."""

from dataclasses import dataclass

import cv2
import numpy as np
import pi_heif
from PIL import TiffImagePlugin

from picpik_studio.core.arrays import Pixels
from picpik_studio.files.errors import DamagedPictureError
from picpik_studio.files.header import Header, is_deep
from picpik_studio.files.planar import APART, PLANES, planes
from picpik_studio.files.strips import in_strips, rows_per_strip
from picpik_studio.texts import QT_TRANSLATE_NOOP

_FULL = 65535
_ALPHA = 3
_RGBA = 4
_BITS, _COMPRESSION, _PHOTOMETRIC, _EXTRA, _FORMAT = 258, 259, 262, 338, 339
_COMPRESSIONS = frozenset({1, 5, 8, 32946})
"""None, LZW and both numbers of Deflate."""
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB = 0, 1, 2
_NOTHING, _MULTIPLIED, _STRAIGHT = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Deep:
    """A picture at 16 bits: `pixels` is uint16 HxWx3 RGB or HxWx4 RGBA, straight; `is_grey`: R, G and B are alike."""

    pixels: Pixels
    is_grey: bool

    @property
    def has_alpha(self) -> bool:
        """Whether there is a channel of transparency."""
        return bool(self.pixels.shape[2] == _RGBA)


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
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return None
    tags = image.tag_v2
    kind = tags.get(_PHOTOMETRIC)
    is_plain = set(tags.get(_BITS, ())) == {16} and set(tags.get(_FORMAT, (1,))) == {1}
    if not is_plain or tags.get(_COMPRESSION, 1) not in _COMPRESSIONS or kind not in {0, 1, 2}:
        return None
    if tags.get(PLANES) == APART and kind == _RGB:
        header.file.seek(0)
        pixels = _merged([_decoded(header, plane) for plane in planes(header.file.read(), tags)])
    else:
        samples = _samples(header)
        if samples.ndim == 2:  # noqa: PLR2004 - rows and columns
            return Deep(_from_grey(_FULL - samples if kind == _WHITE_IS_ZERO else samples, None), is_grey=True)
        pixels = _colours(samples)
    extra = tags.get(_EXTRA, (_NOTHING,))[0]
    if pixels.shape[2] == _RGBA and extra == _MULTIPLIED:
        _divide_by_alpha(pixels)
    if pixels.shape[2] == _RGBA and extra not in {_MULTIPLIED, _STRAIGHT}:
        pixels = np.ascontiguousarray(pixels[..., :_ALPHA])
    return Deep(pixels, is_grey=False)


def _samples(header: Header) -> Pixels:
    """Return what OpenCV makes of the file: uint16 HxW, or HxWxC in the order of blue, green, red, alpha."""
    header.file.seek(0)
    return _decoded(header, header.file.read())


def _decoded(header: Header, data: bytes | bytearray) -> Pixels:
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
    return np.asarray(cv2.merge(channels[:_RGBA])).astype(np.uint16, copy=False)


def _colours(samples: Pixels) -> Pixels:
    """Return blue, green, red as red, green, blue, in the same memory."""
    cv2.cvtColor(samples, cv2.COLOR_BGRA2RGBA if samples.shape[2] == _RGBA else cv2.COLOR_BGR2RGB, dst=samples)
    return samples


def _from_grey(grey: Pixels, alpha: Pixels | None) -> Pixels:
    return _merged([grey] * 3 if alpha is None else [grey, grey, grey, alpha])


def _divide_by_alpha(pixels: Pixels) -> None:
    """Make premultiplied colours straight, in place, to the nearest; where alpha is 0 there is no colour left."""

    def work(first: int, end: int) -> None:
        strip = pixels[first:end]
        alpha = strip[..., _ALPHA:].astype(np.uint32)
        colours = (strip[..., :_ALPHA].astype(np.uint32) * _FULL + alpha // 2) // np.maximum(alpha, 1)
        strip[..., :_ALPHA] = np.where(alpha > 0, np.minimum(colours, _FULL), 0)

    for _ in in_strips(pixels.shape[0], rows_per_strip(16 * pixels.shape[1]), work):
        pass
