"""A plane with room around it: what is around follows the border, or is nothing, and behind it are whole units."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.core.roomy import Roomy
from tests.core.making import masks


@given(masks(), st.integers(1, 40), st.sampled_from([1, 16, 32]))
def test_what_is_around_is_the_nearest_pixel_or_nothing(plane: Plane, room: int, unit: int) -> None:
    copied = Roomy.around(plane, room, unit)
    written = Roomy.blank(Size(plane.shape[1], plane.shape[0]), room, unit)
    assert not written.pixels.any()
    written.inner[...] = plane
    written.repeat_border()
    ends = [(room, room + -side % unit) for side in plane.shape]
    for roomy in (copied, written):
        assert np.array_equal(roomy.pixels, np.pad(plane, ends, mode="edge"))
        assert np.array_equal(roomy.framed(), np.pad(plane, [(1, end) for _room, end in ends]))
        assert np.array_equal(roomy.inner, plane)
