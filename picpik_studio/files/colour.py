"""Takes colours from a picture's own profile to sRGB, which is what services see, and back.

Profiles of curves and a matrix are calculated here, at any depth; those that work by tables are left to littleCMS,
which Pillow offers at 8 bits. No profile, a broken one and sRGB itself mean: nothing to do.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import DTypeLike, NDArray
from PIL import Image, ImageCms

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.files.icc import SRGB_TO_XYZ, Floats, MatrixProfile, has_tables, matrix_profile, srgb_decoded
from picpik_studio.files.strips import in_strips, rows_per_strip

Table = NDArray[Any]

_SRGB = MatrixProfile((srgb_decoded, srgb_decoded, srgb_decoded), SRGB_TO_XYZ)
_EIGHT_BITS = np.dtype(np.uint8)
_SIXTEEN_BITS = np.dtype(np.uint16)
_STEPS = 65536
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_BLACKS_MEET = ImageCms.Flags.BLACKPOINTCOMPENSATION
_RED_GREEN_BLUE = {_EIGHT_BITS: (2, 1, 0), _SIXTEEN_BITS: (0, 1, 2)}
"""Where the channels lie in a picture of this depth."""


@dataclass(frozen=True)
class _Plan:
    """Tables for red, green, blue, and what mixes them between.

    `decode` goes from a sample to linear light (float32), `matrix` from linear to linear, `encode` from the square root
    of linear light, in 65535ths, to a sample; by the root, dark tones keep their steps.
    """

    decode: tuple[Table, ...]
    matrix: Floats
    encode: tuple[Table, ...]


def to_srgb8(pixels: Pixels, icc: bytes | None) -> Plane:
    """Return `pixels` (uint8 BGRX/BGRA or uint16 RGB/RGBA, in the profile `icc`) as uint8 HxWx4 BGRX/BGRA in sRGB.

    Alpha stays. The same array comes back when there is nothing to do. Colours that sRGB lacks are clipped.
    """
    profile = _matrix_of(icc)
    if profile is not None:
        light = _calculated(pixels, _plan(profile, _SRGB, pixels.dtype, _EIGHT_BITS), _EIGHT_BITS)
        return light.astype(np.uint8, copy=False)
    return _by_tables(eight_bits(pixels), icc, to_srgb=True)


def from_srgb8(pixels: Pixels, icc: bytes | None, dtype: DTypeLike = np.uint8) -> Pixels:
    """Return `pixels` (uint8 BGRX/BGRA, sRGB) in the profile `icc`, in the layout of a picture of that `dtype`.

    uint8 is HxWx4 BGRX/BGRA, uint16 HxWx4 RGBA. Alpha stays. The same array comes back when there is nothing to do.
    """
    depth = np.dtype(dtype)
    profile = _matrix_of(icc)
    if profile is not None:
        return _calculated(pixels, _plan(_SRGB, profile, _EIGHT_BITS, depth), depth)
    plain = _by_tables(eight_bits(pixels), icc, to_srgb=False)
    return plain if depth == _EIGHT_BITS else _sixteen_bits(plain)


def is_srgb8(dtype: DTypeLike, icc: bytes | None) -> bool:
    """Return whether pixels of this dtype and profile are what `to_srgb8` makes of them."""
    one = np.zeros((1, 1, 4), dtype)
    return to_srgb8(one, icc) is one


def eight_bits(pixels: Pixels) -> Plane:
    """Return uint16 RGB/RGBA as uint8 BGRX/BGRA, rounded, colours in the same profile; uint8 as it is."""
    if pixels.dtype == _EIGHT_BITS:
        return pixels.astype(np.uint8, copy=False)
    height, width, channels = pixels.shape
    result = np.empty((height, width, 4), np.uint8)
    code = cv2.COLOR_RGB2BGRA if channels == 3 else cv2.COLOR_RGBA2BGRA  # noqa: PLR2004 - without alpha

    def work(first: int, end: int) -> None:
        small = np.ascontiguousarray(_rescaled(pixels[first:end], _EIGHT_BITS))
        cv2.cvtColor(small, code, dst=result[first:end])

    for _ in in_strips(height, rows_per_strip(8 * width * channels), work):
        pass
    return result


@lru_cache(maxsize=8)
def _matrix_of(icc: bytes | None) -> MatrixProfile | None:
    """Return the profile when it is one of curves and a matrix, and not sRGB itself."""
    profile = None if icc is None else matrix_profile(icc)
    if profile is None:
        return None
    levels = np.arange(0, 256, 15, dtype=np.uint8)
    opaque = np.full(1, 255, np.uint8)
    probe = np.stack(np.meshgrid(levels, levels, levels, opaque, indexing="ij"), axis=-1).reshape(1, -1, 4)
    seen = _calculated(probe, _plan(profile, _SRGB, _EIGHT_BITS, _EIGHT_BITS), _EIGHT_BITS)
    return None if cv2.absdiff(seen, probe).max() <= 1 else profile


@lru_cache(maxsize=8)
def _plan(source: MatrixProfile, target: MatrixProfile, depth: np.dtype[Any], wanted: np.dtype[Any]) -> _Plan:
    samples = np.linspace(0, 1, int(np.iinfo(depth).max) + 1)
    encoded = np.linspace(0, 1, _STEPS)
    linear = encoded**2
    most = int(np.iinfo(wanted).max)
    inverses = (np.interp(linear, np.maximum.accumulate(curve(encoded)), encoded) for curve in target.curves)
    return _Plan(
        tuple(curve(samples).astype(np.float32) for curve in source.curves),
        np.linalg.inv(target.matrix) @ source.matrix,
        tuple(np.rint(inverse * most).astype(wanted) for inverse in inverses),
    )


def _calculated(pixels: Pixels, plan: _Plan, wanted: np.dtype[Any]) -> Pixels:
    height, width, channels = pixels.shape
    result = np.empty((height, width, 4), wanted)
    come, go = _RED_GREEN_BLUE[pixels.dtype], _RED_GREEN_BLUE[wanted]

    def work(first: int, end: int) -> None:
        strip, out = pixels[first:end], result[first:end]
        light = [table[strip[..., channel]] for table, channel in zip(plan.decode, come, strict=True)]
        for row, table, channel in zip(plan.matrix.astype(np.float32), plan.encode, go, strict=True):
            mixed = light[0] * row[0] + light[1] * row[1] + light[2] * row[2]
            roots = np.sqrt(np.clip(mixed, 0, 1, out=mixed), out=mixed)
            out[..., channel] = table[(roots * (_STEPS - 1) + 0.5).astype(np.uint16)]
        out[..., 3] = _rescaled(strip[..., 3], wanted) if channels == 4 else np.iinfo(wanted).max  # noqa: PLR2004 - with alpha

    for _ in in_strips(height, rows_per_strip(4 * width * channels), work):
        pass
    return result


def _rescaled(samples: Pixels, wanted: np.dtype[Any]) -> Pixels:
    """Return samples at another depth: 8 to 16 bits by 257, which is exact, and back to the nearest."""
    if samples.dtype == wanted:
        return samples
    if wanted == _EIGHT_BITS:
        return np.asarray(cv2.convertScaleAbs(samples, alpha=1 / 257)).astype(np.uint8, copy=False)
    return samples.astype(np.uint16) * np.uint16(257)


def _sixteen_bits(pixels: Plane) -> Pixels:
    """Return uint8 BGRX/BGRA as uint16 RGBA, its colours as they are."""
    return _rescaled(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA)).astype(np.uint8, copy=False), _SIXTEEN_BITS)


def _by_tables(pixels: Plane, icc: bytes | None, *, to_srgb: bool) -> Plane:
    """Convert uint8 BGRX/BGRA by littleCMS; relative colorimetric, so that what is taken there comes back."""
    if icc is None or not has_tables(icc):
        return pixels
    transforms = _transforms(icc)
    if transforms is None:
        return pixels
    transform = transforms[0] if to_srgb else transforms[1]
    result = pixels.copy()

    def work(first: int, end: int) -> None:
        strip = np.ascontiguousarray(pixels[first:end])
        image = Image.frombuffer("RGB", strip.shape[1::-1], strip, "raw", "BGRX", 0, 1)
        changed = np.asarray(transform.apply(image))
        result[first:end, :, :3] = changed[..., ::-1]

    for _ in in_strips(pixels.shape[0], rows_per_strip(4 * pixels.shape[1]), work):
        pass
    return result


@lru_cache(maxsize=8)
def _transforms(icc: bytes) -> tuple[ImageCms.ImageCmsTransform, ImageCms.ImageCmsTransform] | None:
    """Return the ways to sRGB and back; None when one of them is broken, for then neither may be gone."""
    srgb = ImageCms.createProfile("sRGB")
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        there = ImageCms.buildTransform(theirs, srgb, "RGB", "RGB", _INTENT, _BLACKS_MEET)
        return there, ImageCms.buildTransform(srgb, theirs, "RGB", "RGB", _INTENT, _BLACKS_MEET)
    except (ImageCms.PyCMSError, OSError):
        return None
