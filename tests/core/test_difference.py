"""The difference of two pictures, pixel by pixel."""

import numpy as np

from picpik_studio.core.difference import STRENGTH, difference


def test_it_is_the_distance_of_every_channel_made_clearer_and_opaque() -> None:
    rng = np.random.default_rng(5)
    one, other = rng.integers(0, 256, (2, 40, 50, 4), dtype=np.uint8)
    expected = np.minimum(STRENGTH * np.abs(one.astype(int) - other), 255)
    expected[..., 3] = 255
    assert np.array_equal(difference(one, other), expected)


def test_of_a_picture_and_itself_it_is_black() -> None:
    one = np.random.default_rng(6).integers(0, 256, (9, 7, 4), dtype=np.uint8)
    assert not difference(one, one)[..., :3].any()
