from pathlib import Path

import pytest

from picpik_studio.app.brush_settings import keep_brush
from picpik_studio.app.settings import Settings
from picpik_studio.core.geometry import Point
from picpik_studio.core.pressure import CURVES, Curve, Pen
from picpik_studio.core.tools.settings import ToolSettings


def test_what_was_set_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = ToolSettings()
    keep_brush(Settings(tmp_path / "settings.json"), first)
    first.spacing, first.smoothing = 0.25, 0.4
    first.pen = Pen(sizes=True, fades=True, curve=CURVES["firm"])
    again = ToolSettings()
    keep_brush(Settings(tmp_path / "settings.json"), again)
    assert (again.spacing, again.smoothing) == (0.25, 0.4)
    assert again.pen == first.pen


@pytest.mark.parametrize("what", ["none", "size", "opacity", "both"])
def test_preferences_and_the_brush_are_alike(tmp_path: Path, what: str) -> None:
    settings, tool = Settings(tmp_path / "settings.json"), ToolSettings()
    stop = keep_brush(settings, tool)
    settings.set("pen_pressure", what)
    assert (tool.pen.is_felt, tool.pen.sizes, tool.pen.fades) == (
        what != "none",
        what in ("size", "both"),
        what in ("opacity", "both"),
    )
    tool.pen = Pen(sizes=False, fades=True, curve=Curve((Point(0.1, 0), Point(0.9, 1))))
    assert settings.get("pen_pressure") == "opacity"
    assert tool.pen.curve.points[0].x == 0.1
    stop()
    settings.set("brush_smoothing", 30)
    assert tool.smoothing == 0


def test_a_curve_that_makes_no_sense_is_the_straight_one(tmp_path: Path) -> None:
    settings, tool = Settings(tmp_path / "settings.json"), ToolSettings()
    settings.set("pen_curve", "hello 1,2,3")
    keep_brush(settings, tool)
    assert tool.pen.curve == Curve()
