"""Selections by a service that charges: asked when all is clicked, whichever way it answers, whichever way round."""

import base64
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from picpik_studio.app.action import Action
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import State
from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Point
from tests.app.cloud import Answer, Cloud, decoded
from tests.app.conftest import Bench
from tests.engine.test_select import BALL, scene

NEAR = 6.0


@pytest.fixture
def session(bench: Bench, cloud: Cloud) -> Iterator[Session]:
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    bench.program.settings.set("selection_service", "connection")
    made = Session(bench.program)
    made.open_bytes(cv2.imencode(".png", scene()[0])[1].tobytes(), "scene.png")
    bench.until(lambda: made.document is not None)
    yield made
    made.close()


def ball() -> Plane:
    return scene()[1]


def png(pixels: np.ndarray) -> bytes:
    return cv2.imencode(".png", pixels)[1].tobytes()


def cut_out() -> bytes:
    """Return the picture with the ball's alpha, as services answer that ignore OnlyMask."""
    return png(np.dstack([scene()[0], ball()]))


def found(bench: Bench, session: Session) -> Plane:
    bench.until(lambda: not session.selecting.is_busy)
    assert session.selecting.preview.region is not None, bench.said()
    rect, values = session.selecting.preview.region
    plane = np.zeros_like(ball())
    plane[rect.slices] = values
    return plane


@pytest.mark.parametrize("answer", [png(ball()), cut_out(), png(cv2.cvtColor(ball(), cv2.COLOR_GRAY2BGR))])
def test_a_task_or_the_image_at_once_a_mask_or_a_cut_out(
    bench: Bench, session: Session, cloud: Cloud, answer: bytes
) -> None:
    cloud.image = lambda _mapping: answer
    session.selecting.ask_subject()
    assert np.array_equal(found(bench, session), ball())
    selection = session.selecting.preview.found
    assert selection is not None
    assert not selection.is_certain
    session.selecting.drop()
    at_once: Answer = {"RetCode": 0, "Image": base64.b64encode(answer).decode()}
    cloud.override["RemoveBackground"] = lambda _mapping: at_once
    session.selecting.ask_subject()
    assert np.array_equal(found(bench, session), ball())
    assert cloud.count("RemoveBackground") == 2


def test_a_paid_selection_stays_in_the_list_with_its_price_and_can_be_taken_up_again(
    bench: Bench, session: Session, cloud: Cloud
) -> None:
    cloud.image = lambda _mapping: png(ball())
    session.selecting.ask_subject()
    assert np.array_equal(found(bench, session), ball())
    (job,) = bench.program.jobs.all
    assert (job.action, job.state, job.credits) == (Action.SUBJECT, State.FINISHED, 3)
    assert session.results == ()
    session.selecting.drop()
    session.selecting.take_up(job.id)
    assert np.array_equal(found(bench, session), ball())
    assert cloud.count("RemoveBackground") == 1
    with pytest.raises(RefusedError):
        session.selecting.take_up("no such job")


def test_clicks_are_gathered_and_asked_for_once(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.image = lambda _mapping: png(ball())
    selecting = session.selecting
    selecting.click(Point(BALL[0] + 0.4, BALL[1] + 0.9), NEAR)
    selecting.click(Point(250, 100), NEAR, excludes=True)
    assert (selecting.is_busy, cloud.arrived) == (False, [])
    selecting.ask_clicked()
    assert np.array_equal(found(bench, session), ball())
    sent = cloud.tasks["task-1"].request
    assert sent["IncludePointList"] == [{"X": BALL[0], "Y": BALL[1]}]
    assert sent["ExcludePointList"] == [{"X": 250, "Y": 100}]
    assert sent["OnlyMask"] is True
    assert decoded(sent["RawImage"]).shape == (200, 300, 3)


def test_what_was_clicked_tells_which_way_round_the_answer_is(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.image = lambda _mapping: png(255 - ball())
    session.selecting.click(Point(*BALL), NEAR)
    session.selecting.ask_clicked()
    assert np.array_equal(found(bench, session), ball())
    selection = session.selecting.preview.found
    assert selection is not None
    assert selection.is_certain


def test_a_subject_that_came_the_wrong_way_round_is_one_inversion_away(
    bench: Bench, session: Session, cloud: Cloud
) -> None:
    cloud.image = lambda _mapping: png(255 - ball())
    session.selecting.ask_subject()
    assert np.array_equal(found(bench, session), 255 - ball())
    session.selecting.preview.invert()
    assert np.array_equal(found(bench, session), ball())
    selection = session.selecting.preview.found
    assert selection is not None
    assert selection.is_certain


def test_an_answer_of_another_shape_is_refused_and_said(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.image = lambda _mapping: png(np.zeros((50, 200), np.uint8))
    session.selecting.ask_subject()
    bench.until(lambda: any("does not fit" in said for said in bench.said()))
    assert (session.selecting.is_busy, session.selecting.preview.found) == (False, None)


def test_a_failed_one_is_said_and_the_next_attempt_is_shown(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.image = lambda _mapping: png(ball())
    cloud.words = ["Error"]
    cloud.extra = {"ErrorCode": 7, "ErrorMassage": "too dark"}
    session.selecting.ask_subject()
    bench.until(lambda: any("too dark" in said for said in bench.said()))
    bench.until(lambda: not session.selecting.is_busy)
    cloud.words, cloud.extra = ["Finished"], {}
    bench.program.jobs.retry(bench.program.jobs.all[0].id)
    bench.until(lambda: session.selecting.preview.region is not None)
    assert np.array_equal(found(bench, session), ball())


def test_a_selection_whose_file_is_gone_is_said_and_nothing_is_shown(
    bench: Bench, session: Session, cloud: Cloud
) -> None:
    cloud.image = lambda _mapping: png(ball())
    session.selecting.ask_subject()
    found(bench, session)
    session.selecting.preview.step(1)
    assert not session.selecting.is_busy, "there is one reading only"
    session.selecting.drop()
    session.selecting.preview.invert()
    (job,) = bench.program.jobs.all
    job.results[0].path.unlink()
    before = len(bench.said())
    session.selecting.take_up(job.id)
    bench.until(lambda: len(bench.said()) > before)
    assert (session.selecting.is_busy, session.selecting.preview.found) == (False, None)
