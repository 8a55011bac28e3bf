import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import Polygon, contours
from picpik_studio.core.frame import custom_frame, document_footprint, document_weight, frame_around, with_sent_size
from picpik_studio.core.geometry import Rect, Size
from tests.core.making import masks

Edge = tuple[int, int, bool]

SMALL = arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.sampled_from([0, 1, 255]))


def walked(polygons: list[Polygon]) -> list[Edge]:
    """Return every unit edge that the lines run along: its left or upper end, and whether it is horizontal."""
    edges: list[Edge] = []
    for polygon in polygons:
        for (x, y), (x2, y2) in zip(polygon.tolist(), np.roll(polygon, -1, axis=0).tolist(), strict=True):
            assert (x == x2) != (y == y2)
            along_x = y == y2
            low, high = sorted((x, x2) if along_x else (y, y2))
            edges += [(place, y, True) if along_x else (x, place, False) for place in range(low, high)]
    return edges


def between(area: Plane) -> set[Edge]:
    """Return every unit edge between a pixel that is 0 and one that is not, by looking at each pair."""
    inside = np.pad(area > 0, 1)
    rows, columns = np.nonzero(inside[1:, :] != inside[:-1, :])
    horizontal = {(x - 1, y, True) for y, x in zip(rows.tolist(), columns.tolist(), strict=True)}
    rows, columns = np.nonzero(inside[:, 1:] != inside[:, :-1])
    return horizontal | {(x, y - 1, False) for y, x in zip(rows.tolist(), columns.tolist(), strict=True)}


@given(SMALL)
def test_the_lines_run_along_every_edge_of_the_area_once(area: Plane) -> None:
    edges = walked(contours(area))
    assert len(edges) == len(set(edges))
    assert set(edges) == between(area)


@given(masks(), st.integers(0, 20), st.booleans())
def test_the_line_of_a_footprint_is_the_boundary_of_its_weight(mask: Plane, blur: int, invert: bool) -> None:
    frame = frame_around(mask, invert, blur)
    if frame is None:
        return
    _inside, weight = document_weight(frame, mask, blur, invert=invert)
    assert set(walked(contours(weight))) == between(weight)


@given(masks(), st.integers(0, 64), st.booleans(), st.integers(64, 200), st.integers(64, 200))
def test_the_line_is_exact_in_a_frame_that_is_scaled(
    mask: Plane, blur: int, invert: bool, width: int, height: int
) -> None:
    size = Size(mask.shape[1], mask.shape[0])
    frame = with_sent_size(custom_frame(Rect.of(size), size), width, height)
    inside, weight = document_weight(frame, mask, blur, invert=invert)
    where, support = document_footprint(frame, mask, blur, invert=invert)
    assert where == inside
    assert np.array_equal(support > 0, weight > 0)
    assert set(walked(contours(support))) == between(weight)


def test_too_many_corners_are_drawn_from_blocks() -> None:
    noise = np.random.default_rng(0).integers(0, 2, (64, 64), np.uint8)
    cv2.circle(noise, (30, 30), 20, 255, -1)
    polygons = contours(noise, most=300)
    assert sum(map(len, polygons)) <= 300
    assert all((polygon % 2 == 0).all() for polygon in polygons)
    assert not contours(np.zeros((5, 7), np.uint8))


@given(st.integers(0, 2**32 - 1), st.integers(1, 70), st.integers(1, 70), st.sampled_from([0.001, 0.02, 0.5, 0.998]))
def test_blocks_make_no_difference(seed: int, width: int, height: int, share: float) -> None:
    area = np.where(np.random.default_rng(seed).random((height, width)) < share, 1, 0).astype(np.uint8)
    edges = walked(contours(area))
    assert len(edges) == len(set(edges))
    assert set(edges) == between(area)
