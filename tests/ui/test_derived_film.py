"""The benchmark of the derived film, at a small size: what it measures is exact, and quicker than its twin."""

from pytestqt.qtbot import QtBot

from picpik_studio.core.geometry import Size
from tests.benchmarks import derived_film


def test_the_film_is_what_the_steps_make_after_every_stroke(qtbot: QtBot) -> None:
    assert qtbot is not None
    figures = derived_film.measure(strokes=2, size=Size(1800, 1200))
    assert figures["is_exact"]
    assert {"median_ms", "naive_over_ours", "spots_ms", "all_spots_ms"} <= set(figures)
