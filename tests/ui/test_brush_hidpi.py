"""At every screen scale a press paints the very pixels under the pointer, by mouse and by pen."""

import pytest

from tests.ui.hidpi import PRESSES, SCALES, found


@pytest.mark.parametrize("scale", SCALES)
def test_a_press_paints_the_pixel_under_it(scale: str) -> None:
    told = found(PRESSES, scale)
    assert told["scale"] == float(scale)
    assert len(told["found"]) >= 12
    for zoom, x, y, columns, rows in told["found"]:
        assert (columns, rows) == ([x], [y]), f"at {zoom}"
