import pytest

from picpik_studio.core.brush import Brush
from picpik_studio.core.tools.settings import ToolSettings


def test_values_are_kept_in_range() -> None:
    settings = ToolSettings()
    settings.size, settings.hardness, settings.opacity = 0, -1, 7
    assert (settings.size, settings.hardness, settings.opacity) == (1, 0, 1)
    settings.size, settings.hardness, settings.opacity = 9999, 2, -1
    assert (settings.size, settings.hardness, settings.opacity) == (2000, 1, 0)
    assert settings.brush == Brush(2000, 1, 0)


@pytest.mark.parametrize(("name", "value"), [("size", 33.0), ("hardness", 0.25), ("opacity", 0.5), ("mode", "erase")])
def test_a_change_is_announced_once_by_its_name(name: str, value: float | str) -> None:
    settings = ToolSettings()
    heard: list[tuple[str, object]] = []
    settings.changed.connect(lambda what: heard.append((what, getattr(settings, what))))
    setattr(settings, name, value)
    setattr(settings, name, value)
    assert heard == [(name, value)]


def test_reset_takes_the_default_brush_and_paints() -> None:
    settings = ToolSettings()
    settings.size, settings.hardness, settings.opacity, settings.mode = 5, 0.1, 0.2, "erase"
    settings.reset()
    assert settings.brush == Brush()
    modes = [settings.mode]
    assert modes == ["paint"]
