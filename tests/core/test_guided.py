"""A small mask at full size, its edge where the picture has it."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers, sampled_from

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.guided import enlarged


def disc(width: int, height: int, dtype: type[np.generic] = np.uint8) -> tuple[Pixels, Plane]:
    """Return a bright disc on a dark, slightly grainy ground, and where it is."""
    inside = np.zeros((height, width), np.uint8)
    cv2.circle(inside, (width // 2, height // 2), height // 3, 255, cv2.FILLED)
    grain = np.random.default_rng(5).integers(0, 12, (height, width, 1))
    pixels = np.where(inside[..., None] > 0, 190, 40) + grain
    full = np.dstack([pixels.repeat(3, axis=2), np.full((height, width), 255)])
    scale = np.iinfo(dtype).max // 255  # type: ignore[type-var]  # the integer types of pictures
    return (full * scale).astype(dtype), inside


def wrong(mask: Plane, inside: Plane) -> int:
    return int(((mask >= 128) != (inside >= 128)).sum())


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_edge_is_the_pictures_own_and_not_that_of_the_small_mask(dtype: type[np.generic]) -> None:
    pixels, inside = disc(1200, 900, dtype)
    small = np.asarray(cv2.resize(inside, (150, 112), interpolation=cv2.INTER_AREA), np.uint8)
    small = np.where(small >= 128, np.uint8(255), np.uint8(0))
    plain = np.asarray(cv2.resize(small, (1200, 900), interpolation=cv2.INTER_LINEAR), np.uint8)
    followed = enlarged(small, pixels)
    assert followed.shape == (900, 1200)
    assert followed.dtype == np.uint8
    assert not followed.flags.writeable
    assert wrong(followed, inside) < wrong(plain, inside) / 4


def test_a_mask_of_the_pictures_own_size_is_itself() -> None:
    pixels, inside = disc(90, 60)
    assert np.array_equal(enlarged(inside, pixels), inside)


@settings(max_examples=30, deadline=None)
@given(sampled_from([0, 255]), integers(1, 40), integers(1, 40), integers(41, 700), integers(41, 700))
def test_where_all_is_the_same_it_stays_so_whatever_the_picture(
    value: int, width: int, height: int, full_width: int, full_height: int
) -> None:
    pixels = np.random.default_rng(width).integers(0, 256, (full_height, full_width, 4), dtype=np.uint8)
    assert (enlarged(np.full((height, width), value, np.uint8), pixels) == value).all()


def test_far_from_the_edge_nothing_is_touched_by_what_the_picture_shows_there() -> None:
    pixels, inside = disc(1000, 800)
    pixels = pixels.copy()
    pixels[380:420, 480:520, :3] = 0  # a dark spot in the middle of what is inside
    pixels[10:40, 10:40, :3] = 255  # a bright one far outside
    small = np.asarray(cv2.resize(inside, (250, 200), interpolation=cv2.INTER_AREA), np.uint8)
    full = enlarged(small, pixels)
    assert (full[380:420, 480:520] == 255).all()
    assert (full[10:40, 10:40] == 0).all()
