"""The canvas that is drafted in a session: planned with what is set, applied, refused, and begun anew."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from picpik_studio.app.canvas_drafting import ANCHORS, CanvasDrafting
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.framing import NOTHING
from picpik_studio.app.session import Session
from picpik_studio.app.settings import SETTINGS_BY_NAME
from picpik_studio.core.box_drag import Grip
from picpik_studio.core.canvas_draft import CanvasDraft
from picpik_studio.core.canvas_edit import CanvasEdit
from picpik_studio.core.document import Document
from picpik_studio.core.errors import EditOpenError
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.outpaint import CanvasPlan, Prefill, recanvassed
from picpik_studio.core.recipe import Grow, Recipe
from tests.app.conftest import Bench, document_of

SIZE = Size(240, 160)


@pytest.fixture
def session(bench: Bench) -> Iterator[Session]:
    made = Session(bench.program)
    noise = np.random.default_rng(4).integers(0, 255, (*SIZE[::-1], 3), np.uint8)
    made.open_bytes(cv2.imencode(".png", noise)[1].tobytes(), "noise.png")
    bench.until(lambda: made.document is not None)
    yield made
    made.close()


@pytest.fixture
def drafting(session: Session) -> Iterator[CanvasDrafting]:
    made = CanvasDrafting(session)
    yield made
    made.close()


def test_the_settings_offer_every_anchor_and_every_way_to_begin() -> None:
    assert {value for value, _title in SETTINGS_BY_NAME["canvas_anchor"].choices} == set(ANCHORS)
    assert set(ANCHORS.values()) == {Grip(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)}
    assert {value for value, _title in SETTINGS_BY_NAME["canvas_prefill"].choices} == set(Prefill)


def test_a_draft_is_planned_with_what_is_set(session: Session, drafting: CanvasDrafting) -> None:
    settings = session.program.settings
    told: list[bool] = []
    drafting.changed.connect(lambda: told.append(drafting.is_changed))
    settings.set("canvas_prefill", "colour")
    settings.set("canvas_colour", "#102030")
    settings.set("canvas_overlap", 5)
    assert told == [False] * 3
    drafting.set_width(300)
    assert drafting.plan == CanvasPlan(Rect(-30, 0, 300, 160), Prefill.COLOUR, (16, 32, 48), 5)
    drafting.set_anchor("bottom_right")
    drafting.set_height(200)
    assert drafting.plan is not None
    assert drafting.plan.rect == Rect(-60, -40, 300, 200)
    drafting.set_ratio(3.0)
    assert drafting.plan.rect.size == (600, 200)
    drafting.reset()
    assert not drafting.is_changed
    assert not drafting.can_apply


def test_it_is_applied_as_one_step_and_begins_anew_by_undo_too(
    bench: Bench, session: Session, drafting: CanvasDrafting
) -> None:
    document = document_of(session)
    drafting.apply()
    assert not document.history.can_undo, "nothing was drafted"
    drafting.set_width(300)
    drafting.apply()
    bench.until(lambda: document.size == (300, 160))
    assert drafting.draft == CanvasDraft.of(Size(300, 160))
    drafting.set_width(400)
    document.undo()
    assert drafting.draft == CanvasDraft.of(SIZE)


def test_what_is_too_large_is_refused_in_one_sentence(session: Session, drafting: CanvasDrafting) -> None:
    drafting.put(CanvasDraft(SIZE, Rect(0, 0, 90_000, 90_000)))
    assert "megapixels" in str(drafting.problem)
    assert not drafting.can_apply
    with pytest.raises(RefusedError, match="megapixels"):
        drafting.apply()
    assert not session.canvas.is_busy


def test_crop_to_what_is_painted_needs_painting(bench: Bench, session: Session, drafting: CanvasDrafting) -> None:
    document = document_of(session)
    drafting.crop_to_paint()
    bench.until(lambda: bench.said() == [NOTHING])
    assert not document.history.can_undo
    mask = np.zeros(SIZE[::-1], np.uint8)
    mask[20:60, 30:130] = 255
    document.replace_mask(mask)
    drafting.crop_to_paint()
    bench.until(lambda: document.size == (100, 40))
    assert document.mask.pixels.all()


AREA = Rect(30, 20, 100, 40)


@pytest.fixture
def painted(session: Session) -> Document:
    """The session's document with an area, and a faint stroke elsewhere, which repaints nothing."""
    mask = np.zeros(SIZE[::-1], np.uint8)
    mask[AREA.slices] = 255
    mask[100:140, 200:230] = 100
    document = document_of(session)
    document.replace_mask(mask)
    return document


