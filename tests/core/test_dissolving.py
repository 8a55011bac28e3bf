"""Spots that dissolve, against the formula over the whole array."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Plane
from picpik_studio.core.dissolving import dissolving_spots, saving_blur
from picpik_studio.core.footprint import blurred, repaint
from picpik_studio.core.geometry import Rect
from tests.core.making import masks


def disc(radius: int, side: int = 600) -> Plane:
    y, x = np.mgrid[:side, :side] - side // 2
    return np.where(x * x + y * y <= radius * radius, 255, 0).astype(np.uint8)


def plainly(area: Plane, blur: int) -> list[tuple[int, int]]:
    """Area and survivors of each part that dissolves, by the definition."""
    side = 2 * int(2.5 * blur + 0.5) + 1
    G = area if blur == 0 else cv2.GaussianBlur(area, (side, side), blur, borderType=cv2.BORDER_REPLICATE)  # noqa: N806 - its name in the formula
    count, labels = cv2.connectedComponents(area, connectivity=8)
    parts = [(int((labels == n).sum()), int(((labels == n) & (G >= 128)).sum())) for n in range(1, count)]
    return sorted(part for part in parts if 2 * part[1] < part[0])


def test_blur_64_leaves_12_of_255_of_a_dab_of_20_pixels_radius() -> None:
    dab = disc(20)
    assert blurred(dab, 64).max() == 12
    (spot,) = dissolving_spots(dab, 64)
    assert (spot.rect, spot.area, spot.survivors) == (Rect(280, 280, 41, 41), 1257, 0)


def test_what_is_broad_or_not_blurred_stays() -> None:
    assert not dissolving_spots(disc(200), 64)
    assert not dissolving_spots(disc(20), 0)
    assert not dissolving_spots(disc(20), 4)
    assert not dissolving_spots(np.zeros((50, 60), np.uint8), 64)
    assert not dissolving_spots(np.full((50, 60), 255, np.uint8), 64)


@given(masks(), st.integers(0, 64), st.booleans())
def test_they_are_those_of_the_formula(mask: Plane, blur: int, invert: bool) -> None:
    area = repaint(mask, invert=invert)
    spots = dissolving_spots(area, blur)
    assert sorted((spot.area, spot.survivors) for spot in spots) == plainly(area, blur)
    assert all(area[spot.rect.slices].any() for spot in spots)


@given(masks(), st.integers(0, 24), st.booleans())
def test_the_blur_that_saves_all_is_the_largest(mask: Plane, blur: int, invert: bool) -> None:
    area = repaint(mask, invert=invert)
    assert saving_blur(area, blur) == next(lower for lower in range(blur, -1, -1) if not plainly(area, lower))
