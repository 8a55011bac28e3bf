"""The canvas draws only what an event changed, however large the picture and long the stroke: counters, no clocks."""

from pytestqt.qtbot import QtBot

from picpik_studio.core.geometry import Size
from tests.benchmarks import paint_latency, view_frames
from tests.benchmarks.paint_latency import a_canvas, follow

SMALL = Size(1800, 1200)
LARGE = Size(4200, 2800)


def drawn_by(size: Size, zoom: float, events: int) -> int:
    with a_canvas(size) as canvas:
        canvas.zoom_to(zoom)
        canvas.grab()
        before = canvas.pixels_drawn
        follow(canvas, events, 120)
        return canvas.pixels_drawn - before


def test_as_much_is_drawn_for_a_large_picture_as_for_a_small_one(qtbot: QtBot) -> None:
    assert qtbot is not None
    small, large = (drawn_by(size, 0.5, 60) for size in (SMALL, LARGE))
    assert abs(small - large) <= 0.02 * small


def test_a_long_stroke_draws_as_much_an_event_as_a_short_one(qtbot: QtBot) -> None:
    assert qtbot is not None
    short, long = (drawn_by(SMALL, 0.5, events) / events for events in (40, 160))
    assert long <= 1.1 * short
    assert short < 100 * 100


def test_the_benchmark_tells_all_figures_of_the_budget(qtbot: QtBot) -> None:
    assert qtbot is not None
    figures = paint_latency.measure(events=60, small=Size(4000, 3000), large=Size(4200, 3200))
    assert {"median_ms", "p99_ms", "growth_at_fit", "growth_over_the_stroke", "naive_over_ours"} <= set(figures)
    naive_over_ours = figures["naive_over_ours"]
    assert isinstance(naive_over_ours, float)
    assert naive_over_ours > 2


def test_a_frame_of_panning_draws_only_what_comes_into_sight(qtbot: QtBot) -> None:
    assert qtbot is not None
    figures = view_frames.measure(frames=24, size=Size(4000, 3000))
    assert {"pan_median_ms", "pan_p99_ms", "zoom_p99_ms", "pan_turned_p99_ms", "naive_over_ours_pan"} <= set(figures)
    drawn = figures["pixels_drawn_a_near_pan"]
    assert isinstance(drawn, int)
    assert 0 < drawn < 16 * (1600 + 1000) * 1.5
