"""What is known of results and what can be done with accepted ones, in a session without a window."""

import numpy as np
import pytest

from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import State
from picpik_studio.app.job_records import from_record, to_record
from picpik_studio.app.patches import FLATTENED
from picpik_studio.app.retouching import IS_HIDDEN, NOTHING
from picpik_studio.app.seaming import SEAM
from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.core.proof import Proof
from picpik_studio.core.seam import AS_SENT, Seam
from picpik_studio.core.tools.base import ToolEvent
from picpik_studio.core.tools.retouch import RetouchBrush
from tests.app.conftest import Bench, document_of
from tests.app.requests import mask
from tests.core.making import at


def redrawn(bench: Bench, session: Session, count: int = 1) -> str:
    """Have the repaint area redrawn; return the job's id when its first result is shown."""
    session.parameters.set("batch_size", count)
    before = len(bench.program.jobs.all)
    session.submit()
    bench.until(lambda: len(bench.program.jobs.all) > before and session.shown is not None)
    assert session.shown is not None
    return session.shown.job_id


def has_shown(session: Session) -> bool:
    return session.shown is not None


def is_shown(bench: Bench, session: Session, index: int) -> None:
    """Wait until a result is shown."""
    bench.until(lambda: session.shown is not None and session.shown.index == index)


def accepted(bench: Bench, session: Session, count: int = 1) -> tuple[Patch, ...]:
    """Accept `count` results of one job."""
    job_id = redrawn(bench, session, count)
    for index in range(count):
        if index:  # the first one is shown by itself
            session.show_result(job_id, index)
        is_shown(bench, session, index)
        session.accept_shown()
    return session.patches.all


# The proof


def test_a_shown_result_is_proved_and_the_proof_is_kept_with_it(bench: Bench, session: Session) -> None:
    job_id = redrawn(bench, session)
    bench.until(lambda: session.inspecting.found is not None)
    found, shown = session.inspecting.found, session.shown
    assert found is not None
    assert shown is not None
    inside = int(np.count_nonzero(shown.patch.weight))
    assert found.proof == Proof(120 * 200 - inside, 0)
    ref = session.results[0]
    assert (ref.job_id, ref.proof) == (job_id, found.proof)
    job = bench.program.jobs.get(job_id)
    assert job is not None
    assert from_record(job.state, to_record(job)).results[0].proof == found.proof


def test_what_the_service_had_changed_is_known_and_none_of_it_is_in_the_picture(bench: Bench, session: Session) -> None:
    redrawn(bench, session)
    bench.until(lambda: session.inspecting.service is not None)
    look = session.inspecting.service
    assert look is not None
    change = look.change
    assert change.changed > change.outside * 0.98, "the service painted everything green"
    assert change.amount.shape == (look.frame.sent.height, look.frame.sent.width)
    assert not change.amount[change.footprint > 0].any()
    session.accept_shown()
    document = document_of(session)
    bench.until(lambda: session.proving.proof is not None)
    assert session.proving.proof == Proof(120 * 200 - int(np.count_nonzero(document.patches[0].weight)), 0)
    assert session.inspecting.service is look, "accepted it is still the one that was looked at"
    assert document.patches[0].proof == session.results[0].proof
    assert document.patches[0].proof is not None


def test_nothing_is_proved_of_nothing(bench: Bench, session: Session) -> None:
    accepted(bench, session)
    bench.until(lambda: session.proving.proof is not None)
    document_of(session).undo()
    assert session.proving.proof is None
    bench.until(lambda: session.inspecting.found is None)


def test_a_document_whose_pixels_were_spoilt_is_found_out(bench: Bench, session: Session) -> None:
    accepted(bench, session)
    document = document_of(session)
    spoilt = document.composition._composed
    assert spoilt is not None
    spoilt[0, 0, 0] ^= 1
    session.patches.rename(document.patches[0].id, "Look again")
    bench.until(lambda: session.proving.proof is not None)
    assert session.proving.proof is not None
    assert session.proving.proof.differing == 1


def test_a_job_that_is_gone_leaves_the_proof_without_the_service(bench: Bench, session: Session) -> None:
    job_id = accepted(bench, session)[0].job_id
    session.inspecting.choose(None)
    bench.program.jobs.forget(job_id)
    bench.until(lambda: bench.program.jobs.get(job_id) is None)
    session.inspecting.choose(session.patches.chosen)
    bench.until(lambda: session.inspecting.found is not None)
    assert session.inspecting.found is not None
    assert session.inspecting.found.proof.holds
    assert session.inspecting.service is None


# The list


