"""The membrane: known values stay, between them it is harmonic, and it never leaves their range."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.membrane import membrane
from tests.core.references import parts


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 999), st.floats(0.02, 1))
def test_known_values_stay_and_all_others_lie_between_them(width: int, height: int, seed: int, share: float) -> None:
    generator = np.random.default_rng(seed)
    values = generator.uniform(-50, 90, (height, width, 3)).astype(np.float32)
    area = generator.random((height, width)) < 0.8
    known = (generator.random((height, width)) < share) & area
    made = membrane(values, known, area)
    assert made.dtype == np.float32
    assert np.array_equal(made[known], values[known])
    assert not made[~area].any()
    for part in parts(area, corners=False):
        found, bounds = made[part], values[part & known]
        if len(bounds):
            assert (found <= bounds.max(axis=0)).all()
            assert (found >= bounds.min(axis=0)).all()
        else:
            assert not found.any()


def test_a_constant_edge_makes_a_constant() -> None:
    known = np.ones((90, 70), np.bool_)
    known[1:-1, 1:-1] = False
    made = membrane(np.full((90, 70, 3), 7, np.float32), known, np.ones_like(known))
    assert np.allclose(made, 7, atol=1e-4)


def test_a_plane_along_the_edge_is_a_plane_inside() -> None:
    y, x = np.indices((130, 170))
    plane = np.dstack([x * 0.5, y * 0.7, x * 0.2 - y * 0.3]).astype(np.float32)
    known = np.ones(plane.shape[:2], np.bool_)
    known[1:-1, 1:-1] = False
    made = membrane(plane, known, np.ones_like(known))
    assert np.abs(made - plane).max() < 2


def test_nothing_flows_over_a_gap() -> None:
    area = np.ones((40, 60), np.bool_)
    area[:, 30] = False
    known = np.zeros_like(area)
    known[:, 0] = known[:, -1] = True
    values = np.zeros((40, 60, 1), np.float32)
    values[:, -1] = 100
    made = membrane(values, known, area)[..., 0]
    assert np.abs(made[:, :30]).max() < 1.0
    assert np.abs(made[:, 31:] - 100).max() < 1.0
