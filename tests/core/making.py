"""The small pictures, masks and strokes that the tests of core are made of."""

import numpy as np
from hypothesis import strategies as st

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.document import Document, DocumentEvent
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.core.tools.base import Button, Modifiers, ToolEvent

SIDES = st.one_of(st.integers(1, 12), st.integers(1, 300))
SIZES = st.builds(Size, SIDES, SIDES)


def noise(size: Size, channels: int = 4, seed: int = 0, dtype: type[np.unsignedinteger] = np.uint8) -> Pixels:
    """Return random samples, HxWxC."""
    generator = np.random.default_rng(seed)
    return generator.integers(0, np.iinfo(dtype).max + 1, (size.height, size.width, channels), dtype=dtype)


def picture(size: Size, seed: int = 0) -> Picture:
    """Return an opaque 8-bit picture of random samples."""
    pixels = noise(size, seed=seed)
    pixels[..., 3] = 255
    return Picture(pixels, has_alpha=False)


def document(width: int = 300, height: int = 200) -> Document:
    """Return a document of random samples with an empty mask."""
    return Document(picture(Size(width, height)))


def patch(target: Document, rect: Rect, patch_id: str = "a", seed: int = 1) -> Patch:
    """Return a patch of random samples and weights for `target`."""
    weight = noise(rect.size, 1, seed + 1)[..., 0].astype(np.uint8)
    pixels = noise(rect.size, target.pixels.shape[2], seed, target.pixels.dtype.type)
    return Patch(patch_id, rect, pixels, weight, "job", 0, "Result")


@st.composite
def masks(draw: st.DrawFn) -> Plane:
    """Return a mask of any values with some rectangles, dots and noise, down to 1x1."""
    size = draw(SIZES)
    mask = np.zeros((size.height, size.width), np.uint8)
    for _ in range(draw(st.integers(0, 4))):
        rect = draw(rects_in(size))
        mask[rect.slices] = draw(st.sampled_from([0, 100, 127, 128, 200, 255]))
    return mask


@st.composite
def rects_in(draw: st.DrawFn, size: Size) -> Rect:
    """Return a rectangle that is not empty and lies in a picture of `size`."""
    x = draw(st.integers(0, size.width - 1))
    y = draw(st.integers(0, size.height - 1))
    return Rect(x, y, draw(st.integers(1, size.width - x)), draw(st.integers(1, size.height - y)))


def at(x: float, y: float, button: Button = Button.LEFT, modifiers: Modifiers = Modifiers.NONE) -> ToolEvent:
    """Return a pointer event at a place in image pixels."""
    return ToolEvent(Point(x, y), button=button, modifiers=modifiers)


def listen(target: Document) -> list[DocumentEvent]:
    """Return a list that fills with what `target` announces."""
    heard: list[DocumentEvent] = []
    target.changed.connect(heard.append)
    return heard
