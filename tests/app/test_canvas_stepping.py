"""Undo and redo of a large canvas in a session: a worker makes it ready, and nothing is lost by what happens then."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from picpik_studio.app.canvas_changing import CROPPED
from picpik_studio.app.session import Session
from picpik_studio.app.session_state import ShownResult
from picpik_studio.core.document import Document
from picpik_studio.core.errors import StepOpenError
from picpik_studio.core.geometry import Offset, Rect, Size
from picpik_studio.core.outpaint import CanvasPlan
from tests.app.conftest import Bench, document_of, session_with
from tests.core.making import patch
from tests.slow_steps import SlowSteps, steps

__all__ = ["steps"]

WIDTH, HEIGHT = 300, 200
CROP = Rect(20, 10, 100, 90)


@pytest.fixture
def session(bench: Bench, steps: SlowSteps, tmp_path: Path) -> Iterator[Session]:
    """A session with a photograph, a patch on it and paint, that was cropped."""
    with session_with(bench, tmp_path, Size(WIDTH, HEIGHT), seed=5) as made:
        document = document_of(made)
        document.add_patch(patch(document, Rect(5, 5, 150, 140)))
        document.replace_mask(np.where(np.indices((HEIGHT, WIDTH))[0] < 40, 255, 0).astype(np.uint8))
        made.canvas.crop(CROP)
        bench.until(lambda: not made.canvas.is_busy)
        steps.threads.clear()
        yield made


def rest(bench: Bench, session: Session) -> None:
    bench.until(lambda: not session.canvas.is_busy)


def test_a_worker_alone_does_what_is_slow_and_all_is_there_to_the_last_bit(
    bench: Bench, session: Session, steps: SlowSteps
) -> None:
    document, busy = document_of(session), list[bool]()
    cropped, mask = document.pixels.copy(), document.mask.pixels.copy()
    session.canvas.busy.connect(busy.append)
    document.undo()
    assert (document.size, session.canvas.is_busy) == (CROP.size, True)
    assert document.history.redo_label == CROPPED
    rest(bench, session)
    assert busy == [True, False]
    assert document.size == Size(WIDTH, HEIGHT)
    assert np.array_equal(document.pixels[CROP.slices], cropped)
    assert document.mask.pixels[:40].min() == 255
    document.redo()
    rest(bench, session)
    assert np.array_equal(document.pixels, cropped)
    assert np.array_equal(document.mask.pixels, mask)
    assert len(steps.threads) >= 4
    assert all(name.startswith("picpik-pixels") for name in steps.threads)


def test_steps_and_a_canvas_wished_for_meanwhile_follow(bench: Bench, session: Session, steps: SlowSteps) -> None:
    document = document_of(session)
    steps.hold()
    document.undo()
    document.undo()
    document.redo()
    document.redo()
    document.undo()
    assert document.size == CROP.size
    with pytest.raises(StepOpenError):
        session.canvas.apply(CanvasPlan(Rect(0, 0, 9, 9)))
    session._showing.set_shown(ShownResult("job", 0, patch(document, Rect(0, 0, 9, 9))))
    with pytest.raises(StepOpenError):
        session.accept_shown()
    steps.let_go()
    rest(bench, session)
    assert (document.size, document.history.edits_done) == (Size(WIDTH, HEIGHT), 2)
    assert document.mask.pixels[:40].min() == 255


def test_a_canvas_that_was_wished_for_before_is_made_of_where_the_steps_have_led(
    bench: Bench, session: Session, steps: SlowSteps
) -> None:
    document = document_of(session)
    steps.hold()
    session.canvas.crop(Rect(10, 10, 50, 40))
    document.undo()
    bench.until(lambda: session.canvas._pause is not None)
    assert document.size == CROP.size
    steps.let_go()
    rest(bench, session)
    assert (document.size, document.origin) == (Size(50, 40), Offset(30, 20))
    assert document.history.edits_done == 3


def test_what_cannot_be_made_is_said_and_undo_can_be_tried_again(
    bench: Bench, session: Session, steps: SlowSteps
) -> None:
    document = document_of(session)
    cropped = document.pixels.copy()
    steps.fails = True
    document.undo()
    document.undo()
    rest(bench, session)
    assert any("no room" in text for text in bench.said())
    assert np.array_equal(document.pixels, cropped)
    assert (document.history.undo_label, document.is_editing) == (CROPPED, False)
    steps.fails = False
    document.undo()
    rest(bench, session)
    assert document.size == Size(WIDTH, HEIGHT)


def left(bench: Bench, document: Document) -> None:
    """Demand that a document that was left is whole, and can be stepped through at once."""
    bench.until(lambda: not document.is_editing)
    assert (document.size, document.history.undo_label, document.is_editing) == (CROP.size, CROPPED, False)
    document.undo()
    assert document.size == Size(WIDTH, HEIGHT)


def test_another_picture_opened_meanwhile_leaves_it_as_it_was(
    bench: Bench, session: Session, steps: SlowSteps, tmp_path: Path
) -> None:
    document = document_of(session)
    steps.hold()
    document.undo()
    session.open_path(tmp_path / "photo.png")
    bench.until(lambda: session.document is not document)
    assert not session.canvas.is_busy
    steps.let_go()
    left(bench, document)
    bench.until(lambda: not bench.program.tasks._running)
    assert document_of(session).size == Size(WIDTH, HEIGHT)
    assert not document_of(session).history.can_undo


def test_closing_meanwhile_leaves_it_as_it_was(bench: Bench, session: Session, steps: SlowSteps) -> None:
    document = document_of(session)
    steps.hold()
    document.undo()
    bench.until(lambda: steps.begun)
    assert session.is_modified
    session.close()
    assert not session.canvas.is_busy
    steps.let_go()
    left(bench, document)


def test_what_was_saved_meanwhile_is_what_was_seen(
    bench: Bench, session: Session, steps: SlowSteps, tmp_path: Path
) -> None:
    document = document_of(session)
    steps.hold()
    document.undo()
    session.save_as(tmp_path / "seen.png")
    bench.until(lambda: not session.is_modified)
    assert document.size == CROP.size
    steps.let_go()
    rest(bench, session)
    assert session.is_modified
    document.redo()
    rest(bench, session)
    assert not session.is_modified
