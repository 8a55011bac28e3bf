"""Missing and wrong keys lead to the dialog of connections, and what was said of them goes when they fit."""

import pytest

from picpik_studio.app.connections import NO_KEYS, KeysMissingError
from picpik_studio.app.job import State
from picpik_studio.app.session import Session
from tests.app.cloud import PRIVATE_KEY, Cloud, solid
from tests.app.conftest import Bench
from tests.app.requests import request


@pytest.fixture
def withdrawn(bench: Bench) -> list[str]:
    keys: list[str] = []
    bench.program.notices.withdrawn.connect(keys.append)
    return keys


def of_keys(withdrawn: list[str]) -> list[str]:
    return [key for key in withdrawn if key.startswith("keys ")]


def test_wrong_keys_lead_to_the_dialog_until_they_fit(
    *, bench: Bench, session: Session, cloud: Cloud, withdrawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    take_back = bench.program.key_trouble.lend(lambda: opened.append("connections"), lambda: False)
    monkeypatch.setenv("PICPIK_PRIVATE_KEY", "another-key")
    session.submit()
    bench.until(lambda: bench.notices)
    notice = bench.notices[-1]
    assert (notice.kind, notice.key, "private key" in notice.text) == ("error", f"keys {cloud.url}", True)
    assert notice.action is not None
    notice.action.run()
    take_back()
    notice.action.run()
    assert opened == ["connections"]
    assert of_keys(withdrawn) == []
    monkeypatch.setenv("PICPIK_PRIVATE_KEY", PRIVATE_KEY)
    session.refresh_models()
    bench.until(lambda: of_keys(withdrawn))
    assert of_keys(withdrawn) == [f"keys {cloud.url}"]


def test_missing_keys_are_told_of_a_job_too(bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.program.key_trouble.lend(lambda: None, lambda: True)
    monkeypatch.delenv("PICPIK_PRIVATE_KEY")
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.notices)
    notice = bench.notices[-1]
    assert (notice.key, "No keys are known" in notice.text) == (f"keys {cloud.url}", True)
    assert notice.action is not None
    assert notice.action.label == "Connections…"


def test_any_other_failure_is_told_as_ever(bench: Bench, cloud: Cloud) -> None:
    bench.program.key_trouble.lend(lambda: None, lambda: True)
    cloud.override["GetCreditBalance"] = lambda _call: {"RetCode": 299}
    bench.program.balance(cloud.url, lambda _balance: None)
    bench.until(lambda: bench.notices)
    assert (bench.notices[-1].key, bench.notices[-1].action) == ("", None)


def test_what_was_said_of_a_job_goes_when_it_goes_on(bench: Bench, cloud: Cloud, withdrawn: list[str]) -> None:
    cloud.image = lambda _call: b"no picture"
    job = bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].state is State.FAILED)
    bench.until(lambda: bench.notices)
    assert bench.notices[-1].key == f"job {job.id}"
    assert f"job {job.id}" not in withdrawn
    cloud.tasks["task-1"].images = [solid(200, 120)]
    bench.program.jobs.look_again(job.id)
    bench.until(lambda: f"job {job.id}" in withdrawn)


def test_of_several_windows_the_active_one_opens_the_dialog(bench: Bench) -> None:
    opened: list[str] = []
    active = "first"
    for name in ("first", "second", "third"):
        bench.program.key_trouble.lend(lambda name=name: opened.append(name), lambda name=name: name == active)  # type: ignore[misc]  # mypy knows no lambda defaults
    bench.program.key_trouble.fail(KeysMissingError(NO_KEYS, title="A service"), "custom")
    action = bench.notices[-1].action
    assert action is not None
    action.run()
    active = "second"
    action.run()
    active = "none of them"
    action.run()
    assert opened == ["first", "second", "third"]
