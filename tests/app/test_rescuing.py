"""Unsaved work is kept when nobody can be asked, and is there again at the next start."""

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app.rescuing import FOLDER, KEPT_DAYS, Rescuing, kept_in
from picpik_studio.app.session import Session
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


def taken_up(bench: Bench, session: Session, rescuing: Rescuing) -> None:
    rescuing.take_up(kept_in(bench.data)[0])
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