def test_every_change_of_the_list_is_one_undoable_edit(bench: Bench, session: Session) -> None:
    first, second = accepted(bench, session, 2)
    document, patches = document_of(session), session.patches
    assert patches.chosen is second
    before = document.history.edits_done
    patches.rename(first.id, "  Sky ")
    patches.rename(first.id, "Sky")
    assert patches.all[0].name == "Sky"
    patches.show(first.id, is_visible=True)
    patches.toggle_chosen()
    assert not patches.all[1].is_visible
    patches.move_chosen(-1)
    assert [each.id for each in patches.all] == [second.id, first.id]
    patches.step(1)
    assert patches.chosen is not None
    assert patches.chosen.id == first.id
    patches.step(5)
    patches.remove_chosen()
    assert [each.id for each in patches.all] == [second.id]
    assert patches.chosen is patches.all[0]
    assert document.history.edits_done == before + 4
    for _ in range(4):
        document.undo()
    assert [each.id for each in patches.all] == [first.id, second.id]
    assert (patches.all[0].name, patches.all[1].is_visible) == ("", True)


def test_removing_the_last_one_ends_the_job_being_applied_until_it_comes_back(bench: Bench, session: Session) -> None:
    job_id = accepted(bench, session)[0].job_id
    states = []
    for step in (session.patches.remove_chosen, document_of(session).undo):
        step()
        job = bench.program.jobs.get(job_id)
        states.append(job.state if job is not None else None)
    assert states == [State.FINISHED, State.APPLIED]
    session.patches.toggle_chosen()
    with pytest.raises(RefusedError, match="only one result"):
        session.patches.flatten()


def test_without_an_accepted_result_there_is_nothing_to_work_on(bench: Bench, session: Session) -> None:
    patches = session.patches
    assert (patches.chosen, patches.seam, patches.all) == (None, None, ())
    patches.step(1)
    for refused in (patches.toggle_chosen, patches.remove_chosen, lambda: patches.set_seam(AS_SENT)):
        with pytest.raises(RefusedError, match="No accepted result"):
            refused()
    session.close()
    with pytest.raises(RefusedError, match="No picture"):
        patches.flatten()
    bench.until(lambda: True)


def test_flattening_looks_the_same_and_keeps_the_jobs_applied(bench: Bench, session: Session) -> None:
    first, _second = accepted(bench, session, 2)
    document = document_of(session)
    before = document.pixels.copy()
    session.patches.flatten()
    assert session.patches.is_busy
    bench.until(lambda: not session.patches.is_busy)
    assert [each.is_flat for each in session.patches.all] == [True]
    assert document.history.undo_label == FLATTENED
    assert np.array_equal(document.pixels, before)
    job = bench.program.jobs.get(first.job_id)
    assert job is not None
    assert job.state is State.APPLIED
    bench.until(lambda: session.inspecting.found is not None)
    assert session.inspecting.service is None


def test_what_is_found_of_flattened_results_is_not_kept_with_the_first_of_them(bench: Bench, session: Session) -> None:
    first = accepted(bench, session)[0]
    bench.until(lambda: bench.program.jobs.all[0].results[0].proof)
    own = bench.program.jobs.all[0].results[0].proof
    document_of(session).replace_mask(np.roll(mask(), 30, axis=1))
    accepted(bench, session)
    session.patches.flatten()
    bench.until(lambda: len(document_of(session).patches) == 1)
    bench.until(lambda: session.inspecting.found is not None and session.inspecting.found.proof != own)
    bench.until(lambda: not session.inspecting.is_busy)
    found = session.inspecting.found
    assert found is not None
    assert found.source == first.sources[0]
    assert found.proof != own
    assert bench.program.jobs.all[0].results[0].proof == own


def test_a_list_that_changed_meanwhile_is_not_flattened(bench: Bench, session: Session) -> None:
    accepted(bench, session, 2)
    session.patches.flatten()
    session.patches.remove_chosen()
    bench.until(lambda: not session.patches.is_busy)
    assert len(session.patches.all) == 1
    assert not session.patches.all[0].is_flat


# The seam


