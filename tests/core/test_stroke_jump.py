"""A stroke that goes on from another place leaves two painted parts and nothing between them."""

import numpy as np
import pytest

from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.tools.base import Modifiers, ToolEvent
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.settings import ToolSettings
from tests.core.making import document as a_document

SIZE = Size(200, 120)
FAR = Point(130, 90)


def painted_by(settings: ToolSettings, *, jumps: bool) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the mask of a stroke that goes 30 pixels to the right, and 30 more at another place."""
    document = a_document(*SIZE)
    tool = BrushTool(document, settings)
    tool.press(ToolEvent(Point(20, 20)))
    tool.move(ToolEvent(Point(50, 20)))
    if jumps:
        tool.jump(ToolEvent(FAR))
    else:
        tool.release(ToolEvent(Point(50, 20)))
        tool.press(ToolEvent(FAR))
    tool.move(ToolEvent(Point(FAR.x + 30, FAR.y)))
    tool.release(ToolEvent(Point(FAR.x + 30, FAR.y)))
    result = document.mask.pixels.copy()
    document.undo()
    assert document.history.can_undo != jumps, "with a jump it is one step"
    return result


@pytest.mark.parametrize(("size", "spacing"), [(1, 0.0), (12, 0.0), (60, 0.0), (12, 1.5)])
def test_a_jump_paints_what_two_strokes_would(size: float, spacing: float) -> None:
    settings = ToolSettings()
    settings.size, settings.spacing = size, spacing
    assert np.array_equal(painted_by(settings, jumps=True), painted_by(settings, jumps=False))


def test_a_straight_way_keeps_its_direction_over_a_jump() -> None:
    settings = ToolSettings()
    settings.size = 4
    document = a_document(*SIZE)
    tool = BrushTool(document, settings)
    tool.press(ToolEvent(Point(20, 20)))
    tool.move(ToolEvent(Point(50, 22), modifiers=Modifiers.SHIFT))
    tool.jump(ToolEvent(Point(100, 60), modifiers=Modifiers.SHIFT))
    tool.move(ToolEvent(Point(140, 75), modifiers=Modifiers.SHIFT))
    tool.release(ToolEvent(Point(140, 75), modifiers=Modifiers.SHIFT))
    rows = np.flatnonzero((document.mask.pixels[:, 90:] >= 128).any(axis=1))
    assert rows.max() - rows.min() <= 5


def test_without_a_stroke_a_jump_does_nothing() -> None:
    document = a_document(*SIZE)
    tool = BrushTool(document, ToolSettings())
    tool.jump(ToolEvent(FAR))
    assert not tool.is_active
    assert not document.mask.pixels.any()
