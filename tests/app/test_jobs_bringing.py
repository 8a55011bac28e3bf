"""Results come home whatever the network does, as they were sent; what is no picture is kept and reported."""

from pathlib import Path
from typing import BinaryIO

import pytest

from picpik_studio.api.client import Client
from picpik_studio.app import bringing, fetching, sending, watching
from picpik_studio.app.connections import KeysMissingError
from picpik_studio.app.errors import AppError, ServiceStartError
from picpik_studio.app.job import Job, State
from tests.app.cloud import Answer, Cloud, solid
from tests.app.conftest import Bench
from tests.app.requests import request


def only(bench: Bench) -> Job:
    return bench.program.jobs.all[0]


def ended(bench: Bench) -> Job:
    bench.until(lambda: only(bench).is_ended)
    return only(bench)


def text(job: Job) -> str:
    assert job.message is not None
    return job.message.text


def files(job: Job, bench: Bench) -> list[str]:
    return sorted(path.name for path in (bench.data / "results" / job.id).iterdir())


def test_it_is_tried_until_it_comes(bench: Bench, cloud: Cloud) -> None:
    said: set[str] = set()
    bench.program.jobs.changed.connect(lambda job: said.add(text(job) if job.message else ""))
    cloud.broken_downloads = 12  # more often than there are pauses
    bench.program.jobs.submit(request(cloud.url))
    done = ended(bench)
    assert (done.state, done.message, cloud.broken_downloads) == (State.FINISHED, None, 0)
    assert any("cannot be fetched just now" in sentence for sentence in said)
    assert files(done, bench) == ["1.png"]


def test_what_came_before_a_failure_is_not_fetched_again(bench: Bench, cloud: Cloud) -> None:
    paths: list[str] = []
    download = cloud.download

    def moody(path: str) -> bytes | None:
        paths.append(path)
        cloud.broken_downloads = int(paths == ["/results/task-1/0"])
        return download(path)

    cloud.download = moody  # type: ignore[method-assign]  # the second picture's connection breaks once
    bench.program.jobs.submit(request(cloud.url, batch_size=2))
    done = ended(bench)
    assert (len(done.results), paths) == (2, ["/results/task-1/0", "/results/task-1/1"])
    assert [ref.path.read_bytes() for ref in done.results] == cloud.tasks["task-1"].images


def test_after_a_day_it_is_given_up(bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sending, watching):
        monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
    cloud.broken_downloads = 99
    bench.program.jobs.submit(request(cloud.url))
    failed = ended(bench)
    assert (failed.state, "could not be fetched" in text(failed)) == (State.FAILED, True)
    assert cloud.broken_downloads == 98


def test_an_address_that_has_changed_meanwhile_is_asked_for(bench: Bench, cloud: Cloud) -> None:
    addresses = ["http://127.0.0.1:9/old.png"]

    def details(call: Answer) -> Answer:
        (detail,) = cloud._ListTasksDetails(call)["TaskDetailList"]
        if detail["ImgList"] and addresses:
            detail["ImgList"] = [addresses.pop()]
        return {"RetCode": 0, "TaskDetailList": [detail]}

    cloud.override["ListTasksDetails"] = details
    bench.program.jobs.submit(request(cloud.url))
    assert ended(bench).state is State.FINISHED


def test_an_old_address_is_kept_while_the_service_names_no_other(bench: Bench, cloud: Cloud) -> None:
    cloud.broken_downloads = 4
    faults: list[Answer] = [{"RetCode": 150}, {"RetCode": 0, "TaskDetailList": []}]

    def details(call: Answer) -> Answer:
        if only(bench).state is State.DOWNLOADING and faults:
            return faults.pop()
        return {"RetCode": 0, **cloud._ListTasksDetails(call)}

    cloud.override["ListTasksDetails"] = details
    bench.program.jobs.submit(request(cloud.url))
    assert (ended(bench).state, faults) == (State.FINISHED, [])


@pytest.mark.parametrize("passes", [True, False])
def test_what_is_here_stays_when_the_service_cannot_even_be_called(
    *, bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, passes: bool
) -> None:
    desk, real, download = bench.program.jobs._desk, bench.program.connections.client_for, cloud.download
    trouble: list[AppError] = [
        ServiceStartError("It did not start.") if passes else KeysMissingError("There are no keys.")
    ]
    fetched: list[str] = []

    def troubled(connection_id: str) -> Client:
        if fetched and trouble:
            raise trouble.pop()
        return real(connection_id)

    def first_only(path: str) -> bytes | None:
        cloud.broken_downloads = int(not fetched)  # the second picture's connection breaks
        fetched.append(path)
        return download(path)

    cloud.download = first_only  # type: ignore[method-assign]  # see there
    monkeypatch.setitem(vars(desk), "client", troubled)
    bench.program.jobs.submit(request(cloud.url, batch_size=2))
    done = ended(bench)
    assert (done.state, [ref.index for ref in done.results]) == (State.FINISHED, [0, 1] if passes else [0])


