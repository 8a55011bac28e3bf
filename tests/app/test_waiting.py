"""A request without a window that is interrupted: what had come for it is kept, or is said to be lost."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from picpik_studio.app.folders import data_folder
from picpik_studio.app.job import Job, State
from picpik_studio.app.job_records import from_record
from picpik_studio.app.waiting import STORED, waiting
from picpik_studio.files.errors import DiskFullError
from picpik_studio.files.journal import Journal
from tests.app.cloud import Cloud, solid
from tests.app.requests import request

PICTURE = solid(200, 120)


@pytest.fixture
def results(cloud: Cloud, home: Path) -> Iterator[Path]:
    """Have the answer bring the pictures themselves, and no folder for them."""
    del home
    cloud.override["ModifyMaskedPixels"] = lambda _call: {"RetCode": 0, "Image": base64.b64encode(PICTURE).decode()}
    data_folder().mkdir(parents=True)
    path = data_folder() / "results"
    path.write_bytes(b"no folder can be made here")
    yield path
    path.unlink()


def interrupted(cloud: Cloud) -> str:
    """Press Ctrl+C when the pictures have come and could not be stored; return what is said at the end."""

    def press(job: Job) -> None:
        if job.state is State.DOWNLOADING and job.message is not None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught, waiting(press) as waiter:
        waiter.done(request(cloud.url), None)
    return " ".join(map(str, caught.value.args))


@pytest.mark.parametrize("refused_at_first", [0, 1])
def test_pictures_that_came_with_the_answer_outlive_ctrl_c(
    cloud: Cloud, results: Path, monkeypatch: pytest.MonkeyPatch, refused_at_first: int
) -> None:
    put_blob, refusals = Journal.put_blob, [refused_at_first]

    def refused(journal: Journal, data: bytes) -> str:
        if data == PICTURE and refusals[0]:
            refusals[0] -= 1
            raise DiskFullError("There is no room.")
        return put_blob(journal, data)

    monkeypatch.setattr(Journal, "put_blob", refused)
    assert results.is_file()
    assert interrupted(cloud) == STORED
    with Journal(data_folder() / "jobs.sqlite") as journal:
        (entry,) = journal.all()
        (url,) = from_record(entry.state, entry.record).urls
        assert journal.blob(url.removeprefix("blob:")) == PICTURE


def test_those_that_cannot_be_stored_are_said_to_be_lost(
    cloud: Cloud, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_blob = Journal.put_blob

    def refused(journal: Journal, data: bytes) -> str:
        if data == PICTURE:
            raise DiskFullError("There is no room.")
        return put_blob(journal, data)

    monkeypatch.setattr(Journal, "put_blob", refused)
    assert results.is_file()
    assert interrupted(cloud).startswith("Pictures had come and could not be stored, so these are lost: 1.")
