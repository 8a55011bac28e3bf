"""A request without a window that is interrupted: what had come for it is kept, or is said to be lost."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from picpik_studio.app.folders import data_folder
from picpik_studio.app.job import Job, State
from picpik_studio.app.job_records import from_record
from picpik_studio.app.waiting import STORED, waiting
from picpik_studio.files.errors import DiskFullError
from picpik_studio.files.journal import Journal
from tests.app.cloud import Cloud, solid
from tests.app.requests import request

PICTURE, OTHER = solid(200, 120), solid(200, 120, (99, 99, 99))


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


@pytest.mark.parametrize(
    ("pictures", "said"),
    [
        ([PICTURE], "A picture had come and could not be stored, so it is lost."),
        ([PICTURE, OTHER], "2 pictures had come and could not be stored, so they are lost."),
    ],
)
def test_those_that_cannot_be_stored_are_said_to_be_lost(
    cloud: Cloud, results: Path, monkeypatch: pytest.MonkeyPatch, pictures: list[bytes], said: str
) -> None:
    images = [base64.b64encode(each).decode() for each in pictures]
    cloud.override["ModifyMaskedPixels"] = lambda _call: {"RetCode": 0, "ImgList": images}
    put_blob = Journal.put_blob

    def refused(journal: Journal, data: bytes) -> str:
        if data in pictures:
            raise DiskFullError("There is no room.")
        return put_blob(journal, data)

    monkeypatch.setattr(Journal, "put_blob", refused)
    assert results.is_file()
    assert interrupted(cloud) == said


def test_a_task_that_could_be_neither_stopped_nor_noted_is_named(
    cloud: Cloud, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del home
    put = Journal.put

    def refused(journal: Journal, job_id: str, state: str, record: dict[str, Any]) -> None:
        if record["task_uid"]:
            raise DiskFullError("There is no room.")
        put(journal, job_id, state, record)

    def press(job: Job) -> None:
        if job.state is State.RUNNING and not job.is_cancelling and job.message is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(Journal, "put", refused)
    cloud.words = ["Running"]
    cloud.override["TerminateTask"] = lambda _call: {"RetCode": 240, "Message": "no"}
    with pytest.raises(KeyboardInterrupt) as caught, waiting(press) as waiter:
        waiter.done(request(cloud.url), None)
    assert caught.value.args == ("The service's task task-1 goes on, and could not be noted here. There is no room.",)


def test_ctrl_c_before_anything_has_come_has_nothing_to_say(cloud: Cloud, home: Path) -> None:
    del home
    cloud.words = ["Running"]

    def press(job: Job) -> None:
        if job.state is State.RUNNING and not job.is_cancelling:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught, waiting(press) as waiter:
        waiter.done(request(cloud.url), None)
    assert (caught.value.args, cloud.tasks["task-1"].words) == ((), ["Terminated"])
