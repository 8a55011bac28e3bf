"""Frames of their own for far spots and for pieces of large ones: together they are the mask."""

import tracemalloc

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picpik_studio.core import footprint
from picpik_studio.core.apart import MOST, OVERLAP, parted
from picpik_studio.core.arrays import Plane
from picpik_studio.core.frame import frame_around_box
from picpik_studio.core.geometry import Rect, Size, union
from tests.core.making import masks


def spots(size: Size, *rects: Rect) -> Plane:
    mask = np.zeros((size.height, size.width), np.uint8)
    for rect in rects:
        mask[rect.slices] = 255
    return mask


@st.composite
def far_spots(draw: st.DrawFn) -> Plane:
    """Return a large mask with some small spots anywhere."""
    size = Size(draw(st.integers(600, 2400)), draw(st.integers(600, 1800)))
    places = draw(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(1, 60)), max_size=6))
    return spots(size, *(Rect(int(x * (size.width - 60)), int(y * (size.height - 60)), n, n) for x, y, n in places))


def within(mask: Plane, rect: Rect, *, invert: bool = False) -> Plane:
    """Return R of the mask inside the rectangle, else 0."""
    part = np.zeros_like(mask)
    part[rect.slices] = footprint.repaint(mask, invert=invert)[rect.slices]
    return part


@given(st.one_of(masks(), far_spots()), st.integers(0, 30), st.integers(0, 200), st.booleans())
def test_the_shares_together_repaint_what_the_mask_does(mask: Plane, blur: int, padding: int, invert: bool) -> None:
    given_mask = (255 - mask) if invert else mask
    made = parted(given_mask, blur, padding, invert=invert)
    repainted = [within(given_mask, share, invert=invert) for share in made]
    assert list(made) == [footprint.bounds(part) for part in repainted]
    whole = footprint.repaint(given_mask, invert=invert)
    assert np.array_equal(np.maximum.reduce([np.zeros_like(whole), *repainted]), whole)
    assert sum(int((part > 0).sum()) for part in repainted) == int((whole > 0).sum()), "no pixel is in two"
    size = Size(mask.shape[1], mask.shape[0])
    for number, share in enumerate(made):
        inside = frame_around_box(share, size, blur, padding).rect.intersected(Rect.of(size))
        others = [part for other, part in enumerate(repainted) if other != number]
        assert not any(part[inside.slices].any() for part in others)


def test_far_ones_are_parted_and_near_ones_are_not() -> None:
    size = Size(3000, 1000)
    far = spots(size, Rect(100, 100, 40, 40), Rect(2500, 700, 30, 30), Rect(160, 160, 20, 20))
    made = parted(far, 4, 64, invert=False)
    assert made == (Rect(100, 100, 80, 80), Rect(2500, 700, 30, 30))
    near = spots(size, Rect(100, 100, 40, 40), Rect(400, 100, 40, 40))
    assert parted(near, 4, 64, invert=False) == (Rect(100, 100, 340, 40),)
    assert parted(np.zeros((50, 60), np.uint8), 4, 64, invert=False) == ()


def test_too_many_go_together() -> None:
    size = Size(700 * (MOST + 2), 600)
    many = spots(size, *(Rect(700 * n + 300, 300, 10, 10) for n in range(MOST + 1)))
    assert parted(many, 0, 0, invert=False) == (footprint.bounds(many),)


@given(far_spots(), st.integers(0, 30), st.integers(0, 200), st.booleans())
def test_blocks_part_as_pixels_do(mask: Plane, blur: int, padding: int, invert: bool) -> None:
    """A spot and its neighbours are as many parts whether their blocks or their pixels were looked at."""
    given_mask = (255 - mask) if invert else mask
    made = parted(given_mask, blur, padding, invert=invert)
    painted = footprint.repaint(given_mask, invert=invert)
    _count, labels = cv2.connectedComponents(painted, connectivity=8)
    for share in made:
        mine = within(given_mask, share, invert=invert) > 0
        assert not set(np.unique(np.asarray(labels)[mine])) & set(np.unique(np.asarray(labels)[(painted > 0) & ~mine]))


def test_dust_is_looked_at_by_cells() -> None:
    """A hundred thousand grains: no more frames are compared than there is room for."""
    dust = np.where(np.random.default_rng(0).random((2000, 2400)) < 0.02, 255, 0).astype(np.uint8)
    assert parted(dust, 4, 64, invert=False) == (footprint.bounds(dust),)


@st.composite
def canvases(draw: st.DrawFn) -> Plane:
    """Return what is to be repainted of a picture that was enlarged on some sides."""
    size = Size(draw(st.integers(300, 3500)), draw(st.integers(300, 3500)))
    left, top, right, bottom = (draw(st.sampled_from([0, 0, 100, 500])) for _ in range(4))
    mask = np.full((size.height + top + bottom, size.width + left + right), 255, np.uint8)
    mask[top : top + size.height, left : left + size.width] = 0
    return mask


@given(canvases(), st.sampled_from([0, 12, 64]), st.sampled_from([0, 64, 512]), st.booleans())
@settings(max_examples=10)
def test_what_is_too_large_for_a_frame_goes_in_pieces_that_are_not_scaled_down(
    mask: Plane, blur: int, padding: int, invert: bool
) -> None:
    made = parted(255 - mask if invert else mask, blur, padding, invert=invert)
    repainted = [within(mask, share) for share in made]
    assert list(made) == [footprint.bounds(part) for part in repainted]
    assert np.array_equal(np.maximum.reduce([np.zeros_like(mask), *repainted]), mask)
    if len(made) > 1:
        size = Size(mask.shape[1], mask.shape[0])
        assert not any(frame_around_box(share, size, blur, padding).is_scaled for share in made)
        assert len(made) <= MOST


def test_pieces_overlap_so_that_a_seam_finds_room() -> None:
    mask = np.zeros((4000, 3000), np.uint8)
    mask[:, :400] = 255
    made = parted(mask, 12, 64, invert=False)
    assert union(made) == Rect(0, 0, 400, 4000)
    assert len(made) == 2
    assert made[0].bottom - made[1].y >= OVERLAP


def test_a_ring_goes_round_in_pieces_none_of_which_has_only_what_others_have() -> None:
    mask = np.full((4000, 4000), 255, np.uint8)
    mask[400:-400, 400:-400] = 0
    made = [within(mask, share) for share in parted(mask, 12, 64, invert=False)]
    assert len(made) == 4
    for number, part in enumerate(made):
        others = np.maximum.reduce(made[:number] + made[number + 1 :])
        assert ((part > 0) & (others == 0)).any()


def test_what_needs_too_many_pieces_goes_in_one_frame_scaled_down() -> None:
    mask = np.full((100, 2300 * (MOST + 2)), 255, np.uint8)
    assert parted(mask, 12, 64, invert=False) == (Rect(0, 0, mask.shape[1], mask.shape[0]),)


@pytest.mark.parametrize("invert", [False, True])
def test_shares_hold_no_pixels(invert: bool) -> None:
    """Sixteen pieces of a large picture cost, all together, a small part of what one mask of it takes."""
    mask = np.full((2300, 2300 * MOST), 0 if invert else 255, np.uint8)
    tracemalloc.start()
    try:
        made = parted(mask, 12, 64, invert=invert)
        _held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(made) == MOST
    assert peak < mask.nbytes / 4
