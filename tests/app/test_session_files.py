"""A window's document: opened in two steps, saved beside the original, its repaint area written and read."""

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from picpik_studio.app import opening
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.notices import Notice
from picpik_studio.app.session import Session
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.files.images import Opened, open_picture
from picpik_studio.files.masks import write_mask
from picpik_studio.resources import resource
from tests.app.conftest import Bench
from tests.app.requests import mask


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(3).integers(0, 256, (120, 200, 3), dtype=np.uint8)
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), pixels)
    return path


@pytest.fixture
def session(bench: Bench) -> Iterator[Session]:
    made = Session(bench.program)
    yield made
    made.close()


def opened(bench: Bench, session: Session, path: Path) -> None:
    before = session.document
    session.open_path(path)
    bench.until(lambda: session.document is not before)


def a_patch(document: Document) -> Patch:
    rect = Rect(10, 10, 30, 20)
    pixels = np.full((20, 30, document.pixels.shape[2]), 7, np.uint8)
    return Patch("patch", rect, pixels, np.full((20, 30), 255, np.uint8), "job", 0, "")


def sight(session: Session) -> tuple[int, int] | None:
    return None if session.preview is None else session.preview.size


def pixels_of(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED)).astype(np.uint8)


def test_a_picture_is_shown_first_and_editable_then(
    bench: Bench, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.jpg"
    cv2.imwrite(str(path), np.full((3000, 4000, 3), 99, np.uint8))
    gate = threading.Event()

    def slowly(source: Path, *, name: str) -> Opened:
        gate.wait(30)
        return open_picture(source, name=name)

    monkeypatch.setattr(opening, "open_picture", slowly)
    session.open_path(path)
    bench.until(lambda: session.preview is not None)
    assert (session.is_opening, session.document) == (True, None)
    assert sight(session) == (4000, 3000)
    gate.set()
    bench.until(lambda: session.document is not None)
    assert not session.is_opening
    assert sight(session) is None
    assert session.document is not None
    assert session.document.size == (4000, 3000)
    assert (session.title, session.path, session.is_modified) == ("large.jpg", path, False)
    assert bench.program.settings.recent_files[0] == str(path)


def test_what_is_only_decoded_whole_is_shown_before_it_is_made_ready(
    bench: Bench, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.png"
    cv2.imwrite(str(path), np.full((1500, 4000, 3), 99, np.uint8))
    gate = threading.Event()
    monkeypatch.setattr(opening, "Document", lambda *given, **more: gate.wait(30) and Document(*given, **more))
    session.open_path(path)
    bench.until(lambda: session.preview is not None)
    assert (session.is_opening, session.document) == (True, None)
    assert sight(session) == (4000, 1500)
    assert session.preview is not None
    assert session.preview.pixels.shape == (768, 2048, 4)
    gate.set()
    bench.until(lambda: session.document is not None)
    assert sight(session) is None


def test_the_latest_opening_wins(bench: Bench, session: Session, photo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    cv2.imwrite(str(other), np.zeros((10, 10, 3), np.uint8))
    session.open_path(photo)
    session.open_path(other)
    bench.until(lambda: session.document is not None)
    bench.until(lambda: not session.is_opening)
    assert session.title == "other.png"


def test_what_is_no_picture_is_said_and_the_document_stays(bench: Bench, session: Session, photo: Path) -> None:
    opened(bench, session, photo)
    broken = photo.with_name("broken.png")
    broken.write_bytes(b"no picture")
    session.open_path(broken)
    bench.until(lambda: bench.notices)
    assert "broken.png" in bench.said()[0]
    assert (session.title, session.is_opening) == ("photo.png", False)


def test_save_asks_before_it_overwrites_the_original_once(bench: Bench, session: Session, photo: Path) -> None:
    opened(bench, session, photo)
    with pytest.raises(RefusedError, match="overwrite the original"):
        session.save()
    session.save(confirmed=True)
    bench.until(lambda: "Saved as photo.png." in bench.said())
    session.save()
    bench.until(lambda: bench.said().count("Saved as photo.png.") == 2)


def test_saving_as_jpeg_says_what_jpeg_does(bench: Bench, session: Session, photo: Path) -> None:
    opened(bench, session, photo)
    session.save_as(photo.with_name("a.webp"))
    bench.until(lambda: "Saved as a.webp." in bench.said())
    assert not any("JPEG" in said for said in bench.said())
    session.save_as(photo.with_name("a.jpg"))
    bench.until(lambda: "Saved as a.jpg." in bench.said())
    assert "A JPEG stores every pixel anew." in bench.said()[-1]


def test_save_as_proposes_an_edited_name_and_a_free_one(bench: Bench, session: Session, photo: Path) -> None:
    opened(bench, session, photo)
    assert session.propose_path() == photo.with_name("photo-edited.png")
    photo.with_name("photo-edited.png").touch()
    assert session.propose_path() == photo.with_name("photo-edited-2.png")
    session.save_as(photo.with_name("mine.jpg"))
    bench.until(lambda: session.title == "mine.jpg")
    assert session.propose_path() == photo.with_name("mine.jpg")
    assert not session.save_needs_confirmation


def test_what_was_done_while_saving_is_still_to_be_saved(bench: Bench, session: Session, photo: Path) -> None:
    opened(bench, session, photo)
    assert session.document is not None
    session.document.fill_mask(255)
    assert (session.is_modified, session.is_mask_modified) == (False, True)
    gate = threading.Event()
    bench.program.tasks.run("files", lambda _task: gate.wait(60))
    session.save_as(photo.with_name("one.png"))
    session.document.invert_mask()
    session.document.fill_mask(200)
    gate.set()
    session.document.add_patch(a_patch(session.document))
    bench.until(lambda: "Saved as one.png." in bench.said())
    assert session.is_modified
    session.save()
    bench.until(lambda: "Saved as one.png." in bench.said()[1:])
    assert (session.is_modified, session.is_mask_modified) == (False, False)


def test_a_save_that_fails_is_said(bench: Bench, session: Session, photo: Path, tmp_path: Path) -> None:
    opened(bench, session, photo)
    session.save_as(tmp_path / "nowhere" / "x.png")
    bench.until(lambda: bench.notices)
    assert (bench.notices[0].kind, session.path) == ("error", photo)


def test_pasted_pictures_have_no_path_yet(
    bench: Bench, session: Session, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    session.open_bytes(photo.read_bytes(), "clipboard.png")
    bench.until(lambda: session.document is not None)
    assert (session.title, session.path, session.save_needs_path) == ("clipboard.png", None, True)
    assert session.propose_path() == tmp_path / "clipboard-edited.png"
    (tmp_path / "Pictures").mkdir()
    assert session.propose_mask_path() == tmp_path / "Pictures" / "clipboard-mask.png"
    with pytest.raises(RefusedError, match="no file yet"):
        session.save()
    assert session.is_modified, "it is in no file"
    session.save_as(tmp_path / "kept.png")
    bench.until(lambda: session.path is not None)
    assert not session.is_modified


def test_a_format_that_cannot_be_written_is_saved_as_png(bench: Bench, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "still.gif"
    Image.new("P", (20, 20)).save(path)
    opened(bench, session, path)
    assert session.propose_path() == tmp_path / "still-edited.png"


def test_the_sample_is_never_overwritten(bench: Bench, session: Session) -> None:
    session.open_sample()
    bench.until(lambda: session.document is not None)
    assert not session.is_modified
    assert (session.path, session.title) == (None, resource("samples", "autumn.jpg").name)
    assert bench.program.settings.recent_files == ()


def test_the_mask_goes_out_and_comes_in(bench: Bench, session: Session, photo: Path) -> None:
    opened(bench, session, photo)
    assert session.document is not None
    session.document.replace_mask(mask())
    path = session.propose_mask_path()
    assert path.name == "photo-mask.png"
    session.export_mask(path)
    bench.until(lambda: bench.notices)
    assert np.array_equal(pixels_of(path), mask())
    assert not session.is_mask_modified
    session.document.clear_mask()
    session.import_mask(path)
    bench.until(lambda: session.document is not None and session.document.mask.pixels.any())
    assert np.array_equal(session.document.mask.pixels, mask())
    assert not session.is_mask_modified, "it came from a file"
    session.document.undo()
    assert not session.document.mask.pixels.any()
    stroke = session.document.begin("stroke")
    session.import_mask(path)
    bench.program.tasks.run("files", lambda _task: None, done=lambda _none: stroke.abort())
    bench.until(lambda: session.document is not None and session.document.mask.pixels.any())


def test_without_a_document_there_is_nothing_to_save(session: Session) -> None:
    assert (session.title, session.is_modified, session.save_needs_confirmation) == ("", False, False)
    for action in (session.save_as, session.export_mask, session.import_mask):
        with pytest.raises(RefusedError, match="No picture is open"):
            action("x.png")
    with pytest.raises(RefusedError, match="No picture is open"):
        session.submit()


def test_closing_lets_go_of_the_document(bench: Bench, session: Session, photo: Path) -> None:
    opened(bench, session, photo)
    topics: list[str] = []
    session.changed.connect(topics.append)
    session.close()
    assert (session.document, session.path, session.title) == (None, None, "")
    assert "document" in topics


def test_the_person_may_want_not_to_be_asked(bench: Bench, session: Session, photo: Path) -> None:
    bench.program.settings.set("ask_before_overwrite", False)
    opened(bench, session, photo)
    session.save()
    bench.until(lambda: "Saved as photo.png." in bench.said())


@pytest.mark.parametrize(
    ("rows", "sentence"), [(18, "repaints 15 %"), (90, "mostly white"), (120, "all white"), (0, "no white")]
)
def test_an_import_says_what_it_repaints_and_can_be_inverted(
    bench: Bench, session: Session, photo: Path, tmp_path: Path, rows: int, sentence: str
) -> None:
    opened(bench, session, photo)
    said: list[Notice] = []
    bench.program.notices.shown.connect(said.append)
    white = np.zeros((120, 200), np.uint8)
    white[:rows] = 255
    write_mask(tmp_path / "strokes.png", white)
    session.import_mask(tmp_path / "strokes.png")
    bench.until(lambda: said)
    assert sentence in said[-1].text
    assert said[-1].action is not None
    said[-1].action.run()
    assert session.document is not None
    assert np.array_equal(session.document.mask.pixels, 255 - white)
