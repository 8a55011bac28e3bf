import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.document import Document, HistoryChanged, MaskChanged
from picpik_studio.core.errors import EditOpenError
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.tools.base import Button, Key, Modifiers, Tool
from picpik_studio.core.tools.combine import Combine, chosen, put
from picpik_studio.core.tools.ellipse import EllipseTool
from picpik_studio.core.tools.lasso import LassoTool
from picpik_studio.core.tools.polygon import PolygonTool
from picpik_studio.core.tools.rectangle import RectangleTool
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.shape import ShapeTool
from tests.core import references
from tests.core.making import at, document, listen, masks, noise, picture, rects_in

NONE, SHIFT, ALT = Modifiers.NONE, Modifiers.SHIFT, Modifiers.ALT
KINDS: list[type[ShapeTool]] = [RectangleTool, EllipseTool, LassoTool, PolygonTool]


def make(kind: type[ShapeTool], target: Document) -> ShapeTool:
    return kind(target, RegionSettings())


def drag(tool: Tool, *places: tuple[float, float], modifiers: Modifiers = NONE, button: Button = Button.LEFT) -> None:
    tool.press(at(*places[0], button, modifiers))
    for place in places[1:]:
        tool.move(at(*place, button, modifiers))
    tool.release(at(*places[-1], button, modifiers))


def click(tool: Tool, *places: tuple[float, float], modifiers: Modifiers = NONE) -> None:
    for place in places:
        drag(tool, place, modifiers=modifiers)


def active(tool: ShapeTool) -> bool:
    return tool.is_active


def outline(tool: ShapeTool) -> tuple[Point, ...]:
    return tool.outline


def corners(tool: PolygonTool) -> tuple[Point, ...]:
    return tool.corners


def test_a_rectangle_is_one_edit_and_lies_on_whole_pixels() -> None:
    target = document()
    heard = listen(target)
    tool = RectangleTool(target, RegionSettings())
    tool.press(at(20.4, 30.6))
    tool.move(at(60, 50))
    assert active(tool)
    assert outline(tool) == ((20, 31), (60, 31), (60, 50), (20, 50))
    assert not heard
    tool.release(at(79.6, 90.2))
    assert (active(tool), outline(tool)) == (False, ())
    expected = np.zeros_like(target.mask.pixels)
    expected[31:90, 20:80] = 255
    assert np.array_equal(target.mask.pixels, expected)
    assert heard == [MaskChanged(Rect(20, 31, 60, 59)), HistoryChanged()]
    assert target.history.undo_label == "Rectangle"
    target.undo()
    assert not target.mask.pixels.any()


def test_an_ellipse_touches_its_box() -> None:
    target = document()
    drag(EllipseTool(target, RegionSettings()), (100, 90), (40, 30))
    rows, columns = np.nonzero(target.mask.pixels)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (30, 89, 40, 99)
    assert target.mask.pixels.sum() / 255 == pytest.approx(np.pi * 900, rel=1e-3)
    assert target.history.undo_label == "Ellipse"


def test_a_lasso_follows_the_pointer_and_closes() -> None:
    target = document(150, 130)
    path = [(20.3, 20.2), (120.6, 35.1), (140.2, 120.4), (60.1, 90.9)]
    tool = LassoTool(target, RegionSettings())
    tool.press(at(*path[0]))
    tool.move(at(*path[0]))
    for place in path[1:]:
        tool.move(at(*place))
    assert outline(tool) == tuple(path)
    tool.release(at(*path[-1]))
    expected = references.covered(path, 150, 130)
    assert np.abs(target.mask.pixels.astype(int) - expected.astype(int)).max() <= 2
    assert target.history.undo_label == "Lasso"


@pytest.mark.parametrize("end", ["enter", "double click", "first corner"])
def test_a_polygon_is_clicked_and_closed(end: str) -> None:
    target = document(150, 130)
    tool = PolygonTool(target, RegionSettings())
    places = [(20.0, 20.0), (120.0, 30.0), (90.0, 110.0)]
    click(tool, *places)
    tool.move(at(50, 50))
    assert corners(tool) == tuple(places)
    assert outline(tool) == (*places, (50, 50))
    assert not target.history.can_undo
    if end == "enter":
        assert tool.key(Key.ENTER)
    elif end == "double click":
        tool.press(at(*places[-1]))
        tool.double_click(at(*places[-1]))
        tool.release(at(*places[-1]))
    else:
        click(tool, (23, 22))
    assert (active(tool), corners(tool), outline(tool)) == (False, (), ())
    assert np.abs(target.mask.pixels.astype(int) - references.covered(places, 150, 130)).max() <= 2
    assert target.history.undo_label == "Polygon"


