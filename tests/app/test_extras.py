"""What a service says beside what the protocol names."""

import base64
import json

import pytest

from picpik_studio.api.answers import TaskDetail
from picpik_studio.api.checks import received
from picpik_studio.app.extras import LONGEST, MOST, model_extras, task_extras
from picpik_studio.app.job import Job, State
from picpik_studio.app.job_records import from_record, to_record
from tests.app.cloud import PRIVATE_KEY, PUBLIC_KEY, Answer, Cloud, solid
from tests.app.conftest import Bench
from tests.app.requests import request
from tests.app.test_jobs import ended


def test_known_and_empty_fields_are_none() -> None:
    detail = received(
        TaskDetail, {"TaskUID": "t", "Action": "x", "Status": "s", "ErrorMessage": "e", "New": [], "N": None}
    )
    assert task_extras(detail) == ()


def test_unknown_ones_are_kept_as_text_and_in_bounds() -> None:
    fields = {f"Field{index}": index for index in range(100)}
    detail = received(TaskDetail, {"TaskUID": "t", "Eta": {"min": 5}, "Long": "x\n" * 500, "TxtList": ["a"], **fields})
    found = task_extras(detail)
    assert found[:2] == (("TxtList", '["a"]'), ("Eta", '{"min": 5}'))
    assert len(found) == MOST
    assert max(len(text) for _name, text in found) == LONGEST


def test_they_go_through_the_journal_but_for_what_is_called_a_key(bench: Bench, cloud: Cloud) -> None:
    cloud.extra = {"Progress": 0.5, "PrivateKey": 'a "Signature": b', "Signature": "x", "Said": 'a "Signature": b'}
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert done.state is State.FINISHED
    assert dict(done.extras) == {"Progress": "0.5", "Said": 'a "Signature": b'}
    record = json.loads(json.dumps(to_record(done)))
    assert from_record("finished", record).extras == done.extras


def test_what_is_said_beside_the_tasks_is_said_of_each(bench: Bench, cloud: Cloud) -> None:
    told = cloud._ListTasksDetails
    beside = {"Maintenance": "at noon", "Echo": PUBLIC_KEY, "Eta": 60}
    cloud.override["ListTasksDetails"] = lambda call: {"RetCode": 0, **beside, **told(call)}
    cloud.extra = {"Eta": 30}
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert dict(done.extras) == {"Maintenance": "at noon", "Echo": "…", "Eta": "30"}


def test_what_is_said_when_a_task_is_stopped_is_kept(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Running"]
    stopped = cloud._TerminateTask
    cloud.override["TerminateTask"] = lambda call: {"RetCode": 0, "Refunded": 2, "Echo": PUBLIC_KEY, **stopped(call)}
    jobs = bench.program.jobs
    job = jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[0].state is State.RUNNING)
    jobs.cancel(job.id)
    bench.until(lambda: dict(jobs.all[0].beside).get("Refunded") == "2")
    assert (jobs.all[0].state, dict(jobs.all[0].told)) == (State.CANCELLED, {"Refunded": "2", "Echo": "…"})


def test_what_is_said_beside_the_running_tasks_is_said_of_a_job_that_is_looked_for(bench: Bench, cloud: Cloud) -> None:
    cloud.loses_answers = 1
    running = cloud._ListRunningTasks
    cloud.override["ListRunningTasks"] = lambda call: {"RetCode": 0, "Queue": 9, "Echo": PUBLIC_KEY, **running(call)}
    jobs = bench.program.jobs
    jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all and jobs.all[0].candidates and jobs.all[0].told)
    assert (jobs.all[0].state, dict(jobs.all[0].beside)) == (State.UNKNOWN, {"Queue": "9", "Echo": "…"})


