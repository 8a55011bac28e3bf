"""What goes out and what comes back: nothing outside the footprint may differ, everything painted must."""

from fractions import Fraction
from math import ceil, floor

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Plane
from picpik_studio.core.composite import lay_over
from picpik_studio.core.frame import (
    Frame,
    custom_frame,
    cut_mask,
    cut_pixels,
    document_weight,
    frame_around,
    place_result,
    whole_frame,
    with_sent_size,
)
from picpik_studio.core.geometry import Rect, Size
from tests.core.making import masks, noise, rects_in

LANCZOS = 1  # OpenCV reckons it with weights of 11 bits, whose sum may be a little off
SENT = st.one_of(st.none(), st.integers(64, 200))


@st.composite
def framed(draw: st.DrawFn) -> tuple[Plane, Frame]:
    """Return a mask and a frame for it: the default one, the whole picture or any, of its own or another size."""
    mask = draw(masks())
    size = Size(mask.shape[1], mask.shape[0])
    frame = draw(
        st.sampled_from(
            [
                whole_frame(size),
                custom_frame(draw(rects_in(size)), size),
                frame_around(mask, invert=False, blur=5, padding=3) or whole_frame(size),
                Frame(Rect(-9, -20, size.width + 30, size.height + 64), Size(size.width + 30, size.height + 64)),
            ]
        )
    )
    return mask, with_sent_size(frame, draw(SENT), draw(SENT)) if draw(st.booleans()) else frame


def touched(area: Plane, sent: Size) -> Plane:
    """Return, by fractions, which pixels of `sent` a pixel of `area` touches."""
    tall, wide = Fraction(area.shape[0], sent.height), Fraction(area.shape[1], sent.width)
    rows = [area[floor(j * tall) : ceil((j + 1) * tall)].max(axis=0) for j in range(sent.height)]
    both = [np.array(rows)[:, floor(i * wide) : ceil((i + 1) * wide)].max(axis=1) for i in range(sent.width)]
    result: Plane = np.array(both).T
    return result


@given(framed(), st.booleans())
def test_the_mask_that_is_sent(framing: tuple[Plane, Frame], invert: bool) -> None:
    mask, frame = framing
    inside = frame.rect.intersected(Rect(0, 0, mask.shape[1], mask.shape[0]))
    area = np.zeros((frame.rect.height, frame.rect.width), np.uint8)
    area[inside.translated(-frame.rect.x, -frame.rect.y).slices] = np.where(
        (mask[inside.slices] >= 128) != invert, 255, 0
    )
    expected = touched(area, frame.sent)
    sent = cut_mask(frame, mask, invert=invert)
    assert np.array_equal(sent, 255 - expected if invert else expected)


@given(framed(), st.integers(0, 64), st.booleans())
def test_painted_pixels_weigh_255_and_far_ones_nothing(framing: tuple[Plane, Frame], blur: int, invert: bool) -> None:
    mask, frame = framing
    rect, weight = document_weight(frame, mask, blur, invert=invert)
    assert rect == frame.rect.intersected(Rect(0, 0, mask.shape[1], mask.shape[0]))
    repaint = (mask[rect.slices] >= 128) != invert
    assert (weight[repaint] == 255).all()
    far = [ceil((footprint.reach(blur) + 2) / scale) for scale in (frame.scale_x, frame.scale_y)]
    if not frame.is_scaled:
        far = [footprint.reach(blur)] * 2
    near = cv2.dilate(repaint.astype(np.uint8), np.ones((2 * far[1] + 1, 2 * far[0] + 1), np.uint8))
    assert not weight[near == 0].any()


@given(masks(), st.integers(0, 30), st.booleans())
def test_in_a_frame_that_holds_all_the_weight_is_the_footprint(mask: Plane, blur: int, invert: bool) -> None:
    size = Size(mask.shape[1], mask.shape[0])
    far = 2 * footprint.reach(blur) + 64
    roomy = Frame(Rect(0, 0, size.width + far, size.height + far), Size(size.width + far, size.height + far))
    rect, weight = document_weight(roomy, mask, blur, invert=invert)
    assert rect == Rect.of(size)
    padded = np.full((size.height + far, size.width + far), 255 if invert else 0, np.uint8)
    padded[rect.slices] = np.where(mask >= 128, 255, 0)
    assert np.array_equal(weight, footprint.weight(padded, blur, invert=invert)[rect.slices])


