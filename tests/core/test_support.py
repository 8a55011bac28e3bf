"""Where a weight is not 0: everywhere as the weight itself, and of its value along the boundary."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from picpik_studio.core import footprint, support, tile_blur
from picpik_studio.core.arrays import Plane
from tests.core.making import masks

BLURS = st.one_of(st.integers(0, 12), st.integers(0, 64))


def agrees(found: Plane, weight: Plane) -> bool:
    """Whether both are 0 in the same pixels, and alike in those that have one of them beside them."""
    nothing = (weight == 0).astype(np.uint8)
    beside = cv2.dilate(nothing, np.ones((3, 3), np.uint8)) > 0
    return np.array_equal(found == 0, nothing > 0) and np.array_equal(found[beside], weight[beside])


@given(masks(), BLURS, st.booleans())
def test_it_is_where_the_weight_is(mask: Plane, blur: int, invert: bool) -> None:
    area = footprint.repaint(mask, invert=invert)
    assert agrees(support.support(area, blur), footprint.weight(mask, blur, invert=invert))


@given(
    st.integers(0, 2**32 - 1), st.integers(1, 400), st.integers(1, 400), st.sampled_from([0.0001, 0.002, 0.5]), BLURS
)
def test_dust_and_pinholes_are_seen(seed: int, width: int, height: int, share: float, blur: int) -> None:
    dust = np.where(np.random.default_rng(seed).random((height, width)) < share, 255, 0).astype(np.uint8)
    for area in (dust, 255 - dust):
        assert agrees(support.support(area, blur), footprint.weight(area, blur, invert=False))


@given(masks(), BLURS)
def test_what_is_repainted_is_left_alone(mask: Plane, blur: int) -> None:
    area = footprint.repaint(mask, invert=False)
    before = area.copy()
    assert (support.support(area, blur)[area > 0] > 0).all()
    assert np.array_equal(area, before)


@pytest.mark.parametrize("blur", [1, 4, 12, 64])
def test_few_tiles_have_to_be_blurred(monkeypatch: pytest.MonkeyPatch, blur: int) -> None:
    """Strokes all over a picture: what is blurred is the boundary's surroundings, a fifth of all at most."""
    area = np.zeros((2048, 2560), np.uint8)
    for x, y in np.random.default_rng(1).uniform(0.05, 0.85, (12, 2)).tolist():
        start = [int(x * 2560), int(y * 2048)]
        cv2.line(area, start, [start[0] + 256, start[1] + 102], 255, 64)
    blurred: list[int] = []
    real = tile_blur.blurred_tiles

    def counted(seen: Plane, counts: NDArray[np.uint16], blur: int, is_open: NDArray[np.bool_]) -> NDArray[np.float32]:
        blurred.append(int(is_open.sum()))
        return real(seen, counts, blur, is_open)

    monkeypatch.setattr("picpik_studio.core.support.blurred_tiles", counted)
    assert agrees(support.support(area, blur), footprint.weight(area, blur, invert=False))
    assert 0 < sum(blurred) < 80 * 64 / 5
