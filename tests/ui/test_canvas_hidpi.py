"""At every screen scale one pixel of the picture is one of the screen at 100 %, and the pointer hits the right one."""

import pytest

from tests.ui.hidpi import CLICKS, EXACT, SCALES, SEEN, found


@pytest.mark.parametrize("scale", SCALES)
def test_a_click_at_a_known_pixel_paints_that_pixel(scale: str) -> None:
    seen = found(CLICKS, scale)
    assert seen["scale"] == float(scale)
    assert seen["clicks"] == 180
    assert seen["wrong"] == []


@pytest.mark.parametrize("scale", SCALES)
def test_a_click_on_a_pixel_that_is_seen_paints_it_and_no_other(scale: str) -> None:
    seen = found(SEEN, scale)
    assert seen["scale"] == float(scale)
    assert seen["clicks"] > 120
    assert seen["wrong"] == []


@pytest.mark.parametrize("scale", SCALES)
def test_exact_at_every_scale(scale: str) -> None:
    seen = found(EXACT, scale)
    assert seen["scale"] == float(scale)
    assert seen["exact"] == 1
    assert seen["back"] == pytest.approx([60.5, 45.5])
    assert seen["place"] == pytest.approx([45.5, 60.5], abs=0.5), "the pointer is where the pixel is seen"
    assert seen["bare"] == 0, "all that the canvas covers is drawn, to its last column and row"
