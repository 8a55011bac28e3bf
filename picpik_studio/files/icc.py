"""Reads colour profiles as far as the colours of an RGB picture need it; layout: ICC.1:2022."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Curve = Callable[[Floats], Floats]

_HEADER_BYTES = 128
_MOST_TAGS = 200
_FIXED = 65536.0
_PARAMETERS = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}
SRGB_TO_XYZ = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
"""Linear sRGB to XYZ under D50: the colorants of every sRGB profile (primaries of IEC 61966-2-1, Bradford)."""


@dataclass(frozen=True, eq=False)
class MatrixProfile:
    """`curves` take encoded R, G, B (0 to 1) to linear light, `matrix` takes that (a column) to XYZ under D50."""

    curves: tuple[Curve, Curve, Curve]
    matrix: Floats


def space_of(icc: bytes) -> str | None:
    """Return the colour space that a profile is for ("RGB", "GRAY", "CMYK", "Lab" ...), None when it is no profile."""
    if len(icc) < _HEADER_BYTES or icc[36:40] != b"acsp":
        return None
    return icc[16:20].decode("ascii", "replace").strip()


def has_tables(icc: bytes) -> bool:
    """Return whether an RGB profile works by tables."""
    return space_of(icc) == "RGB" and b"A2B0" in tags_of(icc)


def tags_of(icc: bytes) -> Mapping[bytes, bytes]:
    """Return the bytes of each tag by its name; nothing for a profile whose list of tags is broken."""
    try:
        return _tags(icc)
    except (struct.error, ValueError):
        return {}


@lru_cache(maxsize=8)
def matrix_profile(icc: bytes) -> MatrixProfile | None:
    """Return an RGB profile's curves and matrix; None for one that works by tables, is of another kind, or broken."""
    if space_of(icc) != "RGB" or icc[20:24] != b"XYZ ":
        return None
    try:
        tags = _tags(icc)
        if b"A2B0" in tags:
            return None
        matrix = np.array([_xyz(tags[name]) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]).T
        red, green, blue = (_curve(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC"))
    except (KeyError, struct.error, ValueError):
        return None
    return MatrixProfile((red, green, blue), matrix) if abs(np.linalg.det(matrix)) > 1e-6 else None  # noqa: PLR2004 - else it cannot be inverted


def srgb_decoded(encoded: Floats) -> Floats:
    """Return linear light for sRGB values, both 0 to 1 (IEC 61966-2-1, 5.2)."""
    return np.where(encoded <= 0.04045, encoded / 12.92, ((np.maximum(encoded, 0) + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - the standard's


def _tags(icc: bytes) -> Mapping[bytes, bytes]:
    (count,) = struct.unpack_from(">I", icc, _HEADER_BYTES)
    if count > _MOST_TAGS:
        raise ValueError("More tags than any profile has")
    places = [struct.unpack_from(">4sII", icc, _HEADER_BYTES + 4 + 12 * index) for index in range(count)]
    return {name: icc[start : start + length] for name, start, length in places}


def _xyz(tag: bytes) -> tuple[float, float, float]:
    if tag[:4] != b"XYZ ":
        raise ValueError("Not three numbers")
    x, y, z = struct.unpack_from(">3i", tag, 8)
    return x / _FIXED, y / _FIXED, z / _FIXED


def _curve(tag: bytes) -> Curve:
    if tag[:4] == b"para":
        return _parametric(tag)
    if tag[:4] != b"curv":
        raise ValueError("Not a curve")
    (count,) = struct.unpack_from(">I", tag, 8)
    if count <= 1:
        gamma: float = struct.unpack_from(">H", tag, 12)[0] / 256 if count else 1.0
        return lambda values: values**gamma
    table = np.frombuffer(tag, ">u2", count, 12).astype(np.float64) / 65535
    return lambda values: np.interp(values, np.linspace(0, 1, count), table)


def _parametric(tag: bytes) -> Curve:
    """ICC.1:2022 section 10.18: gamma, and from type 1 on a b c d e f."""
    (kind,) = struct.unpack_from(">H", tag, 8)
    if kind not in _PARAMETERS:
        raise ValueError("An unknown kind of curve")
    numbers = [value / _FIXED for value in struct.unpack_from(f">{_PARAMETERS[kind]}i", tag, 12)]
    g, a, b, c, d, e, f = [*numbers, *[0.0] * 7][:7] if kind else [numbers[0], 1.0, *[0.0] * 5]
    if g <= 0 or a <= 0:
        raise ValueError("Not a curve that rises")
    if kind in {1, 2}:  # zero, or the constant c, below -b/a
        c, d, e, f = 0.0, -b / a, c, c

    def evaluated(values: Floats) -> Floats:
        with np.errstate(over="ignore"):
            upper = np.power(np.maximum(a * values + b, 0), g) + e
        chosen: Floats = np.where(values >= d, upper, c * values + f)
        return np.minimum(np.maximum(chosen, 0), 1)

    return evaluated