def test_a_press_near_the_first_corner_closes_only_what_has_an_area() -> None:
    target = document()
    tool = PolygonTool(target, RegionSettings())
    click(tool, (20, 20), (22, 20))
    assert len(tool.corners) == 2
    click(tool, (60, 20))
    near = at(20, 21)._replace(pixel=1 / 16)
    assert not tool.is_on_first(near)
    assert tool.is_on_first(near._replace(pixel=1.0))
    tool.press(near)
    assert len(tool.corners) == 4


def test_backspace_goes_back_corner_by_corner() -> None:
    target = document()
    tool = PolygonTool(target, RegionSettings())
    click(tool, (20, 20), (120, 30))
    assert tool.key(Key.BACKSPACE)
    assert corners(tool) == ((20, 20),)
    assert tool.key(Key.BACKSPACE)
    assert not active(tool)
    assert not tool.key(Key.BACKSPACE)


def test_backspace_takes_back_the_end_of_a_lasso() -> None:
    tool = LassoTool(document(), RegionSettings())
    tool.press(at(0, 10))
    for x in range(1, 15):
        tool.move(at(x, 10))
    tool.move(at(30, 12, modifiers=SHIFT))
    assert outline(tool)[-1] == (30, 10)
    tool.key(Key.BACKSPACE)
    assert outline(tool)[-1] == (14, 10)
    tool.key(Key.BACKSPACE)
    assert outline(tool)[-1] == (4, 10)
    tool.key(Key.BACKSPACE)
    assert outline(tool) == ((0, 10),)
    tool.key(Key.BACKSPACE)
    assert not active(tool)


@pytest.mark.parametrize("kind", [RectangleTool, EllipseTool])
def test_backspace_gives_a_box_up(kind: type[ShapeTool]) -> None:
    tool = make(kind, document())
    tool.press(at(10, 10))
    tool.move(at(50, 50))
    assert tool.key(Key.BACKSPACE)
    assert not active(tool)


@pytest.mark.parametrize("kind", KINDS)
def test_escape_leaves_no_trace_and_stray_events_do_nothing(kind: type[ShapeTool]) -> None:
    target = document()
    tool = make(kind, target)
    for event in (tool.move, tool.release, tool.double_click):
        event(at(5, 5))
    assert not tool.key(Key.ESCAPE)
    tool.press(at(10, 10))
    tool.move(at(80, 20))
    tool.press(at(80, 20, Button.RIGHT))
    tool.move(at(80, 90))
    assert tool.combine is Combine.ADD
    assert tool.key(Key.ENTER, is_down=False)
    assert active(tool)
    assert tool.key(Key.ESCAPE)
    assert not active(tool)
    assert outline(tool) == ()
    tool.release(at(80, 90))
    assert not target.history.can_undo


@pytest.mark.parametrize("kind", KINDS)
def test_space_moves_a_shape_in_progress(kind: type[ShapeTool]) -> None:
    target = document()
    tool = make(kind, target)
    tool.press(at(10, 10))
    tool.move(at(60, 40))
    before = tool.outline
    assert tool.key(Key.SPACE)
    tool.move(at(67, 45))
    assert outline(tool) == tuple(pytest.approx((x + 7, y + 5)) for x, y in before)
    tool.press(at(67, 45))
    assert len(tool.outline) == len(before)
    tool.key(Key.SPACE, is_down=False)
    tool.move(at(80, 90))
    assert outline(tool) != tuple(pytest.approx((x + 7, y + 5)) for x, y in before)


def test_space_moves_the_loose_end_of_a_lasso_too() -> None:
    tool = LassoTool(document(), RegionSettings())
    tool.press(at(10, 10))
    tool.move(at(40, 12, modifiers=SHIFT))
    tool.key(Key.SPACE)
    tool.move(at(45, 22, modifiers=SHIFT))
    assert outline(tool) == ((15, 20), (45, 20))
    tool.key(Key.SPACE, is_down=False)
    tool.move(at(46, 40))
    assert outline(tool) == ((15, 20), (45, 20), (46, 40))


@pytest.mark.parametrize(
    ("modifiers", "box"),
    [
        (NONE, Rect(50, 60, 30, 20)),
        (SHIFT, Rect(50, 60, 30, 30)),
        (ALT, Rect(20, 40, 60, 40)),
        (SHIFT | ALT, Rect(20, 30, 60, 60)),
    ],
)
def test_modifiers_after_the_press_constrain_a_box(modifiers: Modifiers, box: Rect) -> None:
    target = document()
    tool = RectangleTool(target, RegionSettings())
    tool.press(at(50, 60))
    tool.move(at(80, 80, modifiers=modifiers))
    assert tool.box == box
    tool.release(at(80, 80, modifiers=modifiers))
    assert np.count_nonzero(target.mask.pixels) == box.width * box.height
    assert tool.box.is_empty


def test_a_square_may_be_dragged_to_any_side() -> None:
    tool = RectangleTool(document(), RegionSettings())
    tool.press(at(50, 60))
    tool.move(at(45, 40, modifiers=SHIFT))
    assert tool.box == Rect(30, 40, 20, 20)


