"""Pictures of every layout, and the canvases that they may get."""

import numpy as np
from hypothesis import strategies as st

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.picture import GreySource, Metadata, Picture
from tests.core.making import noise, rects_in

LAYOUTS = st.sampled_from([(np.uint8, 4, False), (np.uint8, 4, True), (np.uint16, 3, False), (np.uint16, 4, True)])


def document_of(size: Size, layout: tuple[type[np.unsignedinteger], int, bool] = (np.uint8, 4, False)) -> Document:
    dtype, channels, has_alpha = layout
    pixels = noise(size, channels, dtype=dtype)
    if channels == 4 and not has_alpha:
        pixels[..., 3] = 255
    return Document(Picture(pixels, has_alpha, Metadata(icc=b"profile", dpi=(300.0, 300.0), grey=GreySource())))


@st.composite
def canvas_rects(draw: st.DrawFn, size: Size) -> Rect:
    """Return a canvas that has something of a picture of `size`, larger and smaller on any side."""
    part = draw(rects_in(size))
    left, top, right, bottom = (draw(st.integers(0, 90)) for _ in range(4))
    return Rect(part.x - left, part.y - top, part.width + left + right, part.height + top + bottom)
