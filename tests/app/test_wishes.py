"""What a person wishes of accepted results is done, whatever comes between; only undo takes it back."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app.errors import RefusedError
from picpik_studio.app.matching import RENEWED
from picpik_studio.app.patches import FLATTENED, TOO_FEW
from picpik_studio.app.seaming import SEAM
from picpik_studio.app.session import Session
from picpik_studio.app.session_state import ShownResult
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.composition import composed, refitted
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.core.seam import AS_SENT, Seam
from picpik_studio.core.tools.retouch import RetouchBrush
from picpik_studio.files.images import open_picture
from tests.app.conftest import Bench, document_of, session_with
from tests.core.making import at, noise

CORNER = Rect(0, 0, 9, 9)


@pytest.fixture
def session(bench: Bench, tmp_path: Path) -> Iterator[Session]:
    """A session with a photograph and two accepted results, the upper over a part of the lower."""
    with session_with(bench, tmp_path) as made:
        for number, rect in enumerate((Rect(20, 20, 60, 50), Rect(60, 40, 50, 40))):
            document_of(made).add_patch(a_patch("ab"[number], rect))
        yield made


def a_patch(name: str, rect: Rect) -> Patch:
    pixels = noise(rect.size, seed=ord(name))
    pixels[..., 3] = 255
    return Patch(name, rect, pixels, np.full((rect.height, rect.width), 255, np.uint8), "", ord(name), "Accept")


def names(session: Session) -> str:
    return "".join(patch.id for patch in session.patches.all)


def idle(bench: Bench, session: Session) -> None:
    bench.until(lambda: not session.patches.is_busy)


def paint(document: Document) -> None:
    with document.begin("Stroke") as editor:
        editor.touch(CORNER)[CORNER.slices] = 255
        editor.announce(CORNER)


# A seam that is being made


def test_a_seam_outlives_a_stroke_a_save_a_name_and_another_result(bench: Bench, session: Session) -> None:
    document, patches = document_of(session), session.patches
    seam = Seam(blend_px=5, match="tones")
    patches.set_seam(seam)
    paint(document)
    document.mark_saved(document.snapshot())
    patches.rename("b", "mine")
    document.add_patch(a_patch("c", Rect(120, 10, 30, 30)))
    idle(bench, session)
    assert [(patch.id, patch.seam) for patch in patches.all] == [("a", AS_SENT), ("b", seam), ("c", AS_SENT)]
    assert patches.all[1].name == "mine"
    assert document.history.undo_label == SEAM
    assert document.is_modified


def test_a_seam_that_comes_while_a_stroke_is_open_waits_for_its_end(bench: Bench, session: Session) -> None:
    document, patches = document_of(session), session.patches
    editor = document.begin("Stroke")
    patches.set_seam(Seam(opacity=40))
    bench.until(lambda: patches.seam == Seam(opacity=40))
    assert patches.is_busy
    assert patches.all[1].seam == AS_SENT
    editor.abort()
    idle(bench, session)
    assert patches.all[1].seam == Seam(opacity=40)


def test_one_that_is_made_when_a_stroke_has_begun_waits_too(bench: Bench, session: Session) -> None:
    document, patches = document_of(session), session.patches
    patches.set_seam(Seam(opacity=40))
    with document.begin("Stroke") as editor:
        bench.until(lambda: patches._seaming._task is None)
        editor.touch(CORNER)[CORNER.slices] = 255
    assert patches.seam == Seam(opacity=40)
    idle(bench, session)
    assert patches.all[1].seam == Seam(opacity=40)
    assert document.history.edits_done == 4


def test_the_seams_of_two_results_are_both_made(bench: Bench, session: Session) -> None:
    patches = session.patches
    patches.choose("a")
    patches.set_seam(Seam(opacity=10))
    patches.set_seam(Seam(opacity=20))
    patches.choose("b")
    patches.set_seam(Seam(opacity=30))
    patches.choose("a")
    assert patches.seam == Seam(opacity=20)
    idle(bench, session)
    assert [patch.seam.opacity for patch in patches.all] == [20, 30]


def test_undo_takes_it_back_and_what_is_shown_is_what_is(bench: Bench, session: Session) -> None:
    document, patches = document_of(session), session.patches
    paint(document)
    told: list[Seam | None] = []
    patches.changed.connect(lambda: told.append(patches.seam))
    patches.set_seam(Seam(opacity=40))
    document.undo()
    assert told[-1] == AS_SENT
    assert not patches.is_busy
    bench.until(lambda: not bench.program.tasks._running)
    assert [patch.seam for patch in patches.all] == [AS_SENT, AS_SENT]
    assert not document.mask.pixels.any()


def test_one_that_fails_keeps_no_other_from_being_made(
    bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_once(*_: object) -> Patch:
        monkeypatch.setattr("picpik_studio.app.seaming.refitted", refitted)
        raise MemoryError

    monkeypatch.setattr("picpik_studio.app.seaming.refitted", fail_once)
    patches = session.patches
    patches.choose("a")
    patches.set_seam(Seam(opacity=10))
    patches.choose("b")
    patches.set_seam(Seam(opacity=30))
    idle(bench, session)
    assert [patch.seam.opacity for patch in patches.all] == [100, 30]
    assert any("MemoryError" in text for text in bench.said())


# Flattening


def test_flattening_that_is_ready_while_a_stroke_is_open_waits_for_its_end(bench: Bench, session: Session) -> None:
    document, patches = document_of(session), session.patches
    patches.flatten()
    patches.flatten()
    with document.begin("Stroke") as editor:
        bench.until(lambda: patches._flat is not None)
        assert names(session) == "ab"
        editor.touch(CORNER)[CORNER.slices] = 255
    idle(bench, session)
    assert patches.all[0].is_flat
    assert document.history.undo_label == FLATTENED
    assert not any(bench.said())


def test_what_changes_while_it_is_made_is_in_it(bench: Bench, session: Session) -> None:
    document, patches = document_of(session), session.patches
    patches.flatten()
    document.add_patch(a_patch("c", Rect(120, 10, 30, 30)))
    patches.set_seam(Seam(opacity=40))
    idle(bench, session)
    (flat,) = patches.all
    assert len(flat.sources) == 3
    document.undo()
    assert [patch.seam.opacity for patch in patches.all] == [100, 100, 40]
    before = document.pixels.copy()
    document.redo()
    assert np.array_equal(document.pixels, before)


def test_a_seam_that_is_being_made_comes_first(bench: Bench, session: Session) -> None:
    patches = session.patches
    patches.set_seam(Seam(opacity=40))
    patches.flatten()
    idle(bench, session)
    assert patches.all[0].is_flat
    document_of(session).undo()
    assert patches.all[1].seam == Seam(opacity=40)


def test_where_only_one_is_left_meanwhile_it_is_said(bench: Bench, session: Session) -> None:
    session.patches.flatten()
    session.patches.remove_chosen()
    idle(bench, session)
    assert not session.patches.all[0].is_flat
    assert TOO_FEW in bench.said()


def test_undo_takes_flattening_back_too(bench: Bench, session: Session) -> None:
    document = document_of(session)
    paint(document)
    session.patches.flatten()
    document.undo()
    assert not session.patches.is_busy
    bench.until(lambda: not bench.program.tasks._running)
    assert len(session.patches.all) == 2


def test_another_picture_takes_every_wish_along(bench: Bench, session: Session, tmp_path: Path) -> None:
    session.patches.set_seam(Seam(match="tones"))
    session.patches.flatten()
    other = tmp_path / "other.png"
    cv2.imwrite(str(other), np.zeros((40, 50, 3), np.uint8))
    before = session.document
    session.open_path(other)
    bench.until(lambda: session.document is not before and session.document is not None)
    assert not session.patches.is_busy
    assert (session.patches.all, session.patches.seam) == ((), None)


# What was matched before


def matched(bench: Bench, session: Session) -> Document:
    session.patches.set_seam(Seam(match="tones"))
    idle(bench, session)
    bench.until(lambda: session.matching._pause is None and session.matching._looking is None)
    assert session.matching.outdated == frozenset()
    return document_of(session)


def test_a_match_is_from_before_when_what_lies_under_its_ring_changes_and_is_renewed_by_one_click(
    bench: Bench, session: Session
) -> None:
    document = matched(bench, session)
    told: list[frozenset[str]] = []
    session.matching.changed.connect(lambda: told.append(session.matching.outdated))
    with pytest.raises(RefusedError):
        session.matching.renew()
    seen = document.pixels.copy()
    session.patches.show("a", is_visible=False)
    bench.until(lambda: session.matching.outdated == {"b"})
    part = session.patches.all[1].rect.slices
    assert np.array_equal(document.pixels[part], seen[part]), "nothing is matched anew by itself"
    before = document.pixels.copy()
    session.matching.renew()
    bench.until(lambda: document.history.undo_label == RENEWED)
    bench.until(lambda: session.matching.outdated == frozenset())
    assert not np.array_equal(document.pixels, before)
    document.undo()
    assert np.array_equal(document.pixels, before)
    bench.until(lambda: session.matching.outdated == {"b"})
    document.undo()
    bench.until(lambda: session.matching.outdated == frozenset())
    assert [set(each) for each in told] == [{"b"}, set(), {"b"}, set()]


def test_renewing_waits_for_a_stroke_and_takes_what_changes_meanwhile(bench: Bench, session: Session) -> None:
    document = matched(bench, session)
    session.patches.show("a", is_visible=False)
    bench.until(lambda: session.matching.outdated == {"b"})
    session.matching.renew()
    session.patches.rename("b", "mine")
    with document.begin("Stroke") as editor:
        bench.until(lambda: session.matching._renewing is None)
        editor.touch(CORNER)[CORNER.slices] = 255
    bench.until(lambda: document.history.undo_label == RENEWED)
    assert session.patches.all[1].name == "mine"
    bench.until(lambda: session.matching.outdated == frozenset())


def test_renewing_that_goes_wrong_is_said(bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    matched(bench, session)
    session.patches.show("a", is_visible=False)
    bench.until(lambda: session.matching.outdated == {"b"})

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("picpik_studio.app.matching.rematched", fail)
    session.matching.renew()
    bench.until(lambda: not session.matching.is_busy)
    assert any("MemoryError" in text for text in bench.said())
    assert session.matching.outdated == {"b"}


def test_another_picture_ends_the_renewing(bench: Bench, session: Session, tmp_path: Path) -> None:
    matched(bench, session)
    session.patches.show("a", is_visible=False)
    bench.until(lambda: session.matching.outdated == {"b"})
    other = tmp_path / "other.png"
    cv2.imwrite(str(other), np.zeros((40, 50, 3), np.uint8))
    before = session.document
    session.open_path(other)
    session.matching.renew()
    bench.until(lambda: session.document is not before and session.document is not None)
    assert not session.matching.is_busy
    assert session.matching.outdated == frozenset()


# What is seen is what goes out


def test_while_one_picks_what_is_saved_is_what_was_picked(bench: Bench, session: Session, tmp_path: Path) -> None:
    document = document_of(session)
    result = a_patch("r", Rect(120, 60, 60, 40))
    session._state.shown = ShownResult("job", 0, result)

    def saved(name: str) -> Pixels:
        session.save_shown(tmp_path / name)
        bench.until(lambda: any(name in text for text in bench.said()))
        return open_picture(tmp_path / name).picture.pixels

    whole = composed(document.picture, (*document.patches, result), Rect.of(document.size))
    assert np.array_equal(saved("whole.png"), whole)
    session.tool.tool = "pick"
    assert np.array_equal(saved("nothing.png"), document.pixels)
    brush = RetouchBrush(document, session.tool, "pick", session.retouching.target)
    session.tool.size = 12
    brush.press(at(140, 80))
    brush.release(at(150, 80))
    picked = saved("picked.png")
    assert np.array_equal(picked, document.pixels)
    assert not np.array_equal(picked, whole)
    assert (picked != document.picture.pixels)[80, 145].any()
