"""Selections in a session: found by the real service of this computer, previewed, and painted when they are taken."""

from collections.abc import Callable, Iterator
from typing import NoReturn
from weakref import ref

import cv2
import numpy as np
import pytest

from picpik_studio.app.action import Action
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.selection import Click, Found, settled
from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Plane
from picpik_studio.core.canvas_edit import CanvasEdit
from picpik_studio.core.document import Document, Snapshot
from picpik_studio.core.geometry import Offset, Point, Rect
from picpik_studio.core.outpaint import CanvasPlan, at_offset, recanvassed
from tests.app.conftest import Bench, document_of
from tests.engine.test_select import BALL, BOX, overlap, scene

pytestmark = pytest.mark.usefixtures("lent_engine")

ON_BALL = Point(*BALL)
ON_BOX = Point(BOX.x + 30, BOX.y + 40)
NEAR = 6.0


@pytest.fixture
def session(bench: Bench) -> Iterator[Session]:
    """A session with a red ball and a green box before a sky."""
    made = Session(bench.program)
    made.open_bytes(cv2.imencode(".png", scene()[0])[1].tobytes(), "scene.png")
    bench.until(lambda: made.document is not None)
    yield made
    made.close()


def found(bench: Bench, session: Session) -> Plane:
    """Wait for what is asked for; return the preview at the picture's size."""
    bench.until(lambda: not session.selecting.is_busy)
    assert session.selecting.preview.region is not None, bench.said()
    rect, values = session.selecting.preview.region
    plane = np.zeros(document_of(session).size[::-1], np.uint8)
    plane[rect.slices] = values
    return plane


def painted(bench: Bench, session: Session) -> Plane:
    bench.until(lambda: not session.reworking.is_busy)
    return document_of(session).mask.pixels.copy()


def test_the_subject_is_previewed_first_and_painted_when_it_is_taken(bench: Bench, session: Session) -> None:
    _colours, ball, box = scene()
    session.selecting.ask_subject()
    assert session.selecting.is_busy
    plane = found(bench, session)
    assert overlap(plane, ball | box) > 0.9
    assert not document_of(session).mask.pixels.any()
    session.selecting.take("replace")
    assert np.array_equal(painted(bench, session), plane)
    assert (session.selecting.preview.found, session.selecting.preview.region) == (None, None)
    document_of(session).undo()
    assert not document_of(session).mask.pixels.any()


def test_the_background_is_all_but_the_subject(bench: Bench, session: Session) -> None:
    _colours, ball, box = scene()
    session.selecting.ask_subject(background=True)
    assert overlap(found(bench, session), 255 - (ball | box)) > 0.9


def test_a_preview_is_turned_round_before_it_is_taken(bench: Bench, session: Session) -> None:
    session.selecting.ask_subject()
    plane = found(bench, session)
    session.selecting.preview.invert()
    assert np.array_equal(found(bench, session), 255 - plane)


@pytest.mark.parametrize("mode", ["add", "subtract", "intersect"])
def test_it_is_combined_with_what_is_painted(bench: Bench, session: Session, mode: str) -> None:
    document = document_of(session)
    before = np.zeros(document.size[::-1], np.uint8)
    before[:, : BALL[0]] = 255
    document.replace_mask(before)
    session.selecting.ask_subject()
    plane = found(bench, session)
    session.selecting.take(mode)  # type: ignore[arg-type]  # one of the modes
    wanted = {
        "add": np.maximum(before, plane),
        "subtract": np.minimum(before, 255 - plane),
        "intersect": np.minimum(before, plane),
    }[mode]
    assert np.array_equal(painted(bench, session), wanted)


def test_clicks_on_one_place_while_it_is_looked_for_are_counted(bench: Bench, session: Session) -> None:
    selecting, size = session.selecting, document_of(session).size[::-1]
    planes = tuple(np.full(size, value, np.uint8) for value in (0, 255, 0))
    selecting.preview.show(document_of(session), lambda: Found(planes, Action.CLICKS))
    selecting.clicks = (Click(ON_BALL),)
    for _ in range(2):
        selecting.click(ON_BALL, NEAR)
    waits = selecting.is_step_awaited
    found(bench, session)
    assert (waits, selecting.is_step_awaited) == (True, False)
    assert selecting.preview.found is not None
    assert selecting.preview.found.index == 2


