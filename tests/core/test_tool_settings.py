from dataclasses import replace

import pytest

from picpik_studio.core.brush import Brush
from picpik_studio.core.tools.settings import ToolSettings


def test_values_are_kept_in_range() -> None:
    settings = ToolSettings()
    settings.size, settings.hardness, settings.opacity = 0, -1, 7
    assert (settings.size, settings.hardness, settings.opacity) == (1, 0, 1)
    settings.size, settings.hardness, settings.opacity = 9999, 2, -1
    assert (settings.size, settings.hardness, settings.opacity) == (2000, 1, 0.01)
    assert settings.brush == Brush(2000, 1, 0.01)
    settings.spacing, settings.smoothing = 9, -1
    assert (settings.spacing, settings.smoothing) == (2, 0)


@pytest.mark.parametrize(("name", "value"), [("size", 33.0), ("hardness", 0.25), ("opacity", 0.5), ("tool", "lasso")])
def test_a_change_is_announced_once_by_its_name(name: str, value: float | str) -> None:
    settings = ToolSettings()
    heard: list[tuple[str, object]] = []
    settings.changed.connect(lambda what: heard.append((what, getattr(settings, what))))
    setattr(settings, name, value)
    setattr(settings, name, value)
    assert heard == [(name, value)]


@pytest.mark.parametrize(("name", "value"), [("size", 33.0), ("hardness", 0.25), ("opacity", 0.5), ("spacing", 0.5)])
def test_who_hears_of_a_change_finds_the_brush_as_it_is_set_now(name: str, value: float) -> None:
    settings = ToolSettings()
    heard: list[Brush] = []
    settings.changed.connect(lambda _name: heard.append(settings.brush))
    for new in (value, getattr(Brush(), name)):
        setattr(settings, name, new)
        expected = replace(Brush(), **{name: new})
        assert (heard.pop(), settings.brush) == (expected, expected)


def test_reset_takes_the_default_brush_and_paints() -> None:
    settings = ToolSettings()
    settings.size, settings.hardness, settings.opacity, settings.mode = 5, 0.1, 0.2, "erase"
    settings.reset()
    assert settings.brush == Brush()
    modes = [settings.mode]
    assert modes == ["paint"]


def test_brush_and_eraser_are_one_tool_in_two_modes() -> None:
    settings = ToolSettings()
    heard: list[tuple[str, str, str]] = []
    settings.changed.connect(lambda what: heard.append((what, settings.tool, settings.mode)))
    settings.tool = "eraser"
    assert heard == [("tool", "eraser", "erase"), ("mode", "eraser", "erase")]
    settings.mode = "paint"
    assert heard[2:] == [("mode", "brush", "paint"), ("tool", "brush", "paint")]


def test_another_tool_leaves_the_brush_as_it_is() -> None:
    settings = ToolSettings()
    settings.mode = "erase"
    settings.tool = "wand"
    assert (settings.is_brush, settings.mode) == (False, "erase")
    settings.mode = "paint"
    assert settings.tool == "wand"
    settings.tool = "brush"
    assert (settings.is_brush, settings.mode) == (True, "paint")