def test_modifiers_of_the_press_constrain_only_when_they_are_pressed_anew() -> None:
    tool = RectangleTool(document(), RegionSettings())
    tool.press(at(50, 60, modifiers=SHIFT | ALT))
    assert tool.combine is Combine.INTERSECT
    tool.move(at(80, 80, modifiers=SHIFT | ALT))
    assert tool.box == Rect(50, 60, 30, 20)
    tool.move(at(80, 80, modifiers=ALT))
    tool.move(at(80, 80, modifiers=SHIFT | ALT))
    assert tool.box == Rect(50, 60, 30, 30)
    assert tool.combine is Combine.INTERSECT


@pytest.mark.parametrize(
    ("to", "snapped"), [((90, 52), (90, 50)), ((90, 86), (88, 88)), ((52, 10), (50, 10)), ((20, 78), (21, 79))]
)
def test_shift_snaps_a_polygon_to_45_degrees(to: tuple[float, float], snapped: tuple[float, float]) -> None:
    tool = PolygonTool(document(), RegionSettings())
    click(tool, (50, 50))
    click(tool, to, modifiers=SHIFT)
    assert corners(tool)[-1] == pytest.approx(snapped)


@pytest.mark.parametrize(
    ("modifiers", "button", "otherwise", "how"),
    [
        (NONE, Button.LEFT, Combine.ADD, Combine.ADD),
        (NONE, Button.LEFT, Combine.SUBTRACT, Combine.SUBTRACT),
        (NONE, Button.RIGHT, Combine.ADD, Combine.SUBTRACT),
        (NONE, Button.ERASER, Combine.ADD, Combine.SUBTRACT),
        (SHIFT, Button.LEFT, Combine.SUBTRACT, Combine.ADD),
        (ALT, Button.LEFT, Combine.ADD, Combine.SUBTRACT),
        (SHIFT | ALT, Button.LEFT, Combine.ADD, Combine.INTERSECT),
    ],
)
def test_the_press_chooses_how_it_is_combined(
    modifiers: Modifiers, button: Button, otherwise: Combine, how: Combine
) -> None:
    assert chosen(modifiers, button, otherwise) is how


@given(masks(), st.data())
def test_combining_is_its_definition(mask: np.ndarray, data: st.DataObject) -> None:
    size = Size(mask.shape[1], mask.shape[0])
    rect = data.draw(rects_in(size))
    region = np.zeros_like(mask)
    region[rect.slices] = noise(rect.size, 1)[..., 0]
    expected = {
        Combine.ADD: np.maximum(mask, region),
        Combine.SUBTRACT: np.maximum(mask.astype(int) - region, 0),
        Combine.INTERSECT: np.minimum(mask, region) if region.any() else mask,
    }
    for how, result in expected.items():
        target = Document(picture(size))
        target.replace_mask(mask)
        put(target, (rect, region[rect.slices]), how, "Region")
        assert np.array_equal(target.mask.pixels, result)
        if not np.array_equal(mask, result):
            target.undo()
            assert np.array_equal(target.mask.pixels, mask)


@given(st.sampled_from(KINDS), st.lists(st.tuples(st.floats(-50, 350), st.floats(-50, 250)), min_size=3, max_size=6))
def test_adding_and_then_subtracting_the_same_shape_leaves_nothing(
    kind: type[ShapeTool], places: list[tuple[float, float]]
) -> None:
    target = document()
    for modifiers in (SHIFT, ALT):
        tool = make(kind, target)
        (click if kind is PolygonTool else drag)(tool, *places, modifiers=modifiers)
        tool.key(Key.ENTER)
        assert not active(tool)
    assert not target.mask.pixels.any()


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_that_covers_nothing_changes_nothing(kind: type[ShapeTool]) -> None:
    target = document()
    target.fill_mask(255)
    before = target.history.edits_done
    for places in ([(20, 20)], [(20, 20), (20, 20)], [(-90, -50), (-40, -50), (-40, -20)]):
        tool = make(kind, target)
        (click if kind is PolygonTool else drag)(tool, *places, modifiers=SHIFT | ALT)
        tool.key(Key.ENTER)
    assert target.history.edits_done == before
    assert target.mask.pixels.all()


def test_in_the_middle_of_another_edit_closing_is_refused() -> None:
    target = document()
    tool = RectangleTool(target, RegionSettings())
    editor = target.begin("Other")
    with pytest.raises(EditOpenError):
        drag(tool, (10, 10), (50, 50))
    assert not active(tool)
    editor.abort()


@pytest.mark.parametrize("work", ["outline", "_start", "_go_on", "_translate"])
def test_a_shape_says_itself_what_it_is(work: str) -> None:
    tool = ShapeTool(document(), RegionSettings())
    arguments = {"_start": (Point(0, 0),), "_go_on": (Point(0, 0), NONE), "_translate": (0.0, 0.0)}
    with pytest.raises(NotImplementedError):
        getattr(tool, work)(*arguments[work])
