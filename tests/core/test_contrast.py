import numpy as np
import pytest

from picpik_studio.core.contrast import outstanding
from picpik_studio.core.geometry import EMPTY, Rect

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 220, 0)
ALL = (RED, GREEN, BLUE, YELLOW)


@pytest.mark.parametrize("colour", ALL)
def test_the_colour_of_the_picture_itself_is_never_chosen(colour: tuple[int, int, int]) -> None:
    pixels = np.full((90, 70, 4), (*colour[::-1], 255), np.uint8)
    assert outstanding(pixels, EMPTY, ALL, 0.5) != colour


def test_only_what_lies_inside_counts() -> None:
    pixels = np.full((200, 200, 4), 255, np.uint8)
    pixels[:, 100:, :3] = (0, 220, 255)
    dark, light = (20, 20, 60), (255, 220, 0)
    assert outstanding(pixels, Rect(100, 0, 100, 200), (dark, light), 0.5) == dark
    pixels[:, :100, :3] = 0
    assert outstanding(pixels, Rect(0, 0, 100, 200), (dark, light), 0.5) == light


def test_a_colour_is_kept_while_another_is_hardly_better() -> None:
    pixels = np.full((50, 50, 4), 128, np.uint8)
    best = outstanding(pixels, EMPTY, ALL, 0.5)
    near = tuple(max(0, value - 4) for value in best)
    twins = (best, (near[0], near[1], near[2]))
    assert {outstanding(pixels, EMPTY, twins, 0.5, twin) for twin in twins} == set(twins)
