"""Unsaved work is kept when nobody can be asked, and is there again at the next start."""

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app.rescuing import FOLDER, KEPT_DAYS, LABEL, Kept, Rescuing, kept_in
from picpik_studio.app.session import Session
from picpik_studio.core.document import Document, MaskEditor
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.files.errors import FileError
from tests.app.conftest import Bench, document_of

SIZE = 60, 80
SPOT = Rect(10, 20, 30, 15)


@pytest.fixture
def session(bench: Bench, tmp_path: Path) -> Iterator[Session]:
    """A session with a painted 16-bit picture."""
    made = Session(bench.program)
    colours = np.random.default_rng(7).integers(0, 65536, (*SIZE, 3), dtype=np.uint16)
    cv2.imwrite(str(tmp_path / "deep.png"), colours)
    made.open_path(tmp_path / "deep.png")
    bench.until(lambda: made.document is not None)
    mask = np.zeros(SIZE, np.uint8)
    mask[SPOT.slices] = 200
    document_of(made).replace_mask(mask)
    yield made
    made.close()


def kept(rescuing: Rescuing) -> None:
    write = rescuing.keep()
    assert write is not None
    write()


def not_asked(kept: Kept) -> None:
    pytest.fail(f"{kept.name} is where it was")


def taken_up(bench: Bench, session: Session, rescuing: Rescuing) -> None:
    rescuing.take_up(kept_in(bench.data)[0], not_asked)
    bench.until(lambda: session.document is not None and bool(session.document.mask.pixels.any()))


def test_painting_alone_is_kept_beside_its_picture(bench: Bench, session: Session) -> None:
    kept(Rescuing(session))
    assert [(each.name, each.original) for each in kept_in(bench.data)] == [("deep.png", session.path)]
    later = Session(bench.program)
    rescuing = Rescuing(later)
    taken_up(bench, later, rescuing)
    assert later.path == session.path
    assert np.array_equal(document_of(later).mask.pixels, document_of(session).mask.pixels)
    assert later.is_mask_modified
    assert kept_in(bench.data), "until the person was asked"
    rescuing.close()
    assert not kept_in(bench.data)
    later.close()


def test_a_changed_picture_is_kept_to_the_last_bit_and_forgotten_once_saved(
    bench: Bench, session: Session, tmp_path: Path
) -> None:
    document = document_of(session)
    pixels = np.full((SPOT.height, SPOT.width, document.pixels.shape[2]), 40000, np.uint16)
    document.add_patch(Patch("p", SPOT, pixels, np.full(pixels.shape[:2], 180, np.uint8), "job", 0, "Result"))
    kept(Rescuing(session))
    later = Session(bench.program)
    rescuing = Rescuing(later)
    taken_up(bench, later, rescuing)
    assert np.array_equal(document_of(later).pixels, document.pixels)
    assert (later.path, later.title, later.is_modified) == (None, "deep.png", True)
    later.save_as(tmp_path / "again.png")
    bench.until(lambda: not later.is_modified)
    assert not kept_in(bench.data)
    later.close()


def test_what_is_saved_or_asked_about_needs_no_keeping(bench: Bench, session: Session) -> None:
    rescuing = Rescuing(session)
    write = rescuing.keep(is_asked=True)
    assert write is not None
    write()
    assert kept_in(bench.data)
    rescuing.close()
    assert not kept_in(bench.data)
    document_of(session).undo()
    assert Rescuing(session).keep() is None


def test_what_is_no_note_or_too_old_is_left_out_and_a_folder_that_cannot_be_made_is_said(
    bench: Bench, session: Session
) -> None:
    kept(Rescuing(session))
    note = kept_in(bench.data)[0].folder / "work.json"
    stamp = note.stat().st_mtime - (KEPT_DAYS + 1) * 86400
    os.utime(note, (stamp, stamp))
    broken = bench.data / FOLDER / "broken"
    broken.mkdir()
    (broken / "work.json").write_text("[1]", encoding="utf-8")
    assert kept_in(bench.data) == ()
    assert not note.exists()
    (broken / "work.json").unlink()
    broken.rmdir()
    (bench.data / FOLDER).rmdir()
    (bench.data / FOLDER).write_text("in the way", encoding="utf-8")
    write = Rescuing(session).keep()
    assert write is not None
    with pytest.raises(FileError):
        write()


