"""The lines around a footprint: those of the weight at the picture's own size, however the frame is sent."""

import cv2
import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import contours
from picpik_studio.core.frame import Frame, custom_frame, document_weight, frame_around_box, whole_frame, with_sent_size
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.outline import outline, outlines
from tests.core.making import masks, rects_in
from tests.core.test_contour import between, walked

BLURS = st.one_of(st.integers(0, 12), st.integers(0, 64))


def exact(frame: Frame, mask: Plane, blur: int, *, invert: bool) -> list[list[list[int]]]:
    inside, weight = document_weight(frame, mask, blur, invert=invert)
    return [(polygon + np.array([inside.x, inside.y])).tolist() for polygon in contours(weight)]


@st.composite
def large(draw: st.DrawFn) -> Plane:
    """Return a mask with some strokes and dots, of which a frame may be sent much smaller."""
    mask = np.zeros((draw(st.integers(200, 900)), draw(st.integers(200, 900))), np.uint8)
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    for _ in range(draw(st.integers(0, 6))):
        start, end = (generator.integers(0, (mask.shape[1], mask.shape[0])).tolist() for _ in range(2))
        cv2.line(mask, start, end, 255, int(generator.integers(1, 60)))
    return mask


@st.composite
def framed(draw: st.DrawFn) -> tuple[Plane, Frame]:
    """Return a mask and a frame, which may be smaller or larger than what it shows, stretched, or past the border."""
    mask = draw(st.one_of(masks(), large()))
    size = Size(mask.shape[1], mask.shape[0])
    frame = draw(
        st.sampled_from(
            [
                whole_frame(size),
                custom_frame(draw(rects_in(size)), size),
                Frame(Rect(-9, -20, size.width + 30, size.height + 64), Size(size.width + 30, size.height + 64)),
            ]
        )
    )
    sides = st.one_of(st.none(), st.integers(64, 1000))
    return mask, with_sent_size(frame, draw(sides), draw(sides))


@given(framed(), BLURS, st.booleans())
def test_it_is_the_boundary_of_the_weight(framing: tuple[Plane, Frame], blur: int, invert: bool) -> None:
    mask, frame = framing
    lines = outline(frame, mask, blur, invert=invert)
    assert [polygon.tolist() for polygon in lines] == exact(frame, mask, blur, invert=invert)


@given(large(), BLURS, st.booleans(), st.integers(0, 300))
@example(np.zeros((200, 200), np.uint8), 0, True, 128).via("pieces that touch and do not overlap")
def test_pieces_that_overlap_have_one_line_around_them(mask: Plane, blur: int, invert: bool, apart: int) -> None:
    """Two halves of a picture, with a gap between them or an overlap."""
    height, width = mask.shape
    middle = width // 2
    rects = [
        Rect(0, 0, max(64, middle - apart // 2 + 100), height),
        Rect(min(middle + apart // 2, width - 64), 0, width, height),
    ]
    whole = Rect(0, 0, width, height)
    shares = [(custom_frame(rect, whole.size), whole) for rect in rects]
    lines = outlines(shares, mask, blur, invert=invert)
    assert set(walked(lines)) == between(together(shares, mask, blur, invert=invert))


def together(shares: list[tuple[Frame, Rect]], mask: Plane, blur: int, *, invert: bool) -> Plane:
    """Return where any of the shares has weight, from the weight of each frame."""
    wanted = np.zeros_like(mask)
    for frame, within in shares:
        inside, weight = document_weight(frame, mask, blur, invert=invert, within=within)
        wanted[inside.slices] |= weight
    return wanted


@st.composite
def shared(draw: st.DrawFn, blur: int, padding: int) -> tuple[Plane, list[tuple[Frame, Rect]]]:
    """Return a mask and some rectangles of it with their frames, as the pieces of a large area have them.

    A frame reaches past the border where the picture's side is no multiple of 8.
    """
    mask = draw(st.one_of(masks(), large()))
    size = Size(mask.shape[1], mask.shape[0])
    rects = [draw(rects_in(size)) for _ in range(draw(st.integers(2, 4)))]
    return mask, [(frame_around_box(rect, size, blur, padding), rect) for rect in rects]


@given(st.data(), BLURS, st.sampled_from([1, 64]), st.booleans())
def test_pieces_have_the_line_of_all_that_each_may_change(
    data: st.DataObject, blur: int, padding: int, invert: bool
) -> None:
    """What a piece repaints ends where the next one goes on, and its blur sees no further."""
    mask, shares = data.draw(shared(blur, padding))
    lines = outlines(shares, mask, blur, invert=invert)
    assert set(walked(lines)) == between(together(shares, mask, blur, invert=invert))
    scaled = [(with_sent_size(frame, 100, None), within) for frame, within in shares]
    lines = outlines(scaled, mask, blur, invert=invert)
    assert set(walked(lines)) == between(together(scaled, mask, blur, invert=invert))


def test_shares_of_pixels_that_are_halves_of_256ths() -> None:
    """As at 256 pixels of 249: by the wrong last bit of the ratio half of them are rounded the other way."""
    noise = np.random.default_rng(0).choice(np.array([0, 255], np.uint8), (256, 256))
    for side in range(240, 256):
        frame = Frame(Rect(0, 0, 256, 256), Size(side, side))
        lines = outline(frame, noise, 0, invert=False)
        assert [polygon.tolist() for polygon in lines] == exact(frame, noise, 0, invert=False)


def test_a_frame_that_is_sent_a_tenth_as_large() -> None:
    """As a panorama of 25,600 pixels is: a pixel that is sent stands for many of the picture."""
    mask = np.zeros((700, 1400), np.uint8)
    cv2.ellipse(mask, (700, 300), (250, 120), 20, 0, 360, 255, -1)
    cv2.circle(mask, (1399, 699), 30, 255, -1)
    frame = Frame(Rect(0, 0, 1400, 704), Size(140, 72))
    for blur in (0, 4, 12):
        lines = outline(frame, mask, blur, invert=False)
        assert [polygon.tolist() for polygon in lines] == exact(frame, mask, blur, invert=False)


def test_more_corners_than_are_drawn_come_from_blocks() -> None:
    noise = np.where(np.random.default_rng(0).random((900, 900)) < 0.3, 255, 0).astype(np.uint8)
    frame = Frame(Rect(0, 0, 904, 904), Size(896, 896))
    lines = outline(frame, noise, 0, invert=False)
    assert [polygon.tolist() for polygon in lines] == exact(frame, noise, 0, invert=False)
