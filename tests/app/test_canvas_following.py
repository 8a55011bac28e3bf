"""What hangs on a session's document follows it onto another canvas, there and back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from picpik_studio.app.dissolving import Dissolved
from picpik_studio.app.job import State
from picpik_studio.app.notices import NoticeAction
from picpik_studio.app.reworking import OTHER_CANVAS
from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Plane
from picpik_studio.core.canvas_edit import CanvasEdit
from picpik_studio.core.document import Snapshot
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.outpaint import CanvasPlan, recanvassed
from picpik_studio.core.proof import Proof
from picpik_studio.core.recipe import Grow, Recipe
from picpik_studio.files.masks import write_mask
from tests.app.cloud import Answer, Cloud, painted
from tests.app.conftest import Bench, document_of, send_to, session_with
from tests.app.test_canvas_changing import apply

WIDTH, HEIGHT = 600, 560
SPOT = Rect(300, 260, 60, 50)
LARGER = CanvasPlan(Rect(-40, -30, WIDTH + 40, HEIGHT + 30), paints_new=False)
GREEN = (10, 200, 30)


@pytest.fixture
def session(bench: Bench, cloud: Cloud, tmp_path: Path) -> Iterator[Session]:
    """A session with a photograph that is painted on, which sends to the cloud."""
    send_to(bench, cloud)
    with session_with(bench, tmp_path, Size(WIDTH, HEIGHT)) as made:
        made.parameters.set("mask_blur", 0)
        document_of(made).replace_mask(spot())
        yield made


def spot() -> Plane:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[SPOT.slices] = 255
    return mask


def change(session: Session, plan: CanvasPlan = LARGER) -> None:
    """Put the document on another canvas at once."""
    document = document_of(session)
    document.do(CanvasEdit("canvas", recanvassed(document.snapshot(), plan), document))


def shown_at(session: Session) -> Rect | None:
    return session.shown.patch.rect if session.shown is not None else None


def proof_of(session: Session) -> Proof | None:
    return session.proving.proof


def dissolved(session: Session) -> Dissolved | None:
    return session.dissolving.found


def test_a_result_that_comes_home_late_lies_at_its_place_and_stays_there(
    bench: Bench, session: Session, cloud: Cloud
) -> None:
    may_answer = Event()

    def late(mapping: Answer) -> bytes:
        may_answer.wait(30)
        return painted(mapping)

    cloud.image = late
    session.submit()
    bench.until(lambda: cloud.arrived.count("ModifyMaskedPixels") == 1)
    apply(bench, session, LARGER)
    may_answer.set()
    moved = SPOT.translated(40, 30)
    bench.until(lambda: session.shown)
    assert shown_at(session) == moved
    job = bench.program.jobs.all[0]
    assert job.picture_hash == session.picture_hash
    assert [ref.job_id for ref in session.results] == [job.id]
    document = document_of(session)
    document.undo()
    assert shown_at(session) == SPOT, "at once, until it is loaded as it lies there"
    bench.until(lambda: session.shown)
    assert shown_at(session) == SPOT
    document.redo()
    assert shown_at(session) == moved
    session.accept_shown()
    assert session.shown is None
    assert session._showing._loading is None, "what was being loaded anew does not come back"
    assert (document.pixels[moved.slices][..., :3] == GREEN).all()
    assert np.array_equal(document.mask.pixels[moved.slices], np.full((50, 60), 255))


def test_a_result_cropped_away_is_laid_no_more_and_comes_back_by_undo(bench: Bench, session: Session) -> None:
    session.submit()
    bench.until(lambda: session.shown)
    session.accept_shown()
    job_id, jobs = bench.program.jobs.all[0].id, bench.program.jobs

    def is_in(state: State) -> bool:
        job = jobs.get(job_id)
        return job is not None and job.state is state

    bench.until(lambda: is_in(State.APPLIED))
    change(session, CanvasPlan(Rect(0, 0, 200, 200)))
    assert not document_of(session).patches
    bench.until(lambda: is_in(State.FINISHED))
    session.show_result(job_id, 0)
    bench.until(lambda: any("outside the canvas" in text for text in bench.said()))
    assert session.shown is None
    assert len(session.results) == 1
    document_of(session).undo()
    bench.until(lambda: is_in(State.APPLIED))
    assert [patch.rect for patch in document_of(session).patches] == [SPOT]


def test_stepping_goes_on_past_a_result_that_lies_outside(bench: Bench, session: Session) -> None:
    document = document_of(session)
    jobs: list[str] = []
    for place in (SPOT, SPOT.translated(-280, -240), SPOT.translated(20, 0)):
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        mask[place.slices] = 255
        document.replace_mask(mask)
        session.submit()
        bench.until(lambda: len(session.results) > len(jobs))  # noqa: B023 - looked at in this round
        jobs = [ref.job_id for ref in session.results]
    session.show_result(jobs[0], 0)
    bench.until(lambda: session.shown is not None and session.shown.job_id == jobs[0])
    change(session, CanvasPlan(Rect(200, 200, 300, 300)))
    bench.until(lambda: session._showing._loading is None)
    seen = []
    for step in (1, 1, 1, -1, -1, -1):
        session.show_next(step)
        bench.until(lambda: session._showing._loading is None)
        assert session.shown is not None
        seen.append(jobs.index(session.shown.job_id))
    assert seen == [0, 2, 0, 2, 2, 0]


def test_the_picture_opened_again_takes_the_result_at_its_place(bench: Bench, session: Session, tmp_path: Path) -> None:
    change(session)
    session.submit()
    bench.until(lambda: shown_at(session) == SPOT.translated(40, 30))
    before = document_of(session)
    session.open_path(tmp_path / "photo.png")
    bench.until(lambda: session.document is not before)
    (ref,) = session.results
    session.show_result(ref.job_id, ref.index)
    bench.until(lambda: shown_at(session) == SPOT)


def test_a_result_on_its_way_to_the_screen_is_loaded_for_the_new_canvas(bench: Bench, session: Session) -> None:
    session.submit()
    bench.until(lambda: session.shown)
    job_id = bench.program.jobs.all[0].id
    session.show_result(job_id, None)
    session.show_result(job_id, 0)
    change(session)
    bench.until(lambda: session.shown)
    assert shown_at(session) == SPOT.translated(40, 30)


def test_what_is_found_about_a_result_follows(bench: Bench, session: Session) -> None:
    session.submit()
    bench.until(lambda: session.inspecting.service is not None)
    service = session.inspecting.service
    assert service is not None
    rect = service.frame.rect
    session.accept_shown()
    bench.until(lambda: proof_of(session) is not None)
    change(session)
    assert proof_of(session) is None
    bench.until(lambda: session.inspecting.service is not None and proof_of(session) is not None)
    service, proof = session.inspecting.service, proof_of(session)
    assert service is not None
    assert proof is not None
    assert service.frame.rect == rect.translated(40, 30)
    canvas = (WIDTH + 40) * (HEIGHT + 30)
    assert (proof.outside, proof.differing) == (canvas - SPOT.width * SPOT.height, 0)


def test_the_live_steps_are_taken_on_the_new_canvas(bench: Bench, session: Session) -> None:
    document, busy = document_of(session), list[bool]()
    session.deriving.busy.connect(busy.append)
    document.set_recipe(Recipe((Grow(px=5),)))
    bench.until(lambda: session.deriving.outcome is not None)
    change(session)
    assert session.deriving.outcome is None
    bench.until(lambda: document.derived is not None)
    assert document.derived is not None
    assert document.derived.shape == (HEIGHT + 30, WIDTH + 40)
    assert np.array_equal(document.derived, document.recipe.apply(document.mask.pixels))
    document.set_recipe(Recipe((Grow(px=9),)))
    bench.until(lambda: session.deriving.is_busy)
    document.undo()
    document.undo()
    bench.until(lambda: document.derived is not None and not session.deriving.is_busy)
    assert document.size == Size(WIDTH, HEIGHT)
    assert busy.count(True) == busy.count(False)


def test_missed_spots_and_what_dissolves_are_looked_for_again(bench: Bench, session: Session) -> None:
    document = document_of(session)
    mask = spot()
    mask[5:8, 5:8] = 255
    document.replace_mask(mask)
    session.parameters.set("mask_blur", 30)
    session.missed.watch(is_on=True)
    bench.until(lambda: session.missed.spots and dissolved(session) is not None)
    (place,) = [each.rect for each in session.missed.spots]
    change(session)
    assert not session.missed.spots
    assert dissolved(session) is None
    bench.until(lambda: session.missed.spots and dissolved(session) is not None)
    assert [each.rect for each in session.missed.spots] == [place.translated(40, 30)]
    found = dissolved(session)
    assert found is not None
    assert any(each.rect.contains(Point(46.0, 36.0)) for each in found.spots)
    session.missed.watch(is_on=False)


def test_a_change_that_has_its_place_on_another_canvas_is_not_painted(bench: Bench, session: Session) -> None:
    document, may_go_on = document_of(session), Event()

    def slow(snapshot: Snapshot) -> Plane:
        may_go_on.wait(30)
        return np.full_like(snapshot.mask, 255)

    session.reworking.paint(slow, "slow")
    change(session)
    may_go_on.set()
    bench.until(lambda: OTHER_CANVAS in bench.said())
    bench.until(lambda: not session.reworking.is_busy)
    assert document.history.undo_label == "canvas"
    session.reworking.apply(Grow(px=3))
    document.undo()
    bench.until(lambda: document.history.edits_done == 1 + 1)
    assert document.size == Size(WIDTH, HEIGHT)


def test_a_repaint_area_imported_meanwhile_must_fit_the_canvas(bench: Bench, session: Session, tmp_path: Path) -> None:
    path, document = tmp_path / "area.png", document_of(session)
    write_mask(path, np.full((HEIGHT, WIDTH), 255, np.uint8))
    session.import_mask(path)
    change(session)
    bench.until(lambda: any("the picture 640 by 590" in text for text in bench.said()))
    assert document.history.undo_label == "canvas"


def test_parameters_of_a_job_bring_its_frame_where_it_lies_now(bench: Bench, session: Session) -> None:
    session.parameters.set("frame_mode", Rect(200, 200, 320, 320))
    session.submit()
    bench.until(lambda: session.shown)
    change(session)
    session.parameters.set("frame_mode", "whole")
    session.use_parameters_of(bench.program.jobs.all[0].id)
    bench.until(lambda: session.parameters.values.frame_mode == Rect(240, 230, 320, 320))


def test_saved_is_said_only_while_the_canvas_is_the_saved_one(bench: Bench, session: Session, tmp_path: Path) -> None:
    gone: list[str] = []
    bench.program.notices.withdrawn.connect(gone.append)
    session.save_as(tmp_path / "saved.png")
    bench.until(lambda: any("Saved as" in text for text in bench.said()))
    change(session)
    assert any(key.startswith("saved") for key in gone)


def test_invert_is_offered_for_the_painting_on_another_canvas_too(bench: Bench, session: Session) -> None:
    document, asked = document_of(session), list[Callable[[str], None]]()
    session.ask_doubts_by(lambda _reason, answer: asked.append(answer))  # type: ignore[arg-type] # as a test answers
    document.fill_mask(255)
    session.submit()
    bench.until(lambda: asked)
    change(session)
    asked[0]("invert")
    assert not document.mask.pixels[30:, 40:].any()


def test_undo_of_the_notice_is_the_canvas_s_own(bench: Bench, session: Session) -> None:
    apply(bench, session, LARGER)
    action: NoticeAction | None = next(notice.action for notice in bench.notices if notice.key == "canvas")
    assert action is not None
    document = document_of(session)
    document.invert_mask()
    action.run()
    assert document.history.undo_label != ""
    assert document.size == LARGER.rect.size
