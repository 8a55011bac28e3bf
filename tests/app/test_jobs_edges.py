"""What must do no harm: ids that are gone, things done twice, answers that come too late."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from picpik_studio.api.answers import TaskDetail
from picpik_studio.app.job import Job, State
from picpik_studio.app.status_words import judge
from tests.app.cloud import Answer, Cloud
from tests.app.conftest import Bench
from tests.app.requests import request
from tests.app.test_jobs_resume import JOB


def test_a_job_that_is_gone_harms_nobody(bench: Bench) -> None:
    jobs = bench.program.jobs
    actions: tuple[Callable[[str], None], ...] = (
        jobs.cancel,
        jobs.retry,
        jobs.look_again,
        jobs.stop_watching,
        jobs.send_again,
        jobs.forget,
        partial(jobs.mark_applied, applied=True),
    )  # fmt: skip - a list of methods
    for action in actions:
        action("no such job")
    jobs.adopt("no such job", "task-1")
    jobs.hide_result("no such job", 0, hidden=True)
    jobs._settler.look("no such connection")
    bench.until(lambda: not jobs._settler._searches["no such connection"].is_asking)
    assert (jobs.all, bench.notices) == ((), [])


@pytest.mark.parametrize("state", list(State))
def test_what_a_state_does_not_allow_changes_nothing(bench: Bench, state: State) -> None:
    jobs = bench.program.jobs
    jobs._desk.book.add(replace(JOB, state=state, connection_id="http://127.0.0.1:9", task_uid=None))
    if state is not State.UNKNOWN:
        jobs.send_again("job")
    if not jobs.all[0].is_ended:
        jobs.retry("job")
        jobs.forget("job")
    if state in {State.FAILED, State.CANCELLED, State.APPLIED, State.FINISHED}:
        jobs.look_again("job")
        jobs.cancel("job")
        jobs.stop_watching("job")
    bench.program.tasks.run("files", lambda _task: None, done=lambda _none: bench.program.notices.say("info", "end"))
    bench.until(lambda: bench.said() == ["end"])
    assert [(job.id, job.state) for job in jobs.all] == [("job", state)]


def test_elapsed_time_ends_with_the_job() -> None:
    assert replace(JOB, created=10.0).elapsed(now=25.5) == 15.5
    assert replace(JOB, created=10.0, ended=12.0).elapsed(now=99.0) == 2.0
    assert replace(JOB, created=10.0).elapsed(now=5.0) == 0.0
    assert JOB.elapsed() > 0


@pytest.mark.parametrize(
    ("word", "images", "state"),
    [
        *((word, 1, State.DOWNLOADING) for word in ("Finished", "SUCCESS", "succeeded", " Completed ", "done", "?")),
        *((word, 0, State.FAILED) for word in ("Error", "failed", "FAILURE")),
        *((word, 1, State.CANCELLED) for word in ("Terminated", "cancelled", "canceled", "Stopped", "timeout")),
        *((word, 1, State.QUEUED) for word in ("Queuing", "queued", "PENDING")),
        *((word, 1, State.RUNNING) for word in ("Running", "processing")),
        ("", 0, State.SUBMITTED),
        ("Finished", 0, State.SUBMITTED),
    ],
)
def test_words_in_any_case(word: str, images: int, state: State) -> None:
    verdict = judge(TaskDetail(TaskUID="t", Status=word, ImgList=["x"] * images), State.SUBMITTED)
    assert verdict.state is state
    assert verdict.is_known is (word != "")


def test_an_error_code_fails_whatever_the_word_says() -> None:
    verdict = judge(TaskDetail(TaskUID="t", Status="Finished", ImgList=["x"], ErrorCode=7), State.RUNNING)
    assert verdict.state is State.FAILED
    assert verdict.message is not None
    assert "error 7" in verdict.message.text
    silent = judge(TaskDetail(TaskUID="t", Status="Error"), State.RUNNING)
    assert silent.message is not None
    assert silent.message.text == "The service could not do it and did not say why.", "no error has the number 0"


@pytest.mark.parametrize("word", ["Finished", "Running", "some other word"])
def test_an_answer_that_comes_after_the_cancelling_changes_nothing(bench: Bench, cloud: Cloud, word: str) -> None:
    asked, goes_on = threading.Event(), threading.Event()

    def slow(call: Answer) -> Answer:
        answer = cloud._ListTasksDetails(call)
        if not asked.is_set():  # what it was before it was told to stop comes late
            asked.set()
            goes_on.wait(30)
        return {"RetCode": 0, **answer}

    cloud.words = [word]
    cloud.override["ListTasksDetails"] = slow
    jobs = bench.program.jobs
    job: Job = jobs.submit(request(cloud.url))
    bench.until(asked.is_set)
    jobs.cancel(job.id)
    bench.until(lambda: jobs.all[0].is_ended)
    goes_on.set()
    bench.until(lambda: not jobs._watcher._rounds)
    assert (jobs.all[0].state, jobs.all[0].results) == (State.CANCELLED, ())


def test_old_addresses_are_tried_when_the_service_knows_the_task_no_more(bench: Bench, cloud: Cloud) -> None:
    cloud.gone = True
    jobs = bench.program.jobs
    jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[0].state is State.FAILED)
    cloud.gone = False
    cloud.override["ListTasksDetails"] = lambda _call: {"RetCode": 0, "TaskDetailList": []}
    jobs.look_again(jobs.all[0].id)
    bench.until(lambda: jobs.all[0].state is State.FINISHED)


def test_a_fault_of_our_own_while_asking_is_said_and_asked_on(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("our own fault")

    jobs = bench.program.jobs
    with monkeypatch.context() as patch:
        patch.setattr("picpik_studio.app.watching.judge", broken)
        jobs.submit(request(cloud.url))
        bench.until(lambda: any("our own fault" in text for text in bench.said()))
    bench.until(lambda: jobs.all[0].state is State.FINISHED)


def test_keys_that_are_missing_fail_the_job_before_anything_is_sent(bench: Bench) -> None:
    jobs = bench.program.jobs
    jobs.submit(request("picpik"))
    bench.until(lambda: jobs.all[0].is_ended)
    message = jobs.all[0].message
    assert message is not None
    assert (jobs.all[0].state, "keys" in message.text) == (State.FAILED, True)
