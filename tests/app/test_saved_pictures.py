"""A picture that was saved and is opened again has its jobs and results as before; the real service answers."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from picpik_studio.app import opening, saved_pictures
from picpik_studio.app.errands import Errand, select, upscale
from picpik_studio.app.folders import data_folder
from picpik_studio.app.job import Job
from picpik_studio.app.redraw import redraw
from picpik_studio.app.session import Session
from picpik_studio.app.writing_out import UNREMEMBERED
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import NOWHERE, Offset, Rect, Size
from picpik_studio.core.outpaint import CanvasPlan
from picpik_studio.core.picture import Picture
from picpik_studio.files.errors import JournalError
from picpik_studio.files.fingerprint import Fingerprint, fingerprint_of
from picpik_studio.files.images import open_picture
from tests.app.conftest import Bench

pytestmark = pytest.mark.usefixtures("lent_engine")

SIZE = Size(200, 120)
FIRST, SECOND = Rect(20, 30, 40, 30), Rect(100, 50, 30, 20)
"""What is repainted before the picture is saved, and after that: in pixels of the picture as it was opened first."""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), np.random.default_rng(3).integers(0, 256, (SIZE.height, SIZE.width, 3), dtype=np.uint8))
    return path


class Desk(NamedTuple):
    """A program with a session, as they are between a start and an end."""

    bench: Bench
    session: Session

    def open(self, data: Path | bytes) -> Document:
        before = self.session.document
        if isinstance(data, bytes):
            self.session.open_bytes(data, "pasted.png")
        else:
            self.session.open_path(data)
        self.bench.until(lambda: self.session.document not in {None, before})
        return self.document

    @property
    def document(self) -> Document:
        assert self.session.document is not None
        return self.session.document

    def save(self, path: Path) -> None:
        topics: list[str] = []
        leave = self.session.changed.connect(topics.append)
        if path == self.session.path:
            self.session.save(confirmed=True)
        else:
            self.session.save_as(path)
        self.bench.until(lambda: "saved" in topics)
        leave()

    def submit(self, painted: Rect) -> Job:
        """Have what `painted` says, in pixels of the first picture, repainted; return the job once it was accepted."""
        self.session.parameters.set("mask_blur", 0)
        document, jobs = self.document, self.bench.program.jobs
        document.clear_mask()
        here = painted.translated(*-document.origin)
        with document.begin("stroke") as editor:
            editor.touch(here)[here.slices] = 255
        before = {job.id for job in jobs.all}
        self.session.submit()
        self.bench.until(lambda: any(job.task_uid for job in jobs.all if job.id not in before))
        return next(job for job in jobs.all if job.id not in before)

    def accept(self, job: Job) -> None:
        self.bench.until(lambda: self.session.shown is not None)
        assert self.session.shown is not None
        assert self.session.shown.job_id == job.id
        self.session.accept_shown()

    def change_canvas(self, rect: Rect) -> None:
        self.session.canvas.apply(CanvasPlan(rect, paints_new=False))
        self.bench.until(lambda: not self.session.canvas.is_busy)

    def place_of(self, job: Job) -> Rect:
        """Return where the job's result lies when it is shown."""
        self.session.show_result(job.id, 0)
        self.bench.until(lambda: self.session.shown is not None and self.session.shown.job_id == job.id)
        assert self.session.shown is not None
        return self.session.shown.patch.rect

    def close(self) -> None:
        self.session.close()
        self.bench.close()


Starter = Callable[[], Desk]


@pytest.fixture
def start() -> Iterator[Starter]:
    """Starts the program on the same data; the one before it ends first."""
    desks: list[Desk] = []

    def begin() -> Desk:
        while desks:
            desks.pop().close()
        bench = Bench(data_folder())
        bench.program.start()
        desks.append(Desk(bench, Session(bench.program)))
        return desks[-1]

    yield begin
    while desks:
        desks.pop().close()


@pytest.mark.parametrize(
    ("name", "canvas"),
    [
        ("photo.png", Rect.of(SIZE)),
        ("photo-edited.tif", Rect(30, 20, 150, 90)),
        ("photo-edited.jpg", Rect(-40, -10, 260, 150)),
    ],
    ids=["saved over", "cropped, as TIFF", "enlarged, as JPEG"],
)
def test_jobs_find_their_saved_picture_after_a_new_start(start: Starter, photo: Path, name: str, canvas: Rect) -> None:
    desk, path = start(), photo.with_name(name)
    desk.open(photo)
    first_hash = desk.session.picture_hash
    first = desk.submit(FIRST)
    desk.accept(first)
    if canvas != Rect.of(SIZE):
        desk.change_canvas(canvas)
    desk.save(path)
    second = desk.submit(SECOND)
    desk = start()
    document = desk.open(path)
    origin = Offset(canvas.x, canvas.y)
    assert (desk.session.picture_hash, document.origin) == (first_hash, origin)
    assert not desk.session.is_modified
    assert (document.patches, document.picture.opened, document.picture.root) == ((), None, "")
    desk.bench.until(lambda: {ref.job_id for ref in desk.session.results} == {first.id, second.id})
    assert desk.place_of(first) == FIRST.translated(*-origin).intersected(Rect.of(canvas.size))
    assert desk.place_of(second) == SECOND.translated(*-origin)
    before, here = document.pixels.copy(), SECOND.translated(*-origin)
    desk.session.accept_shown()
    assert not np.array_equal(document.pixels[here.slices], before[here.slices])
    assert document.is_modified
    if path != photo:
        assert desk.open(photo).origin == NOWHERE
        assert desk.session.picture_hash == first_hash
        assert desk.place_of(first) == FIRST


