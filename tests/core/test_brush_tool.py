import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.document import Document, HistoryChanged, MaskChanged
from picpik_studio.core.errors import EditOpenError
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.pressure import Pen
from picpik_studio.core.tools.base import Button, Modifiers, Tool, ToolEvent
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.settings import ToolSettings
from tests.core.making import at, document, listen, noise, picture

PLACES = st.tuples(st.floats(-400, 700), st.floats(-400, 600))


def brush(target: Document, size: float = 20, **values: float | Pen) -> BrushTool:
    settings = ToolSettings()
    settings.size, settings.hardness = size, 1.0
    for name, value in values.items():
        setattr(settings, name, value)
    return BrushTool(target, settings)


def line(tool: Tool, *places: tuple[float, float], button: Button = Button.LEFT) -> None:
    tool.press(at(*places[0], button))
    for place in places[1:]:
        tool.move(at(*place, button))
    tool.release(at(*places[-1], button))


def active(tool: Tool) -> bool:
    return tool.is_active


@pytest.mark.parametrize("size", [20, 60])
def test_a_stroke_is_one_edit(size: float) -> None:
    target = document()
    tool = brush(target, size)
    heard = listen(target)
    tool.press(at(50, 100))
    assert active(tool)
    assert target.mask.pixels[100, 50] == 255
    tool.move(at(200, 100))
    assert target.mask.pixels[100, 130] == 255
    tool.release(at(220, 100))
    assert not active(tool)
    assert target.mask.pixels[100, 220] == 255
    assert target.history.undo_label == "Paint"
    assert [type(event) for event in heard] == [MaskChanged, MaskChanged, MaskChanged, HistoryChanged]
    target.undo()
    assert not target.mask.pixels.any()
    assert not target.history.can_undo


def test_only_what_was_drawn_is_announced() -> None:
    target = document()
    heard = listen(target)
    line(brush(target), (50, 100), (120, 100))
    assert isinstance(heard[0], MaskChanged)
    assert Rect(38, 88, 24, 24).encloses(heard[0].rect)
    assert isinstance(heard[1], MaskChanged)
    assert Rect(38, 88, 94, 24).encloses(heard[1].rect)


@pytest.mark.parametrize("button", [Button.RIGHT, Button.ERASER])
def test_the_right_button_and_the_eraser_end_erase(button: Button) -> None:
    target = document()
    target.fill_mask(255)
    line(brush(target), (50, 100), (120, 100), button=button)
    assert target.mask.pixels[100, 80] == 0
    assert target.mask.pixels[140, 80] == 255
    assert target.history.undo_label == "Erase"


def test_in_erase_mode_every_button_erases() -> None:
    target = document()
    target.fill_mask(200)
    tool = brush(target)
    tool._settings.mode = "erase"
    line(tool, (50, 100))
    line(tool, (90, 100), button=Button.RIGHT)
    assert target.mask.pixels[100, 50] == target.mask.pixels[100, 90] == 0


def test_strokes_of_half_opacity_reach_half_and_no_more() -> None:
    target = document()
    tool = brush(target, opacity=0.5)
    line(tool, (50, 100), (150, 100), (50, 100), (150, 100))
    assert target.mask.pixels.max() == 128
    target.fill_mask(255)
    line(tool, (50, 100), (150, 100), (50, 100), button=Button.RIGHT)
    assert target.mask.pixels.min() == 127


def test_shift_draws_a_straight_line_from_the_end_of_the_last_stroke() -> None:
    target = document()
    tool = brush(target, 10)
    line(tool, (20, 20), (40, 20))
    assert tool.last_point == Point(40, 20)
    tool.press(at(40, 180, modifiers=Modifiers.SHIFT))
    tool.release(at(40, 180))
    assert (target.mask.pixels[20:180, 40] == 255).all()
    assert tool.last_point == Point(40, 180)
    target.undo()
    assert target.mask.pixels[100, 40] == 0
    assert target.mask.pixels[20, 30] == 255


def test_shift_without_a_stroke_before_is_a_dab() -> None:
    target = document()
    tool = brush(target, 10)
    assert tool.last_point is None
    tool.press(at(150, 100, modifiers=Modifiers.SHIFT))
    tool.release(at(150, 100))
    assert np.count_nonzero(target.mask.pixels >= 128) < 100


def test_a_second_button_is_ignored_and_stray_events_do_nothing() -> None:
    target = document()
    tool = brush(target)
    tool.move(at(50, 50))
    tool.release(at(50, 50))
    tool.cancel()
    assert not target.mask.pixels.any()
    tool.press(at(50, 100))
    tool.press(at(150, 100, Button.RIGHT))
    assert target.mask.pixels[100, 150] == 0
    tool.release(at(150, 100))
    assert target.mask.pixels[100, 150] == 255
    target.undo()
    assert not target.history.can_undo


def test_the_brush_of_a_stroke_is_that_of_its_press() -> None:
    target = document()
    tool = brush(target, 10)
    tool.press(at(50, 100))
    tool._settings.size = 90
    tool.release(at(80, 100))
    assert not target.mask.pixels[120].any()
    line(tool, (50, 100))
    assert target.mask.pixels[120, 50] == 255


