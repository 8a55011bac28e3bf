"""What the disk refuses, in the window: a button to save it elsewhere, and a question before it would be lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from picpik_studio.app.job import State
from picpik_studio.app.program import Program
from picpik_studio.files.errors import DiskFullError
from picpik_studio.files.journal import Journal
from tests.app.cloud import solid
from tests.app.test_jobs_resume import JOB
from tests.ui.easel import picture_bytes
from tests.ui.room import Room


@pytest.fixture
def picture(program: Program, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A picture that came with an answer, on a full disk; its job is in the list."""

    def full(*_arguments: object) -> str:
        raise DiskFullError("There is no room.")

    monkeypatch.setattr(Journal, "put_blob", full)
    monkeypatch.setattr(Journal, "put", full)
    made = solid(200, 120)
    book = program.jobs._desk.book
    book.add(replace(JOB, state=State.SENDING, connection_id="https://api.picpik.example", task_uid=None))
    address = program.backlog.put(made)
    program.tasks.run("files", lambda _task: book.keep(JOB.id, State.DOWNLOADING, urls=(address,)))
    return made


def test_what_could_not_be_stored_is_saved_elsewhere(
    room: Room, program: Program, picture: bytes, tmp_path: Path
) -> None:
    room.open(picture_bytes())
    room.wait(lambda: bool(program.backlog.jobs))
    row = room.window.parts.jobs.row(JOB.id)
    assert row is not None
    (button,) = [each for each in row._offered if each.text() == "Save elsewhere…"]
    path = tmp_path / "kept.png"
    room.answers.files = [None, path]
    button.click()
    button.click()
    room.wait(path.exists)
    room.wait(lambda: any("written to kept.png, as it came" in said for said in room.said))
    assert path.read_bytes() == picture
    assert room.answers.asked == ["Save what could not be stored: photo-edited-result.png (1)"] * 2


@pytest.mark.usefixtures("picture")
def test_closing_asks_before_it_is_lost(room: Room, program: Program) -> None:
    room.wait(lambda: bool(program.backlog.jobs))
    room.answers.decisions = [None]
    assert not room.shell.close()
    assert "in this running program only" in room.answers.asked[0]
    assert "paid or not" in room.answers.asked[0]


def test_a_job_with_nothing_to_save_asks_nothing(room: Room) -> None:
    room.window.outgoing.save_held("no such job")
    assert room.answers.asked == []