def test_a_seam_is_made_by_a_worker_and_a_held_slider_is_one_edit(bench: Bench, session: Session) -> None:
    accepted(bench, session)
    document, patches = document_of(session), session.patches
    before, done = document.pixels.copy(), document.history.edits_done
    busy: list[bool] = []
    patches.busy.connect(busy.append)
    for blend in range(1, 9):
        patches.set_seam(Seam(blend_px=blend, shift_px=-6), "slider")
        assert patches.seam == Seam(blend_px=blend, shift_px=-6), "what is wanted is shown at once"
    bench.until(lambda: not patches.is_busy)
    chosen = patches.chosen
    assert chosen is not None
    assert chosen.seam == Seam(blend_px=8, shift_px=-6)
    assert chosen.fit is not None
    assert document.history.edits_done == done + 1
    assert document.history.undo_label == SEAM
    assert busy[0] is True
    assert busy[-1] is False
    weight = chosen.weight
    part = chosen.rect.slices
    assert np.array_equal(document.pixels[part][weight == 0], before[part][weight == 0])
    assert not np.array_equal(document.pixels, before)
    document.undo()
    assert np.array_equal(document.pixels, before)


def test_undo_while_a_seam_is_made_wins(bench: Bench, session: Session) -> None:
    accepted(bench, session)
    document = document_of(session)
    session.patches.set_seam(Seam(blend_px=3))
    document.undo()
    bench.until(lambda: not session.patches.is_busy)
    assert document.patches == ()
    document.redo()
    assert session.patches.seam == AS_SENT


def test_a_match_that_goes_wrong_is_said(bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted(bench, session)

    def fail(*_: object) -> Patch:
        raise MemoryError

    monkeypatch.setattr("picpik_studio.app.seaming.refitted", fail)
    session.patches.set_seam(Seam(match="tones"))
    bench.until(lambda: not session.patches.is_busy)
    assert any("MemoryError" in text for text in bench.said())
    assert session.patches.seam == AS_SENT


# Retouching


def brush(session: Session, kind: str) -> RetouchBrush:
    session.tool.tool = "restore" if kind == "restore" else "pick"
    session.tool.size = 8
    return RetouchBrush(document_of(session), session.tool, session.tool.tool, session.retouching.target)


def dab(tool: RetouchBrush, event: ToolEvent) -> None:
    tool.press(event)
    tool.release(event)


def middle(patch: Patch) -> ToolEvent:
    return at(patch.rect.x + patch.rect.width // 2, patch.rect.y + patch.rect.height // 2)


def test_restoring_in_a_shown_result_accepts_it_with_the_stroke(bench: Bench, session: Session) -> None:
    redrawn(bench, session)
    assert session.shown is not None
    event = middle(session.shown.patch)
    dab(brush(session, "restore"), event)
    document = document_of(session)
    assert not has_shown(session)
    assert document.history.edits_done == 2, "the painted mask, and this"
    y, x = int(event.point.y), int(event.point.x)
    assert np.array_equal(document.pixels[y, x], document.picture.pixels[y, x])
    assert (document.pixels != document.picture.pixels).any()


def test_picking_from_two_results_makes_one_composite(bench: Bench, session: Session) -> None:
    job_id = redrawn(bench, session, 2)
    pick = brush(session, "pick")
    assert session.shown is not None
    rect: Rect = session.shown.patch.rect
    left, right = (
        at(rect.x + rect.width // 3, rect.y + rect.height // 2),
        at(rect.x + 2 * rect.width // 3, rect.y + rect.height // 2),
    )
    dab(pick, left)
    assert session.shown is not None, "it stays the palette"
    dab(pick, left)
    session.show_result(job_id, 1)
    bench.until(lambda: session.shown is not None and session.shown.index == 1)
    dab(pick, right)
    patches = document_of(session).patches
    assert [each.image_index for each in patches] == [0, 1]
    session.show_result(job_id, 0)
    bench.until(lambda: session.shown is not None and session.shown.index == 0)
    assert session.retouching.meant is patches[0]
    dab(pick, right)
    assert len(document_of(session).patches) == 2


def test_without_a_result_or_with_a_hidden_one_it_is_said(bench: Bench, session: Session) -> None:
    tool = brush(session, "restore")
    dab(tool, at(100, 60))
    assert NOTHING in bench.said()
    accepted(bench, session)
    session.patches.toggle_chosen()
    session.tool.tool = "restore"
    dab(tool, at(100, 60))
    assert IS_HIDDEN in bench.said()
    patch = session.patches.chosen
    assert patch is not None
    assert patch.alpha is None


def test_a_result_that_is_picked_from_already_is_not_accepted_once_more(bench: Bench, session: Session) -> None:
    job_id = redrawn(bench, session, 2)
    assert session.shown is not None
    dab(brush(session, "pick"), middle(session.shown.patch))
    first = session.shown
    session.show_result(job_id, 1)
    is_shown(bench, session, 1)
    session.accept_shown()
    session._state.shown = first
    session.accept_shown()
    assert len(session.patches.all) == 2
    assert any("part of the picture already" in text for text in bench.said())
