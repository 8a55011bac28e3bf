"""Jobs of every action: one way out, one way home, whether a task is named or the image comes at once."""

import base64
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from picpik_studio.api.actions import RemoveContents
from picpik_studio.app.action import Action
from picpik_studio.app.generation import prepare
from picpik_studio.app.job import Job, State
from picpik_studio.app.job_records import from_record, to_record
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.request_store import load_request, store_request
from picpik_studio.files.journal import Journal
from tests.app.cloud import Answer, Cloud, decoded, solid
from tests.app.conftest import Bench
from tests.app.requests import request, snapshot, values
from tests.app.test_jobs import ended

MAPPINGS: dict[Action, dict[str, Any]] = {
    Action.ERASE: {"MaskBlur": 3},
    Action.SUBJECT: {"OnlyMask": True},
    Action.CLICKS: {"OnlyMask": True, "IncludePointList": [{"X": 1, "Y": 2}]},
    Action.UPSCALE: {"Width": 128, "Height": 256},
}


def made(action: Action, connection: str) -> GenerationRequest:
    if action is Action.REDRAW:
        return request(connection)
    return replace(request(connection), action=action, mapping=MAPPINGS[action])


def inline(data: bytes) -> Answer:
    return {"RetCode": 0, "Action": "", "Image": f"data:image/png;base64,{base64.b64encode(data).decode()}"}


@pytest.mark.parametrize("action", Action)
def test_every_action_is_a_job_like_any_other(bench: Bench, cloud: Cloud, action: Action) -> None:
    done = ended(bench, bench.program.jobs.submit(made(action, cloud.url)))
    assert (done.state, done.action, done.task_uid, done.credits) == (State.FINISHED, action, "task-1", 3)
    assert cloud.tasks["task-1"].request["Action"] == action.value
    assert done.results[0].path.read_bytes() == cloud.tasks["task-1"].images[0]


@pytest.mark.parametrize("action", Action)
def test_an_image_that_comes_at_once_is_kept_and_comes_home(bench: Bench, cloud: Cloud, action: Action) -> None:
    picture = solid(64, 64)
    cloud.override[action.value] = lambda _mapping: inline(picture)
    states: list[State] = []
    bench.program.jobs.changed.connect(lambda job: states.append(job.state))
    done = ended(bench, bench.program.jobs.submit(made(action, cloud.url)))
    assert (done.state, done.task_uid, cloud.arrived) == (State.FINISHED, None, [action.value])
    assert done.results[0].path.read_bytes() == picture
    assert State.DOWNLOADING in states


def test_an_address_that_comes_at_once_is_fetched(bench: Bench, cloud: Cloud) -> None:
    ended(bench, bench.program.jobs.submit(request(cloud.url)))
    cloud.override["RemoveBackground"] = lambda _mapping: {"RetCode": 0, "Url": f"{cloud.url}/results/task-1/0"}
    done = ended(bench, bench.program.jobs.submit(made(Action.SUBJECT, cloud.url)))
    assert (done.state, done.task_uid) == (State.FINISHED, None)
    assert done.results[0].path.read_bytes() == cloud.tasks["task-1"].images[0]


def test_an_image_that_came_at_once_outlives_its_editor(bench: Bench, cloud: Cloud) -> None:
    """The editor ended between the answer and the file: the next one finds the image in the journal."""
    desk = bench.program.jobs._desk
    job = Job("j", State.DOWNLOADING, cloud.url, "uuid", 1.0, "hash", 1, Action.SUBJECT, owner="a dead editor")
    job = replace(job, urls=(f"blob:{desk.journal.put_blob(solid(9, 9))}",))
    desk.book.write(job)
    bench.program.jobs.resume()
    bench.until(lambda: bench.program.jobs.all)
    assert ended(bench, job).results[0].path.read_bytes() == solid(9, 9)
    assert not cloud.arrived


def test_an_image_that_was_given_up_can_be_had_after_all(bench: Bench, cloud: Cloud) -> None:
    """It came with the answer although the job was cancelled meanwhile; it is paid for, so it is kept."""
    jobs, is_wished = bench.program.jobs, threading.Event()

    def answer(_mapping: Answer) -> Answer:
        is_wished.wait(60)
        return inline(solid(64, 64))

    cloud.override["RemoveBackground"] = answer
    job = jobs.submit(made(Action.SUBJECT, cloud.url))
    jobs._desk.book.jot(job, is_cancelling=True)
    is_wished.set()
    given_up = ended(bench, job)
    assert (given_up.state, given_up.can_look) == (State.CANCELLED, True)
    jobs.look_again(job.id)
    bench.until(lambda: jobs.all[0].state is State.FINISHED)
    assert jobs.all[0].results[0].path.read_bytes() == solid(64, 64)


def test_what_is_erased_needs_neither_prompt_nor_model_nor_reference() -> None:
    given = values(main_model=None, positive_prompts=("a cat",), mask_blur=5, reference=solid(30, 30))
    erased = prepare(snapshot(), given, "local", Action.ERASE)
    wire = erased.wire()
    assert isinstance(wire, RemoveContents)
    assert (wire.MaskBlur, wire.InvertMask, erased.reference, erased.batch, erased.prompt) == (5, False, None, 1, "")
    redrawn = request("local", mask_blur=5)
    assert (erased.picture, erased.mask, erased.weight) == (redrawn.picture, redrawn.mask, redrawn.weight)
    assert erased.parameters["positive_prompts"] == ["a cat"]


def test_what_is_erased_reaches_the_service_as_it_was_painted(bench: Bench, cloud: Cloud) -> None:
    erased = prepare(snapshot(), values(invert_mask=True), cloud.url, Action.ERASE)
    ended(bench, bench.program.jobs.submit(erased))
    sent = cloud.tasks["task-1"].request
    assert sent["InvertMask"] is True
    assert decoded(sent["RawImage"]).shape[:2] == decoded(sent["Mask"]).shape == erased.frame.sent[::-1]


@pytest.mark.parametrize("action", Action)
def test_the_action_goes_through_the_journal(tmp_path: Path, action: Action) -> None:
    job = Job("j", State.RUNNING, "local", "uuid", 1.0, "hash", 1, action)
    record = msgspec.json.decode(msgspec.json.encode(to_record(job)))
    assert from_record("running", record) == job
    with Journal(tmp_path / "jobs.sqlite") as journal:
        stored = store_request(journal, made(action, "local"))
        assert load_request(journal, stored).action is action


def test_a_record_of_an_earlier_version_was_a_redraw() -> None:
    record = to_record(Job("j", State.RUNNING, "local", "uuid", 1.0, "hash", 1))
    del record["action"]
    assert from_record("running", record).action is Action.REDRAW