@given(
    st.builds(Size, st.integers(1, 300), st.integers(1, 300)),
    st.floats(1, 300),
    st.booleans(),
    st.lists(PLACES, min_size=1, max_size=5),
)
def test_escape_leaves_the_exact_state_from_before(
    size: Size, diameter: float, erase: bool, places: list[tuple[float, float]]
) -> None:
    target = Document(picture(size))
    target.replace_mask(noise(size, 1)[..., 0].astype(np.uint8))
    before = target.mask.pixels.copy()
    tool = brush(target, diameter)
    button = Button.RIGHT if erase else Button.LEFT
    tool.press(at(*places[0], button))
    for place in places[1:]:
        tool.move(at(*place, button))
    tool.cancel()
    assert np.array_equal(target.mask.pixels, before)
    assert not tool.is_active
    assert not target.is_editing
    tool.move(at(0, 0))
    tool.release(at(0, 0))
    assert np.array_equal(target.mask.pixels, before)


@pytest.mark.parametrize("size", [10, 80])
def test_a_stroke_may_leave_the_picture_and_come_back(size: float) -> None:
    target = document()
    line(brush(target, size), (250, 50), (2000, 50), (2000, 150), (250, 150))
    assert (target.mask.pixels[50, 250:] == 255).all()
    assert (target.mask.pixels[150, 250:] == 255).all()
    assert target.mask.pixels[100, 250] == 0
    target.undo()
    assert not target.history.can_undo


def test_a_stroke_wholly_outside_is_no_edit() -> None:
    target = document()
    line(brush(target), (-500, -500), (-400, -500))
    assert not target.history.can_undo
    assert not target.mask.pixels.any()


def test_in_the_middle_of_another_edit_a_press_is_refused() -> None:
    target = document()
    tool = brush(target)
    editor = target.begin("Other")
    with pytest.raises(EditOpenError):
        tool.press(at(50, 50))
    assert not tool.is_active
    editor.abort()
    line(tool, (50, 50))
    assert target.history.can_undo


def test_a_receiver_that_fails_ends_the_stroke_and_takes_it_back() -> None:
    target = document()
    tool = brush(target)
    tool.press(at(50, 100))

    def fail(_event: object) -> None:
        disconnect()
        raise LookupError("no")

    disconnect = target.changed.connect(fail)
    with pytest.raises(LookupError):
        tool.move(at(90, 100))
    assert not tool.is_active
    assert not target.is_editing
    assert not target.mask.pixels.any()


def test_a_pen_that_is_lifted_ends_the_stroke_as_strongly_as_it_was() -> None:
    target = document()
    tool = brush(target, 20)
    tool.press(ToolEvent(Point(50, 100), 1.0))
    tool.release(ToolEvent(Point(90, 100), 0.0))
    assert target.mask.pixels[93, 85] == 255


@pytest.mark.parametrize(("pressure", "peak"), [(0.3, 76), (0.8, 204), (None, 255)])
def test_the_strongest_of_a_stroke_is_told(pressure: float | None, peak: int) -> None:
    target = document()
    tool = brush(target, pen=Pen(sizes=False, fades=True))
    assert tool.peak == 0
    tool.press(ToolEvent(Point(50, 100), 0.1 if pressure else None))
    tool.move(ToolEvent(Point(70, 100), pressure))
    tool.release(ToolEvent(Point(70, 100), 0.0))
    assert tool.peak == target.mask.pixels.max() == peak


def test_shift_after_the_start_keeps_the_stroke_level() -> None:
    target = document()
    tool = brush(target, 10)
    tool.press(at(50, 100))
    tool.move(at(150, 118, modifiers=Modifiers.SHIFT))
    tool.release(at(200, 130, modifiers=Modifiers.SHIFT))
    assert (target.mask.pixels[100, 50:200] == 255).all()
    assert not target.mask.pixels[110:].any()
    assert tool.last_point == pytest.approx(Point(200, 100))


def test_smoothing_pulls_the_brush_and_the_release_catches_up() -> None:
    target = document()
    tool = brush(target, 10, smoothing=0.25)
    tool.press(at(50, 100))
    tool.move(at(150, 100))
    assert tool.place == pytest.approx(Point(110, 100))
    assert not target.mask.pixels[100, 120:].any()
    tool.release(at(150, 100))
    assert target.mask.pixels[100, 150] == 255
    assert tool.place is None


def test_without_smoothing_nothing_lags() -> None:
    target = document()
    tool = brush(target, 10)
    tool.press(at(50, 100))
    tool.move(at(51, 100))
    assert tool.place == Point(51, 100)


def test_a_line_goes_on_from_before_an_aborted_stroke() -> None:
    target = document()
    tool = brush(target, 10)
    line(tool, (50, 100))
    tool.press(at(200, 20))
    tool.cancel()
    assert tool.last_point == Point(50, 100)
