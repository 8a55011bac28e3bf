"""The tool that names places by clicks."""

import pytest

from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.base import Button, Key, Modifiers, ToolEvent
from picpik_studio.core.tools.select import SelectTool, ToolClick


def tool() -> tuple[SelectTool, list[ToolClick]]:
    clicks: list[ToolClick] = []
    made = SelectTool()
    made.clicked.connect(clicks.append)
    return made, clicks


@pytest.mark.parametrize(
    ("keys", "button", "excludes"),
    [
        (Modifiers.NONE, Button.LEFT, False),
        (Modifiers.SHIFT, Button.LEFT, False),
        (Modifiers.ALT, Button.LEFT, True),
        (Modifiers.NONE, Button.RIGHT, True),
        (Modifiers.NONE, Button.ERASER, True),
    ],
)
def test_a_click_names_the_place_of_its_press(keys: Modifiers, button: Button, excludes: bool) -> None:
    made, clicks = tool()
    made.press(ToolEvent(Point(3, 4), modifiers=keys, button=button, pixel=2.5))
    made.press(ToolEvent(Point(9, 9)))
    made.move(ToolEvent(Point(50, 60)))
    made.double_click(ToolEvent(Point(50, 60)))
    assert (made.is_active, clicks) == (True, [])
    made.release(ToolEvent(Point(50, 60)))
    assert (made.is_active, clicks) == (False, [ToolClick(Point(3, 4), excludes, 2.5)])
    made.release(ToolEvent(Point(50, 60)))
    assert len(clicks) == 1


@pytest.mark.parametrize("key", [Key.ESCAPE, Key.BACKSPACE])
def test_a_press_can_be_given_up(key: Key) -> None:
    made, clicks = tool()
    assert not made.key(key)
    made.press(ToolEvent(Point(3, 4)))
    assert not made.key(Key.ENTER)
    assert made.key(key, is_down=False)
    assert made.is_active
    assert made.key(key)
    made.release(ToolEvent(Point(3, 4)))
    assert clicks == []