def test_what_is_no_picture_is_kept_as_it_came_and_reported(bench: Bench, cloud: Cloud) -> None:
    cloud.image = lambda _call: b"no picture at all"
    jobs = bench.program.jobs
    jobs.submit(request(cloud.url))
    failed = ended(bench)
    assert failed.state is State.FAILED
    assert [path.read_bytes() for path in failed.unreadable] == [b"no picture at all"]
    assert files(failed, bench) == ["1.unreadable"]
    assert "kept as “1.unreadable”" in text(failed)
    assert not failed.is_owed
    cloud.tasks["task-1"].images = [solid(512, 120)]
    jobs.look_again(failed.id)
    bench.until(lambda: only(bench).state is State.FINISHED)
    assert only(bench).unreadable == ()


def test_one_of_another_shape_is_kept_and_said(bench: Bench, cloud: Cloud) -> None:
    cloud.image = lambda _call: solid(100, 400)
    bench.program.jobs.submit(request(cloud.url))
    done = ended(bench)
    assert (done.state, "does not fit" in text(done)) == (State.FINISHED, True)
    assert done.results[0].path.read_bytes() == cloud.tasks["task-1"].images[0]


def test_a_full_disk_is_waited_for(bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[str] = set()
    bench.program.jobs.changed.connect(lambda job: said.add(text(job) if job.message else ""))
    whole, tries = Client.download_into, list(range(3))

    def full(client: Client, file: BinaryIO, url: str, limit: int) -> None:
        if tries:
            tries.pop()
            raise OSError(28, "No space left on device")
        whole(client, file, url, limit)

    monkeypatch.setattr(Client, "download_into", full)
    bench.program.jobs.submit(request(cloud.url))
    assert ended(bench).state is State.FINISHED
    assert any("free some space" in sentence for sentence in said)


def test_looking_again_does_not_wait_for_the_next_try(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "PAUSES_SECONDS", (600.0,))
    cloud.broken_downloads = 1
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).message is not None)
    assert (only(bench).state, only(bench).is_owed) == (State.DOWNLOADING, True)
    bench.program.jobs.look_again(job.id)
    bench.program.jobs.look_again(job.id)
    assert ended(bench).state is State.FINISHED


def test_a_thumbnail_that_cannot_be_made_leaves_no_half_file(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("our own fault")

    monkeypatch.setattr(fetching, "decode_result", broken)
    bench.program.jobs.submit(request(cloud.url))
    failed = ended(bench)
    assert (failed.state, "our own fault" in text(failed), files(failed, bench)) == (State.FAILED, True, [])


@pytest.mark.parametrize(
    ("data", "name"), [(solid(512, 120), "1.png"), (b"RIFF", "1.unreadable"), (b"BM", "1.unreadable")]
)
def test_the_bytes_stay_as_they_are(bench: Bench, cloud: Cloud, data: bytes, name: str) -> None:
    cloud.image = lambda _call: data
    bench.program.jobs.submit(request(cloud.url))
    path = bench.data / "results" / ended(bench).id / name
    assert path.read_bytes() == data


def test_other_formats_have_their_own_endings(tmp_path: Path) -> None:
    for start, suffix in ((b"\xff\xd8\xff", ".jpg"), (b"RIFF1234WEBP", ".webp"), (b"BM", ".img")):
        (tmp_path / "file").write_bytes(start)
        assert fetching._suffix(tmp_path / "file") == suffix


def test_the_end_of_the_program_is_no_failure(bench: Bench, cloud: Cloud) -> None:
    jobs = bench.program.jobs
    download = cloud.download

    def closing(path: str) -> bytes | None:
        bench.program.connections.close()
        return download(path)

    cloud.download = closing  # type: ignore[method-assign]  # the program ends while it fetches
    jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).message is not None)
    assert only(bench).state is State.DOWNLOADING


def test_a_job_that_was_given_up_meanwhile_is_not_fetched_again(bench: Bench, cloud: Cloud) -> None:
    jobs = bench.program.jobs
    jobs._bringer._again("no such job")
    jobs._bringer._broke("no such job", RuntimeError("our own fault"))
    jobs.submit(request(cloud.url))
    done = ended(bench)
    bench.until(lambda: not jobs._bringer._errands)
    jobs._bringer._again(done.id)
    assert not jobs._bringer._errands
    assert only(bench) == done
