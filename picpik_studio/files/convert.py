"""Brings whatever a picture file holds to 8-bit RGB or RGBA, and says what was changed on the way.

Grey keeps its samples: they stand three times, in a profile for RGB that has the curve of the grey one.
"""

import contextlib
import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageCms, ImageFile

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.picture import GreySource
from picpik_studio.files.header import Header, is_deep
from picpik_studio.files.icc import space_of
from picpik_studio.files.icc_making import rgb_of_grey
from picpik_studio.files.tiff_header import TiffHeader
from picpik_studio.files.tiff_samples import read_samples
from picpik_studio.texts import QT_TRANSLATE_NOOP

MADE_8_BIT = QT_TRANSLATE_NOOP("Files", "The picture has more than 8 bits a channel; it was opened with 8.")
FROM_CMYK = QT_TRANSLATE_NOOP("Files", "The picture was made for print (CMYK); its colours were converted to RGB.")
FROM_LAB = QT_TRANSLATE_NOOP("Files", "The picture has Lab colours; they were converted to RGB.")
PROFILE_LEFT_OUT = QT_TRANSLATE_NOOP("Files", "The colour profile is damaged or does not fit; it was left out.")

_ROWS = 128
_BOXES_BYTES, _HIGH_DEPTH = 1 << 16, 0x40
_SPACES = {"1": "GRAY", "L": "GRAY", "LA": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}
_CONVERTED = {"CMYK": FROM_CMYK, "LAB": FROM_LAB}
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_FEW_BITS = {"L;2": 2, "L;4": 4}
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_BLACKS_MEET = ImageCms.Flags.BLACKPOINTCOMPENSATION


@dataclass(frozen=True)
class Colours:
    """In which profile samples are (`icc`, None is sRGB), and whether they are to be saved as grey again.

    `is_profile_left_out`: the file has one that cannot be used.
    """

    icc: bytes | None = None
    grey: GreySource | None = None
    is_profile_left_out: bool = False


@dataclass(frozen=True)
class Converted:
    """`image` is RGB or RGBA, in `colours`; `remarks` are marked texts for the person."""

    image: Image.Image
    colours: Colours
    remarks: tuple[str, ...]


def converted(header: Header) -> Converted:
    """Decode the image of `header` and convert it. For use inside `header.looked_at`, which words what is raised."""
    source = header.image
    remarks = [MADE_8_BIT] if is_deep(source) or _is_deep_avif(header) else []
    icc = source.info.get("icc_profile") or None
    image, alpha = _loaded(header)
    if image.mode in _CONVERTED:
        remarks.append(_CONVERTED[image.mode])
    result, colours = _to_rgb(image, icc)
    if alpha is not None:
        result.putalpha(alpha)
    if colours.is_profile_left_out:
        remarks.append(PROFILE_LEFT_OUT)
    return Converted(result, colours, tuple(remarks))


def _is_deep_avif(header: Header) -> bool:
    """Whether an AVIF file has 10 or 12 bits: its av1C box says so (AV1-ISOBMFF, section 2.3.3); Pillow has no way."""
    if header.format != "AVIF":
        return False
    header.file.seek(0)
    head = header.file.read(_BOXES_BYTES)
    place = head.find(b"av1C")
    return 0 <= place < len(head) - 6 and bool(head[place + 6] & _HIGH_DEPTH)


def colours_of(icc: bytes | None, space: str) -> Colours | None:
    """Return how samples of a space ("RGB" or "GRAY") are kept with the file's profile; None: not without converting.

    Grey with a profile for RGB is colour from then on, for no grey file may carry such a one.
    """
    if icc is None:
        return Colours(grey=GreySource() if space == "GRAY" else None)
    own = space_of(icc)
    if own == "RGB":
        return Colours(icc)
    if own == space == "GRAY":
        made = rgb_of_grey(icc)
        return None if made is None else Colours(made, GreySource(icc))
    return Colours(grey=GreySource() if space == "GRAY" else None, is_profile_left_out=True)


def to_pixels(image: Image.Image) -> Pixels:
    """Return an RGB or RGBA image as uint8 HxWx4 BGRX (X = 255) or BGRA. By strips: half the time and the memory."""
    width, height = image.size
    code = cv2.COLOR_RGBA2BGRA if image.mode == "RGBA" else cv2.COLOR_RGB2BGRA
    result = np.empty((height, width, 4), np.uint8)
    for first in range(0, height, _ROWS):
        end = min(first + _ROWS, height)
        cv2.cvtColor(np.asarray(image.crop((0, first, width, end))), code, dst=result[first:end])
    return result


def _loaded(header: Header) -> tuple[Image.Image, Image.Image | None]:
    """Return the image with 8 bits, decoded; and its transparency, where that is not in it."""
    image = header.image
    if isinstance(image, TiffHeader) and image.is_strange:
        header.file.seek(0)
        found = read_samples(header.file.read(), image.tag_v2)
        alpha = None if found.alpha is None else Image.fromarray(_upper(found.alpha))
        mode = _MODES[found.colours.shape[2]]
        width, height = found.colours.shape[1::-1]
        return Image.frombytes(mode, (width, height), _upper(found.colours).tobytes()), alpha
    if header.format == "PNG":
        _scale_clear_grey(image)
    image.load()
    return Image.fromarray(_upper(np.asarray(image))) if image.mode.startswith("I;16") else image, None


def _upper(samples: Pixels) -> Pixels:
    return samples if samples.dtype == np.uint8 else (samples >> 8).astype(np.uint8)


def _scale_clear_grey(image: ImageFile.ImageFile) -> None:
    """Bring the grey that a PNG of 2 or 4 bits has for transparent to 8 bits: Pillow brings the pixels, but not it."""
    clear = image.info.get("transparency")
    bits = _FEW_BITS.get(str(image.tile[0][3]) if image.tile else "")
    if bits and isinstance(clear, int):
        image.info["transparency"] = (clear & (1 << bits) - 1) * 255 // ((1 << bits) - 1)


def _to_rgb(image: Image.Image, icc: bytes | None) -> tuple[Image.Image, Colours]:
    """Return the image as RGB or RGBA, and what its samples mean then."""
    space = _SPACES.get(image.mode, "RGB")
    if space == "Lab":
        return _through(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))), Colours()
    kept = colours_of(icc, space) if space != "CMYK" else None
    if kept is not None:
        return _plainly(image), kept
    if icc is not None and space_of(icc) == space:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            return _through(image, ImageCms.ImageCmsProfile(io.BytesIO(icc))), Colours()
    return _plainly(image), Colours(is_profile_left_out=icc is not None)


def _plainly(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _through(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """Convert grey, CMYK or Lab to sRGB by its profile; transparency stays."""
    alpha = None
    if image.has_transparency_data:
        both = image.convert("LA")
        image, alpha = both.getchannel("L"), both.getchannel("A")
    elif image.mode == "1":
        image = image.convert("L")
    srgb = ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(profile, srgb, image.mode, "RGB", _INTENT, _BLACKS_MEET)
    result = transform.apply(image)
    if alpha is not None:
        result.putalpha(alpha)
    return result
