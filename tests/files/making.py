"""The small pictures and files that the tests of files are made of."""

import io
import os
from typing import Any

import numpy as np
from hypothesis import strategies as st
from PIL import Image

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Size

SIDES = st.one_of(st.integers(1, 9), st.integers(1, 200))


def noise(width: int, height: int, *, seed: int = 0, alpha: bool = False) -> Pixels:
    """Return random uint8 BGRX, or BGRA with some alpha 0 over colour."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    pixels[..., 3] = np.where(pixels[..., 3] < 100, 0, pixels[..., 3]) if alpha else 255
    return pixels


def photo(width: int = 48, height: int = 32) -> Pixels:
    """Return a soft uint8 BGRX picture that differs in its four corners, as JPEG likes it."""
    down, across = np.mgrid[0:height, 0:width]
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., 0] = 20 + 200 * across / max(1, width - 1)
    pixels[..., 1] = 20 + 200 * down / max(1, height - 1)
    pixels[..., 2] = 235 - (pixels[..., 0] // 2 + pixels[..., 1] // 3)
    return pixels


@st.composite
def pictures(draw: st.DrawFn, *, alpha: bool = False) -> Pixels:
    """Return BGRX or BGRA of any size, noisy or even."""
    pixels = noise(draw(SIDES), draw(SIDES), seed=draw(st.integers(0, 5)), alpha=alpha)
    if draw(st.booleans()):
        pixels[:] = pixels[0, 0]
    return pixels


@st.composite
def masks(draw: st.DrawFn) -> Plane:
    """Return uint8 HxW of any size."""
    size = Size(draw(SIDES), draw(SIDES))
    plane = np.random.default_rng(draw(st.integers(0, 5))).integers(0, 256, (size.height, size.width), dtype=np.uint8)
    return np.where(plane < 128, np.uint8(0), plane) if draw(st.booleans()) else plane


def image_of(pixels: Pixels, mode: str = "RGB") -> Image.Image:
    """Return BGRX or BGRA as Pillow's image of `mode`."""
    height, width = pixels.shape[:2]
    rgba = Image.frombytes("RGBA", (width, height), np.ascontiguousarray(pixels).tobytes(), "raw", "BGRA")
    return rgba if mode == "RGBA" else rgba.convert("RGB").convert(mode)


def stored(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - whatever Pillow takes
    """Return the file that Pillow makes of `image`."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def seen_by_pillow(data: bytes) -> Pixels:
    """Return a file's RGB or RGBA samples as another program decodes them."""
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image)


def unmeasured() -> dict[str, str]:
    """Return the environment for a child that dies at once: it cannot write what coverage saw."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
