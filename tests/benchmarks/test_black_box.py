"""The plan of the strokes that the black box draws, and what it says where there is no screen."""

import shutil

import pytest

from picpik_studio.core.geometry import Rect
from tests.benchmarks import black_box

SEEN = Rect(100, 50, 1200, 800)


@pytest.mark.parametrize("radius", [0.7, 2.5, 20.0, 30.0, 100.0, 400.0])
def test_the_watched_pixel_is_new_at_every_step_and_inside_the_picture(radius: float) -> None:
    stroke = black_box.plan(SEEN, radius)
    assert stroke.steps > 5
    before = stroke.first + stroke.steps * stroke.step - stroke.step
    probe = before + stroke.step + stroke.probe
    assert before + radius < probe < SEEN.right
    assert SEEN.y < stroke.y < SEEN.bottom


def test_without_a_server_it_says_so_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    lacking = black_box.measure()["lacking"]
    assert isinstance(lacking, str)
    assert "Xvfb" in lacking
