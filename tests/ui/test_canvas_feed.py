"""What the canvas shows of a session: preview, picture, a result in place, the original."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.app.session_state import ShownResult, Topic
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.files.images import Preview
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.insets import on_grid
from tests.ui.easel import Hand, a_canvas, at, open_picture, picture_bytes
from tests.ui.test_canvas_view import seen

GREEN = (0, 200, 0)
RECT = Rect(60, 40, 100, 70)


def a_patch(colour: tuple[int, int, int] = GREEN, rect: Rect = RECT) -> Patch:
    pixels = np.full((rect.height, rect.width, 4), 255, np.uint8)
    pixels[..., :3] = colour
    weight = np.full((rect.height, rect.width), 255, np.uint8)
    weight[:, :10] = 0
    return Patch("p", rect, pixels, weight, "job", 0, "Result")


def show(session: Session, patch: Patch | None) -> None:
    """Show a result as the session does."""
    session._state.shown = ShownResult("job", 0, patch) if patch is not None else None
    session.changed.emit("shown")


def picture(canvas: Canvas) -> Pixels:
    """Return what is seen of the picture at 100 %, HxWx3."""
    placement = canvas.scene.placement
    assert placement is not None
    assert placement.zoom == 1
    return seen(canvas)[placement.picture.slices][..., :3]


def a_document(qtbot: QtBot, session: Session) -> tuple[Canvas, Document]:
    canvas = a_canvas(qtbot, session, (400, 300))
    return canvas, open_picture(qtbot, session, canvas)


def test_the_opened_picture_is_seen_exactly(qtbot: QtBot, session: Session) -> None:
    canvas, document = a_document(qtbot, session)
    assert np.array_equal(picture(canvas), document.pixels[..., :3])


def test_a_preview_is_seen_before_the_picture_and_cannot_be_painted(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session, (400, 300))
    session._state.preview = Preview(np.full((20, 30, 4), 90, np.uint8), Size(300, 200))
    session.changed.emit("preview")
    assert set(np.unique(picture(canvas)[3:-3, 3:-3])) == {90}
    assert not canvas.is_ready
    session._state.preview = None
    open_picture(qtbot, session, canvas)
    assert canvas.is_ready


def test_after_a_preview_of_what_cannot_be_opened_the_document_is_back(qtbot: QtBot, session: Session) -> None:
    canvas, document = a_document(qtbot, session)
    session._state.preview = Preview(np.full((20, 30, 4), 90, np.uint8), Size(300, 200))
    session.changed.emit("preview")
    assert not np.array_equal(picture(canvas), document.pixels[..., :3])
    session._state.preview = None
    session.changed.emit("preview")
    qtbot.waitUntil(lambda: canvas.is_ready)
    assert np.array_equal(picture(canvas), document.pixels[..., :3])


def test_closing_the_document_leaves_nothing(qtbot: QtBot, session: Session) -> None:
    canvas, _document = a_document(qtbot, session)
    session._state.document = None
    session.changed.emit("document")
    assert len(np.unique(seen(canvas).reshape(-1, 4), axis=0)) == 1
    assert not canvas.is_ready


def test_a_result_is_seen_in_place_under_its_weight(qtbot: QtBot, session: Session) -> None:
    canvas, document = a_document(qtbot, session)
    show(session, a_patch())
    qtbot.waitUntil(lambda: canvas.scene.inset is not None)
    expected = document.pixels[..., :3].copy()
    expected[40:110, 70:160] = GREEN
    assert np.array_equal(picture(canvas), expected)
    show(session, None)
    assert np.array_equal(picture(canvas), document.pixels[..., :3])


@pytest.mark.parametrize("zoom", [0.5, 0.3])
def test_around_a_result_nothing_changes_at_any_zoom(qtbot: QtBot, session: Session, zoom: float) -> None:
    canvas, _document = a_document(qtbot, session)
    canvas.zoom_to(zoom)
    before = seen(canvas)
    patch = a_patch()
    show(session, Patch("p", patch.rect, patch.pixels, np.zeros_like(patch.weight), "job", 0, "Result"))
    qtbot.waitUntil(lambda: canvas.scene.inset is not None)
    assert np.array_equal(seen(canvas), before)


def test_the_film_steps_aside_for_a_result_until_one_paints(qtbot: QtBot, session: Session) -> None:
    canvas, document = a_document(qtbot, session)
    mask, since = np.zeros(document.size[::-1], np.uint8), (5, 5)
    mask[a_patch().rect.slices] = mask[:10, :10] = 255
    document.replace_mask(mask)
    assert not np.array_equal(picture(canvas), document.pixels[..., :3])
    show(session, a_patch())
    qtbot.waitUntil(lambda: canvas.scene.inset is not None and canvas.scene.film_beside is not None)
    assert picture(canvas)[60, 100].tolist() == list(GREEN)
    assert picture(canvas)[since].tolist() != document.pixels[since][:3].tolist(), "it was painted for the next one"
    canvas.set_film_view("black_white")
    assert picture(canvas)[60, 100].tolist() == list(GREEN)
    canvas.set_film_view("film")
    Hand(canvas).drag(at(canvas, 200, 150))
    assert picture(canvas)[60, 100].tolist() != list(GREEN)


def test_the_film_beside_a_result_is_not_seen_over_the_next_picture(qtbot: QtBot, session: Session) -> None:
    canvas, document = a_document(qtbot, session)
    mask = np.zeros(document.size[::-1], np.uint8)
    mask[a_patch().rect.slices] = mask[:10, :10] = 255
    document.replace_mask(mask)
    show(session, a_patch())
    qtbot.waitUntil(lambda: canvas.scene.film_beside is not None)
    session._state.preview = Preview(np.full((20, 30, 4), 90, np.uint8), Size(300, 200))
    session.changed.emit("preview")
    assert set(np.unique(picture(canvas)[:-3, :-3])) == {90}
    session._state.preview = None
    second = open_picture(qtbot, session, canvas, picture_bytes(120, 90))
    assert np.array_equal(picture(canvas), second.pixels[..., :3])
    assert canvas.scene.film_beside is None


def test_who_paints_while_levels_are_made_sees_the_film_although_a_result_is_shown(
    qtbot: QtBot, session: Session
) -> None:
    canvas = a_canvas(qtbot, session, (400, 300))

    def paint_at_once(topic: Topic) -> None:
        if topic == "document" and session.document is not None:
            show(session, a_patch())
            session.document.fill_mask(255)

    session.changed.connect(paint_at_once)
    open_picture(qtbot, session, canvas)
    qtbot.waitUntil(lambda: canvas.scene.inset is not None)
    assert not canvas.scene.is_film_hidden
    assert picture(canvas)[60, 100].tolist() != list(GREEN)


def test_an_accepted_result_stays_and_can_be_undone(qtbot: QtBot, session: Session) -> None:
    canvas, document = a_document(qtbot, session)
    document.add_patch(a_patch())
    assert picture(canvas)[60, 100].tolist() == list(GREEN)
    document.undo()
    assert np.array_equal(picture(canvas), document.picture.pixels[..., :3])


def test_the_original_is_seen_while_it_is_held(qtbot: QtBot, session: Session) -> None:
    canvas, document = a_document(qtbot, session)
    document.add_patch(a_patch())
    document.fill_mask(255)
    canvas.feed.hold_original(held=True)
    original = document.picture.pixels[..., :3]
    qtbot.waitUntil(lambda: np.array_equal(picture(canvas), original))
    canvas.feed.hold_original(held=False)
    assert not np.array_equal(picture(canvas), original)


def test_the_original_without_a_patch_only_hides_the_result(qtbot: QtBot, session: Session) -> None:
    canvas, document = a_document(qtbot, session)
    show(session, a_patch())
    qtbot.waitUntil(lambda: canvas.scene.inset is not None)
    canvas.feed.hold_original(held=True)
    assert np.array_equal(picture(canvas), document.pixels[..., :3])
    canvas.feed.hold_original(held=False)
    assert picture(canvas)[60, 100].tolist() == list(GREEN)


def test_what_changes_while_levels_are_made_is_caught_up(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session, (400, 300))
    painted: list[Topic] = []

    def paint_at_once(topic: Topic) -> None:
        if topic == "document" and session.document is not None:
            session.document.fill_mask(255)
            painted.append(topic)

    session.changed.connect(paint_at_once)
    document = open_picture(qtbot, session, canvas)
    assert painted
    assert not np.array_equal(picture(canvas), document.pixels[..., :3])


def test_another_picture_replaces_the_first(qtbot: QtBot, session: Session) -> None:
    canvas, first = a_document(qtbot, session)
    Hand(canvas).press(at(canvas, 100, 100))
    second = open_picture(qtbot, session, canvas, picture_bytes(120, 90))
    assert not first.is_editing
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert picture(canvas).shape == (90, 120, 3)
    assert np.array_equal(picture(canvas), second.pixels[..., :3])


def test_a_part_begins_where_the_pixels_of_all_levels_begin() -> None:
    assert on_grid(Rect(65, -3, 10, 70)) == Rect(64, -64, 64, 192)
    assert on_grid(Rect(0, 0, 64, 64)) == Rect(0, 0, 64, 64)


def test_a_stroke_on_a_result_draws_no_more_than_it_changes(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    document.add_patch(a_patch())
    session.tool.tool, session.tool.size = "restore", 10
    hand = Hand(canvas)
    hand.press(at(canvas, 90, 70))
    QApplication.processEvents()
    before = canvas.pixels_drawn
    hand.move(at(canvas, 100, 75))
    QApplication.processEvents()
    assert 0 < canvas.pixels_drawn - before < 1_500, "not the whole view, which has 93,600"
    drawn = seen(canvas)
    canvas.refresh()
    assert np.array_equal(seen(canvas), drawn)
    hand.release(at(canvas, 100, 75))
