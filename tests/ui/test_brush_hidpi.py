"""At every screen scale a press paints the very pixels under the pointer, and the outline there is of one piece."""

import pytest

from tests.ui.hidpi import PRESSES, SCALES, found


@pytest.mark.parametrize("scale", SCALES)
def test_a_press_paints_the_pixel_under_it(scale: str) -> None:
    told = found(PRESSES, scale)
    assert told["scale"] == float(scale)
    assert len(told["found"]) >= 12
    for zoom, x, y, columns, rows in told["found"]:
        assert (columns, rows) == ([x], [y]), f"at {zoom}"


@pytest.mark.parametrize("scale", SCALES)
def test_a_part_of_the_outline_that_is_drawn_anew_fits_to_the_rest(scale: str) -> None:
    told = found(PRESSES, scale)
    assert told["rings"] == 9, "it is in sight"
    assert told["unlike"] == []
