import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.brush import Brush, stamp

BRUSHES = st.builds(Brush, st.floats(1, 120), st.floats(0, 1), st.floats(0, 1))
PLACES = st.floats(0, 0.999)


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 0.9},
        {"size": 2001},
        {"hardness": -0.1},
        {"hardness": 1.1},
        {"opacity": 2},
        {"spacing": -0.1},
        {"spacing": 2.1},
    ],
)
def test_values_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="A brush"):
        Brush(**wrong)


def bezier(u: float) -> tuple[float, float]:
    """The curve of the docstring, from its control points."""
    points = [(0, 1), (1 / 3, 1), (2 / 3, 0), (1, 0)]
    weights = [(1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u**2 * (1 - u), u**3]
    return sum(w * x for w, (x, _) in zip(weights, points, strict=True)), sum(
        w * y for w, (_, y) in zip(weights, points, strict=True)
    )


@pytest.mark.parametrize("u", [0, 0.1, 0.25, 0.5, 0.8, 1])
def test_the_falloff_is_the_bezier_curve(u: float) -> None:
    brush = Brush(100, hardness=0.4, opacity=0.6)
    assert (brush.inner, brush.outer) == pytest.approx((20, 50))
    t, height = bezier(u)
    value = brush.falloff(np.array([20 + 30 * t], np.float32))[0]
    assert value == pytest.approx(153 * height, abs=0.01)


@given(BRUSHES)
def test_the_brush_is_full_inside_and_nothing_outside(brush: Brush) -> None:
    values = brush.falloff(np.array([max(brush.inner, 0) * 0.999, brush.outer, brush.outer + 5], np.float32))
    assert values[1] == pytest.approx(0, abs=0.01)
    assert values[2] == 0
    if brush.inner > 0:
        assert values[0] == pytest.approx(brush.peak, abs=0.01)


@given(BRUSHES, PLACES, PLACES)
def test_a_stamp_is_the_falloff_at_every_pixel(brush: Brush, dx: float, dy: float) -> None:
    values = stamp(brush, dx, dy)
    middle = values.shape[0] // 2
    y, x = np.indices(values.shape)
    distance = np.hypot(x - middle + 0.5 - dx, y - middle + 0.5 - dy)
    assert np.abs(values - brush.falloff(distance.astype(np.float32))).max() <= 0.51
    edge = np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])
    assert not edge.any() or middle + min(dx, dy, 1 - dx, 1 - dy) - 0.5 < brush.outer


@pytest.mark.parametrize("size", [1, 2, 41, 200])
def test_a_stamp_in_the_middle_of_a_pixel_is_the_same_all_round(size: float) -> None:
    values = stamp(Brush(size, hardness=0.5))
    for turned in (values[::-1], values[:, ::-1], values.T):
        assert np.array_equal(values, turned)


@given(st.floats(0, 1), PLACES, PLACES)
def test_a_click_with_the_smallest_brush_repaints_the_pixel_under_it(hardness: float, dx: float, dy: float) -> None:
    values = stamp(Brush(1, hardness), dx, dy)
    middle = values.shape[0] // 2
    assert values[middle, middle] >= 128
    assert np.count_nonzero(values >= 128) <= 4


def test_the_smallest_brush_repaints_one_pixel_when_it_hits_its_middle() -> None:
    assert np.count_nonzero(stamp(Brush(1, 1.0)) >= 128) == 1


@pytest.mark.parametrize(("size", "hardness"), [(20, 1.0), (100, 1.0), (333, 1.0), (100, 0.5), (60, 0.0)])
def test_what_is_repainted_has_the_size_that_was_set(size: float, hardness: float) -> None:
    brush = Brush(size, hardness)
    painted = np.count_nonzero(stamp(brush) >= 128)
    radius = size / 2 * (1 + hardness) / 2  # half of the opacity is reached midway between inner and outer
    assert painted == pytest.approx(math.pi * radius * radius, rel=0.03)


def test_faint_is_what_repaints_nothing() -> None:
    assert Brush(opacity=0.49).is_faint
    assert not Brush(opacity=0.51).is_faint
    assert Brush(opacity=0.5).peak == 128
