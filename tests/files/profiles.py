"""Colour profiles made by formula, so that the tests need no file of a system; layout: ICC.1:2022."""

import struct

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SRGB = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
P3 = np.array([[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]])
PROPHOTO = np.array([[0.79767, 0.13519, 0.03136], [0.28804, 0.71188, 0.00008], [0.0, 0.0, 0.82491]])
ADOBE = np.array([[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]])
_WHITE = np.array([0.9642, 1.0, 0.8249])


def gamma(value: float) -> bytes:
    return struct.pack(">4sIIH", b"curv", 0, 1, round(value * 256))


def linear() -> bytes:
    return struct.pack(">4sII", b"curv", 0, 0)


def table(values: Floats) -> bytes:
    numbers = np.rint(values * 65535).astype(">u2").tobytes()
    return struct.pack(">4sII", b"curv", 0, len(values)) + numbers


def parametric(kind: int, *numbers: float) -> bytes:
    return struct.pack(f">4sIHH{len(numbers)}i", b"para", 0, kind, 0, *(round(value * 65536) for value in numbers))


SRGB_CURVE = parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def profile(space: bytes, tags: dict[bytes, bytes], pcs: bytes = b"XYZ ") -> bytes:
    """Return a profile of version 2.4 with these tags."""
    places, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        places += struct.pack(">4sII", name, start + len(body), len(data))
        body += padded
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"lcms", 0x02400000, b"mntr", space, pcs)
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + places + body


def matrix_profile(matrix: Floats, curve: bytes, **others: bytes) -> bytes:
    """Return an RGB profile of one curve and a matrix to XYZ under D50; `others` are more tags."""
    tags = {name: _xyz(matrix[:, index]) for index, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return profile(b"RGB ", tags | {name.encode(): data for name, data in others.items()})


def grey_profile(curve: bytes) -> bytes:
    return profile(b"GRAY", {b"kTRC": curve, b"wtpt": D50})


def rgb_by_tables(order: tuple[int, int, int], grid: int = 17) -> bytes:
    """Return a profile that works by tables: sRGB with its channels exchanged, so that nobody mistakes it for sRGB."""
    steps = np.linspace(0, 1, grid)
    device = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)
    lab = _lab(device[..., order])
    back = np.clip(_rgb(_lab_grid(steps)), 0, 1)[..., np.argsort(order)]
    tags = {b"A2B0": _lut(3, grid, lab), b"B2A0": _lut(3, grid, back)}
    return profile(b"RGB ", tags, b"Lab ")


def cmyk_profile(grid: int = 9) -> bytes:
    """Return a printer whose cyan ink is yellow and whose yellow ink is cyan."""
    steps = np.linspace(0, 1, grid)
    ink = np.stack(np.meshgrid(steps, steps, steps, steps, indexing="ij"), axis=-1)
    rgb = (1 - ink[..., 2::-1]) * (1 - ink[..., 3:])
    return profile(b"CMYK", {b"A2B0": _lut(4, grid, _lab(rgb))}, b"Lab ")


def _xyz(values: Floats) -> bytes:
    return struct.pack(">4sI3i", b"XYZ ", 0, *(round(float(value) * 65536) for value in values))


D50 = _xyz(_WHITE)


def _lut(inputs: int, grid: int, entries: Floats) -> bytes:
    """Return a lut16Type (10.10): plain curves around a grid of 16-bit entries, 0 to 1 here."""
    identity = tuple(65536 if index % 4 == 0 else 0 for index in range(9))
    head = struct.pack(">4sIBBBB9iHH", b"mft2", 0, inputs, 3, grid, 0, *identity, 2, 2)
    straight = struct.pack(">2H", 0, 65535)
    return head + straight * inputs + np.rint(entries * 65535).astype(">u2").tobytes() + straight * 3


def _lab(rgb: Floats) -> Floats:
    """Return sRGB as Lab in the 16-bit encoding of version 2, 0 to 1: 100 is 0xFF00, a and b of 0 are 0x8000."""
    decoded = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    ratio = (decoded @ SRGB.T) / _WHITE
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    lightness = 116 * root[..., 1] - 16
    a, b = 500 * (root[..., 0] - root[..., 1]), 200 * (root[..., 1] - root[..., 2])
    encoded = np.stack([lightness * 652.8, (a + 128) * 256, (b + 128) * 256], axis=-1)
    return np.asarray(np.clip(encoded / 65535, 0, 1))


def _lab_grid(steps: Floats) -> Floats:
    light, a, b = np.meshgrid(
        steps * 65535 / 652.8, steps * 65535 / 256 - 128, steps * 65535 / 256 - 128, indexing="ij"
    )
    return np.stack([light, a, b], axis=-1)


def _rgb(lab: Floats) -> Floats:
    """Return Lab as sRGB."""
    middle = (lab[..., 0] + 16) / 116
    root = np.stack([middle + lab[..., 1] / 500, middle, middle - lab[..., 2] / 200], axis=-1)
    ratio = np.where(root > 6 / 29, root**3, (116 * root - 16) * 27 / 24389)
    light = np.clip((ratio * _WHITE) @ np.linalg.inv(SRGB).T, 0, 1)
    return np.asarray(np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055))