def test_a_picture_on_which_nothing_is_painted_is_kept_by_itself(bench: Bench, session: Session) -> None:
    document = document_of(session)
    document.undo()
    pixels = np.zeros((SPOT.height, SPOT.width, document.pixels.shape[2]), np.uint16)
    document.add_patch(Patch("p", SPOT, pixels, np.full(pixels.shape[:2], 180, np.uint8), "job", 0, "Result"))
    kept(Rescuing(session))
    window = Session(bench.program)
    rescuing = Rescuing(window)
    rescuing.take_up(kept_in(bench.data)[0], not_asked)
    bench.until(lambda: window.document is not None)
    assert np.array_equal(document_of(window).pixels, document.pixels)
    assert kept_in(bench.data)
    rescuing.close()
    assert not kept_in(bench.data)
    window.close()


@pytest.fixture
def later(bench: Bench, session: Session) -> Iterator[tuple[Session, Rescuing]]:
    """The window of a later start, where what was painted on the picture in `session` is kept."""
    kept(Rescuing(session))
    made = Session(bench.program)
    rescuing = Rescuing(made)
    yield made, rescuing
    rescuing.close()
    made.close()


def another(folder: Path, size: tuple[int, int] = SIZE) -> Path:
    path = folder / "another.png"
    cv2.imwrite(str(path), np.full((*size, 3), 9, np.uint8))
    return path


def settle(bench: Bench) -> None:
    """Let all that is read of files by now have its turn."""
    ended: list[None] = []
    bench.program.tasks.run("files", lambda _task: None, done=ended.append)
    bench.until(lambda: ended)


def opened(bench: Bench, session: Session, path: Path) -> Document:
    session.open_path(path)
    bench.until(lambda: session.path == path)
    settle(bench)
    return document_of(session)


def test_what_was_painted_on_a_picture_that_was_moved_stays_kept_until_that_is_found(
    bench: Bench, session: Session, later: tuple[Session, Rescuing], tmp_path: Path
) -> None:
    (tmp_path / "deep.png").rename(tmp_path / "moved.png")
    window, rescuing = later
    wanted: list[Kept] = []
    (kept_now,) = kept_in(bench.data)
    rescuing.take_up(kept_now, wanted.append)
    bench.until(lambda: bench.notices)
    assert bench.said() == [
        f"deep.png is no longer in {tmp_path}: find it to have back what you painted on it, which stays kept."
    ]
    assert not opened(bench, window, another(tmp_path)).mask.pixels.any(), "another picture is left alone"
    assert kept_in(bench.data) == (kept_now,)
    action = bench.notices[0].action
    assert action is not None
    action.run()
    assert wanted == [kept_now]
    rescuing.take_up(kept_now._replace(original=tmp_path / "moved.png"), not_asked)
    bench.until(lambda: window.title == "moved.png" and document_of(window).mask.pixels.any())
    assert np.array_equal(document_of(window).mask.pixels, document_of(session).mask.pixels)


