"""Cancelling in every state: what can be stopped is stopped, and what could not be is said."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from picpik_studio.api.body import SignedBody
from picpik_studio.app import bringing, sending
from picpik_studio.app.job import Job, State
from tests.app.cloud import Cloud
from tests.app.conftest import Bench
from tests.app.requests import request


def cancelled(bench: Bench, job: Job) -> Job:
    jobs = bench.program.jobs
    jobs.cancel(job.id)
    bench.until(lambda: jobs.all[0].is_ended)
    return jobs.all[0]


def text(job: Job) -> str:
    assert job.message is not None
    return job.message.text


def test_before_anything_was_sent(bench: Bench, cloud: Cloud) -> None:
    gate = threading.Event()
    keep_busy = [bench.program.tasks.run("network", lambda _task: gate.wait(30)) for _ in range(32)]
    job = bench.program.jobs.submit(request(cloud.url))
    bench.program.jobs.cancel(job.id)
    assert not bench.program.jobs.all[0].can_cancel
    gate.set()
    bench.until(lambda: bench.program.jobs.all[0].is_ended)
    assert len(keep_busy) == 32
    assert (bench.program.jobs.all[0].state, cloud.count("TerminateTask")) == (State.CANCELLED, cloud.count("x"))


def test_while_it_runs_the_service_is_told(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Running"]
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].state is State.RUNNING)
    done = cancelled(bench, job)
    assert (done.state, cloud.tasks["task-1"].words) == (State.CANCELLED, ["Terminated"])
    assert done.status_word == "Terminated"
    assert "stopped" in text(done)


def test_a_status_that_comes_before_the_answer_says_the_same(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Running"]
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].state is State.RUNNING)
    heard = threading.Event()

    def stop(call: dict[str, Any]) -> dict[str, Any]:
        cloud.tasks[call["TaskUID"]].words = ["Terminated"]
        heard.wait(30)
        return {"RetCode": 0}

    cloud.override["TerminateTask"] = stop
    done = cancelled(bench, job)
    heard.set()
    assert (done.state, "stopped" in text(done)) == (State.CANCELLED, True)


@pytest.mark.parametrize("answer", [{"RetCode": 150}, {"RetCode": 0, "TaskDetailList": []}, None])
def test_a_stopped_job_does_not_go_on_to_be_called_running(
    bench: Bench, cloud: Cloud, answer: dict[str, Any] | None
) -> None:
    cloud.words = ["Running"]
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].state is State.RUNNING)

    def stop(_call: dict[str, Any]) -> dict[str, Any]:
        if answer is not None:
            cloud.override["ListTasksDetails"] = lambda _asked: answer
        return {"RetCode": 0}

    cloud.override["TerminateTask"] = stop
    done = cancelled(bench, job)
    assert (done.state, done.status_word) == (State.CANCELLED, "")


def test_while_it_is_being_sent_it_is_stopped_as_soon_as_it_has_a_name(bench: Bench, cloud: Cloud) -> None:
    gate, has_come = threading.Event(), threading.Event()
    cloud.words = ["Running"]

    def slow(call: dict[str, Any]) -> dict[str, Any]:
        has_come.set()
        gate.wait(30)
        return {"RetCode": 0, **cloud._ModifyMaskedPixels(call)}

    cloud.override["ModifyMaskedPixels"] = slow
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(has_come.is_set)
    bench.program.jobs.cancel(job.id)
    gate.set()
    bench.until(lambda: bench.program.jobs.all[0].is_ended)
    assert (bench.program.jobs.all[0].state, cloud.count("TerminateTask")) == (State.CANCELLED, 1)


def test_an_upload_is_broken_off_and_nothing_was_begun(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = bench.program.jobs
    pieces = SignedBody._pieces

    def slow(body: SignedBody) -> Iterator[bytes]:
        for piece in pieces(body):
            yield piece
            jobs.cancel(jobs.all[0].id)

    with monkeypatch.context() as patch:
        patch.setattr(SignedBody, "_pieces", slow)
        jobs.submit(request(cloud.url))
        bench.until(lambda: jobs.all[0].is_ended)
    assert (jobs.all[0].state, text(jobs.all[0])) == (State.CANCELLED, "Cancelled; the service had not begun.")
    assert (cloud.arrived, jobs.all[0].can_retry) == ([], True)


def test_a_pause_before_it_is_sent_again_ends_with_the_wish(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSES_SECONDS", (30.0,))
    cloud.override["ModifyMaskedPixels"] = lambda _call: {"RetCode": 153, "Message": "busy"}
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: cloud.count("ModifyMaskedPixels"))
    done = cancelled(bench, job)
    assert (done.state, cloud.count("ModifyMaskedPixels")) == (State.CANCELLED, 1)


def test_an_answer_that_is_lost_after_the_wish_is_looked_for_and_then_stopped(bench: Bench, cloud: Cloud) -> None:
    made = request(cloud.url)
    cloud.words, cloud.extra = ["Running"], {"request_uuid": made.request_uuid}
    has_come, gate = threading.Event(), threading.Event()

    def lose(call: dict[str, Any]) -> None:
        cloud._ModifyMaskedPixels(call)
        has_come.set()
        gate.wait(30)

    cloud.override["ModifyMaskedPixels"] = lose
    job = bench.program.jobs.submit(made)
    bench.until(has_come.is_set)
    bench.program.jobs.cancel(job.id)
    gate.set()
    bench.until(lambda: bench.program.jobs.all[0].is_ended)
    assert (bench.program.jobs.all[0].state, cloud.count("TerminateTask")) == (State.CANCELLED, 1)


def test_a_wish_that_can_be_kept_by_nobody_leaves_the_job_to_the_person(bench: Bench, cloud: Cloud) -> None:
    has_come, gate = threading.Event(), threading.Event()

    def lose(call: dict[str, Any]) -> None:
        cloud._ModifyMaskedPixels(call)
        has_come.set()
        gate.wait(30)

    cloud.override["ModifyMaskedPixels"] = lose
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(has_come.is_set)
    bench.program.jobs.cancel(job.id)
    gate.set()
    bench.until(lambda: bench.program.jobs.all[0].candidates and not bench.program.jobs.all[0].is_cancelling)
    assert (bench.program.jobs.all[0].state, bench.program.jobs.all[0].can_cancel) == (State.UNKNOWN, True)


def test_results_that_are_waited_for_are_left(bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "PAUSES_SECONDS", (30.0,))
    cloud.broken_downloads = 99
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].message is not None)
    done = cancelled(bench, job)
    assert (done.state, "charged" in text(done)) == (State.CANCELLED, True)


def test_a_service_that_refuses_to_stop_is_followed_on(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Running"]
    cloud.override["TerminateTask"] = lambda _call: {"RetCode": 299, "Message": ""}
    jobs = bench.program.jobs
    job = jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[0].state is State.RUNNING)
    said: list[str] = []
    jobs.changed.connect(lambda now: said.append(now.message.text if now.message else ""))
    jobs.cancel(job.id)
    bench.until(lambda: any("could not be told" in words for words in said))
    assert jobs.all[0].can_cancel
    cloud.tasks["task-1"].words = ["Finished"]
    bench.until(lambda: jobs.all[0].state is State.FINISHED)


def test_results_that_were_coming_home_are_left(bench: Bench, cloud: Cloud) -> None:
    gate = threading.Event()
    download = cloud.download

    def slow(path: str) -> bytes | None:
        gate.wait(30)
        return download(path)

    cloud.download = slow  # type: ignore[method-assign]  # the service is slow here
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].state is State.DOWNLOADING)
    done = cancelled(bench, job)
    gate.set()
    assert (done.state, "charged" in text(done)) == (State.CANCELLED, True)
    bench.program.jobs.look_again(job.id)
    bench.until(lambda: bench.program.jobs.all[0].state is State.FINISHED)


def test_a_job_that_nobody_knows_of_is_given_up(bench: Bench, cloud: Cloud) -> None:
    cloud.loses_answers = 1
    cloud.override["ListRunningTasks"] = lambda _call: {"RetCode": 0, "TaskUIDList": []}
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].state is State.UNKNOWN)
    done = cancelled(bench, job)
    assert (done.state, "Nobody knows" in text(done)) == (State.CANCELLED, True)


def test_an_ended_job_stays_as_it_is(bench: Bench, cloud: Cloud) -> None:
    jobs = bench.program.jobs
    job = jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[0].is_ended)
    jobs.cancel(job.id)
    jobs.cancel("no such job")
    assert (jobs.all[0].state, cloud.count("TerminateTask")) == (State.FINISHED, 0)


def test_one_that_was_not_watched_is_watched_when_the_person_looks_again(bench: Bench, cloud: Cloud) -> None:
    jobs = bench.program.jobs
    cloud.words = ["Running"]
    job = jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[0].state is State.RUNNING)
    jobs.stop_watching(job.id)
    cancelled(bench, job)
    cloud.tasks["task-1"].words = ["Finished"]
    jobs.look_again(job.id)
    bench.until(lambda: jobs.all[0].state is State.FINISHED)