def test_what_the_command_line_asks_for_is_of_the_same_picture(start: Starter, photo: Path) -> None:
    desk, edited = start(), photo.with_name("edited.png")
    desk.open(photo)
    first_hash, origin = desk.session.picture_hash, Offset(10, 5)
    desk.change_canvas(Rect(*origin, 150, 100))
    desk.save(edited)
    desk.close()
    painted = np.zeros((100, 150), np.uint8)
    painted[20:40, 30:70] = 255
    redrawn = redraw(edited, painted, mask_blur=0)
    assert (redrawn.request.picture_hash, redrawn.request.origin) == (first_hash, origin)
    assert redrawn.snapshots[0].patches[0].rect == Rect(30, 20, 40, 20)
    for job in (select(Errand(str(edited))).job, upscale(Errand(edited)).job):
        assert (job.picture_hash, Offset(*job.request["origin"])) == (first_hash, origin)


def test_what_is_changed_and_saved_once_more_is_still_the_same_picture(start: Starter, photo: Path) -> None:
    desk = start()
    desk.open(photo)
    first = desk.session.picture_hash
    desk.change_canvas(Rect(10, 5, 150, 100))
    desk.save(photo)
    again = desk.open(photo)
    content = again.picture.content_hash
    assert again.picture.opened_hash == content != first
    desk.change_canvas(Rect(-7, 3, 120, 60))
    assert (again.picture.jobs_hash, again.picture.opened_hash) == (first, content)
    again.undo()
    assert (again.picture.jobs_hash, again.picture.opened_hash, again.origin) == (first, content, Offset(10, 5))
    again.redo()
    desk.save(photo)
    assert desk.open(photo.read_bytes()).origin == Offset(3, 8)
    assert desk.session.picture_hash == first


def test_the_report_beside_names_what_was_opened(start: Starter, photo: Path) -> None:
    desk, edited = start(), photo.with_name("edited.png")
    desk.bench.program.settings.set("write_sidecar", True)
    desk.open(photo)
    desk.change_canvas(Rect(10, 5, 150, 100))
    desk.save(edited)
    document = desk.open(edited)
    desk.accept(desk.submit(SECOND))
    desk.save(edited)
    told = json.loads(edited.with_name("edited.png.picpik.json").read_text(encoding="utf-8"))
    assert told["opened_picture"] == document.picture.content_hash != desk.session.picture_hash


def test_a_result_that_is_saved_with_its_picture_keeps_the_canvas(start: Starter, photo: Path) -> None:
    desk, out = start(), photo.with_name("out.png")
    desk.open(photo)
    desk.change_canvas(Rect(10, 5, 150, 100))
    job = desk.submit(SECOND)
    desk.bench.until(lambda: desk.session.shown is not None)
    desk.session.save_shown(out)
    desk.bench.until(lambda: "success" in {notice.kind for notice in desk.bench.notices})
    assert desk.open(out).origin == Offset(10, 5)
    assert desk.place_of(job) == SECOND.translated(-10, -5)


def test_a_picture_is_saved_and_opened_whatever_the_journal_says(
    start: Starter, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_given: object) -> None:
        raise JournalError("The list of jobs is full.")

    desk, edited = start(), photo.with_name("edited.png")
    desk.open(photo)
    desk.change_canvas(Rect(10, 5, 150, 100))
    with monkeypatch.context() as patched:
        patched.setattr(desk.bench.program.saved._journal, "put_saved", refuses)
        desk.save(edited)
    assert UNREMEMBERED in {notice.template for notice in desk.bench.notices}
    assert desk.open(edited).origin == NOWHERE
    desk.save(edited)
    with monkeypatch.context() as patched:
        patched.setattr(desk.bench.program.saved._journal, "has_saved", refuses)
        assert desk.open(edited).picture.first_root == ""


def test_a_file_that_is_replaced_while_it_is_read_is_not_taken_for_the_other(
    start: Starter, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, edited, other = start(), photo.with_name("edited.png"), photo.with_name("other.png")
    desk.open(photo)
    desk.change_canvas(Rect(10, 5, 150, 100))
    desk.save(edited)
    cv2.imwrite(str(other), np.zeros((20, 30, 3), np.uint8))

    def read(*_given: object, **_more: object) -> object:
        opened = open_picture(other, name="other.png")
        edited.replace(other)
        return opened

    monkeypatch.setattr(opening, "open_picture", read)
    document = desk.open(other)
    assert (document.size, document.picture.first_root, document.origin) == (Size(30, 20), "", NOWHERE)


def test_no_file_is_read_twice_unless_one_of_its_size_was_saved(
    start: Starter, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def counted(data: Path | bytes) -> Fingerprint:
        read.append(data)
        return fingerprint_of(data)

    monkeypatch.setattr(saved_pictures, "fingerprint_of", counted)
    desk, edited = start(), photo.with_name("edited.png")
    desk.open(photo)
    desk.change_canvas(Rect(10, 5, 150, 100))
    desk.save(edited)
    assert read == [edited]
    desk.open(photo)
    assert read == [edited]
    desk.open(edited)
    assert read == [edited, edited]
    gone = Picture(np.zeros((2, 2, 4), np.uint8), has_alpha=False)
    saved = desk.bench.program.saved
    assert saved.joined(str(photo.with_name("gone.png")), gone) == (gone, NOWHERE)
    assert not saved.remember(photo.with_name("gone.png"), gone, NOWHERE)
