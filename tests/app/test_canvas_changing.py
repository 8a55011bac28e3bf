"""Changing the canvas in a session without a window."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from picpik_studio.app import canvas_changing
from picpik_studio.app.canvas_changing import CROPPED, GROWN, IS_CROPPED, IS_LARGER, MARKED
from picpik_studio.app.canvas_wishes import CONTEXT_PX
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.session import Session
from picpik_studio.core.document import Document
from picpik_studio.core.errors import EditOpenError
from picpik_studio.core.geometry import Offset, Rect, Size
from picpik_studio.core.outpaint import CanvasPlan, Prefill
from picpik_studio.files.limits import Limits
from tests.app.conftest import Bench, document_of, session_with

WIDTH, HEIGHT = 300, 200


@pytest.fixture
def session(bench: Bench, tmp_path: Path) -> Iterator[Session]:
    with session_with(bench, tmp_path, Size(WIDTH, HEIGHT), seed=5) as made:
        yield made


def apply(bench: Bench, session: Session, plan: CanvasPlan) -> None:
    session.canvas.apply(plan)
    bench.until(lambda: not session.canvas.is_busy)


def test_a_larger_canvas_is_filled_marked_and_said(bench: Bench, session: Session) -> None:
    document, busy = document_of(session), list[bool]()
    before = document.pixels
    session.canvas.busy.connect(busy.append)
    apply(bench, session, CanvasPlan(Rect(-50, -20, WIDTH + 50, HEIGHT + 20), overlap_px=16))
    assert busy == [True, False]
    assert document.size == Size(WIDTH + 50, HEIGHT + 20)
    assert document.origin == Offset(-50, -20)
    assert np.array_equal(document.pixels[20:, 50:], before)
    assert document.mask.pixels[:, :66].min() == document.mask.pixels[:36].min() == 255
    assert not document.mask.pixels[36:, 66:].any()
    assert document.history.undo_label == GROWN
    assert session.is_modified
    (notice,) = [notice for notice in bench.notices if notice.key == "canvas"]
    assert notice.template == MARKED
    assert notice.action is not None
    notice.action.run()
    assert document.size == Size(WIDTH, HEIGHT)
    assert not session.is_modified


def test_with_keep_painted_the_new_area_is_left_unpainted(bench: Bench, session: Session) -> None:
    document = document_of(session)
    session.parameters.set("invert_mask", True)
    document.fill_mask(255)
    apply(bench, session, CanvasPlan(Rect(0, 0, WIDTH + 40, HEIGHT)))
    assert not document.mask.pixels[:, WIDTH - 32 :].any()
    assert document.mask.pixels[:, : WIDTH - 32].min() == 255


def test_a_crop_is_a_crop(bench: Bench, session: Session) -> None:
    document = document_of(session)
    before = document.pixels
    session.canvas.crop(Rect(10, 20, 1000, 100))
    bench.until(lambda: not session.canvas.is_busy)
    assert document.history.undo_label == CROPPED
    assert np.array_equal(document.pixels, before[20:120, 10:])
    assert not document.mask.pixels.any()
    assert bench.notices[-1].template == IS_CROPPED


def test_nothing_is_marked_where_that_is_not_wished(bench: Bench, session: Session) -> None:
    apply(bench, session, CanvasPlan(Rect(0, 0, WIDTH, HEIGHT + 9), Prefill.COLOUR, (255, 0, 0), paints_new=False))
    document = document_of(session)
    assert not document.mask.pixels.any()
    assert (document.pixels[HEIGHT:] == (0, 0, 255, 255)).all()
    assert bench.notices[-1].template == IS_LARGER


def test_the_canvas_that_is_there_is_no_change(bench: Bench, session: Session) -> None:
    apply(bench, session, CanvasPlan(Rect(0, 0, WIDTH, HEIGHT)))
    assert not document_of(session).history.can_undo


def test_what_cannot_be_is_said(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedError, match="nothing of the picture"):
        session.canvas.apply(CanvasPlan(Rect(WIDTH, 0, 50, 50)))
    with pytest.raises(RefusedError, match="nothing of the picture"):
        session.canvas.crop(Rect(WIDTH, 0, 50, 50))
    monkeypatch.setattr(canvas_changing, "LIMITS", Limits(pixels=1_000_000))
    with pytest.raises(RefusedError, match="1001 by 1000 pixels, more than the 1 megapixels"):
        session.canvas.apply(CanvasPlan(Rect(0, 0, 1001, 1000)))
    with document_of(session).begin("stroke"), pytest.raises(EditOpenError):
        session.canvas.apply(CanvasPlan(Rect(0, 0, 50, 50)))


def test_a_stroke_painted_meanwhile_is_on_the_new_canvas(bench: Bench, session: Session) -> None:
    document = document_of(session)
    session.canvas.apply(CanvasPlan(Rect(-10, 0, WIDTH + 10, HEIGHT)))
    editor = document.begin("stroke")
    place = Rect(100, 100, 9, 9)
    editor.touch(place)[place.slices] = 255
    editor.announce(place)
    bench.dispatcher.run_until(lambda: False, 0.3)
    assert document.size == Size(WIDTH, HEIGHT)
    editor.commit()
    bench.until(lambda: not session.canvas.is_busy)
    assert document.mask.pixels[100:109, 110:119].min() == 255
    assert document.history.edits_done == 2


def test_what_is_painted_and_done_meanwhile_is_on_the_new_canvas(bench: Bench, session: Session) -> None:
    document = document_of(session)
    session.canvas.apply(CanvasPlan(Rect(-10, 0, WIDTH + 10, HEIGHT), paints_new=False))
    document.fill_mask(255)
    bench.until(lambda: not session.canvas.is_busy)
    assert document.history.undo_label == GROWN
    assert document.mask.pixels[:, 10:].min() == 255


def test_the_latest_wish_wins_and_it_moves_with_what_happens_meanwhile(bench: Bench, session: Session) -> None:
    document = document_of(session)
    apply(bench, session, CanvasPlan(Rect(-30, 0, WIDTH + 30, HEIGHT)))
    session.canvas.apply(CanvasPlan(Rect(0, 0, 50, 50)))
    session.canvas.apply(CanvasPlan(Rect(40, 10, 100, 80)))
    document.undo()
    bench.until(lambda: not session.canvas.is_busy)
    assert (document.origin, document.size) == (Offset(10, 10), Size(100, 80))


def test_a_wish_that_is_none_any_more_is_said(bench: Bench, session: Session) -> None:
    document = document_of(session)
    apply(bench, session, CanvasPlan(Rect(-300, 0, WIDTH + 300, HEIGHT)))
    session.canvas.crop(Rect(0, 0, 200, 100))
    document.undo()
    bench.until(lambda: not session.canvas.is_busy)
    assert document.size == Size(WIDTH, HEIGHT)
    assert "The canvas would have nothing of the picture: move it over it." in bench.said()


def test_closing_the_picture_ends_it(session: Session) -> None:
    session.canvas.apply(CanvasPlan(Rect(-10, 0, WIDTH + 10, HEIGHT)))
    session.close()
    assert not session.canvas.is_busy
    with pytest.raises(RefusedError):
        session.canvas.apply(CanvasPlan(Rect(0, 0, 9, 9)))


@pytest.mark.parametrize(("mode", "after"), [(Rect(10, 20, 100, 90), "mask"), (Rect(-60, 0, 400, 200), None)])
def test_a_dragged_frame_moves_along_unless_it_misses_the_new_area(
    bench: Bench, session: Session, mode: Rect, after: str | None
) -> None:
    session.parameters.set("frame_mode", mode)
    apply(bench, session, CanvasPlan(Rect(-50, 0, WIDTH + 50, HEIGHT)))
    assert session.parameters.values.frame_mode == (after or mode.translated(50, 0))
    document_of(session).undo()
    assert session.parameters.values.frame_mode == mode
    document_of(session).redo()
    assert session.parameters.values.frame_mode == (after or mode.translated(50, 0))


def test_what_cannot_be_made_is_said_and_the_canvas_stays(
    bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(canvas_changing, "recanvassed", full)
    apply(bench, session, CanvasPlan(Rect(0, 0, 50, 50)))
    assert any("no room" in text for text in bench.said())
    assert not document_of(session).history.can_undo


def test_keep_switched_on_meanwhile_is_heeded(bench: Bench, session: Session) -> None:
    session.canvas.apply(CanvasPlan(Rect(0, 0, WIDTH + 40, HEIGHT)))
    session.parameters.set("invert_mask", True)
    bench.until(lambda: not session.canvas.is_busy)
    assert not document_of(session).mask.pixels[:, WIDTH - 32 :].any()


def test_another_picture_ends_it(bench: Bench, session: Session, tmp_path: Path) -> None:
    document = document_of(session)
    session.canvas.apply(CanvasPlan(Rect(0, 0, WIDTH + 40, HEIGHT)))
    session.open_path(tmp_path / "photo.png")
    bench.until(lambda: session.document is not document)
    assert not session.canvas.is_busy
    assert document_of(session).size == Size(WIDTH, HEIGHT)


def test_enough_context_is_sent_as_long_as_the_canvas_is_the_larger_one(bench: Bench, session: Session) -> None:
    parameters, document = session.parameters, document_of(session)
    apply(bench, session, CanvasPlan(Rect(-50, 0, WIDTH + 50, HEIGHT)))
    seen = [parameters.values.padding]
    for step in (document.undo, document.redo):
        step()
        seen.append(parameters.values.padding)
    assert seen == [CONTEXT_PX, 64, CONTEXT_PX]
    parameters.set("padding", 100)
    document.undo()
    assert parameters.values.padding == 100
    apply(bench, session, CanvasPlan(Rect(0, 0, 50, 50)))
    assert parameters.values.padding == 100


LONG = CanvasPlan(Rect(-200, 0, 6000, HEIGHT))


def looked(bench: Bench, session: Session) -> tuple[bool, int]:
    """Wait until what the canvas wishes is looked at; return what is set: several frames, and padding."""
    bench.until(lambda: session.canvas._wishes._looking is None)
    values = session.parameters.values
    return values.split_frames, values.padding


def stroke(document: Document, rect: Rect) -> None:
    with document.begin("stroke") as editor:
        editor.touch(rect)[rect.slices] = 255


def test_what_the_new_area_needs_is_set_until_nothing_of_it_is_to_be_repainted(bench: Bench, session: Session) -> None:
    document = document_of(session)
    apply(bench, session, LONG)
    assert looked(bench, session) == (True, CONTEXT_PX)
    stroke(document, Rect(250, 50, 20, 20))
    assert looked(bench, session) == (True, CONTEXT_PX), "the new area is still marked"
    document.clear_mask()
    assert looked(bench, session) == (False, 64)
    stroke(document, Rect(10, 50, 20, 20))
    assert looked(bench, session) == (False, 64), "it was done with"
    document.undo()
    assert looked(bench, session) == (False, 64), "it is cleared still"
    document.undo()
    assert looked(bench, session) == (True, CONTEXT_PX), "it is marked again"
    document.redo()
    assert looked(bench, session) == (False, 64)
    for _ in range(3):
        document.undo()
    assert document.size == Size(WIDTH, HEIGHT)
    assert looked(bench, session) == (False, 64)
    document.redo()
    assert looked(bench, session) == (True, CONTEXT_PX), "marked once more"


def test_a_retouch_in_the_old_picture_and_a_crop_to_it_take_the_wish_back(bench: Bench, session: Session) -> None:
    document = document_of(session)
    apply(bench, session, LONG)
    retouch = np.zeros((HEIGHT, 6000), np.uint8)
    retouch[20:60, 210:480] = 255
    document.replace_mask(retouch)
    assert looked(bench, session) == (False, 64)
    document.undo()
    document.undo()
    document.redo()
    assert looked(bench, session) == (True, CONTEXT_PX)
    apply(bench, session, CanvasPlan(Rect(220, 0, 250, HEIGHT)))
    assert looked(bench, session) == (False, 64)


def test_a_wish_that_the_person_has_changed_is_not_taken_back_and_neither_is_a_frame(
    bench: Bench, session: Session
) -> None:
    session.parameters.set("frame_mode", Rect(10, 10, 100, 100))
    document = document_of(session)
    apply(bench, session, LONG)
    assert session.parameters.get("frame_mode") == "mask"
    session.parameters.set("padding", 100)
    document.clear_mask()
    assert looked(bench, session) == (False, 100)
    assert session.parameters.get("frame_mode") == "mask"
    document.undo()
    document.undo()
    assert session.parameters.get("frame_mode") == Rect(10, 10, 100, 100)


def test_with_keep_painted_the_wish_stands_while_the_new_area_is_not_kept(bench: Bench, session: Session) -> None:
    session.parameters.set("invert_mask", True)
    document = document_of(session)
    document.fill_mask(255)
    apply(bench, session, LONG)
    assert looked(bench, session) == (True, CONTEXT_PX)
    stroke(document, Rect(250, 50, 20, 20))
    assert looked(bench, session) == (True, CONTEXT_PX)
    document.fill_mask(255)
    assert looked(bench, session) == (False, 64)


def test_a_canvas_that_is_ready_waits_while_something_is_under_a_hand(bench: Bench, session: Session) -> None:
    document, asked = document_of(session), list[bool]()

    def is_held() -> bool:
        asked.append(document.size == Size(WIDTH, HEIGHT))
        return len(asked) <= 2

    leave = session.canvas.wait_while(is_held)
    apply(bench, session, CanvasPlan(Rect(0, 0, WIDTH + 40, HEIGHT)))
    assert document.size == Size(WIDTH + 40, HEIGHT)
    assert asked == [True] * 4, "when it was ready, after a while, when it was let go of, when it was ready once more"
    leave()
    session.canvas.crop(Rect(0, 0, WIDTH, HEIGHT))
    bench.until(lambda: not session.canvas.is_busy)
    assert len(asked) == 4