def test_clicks_add_and_exclude_and_the_same_place_cycles(bench: Bench, session: Session) -> None:
    _colours, ball, box = scene()
    selecting = session.selecting
    selecting.click(ON_BALL, NEAR)
    first = found(bench, session)
    readings = selecting.preview.found
    assert readings is not None
    count = len(readings.planes)
    best = max(overlap(plane, ball) for plane in readings.planes)
    assert best > 0.9
    seen = [first]
    for _ in range(count - 1):
        selecting.click(Point(ON_BALL.x + 2, ON_BALL.y), NEAR)
        seen.append(found(bench, session))
    assert len({plane.tobytes() for plane in seen}) == count
    selecting.click(ON_BALL, NEAR)
    if count > 1:
        assert np.array_equal(found(bench, session), first)
    selecting.click(ON_BOX, NEAR)
    selecting.click(ON_BOX, NEAR)
    waits = selecting.is_step_awaited
    assert (waits, len(selecting.clicks)) == (True, 2)
    both = found(bench, session)
    assert both[int(ON_BOX.y), int(ON_BOX.x)] >= 128
    assert both[BALL[1], BALL[0]] >= 128
    selecting.click(ON_BOX, NEAR, excludes=True)
    without = found(bench, session)
    assert [(click.point, click.excludes) for click in selecting.clicks] == [(ON_BALL, False), (ON_BOX, True)]
    assert without[int(ON_BOX.y), int(ON_BOX.x)] < 128
    assert overlap(without & box, box) < 0.2
    selecting.take_back_click()
    assert found(bench, session)[BALL[1], BALL[0]] >= 128
    selecting.take_back_click()
    assert (selecting.clicks, selecting.preview.found, selecting.is_busy) == ((), None, False)


def test_a_click_outside_or_an_exclusion_alone_asks_nothing(bench: Bench, session: Session) -> None:
    session.selecting.click(Point(-3, 5), NEAR)
    session.selecting.click(ON_BALL, NEAR, excludes=True)
    assert (len(session.selecting.clicks), session.selecting.is_busy) == (1, False)
    with pytest.raises(RefusedError, match="Click something"):
        session.selecting.ask_clicked()
    assert not bench.program.jobs.all


def test_it_costs_nothing_here_and_leaves_nothing_in_the_list(bench: Bench, session: Session) -> None:
    assert (session.selecting.service_key, session.selecting.asks_at_once) == (LOCAL, True)
    session.selecting.ask_subject()
    assert bench.program.jobs.running == 0
    found(bench, session)
    bench.until(lambda: not bench.program.jobs.all)


def test_it_can_be_cancelled_and_dropped(bench: Bench, session: Session) -> None:
    session.selecting.ask_subject()
    bench.until(lambda: session.selecting.job is not None)
    session.selecting.cancel()
    assert not session.selecting.is_busy
    bench.until(lambda: not bench.program.jobs.all)
    assert session.selecting.preview.found is None
    session.selecting.ask_subject()
    found(bench, session)
    session.selecting.drop()
    session.selecting.take("replace")
    assert not painted(bench, session).any()


def test_without_a_picture_there_is_nothing_to_select(bench: Bench) -> None:
    session = Session(bench.program)
    for ask in (session.selecting.ask_subject, session.selecting.ask_clicked):
        with pytest.raises(RefusedError):
            ask()
    session.close()


def test_another_picture_ends_it(bench: Bench, session: Session) -> None:
    session.selecting.ask_subject()
    found(bench, session)
    old = session.document
    session.open_bytes(cv2.imencode(".png", np.zeros((60, 80, 3), np.uint8))[1].tobytes(), "other.png")
    bench.until(lambda: session.document is not old)
    assert (session.selecting.preview.found, session.selecting.preview.region) == (None, None)


def test_what_is_painted_has_a_narrow_edge_and_neither_specks_nor_pinholes() -> None:
    alpha = np.zeros((400, 500), np.uint8)
    alpha[100:300, 100:300] = 255
    alpha[150:153, 150:153] = 0  # a pinhole
    alpha[20:23, 400:403] = 255  # a speck
    alpha[100:300, 300:330] = 60  # haze
    alpha[100:300, 99] = 128  # an edge
    crisp = settled(alpha)
    wanted = np.zeros_like(alpha)
    wanted[100:300, 100:300] = 255
    wanted[100:300, 99] = crisp[200, 99]
    assert 120 < crisp[200, 99] < 136
    assert np.array_equal(crisp, wanted)


