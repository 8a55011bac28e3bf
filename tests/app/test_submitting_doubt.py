"""What looks like the wrong way round is asked about before it is sent."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from picpik_studio.app.framing import EVERYTHING
from picpik_studio.app.generation import ALL_DOUBTED, MOST_DOUBTED, prepare, prepare_each
from picpik_studio.app.job import Reason
from picpik_studio.app.models import ModelChoice
from picpik_studio.app.session import Session
from picpik_studio.app.submitting import INVERTED_TO_NOTHING, Answer
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document, Snapshot
from picpik_studio.core.geometry import Rect
from picpik_studio.core.outpaint import CanvasPlan, recanvassed
from tests.app.cloud import Cloud
from tests.app.conftest import Bench
from tests.app.requests import HEIGHT, WIDTH, mask, picture, values


@pytest.fixture
def session(bench: Bench, cloud: Cloud) -> Iterator[Session]:
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    made.parameters.set("main_model", ModelChoice("m"))
    yield made
    made.close()


def opened(bench: Bench, session: Session, painted: Plane, shade: int = 0) -> Document:
    photo = cv2.imencode(".png", np.full((HEIGHT, WIDTH, 3), shade, np.uint8))[1].tobytes()
    before = session.document
    session.open_bytes(photo, "black.png")
    bench.until(lambda: session.document is not before)
    assert session.document is not None
    session.document.replace_mask(painted)
    return session.document


def asks(session: Session, answer: Answer | None) -> list[str]:
    """Answer every question so; return what is asked."""
    asked: list[str] = []

    def asker(doubt: Reason, say: Callable[[Answer | None], None]) -> None:
        asked.append(doubt.text)
        say(answer)

    session.ask_doubts_by(asker)
    return asked


def doubt_of(painted: Plane, **given: object) -> Reason | None:
    return prepare(Snapshot(picture(), (), painted), values(**given), "local").doubt


def test_everything_is_doubted_in_pieces_too_and_once() -> None:
    wide = Snapshot(picture(5200, 64), (), np.full((64, 5200), 255, np.uint8))
    first, *others = prepare_each(wide, values(split_frames=True), "local")
    assert first.doubt == Reason(ALL_DOUBTED)
    assert others
    assert {each.doubt for each in others} == {None}
    half = wide.mask.copy()
    half[:, 4000:] = 0
    pieces = prepare_each(replace(wide, painted=half), values(split_frames=True), "local")
    assert len(pieces) > 1
    assert {each.doubt for each in pieces} == {None}


def test_a_stroke_is_not_doubted() -> None:
    assert doubt_of(mask()) is None
    assert doubt_of(255 - mask(), invert_mask=True) is None


def test_more_than_half_that_is_no_ground_is_not_doubted() -> None:
    sky = np.zeros((HEIGHT, WIDTH), np.uint8)
    sky[:90] = 255
    assert doubt_of(sky, frame_mode="whole") is None


@pytest.mark.parametrize("is_keep", [False, True])
def test_the_ground_is_doubted(*, is_keep: bool) -> None:
    ground = mask() if is_keep else 255 - mask()
    expected = round(100 * (255 - mask()).mean() / 255)
    assert doubt_of(ground, invert_mask=is_keep) == Reason(MOST_DOUBTED, {"percent": expected})


def test_a_frame_that_is_repainted_wholly_is_doubted() -> None:
    assert doubt_of(np.full((HEIGHT, WIDTH), 255, np.uint8)) == Reason(ALL_DOUBTED)
    half = np.zeros((HEIGHT, WIDTH), np.uint8)
    half[:, :100] = 255
    assert doubt_of(half, frame_mode=Rect(0, 0, 80, 80)) == Reason(ALL_DOUBTED)


def test_the_same_request_again_is_not_asked_about() -> None:
    request = prepare(Snapshot(picture(), (), 255 - mask()), values(), "local")
    assert request.doubt is not None
    assert request.again().doubt is None


def test_submit_sends_and_asks_once(bench: Bench, session: Session) -> None:
    opened(bench, session, 255 - mask())
    asked = asks(session, "submit")
    session.submit()
    bench.until(lambda: len(bench.program.jobs.all) == 1)
    session.submit()
    bench.until(lambda: len(bench.program.jobs.all) == 2)
    assert len(asked) == 1
    assert "% of the frame will be repainted" in asked[0]
    assert not any("of the picture will be repainted" in text for text in bench.said())
    bench.until(lambda: all(job.is_ended for job in bench.program.jobs.all))


def test_another_picture_is_asked_about_although_the_mask_is_the_same(bench: Bench, session: Session) -> None:
    asked = asks(session, "submit")
    for shade in (10, 20):
        opened(bench, session, 255 - mask(), shade=shade)
        before = len(asked)
        session.submit()
        bench.until(lambda: not session.submitting)
        assert len(asked) == before + 1
    bench.until(lambda: all(job.is_ended for job in bench.program.jobs.all))


def test_everything_is_said_of_a_crop_but_not_of_what_a_canvas_was_enlarged_by() -> None:
    everything = Snapshot(picture(), (), np.full((HEIGHT, WIDTH), 255, np.uint8))
    crop = recanvassed(everything, CanvasPlan(Rect(10, 10, 100, 80)))
    larger = recanvassed(everything, CanvasPlan(Rect(-40, 0, WIDTH + 40, HEIGHT)))
    for canvas, is_said in ((crop, True), (larger, False)):
        made = prepare(Snapshot(canvas.picture, (), np.full_like(canvas.mask, 255)), values(), "local")
        assert (EVERYTHING in {remark.template for remark in made.remarks}) == is_said


def test_invert_and_look_sends_nothing(bench: Bench, session: Session) -> None:
    document = opened(bench, session, 255 - mask())
    asked = asks(session, "invert")
    session.submit()
    bench.until(lambda: asked)
    assert np.array_equal(document.mask.pixels, mask())
    assert not bench.program.jobs.all
    document.undo()
    assert np.array_equal(document.mask.pixels, 255 - mask())


@pytest.mark.parametrize("is_keep", [False, True])
def test_what_inverting_leaves_nothing_of_is_said_and_can_be_taken_back(
    bench: Bench, session: Session, *, is_keep: bool
) -> None:
    before = np.full((HEIGHT, WIDTH), 0 if is_keep else 255, np.uint8)
    session.parameters.set("invert_mask", is_keep)
    document = opened(bench, session, before)
    asked = asks(session, "invert")
    session.submit()
    bench.until(lambda: asked)
    assert np.array_equal(document.mask.pixels, 255 - before)
    assert bench.notices[-1].template == INVERTED_TO_NOTHING
    action = bench.notices[-1].action
    assert action is not None
    action.run()
    assert np.array_equal(document.mask.pixels, before)
    assert not bench.program.jobs.all


def test_a_change_of_mind_leaves_all_as_it_was(bench: Bench, session: Session) -> None:
    document = opened(bench, session, 255 - mask())
    asked = asks(session, None)
    session.submit()
    bench.until(lambda: asked)
    assert np.array_equal(document.mask.pixels, 255 - mask())
    assert (bench.program.jobs.all, session.submitting) == ((), 0)
