"""The PatchMatch fill, measured on small pictures."""

import cv2
import numpy as np
import pytest

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.engine.errors import NothingToCopyError
from picpik_studio.engine.fills.patchmatch import fill
from tests.engine.textures import disc, gravel, roughness, sky, stripes

SIZES = [(1, 5), (2, 2), (7, 7), (8, 8), (9, 33), (1, 60), (61, 3), (12, 200), (65, 64)]
HOLES = ["one", "half", "border", "specks", "all but one", "random"]


def hole_of(kind: str, height: int, width: int) -> Plane:
    hole = np.zeros((height, width), np.uint8)
    match kind:
        case "one":
            hole[height // 2, width // 2] = 255
        case "half":
            hole[:, : max(1, width // 2)] = 1
        case "border":
            hole[0] = hole[-1] = 255
            hole[:, 0] = hole[:, -1] = 255
        case "specks":
            hole[::7, ::11] = 255
        case "all but one":
            hole[:] = 255
            hole[0, 0] = 0
        case "random":
            hole[np.random.default_rng(3).random((height, width)) < 0.5] = 255
    return hole


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_every_size_and_hole_is_filled_and_nothing_else_changes(height: int, width: int) -> None:
    pixels = gravel(height, width)
    for kind in HOLES:
        hole = hole_of(kind, height, width)
        if hole.all():
            continue
        before = pixels.copy()
        filled = fill(pixels, hole, seed=3)
        assert filled.shape == pixels.shape
        assert filled.dtype == pixels.dtype
        assert np.array_equal(filled[hole == 0], before[hole == 0])
        assert np.array_equal(pixels, before)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (64, 64)])
def test_a_hole_that_covers_everything_is_refused(height: int, width: int) -> None:
    with pytest.raises(NothingToCopyError, match="covers everything"):
        fill(gravel(height, width), np.full((height, width), 255, np.uint8), seed=1)


def test_without_a_hole_nothing_changes() -> None:
    pixels = gravel(40, 50)
    filled = fill(pixels, np.zeros((40, 50), np.uint8), seed=1)
    assert np.array_equal(filled, pixels)
    assert filled is not pixels


def test_equal_seeds_give_equal_results_and_others_do_not() -> None:
    pixels, hole = gravel(120, 120), disc(120, 120, 25)
    first = fill(pixels, hole, seed=5)
    assert np.array_equal(fill(pixels, hole, seed=5), first)
    assert np.array_equal(fill(pixels, hole, seed=5 + 2**32), first)
    assert not np.array_equal(fill(pixels, hole, seed=6), first)


def test_nothing_is_copied_from_the_hole() -> None:
    pixels, hole = gravel(150, 150), disc(150, 150, 30)
    pixels[hole > 0] = (255, 0, 255)
    other = pixels.copy()
    other[hole > 0] = (0, 255, 0)
    assert np.array_equal(fill(pixels, hole, seed=1)[hole > 0], fill(other, hole, seed=1)[hole > 0])


def test_nothing_is_copied_from_what_is_to_be_avoided() -> None:
    pixels, hole = gravel(150, 150) // 2, disc(150, 150, 30)
    avoid = np.zeros((150, 150), np.uint8)
    avoid[:, 110:] = 255
    pixels[:, 110:] = (0, 0, 255)
    red = fill(pixels, hole, seed=1, avoid=avoid)
    pixels[:, 110:] = (255, 255, 255)
    white = fill(pixels, hole, seed=1, avoid=avoid)
    assert np.array_equal(red[hole > 0], white[hole > 0])
    assert int(red[hole > 0].max()) < 190


def test_all_that_could_be_copied_may_be_forbidden() -> None:
    with pytest.raises(NothingToCopyError):
        fill(gravel(40, 40), disc(40, 40, 9), seed=1, avoid=np.full((40, 40), 1, np.uint8))


@pytest.mark.parametrize("side", [200, 700])
def test_texture_is_kept_where_a_plain_inpaint_blurs_it(side: int) -> None:
    pixels, hole = gravel(side, side), disc(side, side, side // 6)
    before = roughness(pixels, hole)
    plain = np.asarray(cv2.inpaint(pixels, hole, 3, cv2.INPAINT_TELEA), dtype=np.uint8)
    assert 0.75 < roughness(fill(pixels, hole, seed=2), hole) / before < 1.25
    assert roughness(plain, hole) / before < 0.5


def test_detail_is_carried_into_a_picture_larger_than_it_is_worked_on() -> None:
    pixels, hole = gravel(1000, 1000), disc(1000, 1000, 240)
    filled = fill(pixels, hole, seed=2)
    assert np.array_equal(filled[hole == 0], pixels[hole == 0])
    assert 0.75 < roughness(filled, hole) / roughness(pixels, hole) < 1.25


def test_a_pattern_goes_on() -> None:
    pixels, hole = stripes(160, 160, 10), disc(160, 160, 25)
    error = np.abs(fill(pixels, hole, seed=1)[hole > 0].astype(int) - pixels[hole > 0])
    assert error.mean() < 12


def test_a_sky_stays_even() -> None:
    pixels, hole = sky(240, 240), disc(240, 240, 50)
    error = _slow(fill(pixels, hole, seed=1)) - _slow(pixels)
    assert np.abs(error[hole > 0]).mean() < 3


def test_holes_that_lie_apart_are_filled_one_by_one() -> None:
    pixels = gravel(400, 400)
    hole = np.zeros((400, 400), np.uint8)
    for y, x in [(60, 60), (330, 70), (200, 330)]:
        cv2.circle(hole, (x, y), 12, 255, -1)
    blind = pixels.copy()
    blind[hole > 0] = (0, 255, 0)
    filled = fill(blind, hole, seed=1)
    is_green = (filled[..., 1] > 240) & (filled[..., 0] < 20)
    assert not is_green[hole > 0].any()


def test_a_narrow_rim_is_enough_to_copy_from() -> None:
    pixels = gravel(210, 210)
    hole = np.zeros((210, 210), np.uint8)
    hole[8:-8, 8:-8] = 255
    filled = fill(pixels, hole, seed=1)
    assert roughness(filled, hole) / roughness(pixels, hole) > 0.5


def _slow(pixels: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray(cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), 4), dtype=np.float32)
