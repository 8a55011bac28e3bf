"""What an open picture takes of memory, a pixel; and that the twin would take twice as much."""

import sys

import pytest

from picpik_studio.core.geometry import Size
from tests.benchmarks import memory

SIZE = Size(5000, 4000)
MOST_BYTES_A_PIXEL = 6.0  # 4 1/3 for the picture and its smaller levels; the rest is what opening leaves, and the view


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells how much memory is really used")
def test_an_open_picture_takes_little_more_than_its_pixels_and_their_levels() -> None:
    figures = memory.measure((SIZE,))["20 MP"]
    assert isinstance(figures, dict)
    assert 4.0 < figures["bytes_a_pixel"] < MOST_BYTES_A_PIXEL
    assert figures["naive_over_ours"] > 1