def test_the_picture_that_is_about_to_be_another_one_is_not_painted_on(
    bench: Bench, later: tuple[Session, Rescuing], tmp_path: Path
) -> None:
    window, rescuing = later
    found, path = kept_in(bench.data), another(tmp_path)

    def open_another(topic: str) -> None:
        if topic == "results":
            leave()
            window.open_path(path)

    leave = window.changed.connect(open_another)
    rescuing.take_up(found[0], not_asked)
    bench.until(lambda: window.path == path)
    settle(bench)
    assert not document_of(window).mask.pixels.any()
    rescuing.close()
    assert kept_in(bench.data) == found


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_picture_that_is_opened_at_once_after_is_the_one_and_is_left_alone(
    bench: Bench, session: Session, tmp_path: Path, *, is_changed: bool
) -> None:
    if is_changed:
        pixels = np.zeros((SPOT.height, SPOT.width, document_of(session).pixels.shape[2]), np.uint16)
        patch = Patch("p", SPOT, pixels, np.full(pixels.shape[:2], 180, np.uint8), "job", 0, "Result")
        document_of(session).add_patch(patch)
    kept(Rescuing(session))
    window = Session(bench.program)
    rescuing = Rescuing(window)
    (kept_now,) = kept_in(bench.data)
    rescuing.take_up(kept_now, not_asked)
    assert window.is_opening, "the window is taken, for whatever else is taken up"
    document = opened(bench, window, another(tmp_path, (90, 120)))
    assert window.document is document
    assert not document.mask.pixels.any()
    rescuing.close()
    window.close()
    assert kept_in(bench.data) == (kept_now,)


def test_a_picture_of_another_size_is_not_painted_on(
    bench: Bench, session: Session, later: tuple[Session, Rescuing], tmp_path: Path
) -> None:
    cv2.imwrite(str(tmp_path / "deep.png"), np.zeros((SIZE[0] * 2, SIZE[1] * 2, 3), np.uint8))
    window, rescuing = later
    found = kept_in(bench.data)
    rescuing.take_up(found[0], not_asked)
    bench.until(lambda: bench.notices)
    (said,) = bench.said()
    assert said.startswith("deep.png no longer has the 80 by 60 pixels that you painted on: find it as it was")
    assert window.path == session.path
    assert not document_of(window).mask.pixels.any()
    rescuing.close()
    assert kept_in(bench.data) == found


def test_what_cannot_be_read_stays_kept(bench: Bench, later: tuple[Session, Rescuing], tmp_path: Path) -> None:
    window, rescuing = later
    (kept_now,) = kept_in(bench.data)
    (tmp_path / "deep.png").write_bytes(b"no picture")
    rescuing.take_up(kept_now, not_asked)
    bench.until(lambda: len(bench.notices) == 1)
    rescuing.take_up(kept_now._replace(original=None), not_asked)
    bench.until(lambda: len(bench.notices) == 2)
    assert "picture.png" in bench.said()[1]
    assert not window.is_opening
    rescuing.close()
    assert kept_in(bench.data) == (kept_now,)


def test_it_is_added_after_the_stroke_that_is_being_painted_when_it_comes(
    bench: Bench, session: Session, later: tuple[Session, Rescuing]
) -> None:
    window, rescuing = later
    fresh = Rect(60, 5, 10, 10)

    def begin(topic: str) -> None:
        if topic == "results":
            strokes.append(document_of(window).begin("Stroke"))

    strokes: list[MaskEditor] = []
    leave = window.changed.connect(begin)
    rescuing.take_up(kept_in(bench.data)[0], not_asked)
    bench.until(lambda: strokes)
    leave()
    settle(bench)
    strokes[0].touch(fresh)[fresh.slices] = 255
    strokes[0].announce(fresh)
    strokes[0].commit()
    document = document_of(window)
    bench.until(document.mask.pixels[SPOT.slices].any)
    expected = document_of(session).mask.pixels.copy()
    expected[fresh.slices] = 255
    assert np.array_equal(document.mask.pixels, expected)
    document.undo()
    assert not document.mask.pixels[SPOT.slices].any()
    assert document.history.redo_label == LABEL


def test_what_is_painted_while_the_picture_is_written_stays_kept_until_that_is_in_a_file_too(
    bench: Bench, later: tuple[Session, Rescuing], tmp_path: Path
) -> None:
    window, rescuing = later
    taken_up(bench, window, rescuing)
    saved: list[str] = []
    window.changed.connect(saved.append)
    window.save_as(tmp_path / "again.png")
    document_of(window).invert_mask()
    bench.until(lambda: "saved" in saved)
    assert window.is_mask_modified
    assert kept_in(bench.data)
    window.export_mask(tmp_path / "mask.png")
    bench.until(lambda: "exported" in saved)
    assert not kept_in(bench.data)
