"""From Submit to an accepted result, in a session without a window."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app.accepting import ACCEPTED
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import State
from picpik_studio.app.job_records import to_record
from picpik_studio.app.notices import Notice
from picpik_studio.app.session import Session
from picpik_studio.app.showing import HIDDEN
from picpik_studio.app.writing_out import SAVED
from picpik_studio.core.document import Document
from picpik_studio.files.journal import Journal
from tests.app.cloud import Cloud, solid
from tests.app.conftest import Bench, document_of
from tests.app.requests import mask
from tests.app.submissions import is_shown, shown, submitted

GREEN = (10, 200, 30)


def test_the_first_result_of_a_batch_is_shown_at_once(bench: Bench, session: Session) -> None:
    topics: list[str] = []
    session.changed.connect(topics.append)
    submitted(bench, session, batch_size=3, seed=40)
    job = bench.program.jobs.all[0]
    assert shown(bench, session) == (job.id, 0)
    assert [(ref.index, ref.seed) for ref in session.results] == [(0, 40), (1, 41), (2, 42)]
    assert (job.document, job.picture_hash) == (session.path, session.picture_hash)
    assert {"submitting", "results", "shown"} <= set(topics)
    assert session.submitting == 0


def test_the_first_main_model_is_taken_when_none_is_chosen(bench: Bench, session: Session, cloud: Cloud) -> None:
    submitted(bench, session)
    assert cloud.tasks["task-1"].request["MainModel"]["ModelCode"] == "model-1"
    session.refresh_models()
    bench.until(lambda: session.models)
    assert session.parameters.values.main_model is not None
    assert session.parameters.values.main_model.code == "model-1"


def test_accepting_is_one_undoable_edit_and_the_mask_stays(bench: Bench, session: Session) -> None:
    submitted(bench, session)
    shown(bench, session)
    document = document_of(session)
    before = document.pixels.copy()
    session.accept_shown()
    assert session.shown is None
    assert (document.pixels[mask() == 255][:, :3] == GREEN).all()
    assert np.array_equal(document.mask.pixels, mask())
    states = [bench.program.jobs.all[0].state]
    document.undo()
    assert np.array_equal(document.pixels, before)
    states.append(bench.program.jobs.all[0].state)
    document.redo()
    states.append(bench.program.jobs.all[0].state)
    assert states == [State.APPLIED, State.FINISHED, State.APPLIED]
    assert (document.pixels[mask() == 255][:, :3] == GREEN).all()


def test_a_job_is_applied_while_any_of_its_results_lies_there(bench: Bench, session: Session) -> None:
    submitted(bench, session, batch_size=2)
    job_id, _ = shown(bench, session)
    session.accept_shown()
    session.show_result(job_id, 1)
    shown(bench, session)
    session.accept_shown()
    states = []
    for _ in range(2):
        document_of(session).undo()
        states.append(bench.program.jobs.all[0].state)
    assert states == [State.APPLIED, State.FINISHED]


def test_accepting_says_so_and_offers_to_undo_it(bench: Bench, session: Session) -> None:
    document = document_of(session)
    notices: list[Notice] = []
    bench.program.notices.shown.connect(notices.append)
    submitted(bench, session)
    shown(bench, session)
    session.accept_shown()
    told = next(notice for notice in notices if notice.key.startswith("accepted"))
    assert told.action is not None
    told.action.run()
    assert not document.patches
    told.action.run()
    assert document.history.can_redo


def test_the_copy_that_accepting_needs_is_made_beforehand_by_a_worker(bench: Bench, session: Session) -> None:
    document = document_of(session)
    assert document.composition.wants_spare
    submitted(bench, session)
    shown(bench, session)
    bench.until(lambda: not document.composition.wants_spare)
    before = document.picture.pixels.copy()
    session.accept_shown()
    assert not np.array_equal(document.pixels, before)
    assert np.array_equal(document.picture.pixels, before)


def test_hiding_is_undoable_from_the_notice_and_from_the_history(bench: Bench, session: Session) -> None:
    submitted(bench, session, batch_size=2)
    job_id, _ = shown(bench, session)
    session.hide_shown()
    assert [ref.index for ref in session.results] == [1]
    assert session.shown is None
    action = bench.notices[-1].action
    assert action is not None
    action.run()
    assert [ref.index for ref in session.results] == [0, 1]
    assert shown(bench, session) == (job_id, 0), "it is where it was"
    document_of(session).redo()
    assert [ref.index for ref in session.results] == [1]
    bench.until(lambda: session.shown is None)
    document_of(session).fill_mask(0)
    action.run()
    assert [ref.index for ref in session.results] == [0, 1]
    assert shown(bench, session) == (job_id, 0)
    session.show_result(job_id, 1)
    bench.until(lambda: session.shown is not None)
    session.hide_shown()
    session.unhide(job_id)
    session.unhide("no such job")
    assert [ref.index for ref in session.results] == [0, 1]


def test_stepping_goes_round_the_strip(bench: Bench, session: Session) -> None:
    session.show_next()
    submitted(bench, session, batch_size=3)
    shown(bench, session)
    for step, index in ((1, 1), (1, 2), (1, 0), (-1, 2)):
        session.show_next(step)
        bench.until(partial(is_shown, session, index))
    session.show_result(bench.program.jobs.all[0].id, None)
    before = session.shown
    assert before is None
    session.show_next(-1)
    assert shown(bench, session)[1] == 2


def test_the_seed_of_the_shown_image_is_taken_over(bench: Bench, session: Session) -> None:
    submitted(bench, session, batch_size=2)
    shown(bench, session)
    session.show_next()
    bench.until(lambda: session.shown is not None and session.shown.index == 1)
    session.reuse_seed()
    assert session.parameters.values.seed == 4712


def test_the_shown_result_can_be_saved_without_being_accepted(bench: Bench, session: Session, tmp_path: Path) -> None:
    submitted(bench, session)
    shown(bench, session)
    before = document_of(session).pixels.copy()
    session.save_shown(tmp_path / "out.png")
    bench.until(lambda: (tmp_path / "out.png").exists() and "Saved as out.png." in bench.said())
    written = np.asarray(cv2.imread(str(tmp_path / "out.png")))
    assert (written[mask() == 255] == GREEN).all()
    assert np.array_equal(document_of(session).pixels, before)


def test_what_needs_a_shown_result_says_so(session: Session) -> None:
    actions: tuple[Callable[[], None], ...] = (session.accept_shown, session.hide_shown, session.reuse_seed)
    for action in actions:
        with pytest.raises(RefusedError, match="No result is shown"):
            action()


def test_results_belong_to_the_picture_and_come_back_with_it(bench: Bench, session: Session, tmp_path: Path) -> None:
    submitted(bench, session)
    path = session.path
    assert path is not None
    (tmp_path / "other.png").write_bytes(solid(50, 50))
    session.open_path(tmp_path / "other.png")
    bench.until(lambda: session.title == "other.png")
    assert (session.results, session.shown) == ((), None)
    session.open_path(path)
    bench.until(lambda: session.title == "photo.png")
    assert len(session.results) == 1


def test_forgetting_a_job_takes_its_results_away(bench: Bench, session: Session) -> None:
    submitted(bench, session)
    job_id, _ = shown(bench, session)
    bench.program.jobs.forget(job_id)
    bench.until(lambda: session.shown is None)
    assert (bench.program.jobs.all, session.results) == ((), ())


def test_results_of_earlier_runs_are_in_the_strip_but_not_shown(bench: Bench, session: Session, tmp_path: Path) -> None:
    submitted(bench, session)
    job = bench.program.jobs.all[0]
    path = session.path
    assert path is not None
    later = Bench(tmp_path / "later")
    try:
        again = Session(later.program)
        again.open_path(path)
        later.until(lambda: again.document is not None)
        with Journal(later.data / "jobs.sqlite") as journal:
            journal.put(job.id, "finished", to_record(replace(job, owner="dead")))
        later.program.jobs.resume()
        later.until(lambda: again.results)
        later.program.jobs.hide_result(job.id, 0, hidden=True)
        later.until(lambda: not again.results)
        assert again.shown is None
        again.close()
    finally:
        later.close()


def test_no_result_is_accepted_in_the_middle_of_a_stroke(bench: Bench, session: Session) -> None:
    submitted(bench, session)
    shown(bench, session)
    with document_of(session).begin("stroke"):
        for action in (session.accept_shown, session.hide_shown):
            with pytest.raises(RefusedError, match="Finish the stroke"):
                action()


def test_a_result_whose_file_is_gone_is_said(bench: Bench, session: Session) -> None:
    submitted(bench, session)
    job_id, _ = shown(bench, session)
    session.show_result(job_id, None)
    session.results[0].path.unlink()
    session.show_result(job_id, 0)
    bench.until(lambda: any(notice.kind == "error" for notice in bench.notices))


def test_a_result_shown_while_another_was_wanted_is_dropped(bench: Bench, session: Session) -> None:
    submitted(bench, session, batch_size=2)
    job_id, _ = shown(bench, session)
    session.show_result(job_id, 0)
    session.show_result(job_id, 1)
    bench.until(lambda: session.shown is not None and session.shown.index == 1)


def test_submitting_nothing_is_a_notice_and_no_job(bench: Bench, session: Session, cloud: Cloud) -> None:
    document_of(session).clear_mask()
    session.submit()
    bench.until(lambda: bench.notices)
    assert "Nothing is painted" in bench.said()[0]
    assert (session.submitting, bench.program.jobs.all, cloud.count("ModifyMaskedPixels")) == (0, (), 0)


def test_several_jobs_run_side_by_side(bench: Bench, session: Session) -> None:
    submitted(bench, session, count=3)
    assert len(session.results) == 3


def followed(bench: Bench) -> list[str]:
    """Return a list of the keys under which notices of what is done to a picture are taken back."""
    keys: list[str] = []
    ours = ("accepted", "hidden", "saved")
    bench.program.notices.withdrawn.connect(lambda key: keys.append(key) if key.startswith(ours) else None)
    return keys


def key_of(bench: Bench, template: str) -> str:
    return next(notice.key for notice in reversed(bench.notices) if notice.template == template)


def accepted(bench: Bench, session: Session) -> tuple[str, int]:
    """Send a request and accept what comes; return what was accepted."""
    submitted(bench, session)
    which = shown(bench, session)
    session.accept_shown()
    return which


@pytest.mark.parametrize("change", [Document.undo, Document.invert_mask])
def test_the_notice_of_accepting_goes_with_any_other_edit(
    bench: Bench, session: Session, change: Callable[[Document], object]
) -> None:
    withdrawn = followed(bench)
    accepted(bench, session)
    key = key_of(bench, ACCEPTED)
    assert key not in withdrawn
    change(document_of(session))
    assert withdrawn == [key]
    document_of(session).clear_mask()
    assert withdrawn == [key], "taken back once"


def test_notices_of_a_document_go_with_it(bench: Bench, session: Session) -> None:
    withdrawn = followed(bench)
    accepted(bench, session)
    session.close()
    assert key_of(bench, ACCEPTED) in withdrawn


def test_the_notice_of_hiding_goes_when_the_result_is_back(bench: Bench, session: Session) -> None:
    withdrawn = followed(bench)
    submitted(bench, session)
    shown(bench, session)
    session.hide_shown()
    document_of(session).invert_mask()
    assert withdrawn == []
    document_of(session).undo()
    document_of(session).undo()
    assert withdrawn == [key_of(bench, HIDDEN)]


def test_what_was_said_of_saving_goes_when_the_picture_is_another(
    bench: Bench, session: Session, tmp_path: Path
) -> None:
    accepted(bench, session)
    withdrawn = followed(bench)
    session.save_as(tmp_path / "out.png")
    bench.until(lambda: "Saved as out.png." in bench.said())
    key = key_of(bench, SAVED)
    document_of(session).invert_mask()
    assert key not in withdrawn, "painting is no part of the file"
    for _ in range(2):
        document_of(session).undo()
    assert key in withdrawn


def test_a_result_that_was_laid_last_is_not_laid_once_more(bench: Bench, session: Session) -> None:
    job_id, index = accepted(bench, session)
    document = document_of(session)
    done = document.history.edits_done
    session.show_result(job_id, index)
    shown(bench, session)
    session.accept_shown()
    assert (len(document.patches), document.history.edits_done) == (1, done)
    assert bench.said()[-1] == "This result is part of the picture already."
    document.undo()
    session.accept_shown()
    assert (len(document.patches), session.shown) == (1, None)
