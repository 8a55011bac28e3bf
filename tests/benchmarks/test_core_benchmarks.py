"""The benchmarks of core at a small size: their counters, and ratios to their twins with room to spare."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from picpik_studio.app.framing import choose_parts
from picpik_studio.app.values import DEFAULTS
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from tests.benchmarks import __main__ as program
from tests.benchmarks import footprint, footprint_line, growth, masks, regions, stroke, undo
from tests.benchmarks.strokes import MP24, MP100, document, draw, follow, hatching, tool, wave

ANNOUNCED_AT_200 = 230 * 230  # a dab and the way that an event takes, in pixels


def test_an_event_touches_the_dab_and_not_the_picture() -> None:
    figures = stroke.measure(events=30)
    diameters = figures["diameter"]
    assert isinstance(diameters, dict)
    assert 200 * 200 * 0.8 < diameters["200"]["pixels_an_event"] < ANNOUNCED_AT_200
    assert isinstance(figures["naive_over_ours"], float)
    assert figures["naive_over_ours"] > 5


def test_an_event_touches_as_many_pixels_in_a_large_picture_as_in_a_small_one() -> None:
    touched = {
        size: follow(document(size), growth.DIAMETER, hatching(20, 12)).pixels_announced for size in (MP24, MP100)
    }
    assert touched[MP24] == touched[MP100]


def test_growth_is_measured() -> None:
    figures = growth.measure(events=20)
    assert figures["events"] == 20
    assert isinstance(figures["growth"], float)


def test_undo_is_exact_and_small() -> None:
    figures = undo.measure(strokes=10)
    assert figures["is_exact"]
    held = figures["bytes"]
    assert isinstance(held, int)
    assert held < 20_000_000 * 10 / undo.STROKES


def test_five_hundred_strokes_at_24_megapixels_hold_at_most_20_megabytes() -> None:
    target = document(MP24)
    brush = tool(target, 200)
    for number in range(undo.STROKES):
        draw(brush, wave(MP24, number, undo.POINTS))
    assert target.history.edits_done > 0.95 * undo.STROKES  # a stroke that lies wholly under others changes nothing
    assert target.history.size_bytes <= 20_000_000


def test_the_footprint_is_exact_and_only_where_something_is() -> None:
    figures = footprint.measure(runs=5)
    assert figures["is_exact"]
    for name in ("naive_over_ours_weight", "naive_over_ours_composite"):
        value = figures[name]
        assert isinstance(value, float)
        assert value > 2


def test_the_line_of_the_footprint_is_exact() -> None:
    figures = footprint_line.measure(runs=1, size=Size(3000, 900), blurs=(4, 64), events=3)
    assert figures["is_exact"]


@pytest.mark.parametrize("mask", [footprint_line.most_of_it, footprint_line.much_with_holes])
@pytest.mark.parametrize("blur", [4, 64])
def test_the_line_is_exact_where_four_pieces_meet(mask: Callable[[Size], Plane], blur: int) -> None:
    """At two rows of two pieces, with seams between rows, between columns and where both cross."""
    painted, values = mask(Size(3300, 3300)), replace(DEFAULTS, split_frames=True, mask_blur=blur)
    boxes = [part.box for part in choose_parts(painted, values)]
    assert len(boxes) == 4
    assert not boxes[0].intersected(boxes[1]).intersected(boxes[2]).intersected(boxes[3]).is_empty
    assert footprint_line.is_exact(painted, values)


def test_regions_over_the_whole_are_exact() -> None:
    assert regions.measure(runs=1, size=Size(3000, 2000))["is_exact"]


def test_operations_on_the_mask_are_exact_enough_and_beat_their_twins() -> None:
    figures = masks.measure(runs=5, size=Size(1500, 1000))
    assert figures["wand_is_exact"]
    error, rounding = figures["feather_mean_error"], figures["rounding_mean_error"]
    assert isinstance(error, float)
    assert isinstance(rounding, float)
    assert error <= rounding + 0.01
    for name in ("naive_over_ours_grow", "naive_over_ours_feather"):
        value = figures[name]
        assert isinstance(value, float)
        assert value > 2


def test_a_name_runs_its_benchmark_and_prints_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(undo, "measure", lambda: {"bytes": 7})
    assert program.main(["undo"]) == 0
    assert json.loads(capsys.readouterr().out) == {"benchmark": "undo", "bytes": 7}


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["undo", "stroke"]])
def test_another_name_is_answered_with_those_that_there_are(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(arguments) == 2
    assert "undo" in capsys.readouterr().err