def test_a_large_picture_is_sent_small_and_comes_back_with_its_own_edges(bench: Bench, session: Session) -> None:
    colours, ball, box = scene()
    large = cv2.resize(colours, None, fx=10, fy=10, interpolation=cv2.INTER_NEAREST)
    old = session.document
    session.open_bytes(cv2.imencode(".png", large)[1].tobytes(), "large.png")
    bench.until(lambda: session.document is not old)
    sent: list[list[int]] = []
    bench.program.jobs.changed.connect(lambda job: sent.append(job.request["frame"]) if job.request else None)
    session.selecting.ask_subject()
    plane = found(bench, session)
    assert sent[0][4:] == [1536, 1024]
    inside = np.asarray(cv2.resize(ball | box, None, fx=10, fy=10, interpolation=cv2.INTER_NEAREST), np.uint8)
    assert overlap(plane, inside) > 0.95


def change(session: Session, rect: Rect) -> None:
    document = document_of(session)
    canvas = recanvassed(document.snapshot(), CanvasPlan(rect, paints_new=False))
    document.do(CanvasEdit("canvas", canvas, document))


def test_clicks_and_preview_move_with_what_they_lie_on(bench: Bench, session: Session) -> None:
    width, height = document_of(session).size
    session.selecting.click(ON_BALL, NEAR)
    before = found(bench, session)
    change(session, Rect(-30, -20, width + 30, height + 20))
    after = found(bench, session)
    assert session.selecting.clicks == (Click(Point(ON_BALL.x + 30, ON_BALL.y + 20)),)
    assert overlap(after[20:, 30:], before) > 0.99
    session.selecting.take("replace")
    assert np.array_equal(painted(bench, session), after)
    document_of(session).undo()
    document_of(session).undo()


def test_what_is_being_found_is_previewed_on_the_canvas_of_then(bench: Bench, session: Session) -> None:
    width, height = document_of(session).size
    _colours, ball, box = scene()
    session.selecting.ask_subject()
    change(session, Rect(-30, -20, width + 30, height))
    plane = found(bench, session)
    assert overlap(plane[20:, 30:], (ball | box)[: height - 20]) > 0.9
    session.selecting.drop()


@pytest.mark.parametrize("rect", [Rect(0, 0, 100, 30), Rect(-40, -30, 0, 0), Rect(50, 40, -60, -50)])
def test_what_a_job_finds_is_painted_where_it_lies_on_a_canvas_that_came_meanwhile(
    bench: Bench, session: Session, rect: Rect
) -> None:
    document, selecting = document_of(session), session.selecting
    width, height = document.size
    _colours, ball, box = scene()
    selecting.ask_subject()
    bench.until(lambda: selecting.job is not None)
    change(session, Rect(rect.x, rect.y, width + rect.width, height + rect.height))
    plane = found(bench, session)
    assert selecting.preview.plane is not None
    assert selecting.preview.plane.shape == document.size[::-1]
    there = at_offset(ball | box, Offset(-rect.x, -rect.y), document.size)
    assert overlap(plane, there) > 0.9
    selecting.take("replace")
    assert np.array_equal(painted(bench, session), plane)


def test_undo_of_the_canvas_while_a_job_looks_for_something_is_heeded(bench: Bench, session: Session) -> None:
    width, height = document_of(session).size
    _colours, ball, box = scene()
    change(session, Rect(-30, 0, width + 30, height))
    session.selecting.ask_subject()
    bench.until(lambda: session.selecting.job is not None)
    document_of(session).undo()
    assert overlap(found(bench, session), ball | box) > 0.9
    session.selecting.drop()


def test_a_question_that_comes_to_nothing_holds_no_picture(
    bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    selecting = session.selecting
    held: list[Callable[[], object]] = []
    enter = selecting.preview.enter

    def entered(document: Document) -> Snapshot:
        snapshot = enter(document)
        held.append(ref(snapshot))
        return snapshot

    monkeypatch.setattr(selecting.preview, "enter", entered)
    selecting.ask_subject()
    bench.until(lambda: selecting.job is not None)
    selecting.cancel()
    assert not selecting.is_busy
    bench.until(lambda: held[0]() is None)
    monkeypatch.setattr("picpik_studio.app.selecting.prepare_selection", _fails)
    selecting.ask_subject()
    bench.until(lambda: not selecting.is_busy)
    assert selecting.preview._snapshot is None


def _fails(*_given: object) -> NoReturn:
    raise RefusedError("This cannot be looked for.")  # as whatever may go wrong in a worker


def test_clicks_that_the_canvas_has_no_more_are_forgotten(bench: Bench, session: Session) -> None:
    session.selecting.click(ON_BALL, NEAR)
    found(bench, session)
    change(session, Rect(0, 0, 20, 20))
    assert session.selecting.clicks == ()
    bench.until(lambda: not session.selecting.is_busy)
    document_of(session).undo()
    bench.until(lambda: not session.selecting.is_busy)
    assert session.selecting.preview.plane is not None
