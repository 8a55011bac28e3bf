"""What a service says beside what the protocol names."""

import json

from picpik_studio.api.answers import TaskDetail
from picpik_studio.api.checks import received
from picpik_studio.app.extras import LONGEST, MOST, extras_of
from picpik_studio.app.job import Job, State
from picpik_studio.app.job_records import from_record, to_record
from tests.app.cloud import Cloud
from tests.app.conftest import Bench
from tests.app.requests import request
from tests.app.test_jobs import ended


def test_known_and_empty_fields_are_none() -> None:
    detail = received(
        TaskDetail, {"TaskUID": "t", "Action": "x", "Status": "s", "ErrorMessage": "e", "New": [], "N": None}
    )
    assert extras_of(detail) == ()


def test_unknown_ones_are_kept_as_text_and_in_bounds() -> None:
    fields = {f"Field{index}": index for index in range(100)}
    detail = received(TaskDetail, {"TaskUID": "t", "Eta": {"min": 5}, "Long": "x\n" * 500, "TxtList": ["a"], **fields})
    found = extras_of(detail)
    assert found[:2] == (("TxtList", '["a"]'), ("Eta", '{"min": 5}'))
    assert len(found) == MOST
    assert max(len(text) for _name, text in found) == LONGEST


def test_they_go_through_the_journal_even_where_they_look_like_keys(bench: Bench, cloud: Cloud) -> None:
    cloud.extra = {"Progress": 0.5, "PrivateKey": 'a "Signature": b', "Signature": "x"}
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert done.state is State.FINISHED
    assert dict(done.extras) == {"Progress": "0.5", "PrivateKey": 'a "Signature": b', "Signature": "x"}
    record = json.loads(json.dumps(to_record(done)))
    assert from_record("finished", record).extras == done.extras


def test_a_record_of_an_earlier_version_has_none() -> None:
    record = to_record(Job("j", State.RUNNING, "local", "uuid", 1.0, "hash", 1))
    del record["extras"]
    assert from_record("running", record).extras == ()