def test_what_is_too_faint_is_cropped_away(bench: Bench, drafting: CanvasDrafting, painted: Document) -> None:
    drafting.crop_to_paint()
    bench.until(lambda: painted.size != SIZE)
    assert (painted.size, painted.origin) == (AREA.size, (AREA.x, AREA.y))


def test_with_keep_painted_the_rest_is_the_repaint_area(
    bench: Bench, session: Session, drafting: CanvasDrafting, painted: Document
) -> None:
    mask = np.full(SIZE[::-1], 255, np.uint8)
    mask[AREA.slices] = 0
    painted.replace_mask(mask)
    session.parameters.set("invert_mask", True)
    drafting.crop_to_paint()
    bench.until(lambda: painted.size != SIZE)
    assert (painted.size, painted.origin) == (AREA.size, (AREA.x, AREA.y))


def test_live_steps_are_heeded_right_after_a_stroke(bench: Bench, drafting: CanvasDrafting, painted: Document) -> None:
    painted.set_recipe(Recipe((Grow(px=10),)))
    assert painted.derived is None, "nobody has made it yet"
    drafting.crop_to_paint()
    bench.until(lambda: painted.size != SIZE)
    assert (painted.size, painted.origin) == ((120, 60), (AREA.x - 10, AREA.y - 10))


def test_a_crop_goes_by_the_canvas_of_then_and_waits_for_no_stroke(
    bench: Bench, session: Session, drafting: CanvasDrafting, painted: Document
) -> None:
    drafting.crop_to_paint()
    larger = recanvassed(painted.snapshot(), CanvasPlan(Rect(-7, -5, 247, 165), paints_new=False))
    painted.do(CanvasEdit("canvas", larger, painted))
    bench.until(lambda: painted.size == AREA.size)
    assert painted.origin == (AREA.x, AREA.y)
    painted.undo()
    drafting.crop_to_paint()
    with painted.begin("stroke"), pytest.raises(EditOpenError):
        drafting.crop_to_paint()
    drafting.crop_to_paint()
    stroke = painted.begin("stroke")
    bench.until(lambda: "Finish the stroke" in bench.said()[-1])
    stroke.abort()
    drafting.crop_to_paint()
    session.close()
    assert not session.canvas.is_busy


def test_without_a_picture_nothing_is_drafted(bench: Bench) -> None:
    session = Session(bench.program)
    drafting = CanvasDrafting(session)
    drafting.set_width(9)
    drafting.set_height(9)
    drafting.set_ratio(1.0)
    drafting.set_anchor("left")
    drafting.apply()
    drafting.crop_to_paint()
    drafting.reset()
    assert drafting.draft is None
    assert drafting.plan is None
    assert drafting.problem is None
    assert not drafting.can_apply
    drafting.close()
    session.close()


def test_a_draft_of_a_picture_that_is_gone_is_left(bench: Bench, session: Session, drafting: CanvasDrafting) -> None:
    drafting.set_width(SIZE.width + 60)
    late = drafting.draft
    assert late is not None
    drafting.apply()
    bench.until(lambda: not session.canvas.is_busy)
    now = drafting.draft
    drafting.put(late)
    assert drafting.draft == now == CanvasDraft.of(document_of(session).size)