@given(framed(), st.integers(0, 64), st.booleans(), st.integers(0, 9))
def test_outside_nothing_differs_and_what_is_painted_is_the_results(
    framing: tuple[Plane, Frame], blur: int, invert: bool, seed: int
) -> None:
    mask, frame = framing
    size = Size(mask.shape[1], mask.shape[0])
    pixels = noise(size, seed=seed)
    rect, weight = document_weight(frame, mask, blur, invert=invert)
    place, result = place_result(frame, noise(frame.sent, seed=seed + 1), size)
    assert place == rect
    after = pixels.copy()
    after[rect.slices] = lay_over(pixels[rect.slices], result, weight)
    whole = np.zeros((size.height, size.width), np.uint8)
    whole[rect.slices] = weight
    assert np.array_equal(after[whole == 0], pixels[whole == 0])
    repaint = ((mask >= 128) != invert)[rect.slices]
    assert np.array_equal(after[rect.slices][repaint][..., :3], result[repaint][..., :3])


@given(framed(), st.sampled_from([(np.uint8, 4), (np.uint16, 3)]))
def test_pixels_go_out_with_their_edges_repeated(
    framing: tuple[Plane, Frame], layout: tuple[type[np.unsignedinteger], int]
) -> None:
    mask, frame = framing
    pixels = noise(Size(mask.shape[1], mask.shape[0]), layout[1], dtype=layout[0])
    own = Frame(frame.rect, frame.rect.size)
    rows = np.clip(np.arange(frame.rect.y, frame.rect.bottom), 0, mask.shape[0] - 1)
    columns = np.clip(np.arange(frame.rect.x, frame.rect.right), 0, mask.shape[1] - 1)
    sent = cut_pixels(own, pixels)
    assert np.array_equal(sent, pixels[rows][:, columns])
    assert sent.flags.c_contiguous
    assert not np.shares_memory(sent, pixels)
    assert cut_pixels(frame, pixels).shape == (frame.sent.height, frame.sent.width, layout[1])
    assert cut_pixels(frame, pixels).dtype == layout[0]


@given(framed(), st.integers(0, 255))
def test_an_even_colour_stays_itself_there_and_back(framing: tuple[Plane, Frame], value: int) -> None:
    mask, frame = framing
    size = Size(mask.shape[1], mask.shape[0])
    pixels = np.full((size.height, size.width, 4), value, np.uint8)
    sent = cut_pixels(frame, pixels)
    assert np.abs(sent.astype(int) - value).max() <= LANCZOS
    rect, back = place_result(frame, sent, size)
    assert back.shape == (rect.height, rect.width, 4)
    assert np.abs(back.astype(int) - value).max() <= LANCZOS
    assert back.flags.c_contiguous


def test_a_result_of_its_own_size_comes_back_to_the_bit() -> None:
    size = Size(700, 650)
    frame = Frame(Rect(640, -8, 128, 64), Size(128, 64))
    result = noise(frame.sent)
    rect, back = place_result(frame, result, size)
    assert rect == Rect(640, 0, 60, 56)
    assert np.array_equal(back, result[8:, :60])


@pytest.mark.parametrize("sent", [Size(64, 64), Size(256, 256)])
def test_a_smooth_picture_survives_scaling(sent: Size) -> None:
    ramp = np.linspace(0, 255, 128).astype(np.uint8)
    pixels = np.dstack([np.broadcast_to(ramp, (128, 128))] * 4)
    frame = Frame(Rect(0, 0, 128, 128), sent)
    _, back = place_result(frame, cut_pixels(frame, pixels), Size(128, 128))
    assert np.abs(back.astype(int) - pixels.astype(int))[4:-4, 4:-4].max() <= 2
