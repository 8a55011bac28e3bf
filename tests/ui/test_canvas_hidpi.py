"""At every screen scale one pixel of the picture is one of the screen at 100 %, and the pointer hits the right one."""

from pathlib import Path

import pytest

from tests.ui.hidpi import CLICKS, EXACT, SCALES, SEEN, found, seen_on_two_screens


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


def test_another_scale_is_followed_although_there_are_as_many_device_pixels(tmp_path: Path) -> None:
    (before, placed_before, view, *middle), (after, placed, view_after, *middle_after) = seen_on_two_screens(tmp_path)
    assert (before, after) == (1, 2)
    assert view == view_after == [800, 600]
    assert (placed_before, placed) == (1, 2), "where the pointer is in the picture is reckoned by this"
    assert [*middle, *middle_after] == pytest.approx([600, 450] * 2, abs=1), "fitted, to the device pixel"
