"""Far spots in frames of their own: together they are the mask, and no frame shows another one's spot."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import footprint
from picpik_studio.core.apart import MOST, parted
from picpik_studio.core.arrays import Plane
from picpik_studio.core.frame import frame_around
from picpik_studio.core.geometry import Rect, Size
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


@given(st.one_of(masks(), far_spots()), st.integers(0, 30), st.integers(0, 200), st.booleans())
def test_the_parts_together_repaint_what_the_mask_does(mask: Plane, blur: int, padding: int, invert: bool) -> None:
    given_mask = (255 - mask) if invert else mask
    made = parted(given_mask, blur, padding, invert=invert)
    repainted = [footprint.repaint(part, invert=invert) for part in made]
    whole = footprint.repaint(given_mask, invert=invert)
    assert np.array_equal(np.maximum.reduce(repainted), whole)
    assert sum(int((part > 0).sum()) for part in repainted) == int((whole > 0).sum()), "no pixel is in two"
    if len(made) > 1:
        frames = [frame_around(part, invert, blur, padding) for part in made]
        for number, frame in enumerate(frames):
            assert frame is not None
            inside = frame.rect.intersected(Rect(0, 0, mask.shape[1], mask.shape[0]))
            others = [part for other, part in enumerate(repainted) if other != number]
            assert not any(part[inside.slices].any() for part in others)


def test_far_ones_are_parted_and_near_ones_are_not() -> None:
    size = Size(3000, 1000)
    far = spots(size, Rect(100, 100, 40, 40), Rect(2500, 700, 30, 30), Rect(160, 160, 20, 20))
    made = parted(far, 4, 64, invert=False)
    assert len(made) == 2
    assert np.array_equal(made[0], spots(size, Rect(100, 100, 40, 40), Rect(160, 160, 20, 20)))
    near = spots(size, Rect(100, 100, 40, 40), Rect(400, 100, 40, 40))
    assert parted(near, 4, 64, invert=False)[0] is near
    assert parted(np.zeros((50, 60), np.uint8), 4, 64, invert=False)[0].shape == (50, 60)


def test_soft_edges_stay_with_their_spot() -> None:
    mask = spots(Size(3000, 700), Rect(100, 100, 40, 40), Rect(2500, 300, 30, 30))
    mask[100:140, 140:150] = 90
    made = parted(mask, 0, 0, invert=False)
    assert (made[0][100:140, 140:150] == 90).all()


def test_too_many_go_together() -> None:
    size = Size(700 * (MOST + 2), 600)
    many = spots(size, *(Rect(700 * n + 300, 300, 10, 10) for n in range(MOST + 1)))
    assert parted(many, 0, 0, invert=False)[0] is many


@given(far_spots(), st.integers(0, 30), st.integers(0, 200), st.booleans())
def test_blocks_part_as_pixels_do(mask: Plane, blur: int, padding: int, invert: bool) -> None:
    """A spot and its neighbours are as many parts whether their blocks or their pixels were looked at."""
    given_mask = (255 - mask) if invert else mask
    made = parted(given_mask, blur, padding, invert=invert)
    painted = footprint.repaint(given_mask, invert=invert)
    _count, labels = cv2.connectedComponents(painted, connectivity=8)
    for part in made:
        mine = footprint.repaint(part, invert=invert) > 0
        assert not set(np.unique(np.asarray(labels)[mine])) & set(np.unique(np.asarray(labels)[(painted > 0) & ~mine]))


def test_dust_is_looked_at_by_cells() -> None:
    """A hundred thousand grains: no more frames are compared than there is room for."""
    dust = np.where(np.random.default_rng(0).random((2000, 3000)) < 0.02, 255, 0).astype(np.uint8)
    assert parted(dust, 4, 64, invert=False)[0] is dust