@pytest.mark.parametrize("word", ["Finished", "Error"])
def test_an_account_that_a_service_repeats_is_neither_kept_nor_shown(bench: Bench, cloud: Cloud, word: str) -> None:
    signature = "0123456789abcdef" * 2 + "01234567"
    echo = {"PublicKey": PUBLIC_KEY, "Signature": signature, "Of": [{"Owner": f"{PUBLIC_KEY}/me"}]}
    said = {**echo, "Echo": echo, "Sent": json.dumps(echo), "Note": f"with {PRIVATE_KEY}"}
    begun = cloud._ModifyMaskedPixels
    cloud.override["ModifyMaskedPixels"] = lambda call: {"RetCode": 0, **said, **begun(call)}
    cloud.words = [word]
    cloud.extra = {**said, "TxtList": [PUBLIC_KEY], "ErrorMessage": f"not for {PUBLIC_KEY}"}
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert done.state is (State.FINISHED if word == "Finished" else State.FAILED)
    assert dict(done.told) == {
        "Of": '[{"Owner": "…/me"}]',
        "Echo": '{"Of": [{"Owner": "…/me"}]}',
        "Sent": '{"PublicKey": "…", "Signature": "…", "Of": [{"Owner": "…/me"}]}',
        "Note": "with …",
    }
    assert dict(done.extras) == {"TxtList": '["…"]', **dict(done.told)}
    kept = b"".join(path.read_bytes() for path in bench.data.glob("jobs.sqlite*"))
    assert b'"Note","with \\u2026"' in kept
    assert not any(secret.encode() in kept for secret in (PUBLIC_KEY, PRIVATE_KEY, signature))


def test_it_is_struck_out_of_credits_and_models_too(bench: Bench, cloud: Cloud) -> None:
    echo = {"PublicKey": PUBLIC_KEY, "Owner": [PUBLIC_KEY], "Key": PRIVATE_KEY}
    cloud.models = {"MainModels": [{"ModelCode": f"{PUBLIC_KEY}/m", "Name": "M", **echo}], **echo}
    cloud.override["GetCreditBalance"] = lambda _call: {"RetCode": 0, "TotalCredits": 3, **echo}
    struck = (("Owner", '["…"]'), ("Key", "…"))
    connections = bench.program.connections
    assert connections.balance(cloud.url).extras == struck
    assert connections.test(cloud.url).extras == struck
    (model,) = connections.models(cloud.url)
    assert (model.code, model.extras) == (f"{PUBLIC_KEY}/m", struck)
    assert model.raw == {"ModelCode": f"{PUBLIC_KEY}/m", "Name": "M", "Owner": ["…"], "Key": "…"}


def test_what_is_said_when_a_task_begins_is_kept_too(bench: Bench, cloud: Cloud) -> None:
    begun = cloud._ModifyMaskedPixels
    cloud.override["ModifyMaskedPixels"] = lambda call: {"RetCode": 0, "Position": 4, "Eta": 90, **begun(call)}
    cloud.extra = {"Eta": 30}
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert (done.told, done.extras) == ((("Position", "4"), ("Eta", "90")), (("Eta", "30"),))
    assert dict(done.beside) == {"Position": "4", "Eta": "30"}
    assert from_record("finished", json.loads(json.dumps(to_record(done)))).told == done.told


def test_images_that_come_at_once_bring_their_price_and_what_is_said_beside(bench: Bench, cloud: Cloud) -> None:
    image = base64.b64encode(solid(200, 120)).decode()
    answer: Answer = {"RetCode": 0, "Out": {"Png": image}, "ConsumeApiPoint": 5, "Seed": 99, "Engine": "fast"}
    cloud.override["ModifyMaskedPixels"] = lambda _call: answer
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert (done.state, done.credits, done.results[0].seed) == (State.FINISHED, 5, 99)
    assert done.beside == (("Engine", "fast"),)


def test_a_model_is_told_of_with_all_that_its_service_says() -> None:
    raw = {"ModelCode": "m", "Name": "M", "Licence": "CC0", "InferenceParams": {"Steps": 20, "Eta": 0.3}, "Ignores": []}
    assert model_extras(raw) == (("Licence", "CC0"), ("InferenceParams.Eta", "0.3"))
    assert model_extras({"ModelCode": "m", "InferenceParams": None}) == ()


def test_a_record_of_an_earlier_version_has_none() -> None:
    record = to_record(Job("j", State.RUNNING, "local", "uuid", 1.0, "hash", 1))
    del record["extras"]
    assert from_record("running", record).extras == ()
