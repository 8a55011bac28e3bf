"""What was painted can be erased, pixel by pixel, with and without pressure."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Plane
from picpik_studio.core.brush import Brush, Touch
from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.core.stroke import Stroke, Tip

SIDE = 120
SHARES = st.floats(0, 1)
PLACES = st.builds(Point, st.floats(-10, 130), st.floats(-10, 130))
TOUCHES = st.builds(Touch, SHARES, SHARES)
PATHS = st.lists(st.tuples(PLACES, TOUCHES), min_size=1, max_size=4)
BRUSHES = st.builds(Brush, st.floats(1, 90), SHARES, st.floats(0.01, 1))


def draw(pixels: Plane, brush: Brush, path: list[tuple[Point, Touch]], *, erase: bool) -> None:
    stroke = Stroke(Tip(brush), Size(SIDE, SIDE), *path[0])
    for dab in stroke.start():
        dab.paint(pixels, erase=erase)
    for place, touch in path[1:]:
        for dab in stroke.to(place, touch):
            dab.paint(pixels, erase=erase)


@given(PATHS, BRUSHES)
def test_the_eraser_is_the_brush_on_the_negative(path: list[tuple[Point, Touch]], brush: Brush) -> None:
    painted, erased = np.zeros((SIDE, SIDE), np.uint8), np.full((SIDE, SIDE), 255, np.uint8)
    draw(painted, brush, path, erase=False)
    draw(erased, brush, path, erase=True)
    assert np.array_equal(erased, ~painted)


@given(PATHS, PATHS, BRUSHES, BRUSHES)
def test_erasing_after_painting_leaves_the_smaller_of_both(
    path: list[tuple[Point, Touch]], way_back: list[tuple[Point, Touch]], brush: Brush, eraser: Brush
) -> None:
    pixels, painted, negative = (np.zeros((SIDE, SIDE), np.uint8) for _ in range(3))
    draw(painted, brush, path, erase=False)
    draw(negative, eraser, way_back, erase=False)
    draw(pixels, brush, path, erase=False)
    draw(pixels, eraser, way_back, erase=True)
    assert np.array_equal(pixels, np.minimum(painted, ~negative))


@given(PATHS, st.floats(1, 90), SHARES)
def test_the_same_way_with_a_full_eraser_frees_all_that_counted(
    path: list[tuple[Point, Touch]], size: float, hardness: float
) -> None:
    pixels = np.zeros((SIDE, SIDE), np.uint8)
    full = [(place, Touch(touch.size, 1.0)) for place, touch in path]
    draw(pixels, Brush(size, hardness), path, erase=False)
    draw(pixels, Brush(size, hardness), full, erase=True)
    assert pixels.max() < THRESHOLD
