"""The service as a team's machine has it: any executor, its own limits, and its address."""

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest
import requests

from picpik_studio.api.signing import sign
from picpik_studio.engine import calls
from picpik_studio.engine.errors import EngineError
from picpik_studio.engine.http import BODY_LIMIT, Keys
from picpik_studio.engine.service import Service, Setup
from tests.engine.service import PRIVATE, PUBLIC, dab, order, texture, until

P = ParamSpec("P")
T = TypeVar("T")
KEYS = Keys(PUBLIC, PRIVATE)


class Stopped(Executor):
    """Begins nothing, so that everything waits."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        del fn, args, kwargs
        return Future()


class Caller:
    """Calls a service over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, body: bytes) -> dict[str, Any]:
        with requests.post(self.url, data=body, timeout=30) as response:
            answer = response.json()
        assert isinstance(answer, dict)
        return answer

    def call(self, action: str, **params: object) -> dict[str, Any]:
        full = {"Action": action, "PublicKey": PUBLIC, **params}
        return self.post(json.dumps({**full, "Signature": sign(full, PRIVATE)}).encode())

    def status(self, uid: str) -> str:
        return str(self.call("ListTasksDetails", TaskUIDList=[uid])["TaskDetailList"][0]["Status"])


@contextmanager
def serving(
    folder: Path, executor: Executor, *, body_limit: int = BODY_LIMIT, host: str = "127.0.0.1"
) -> Iterator[Caller]:
    service = Service(Setup(folder, KEYS, host=host, slots=1, body_limit=body_limit), executor)
    is_ready = threading.Event()
    thread = threading.Thread(target=service.run, args=(lambda _url: is_ready.set(),))
    thread.start()
    try:
        assert is_ready.wait(30)
        yield Caller(service.url)
    finally:
        service.stop()
        thread.join(30)


def test_a_plain_executor_will_do(folder: Path) -> None:
    with ThreadPoolExecutor(1) as executor, serving(folder, executor) as service:
        uid = service.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))["TaskUID"]
        assert until(lambda: service.status(uid), lambda status: status not in {"Queuing", "Running"}) == "Finished"


def test_without_kill_a_task_is_terminated_all_the_same(folder: Path) -> None:
    with serving(folder, Stopped()) as service:
        first, second = (
            service.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))["TaskUID"] for _ in range(2)
        )
        assert (service.status(first), service.status(second)) == ("Running", "Queuing")
        for uid in (first, second):
            assert service.call("TerminateTask", TaskUID=uid)["RetCode"] == 0
            assert service.status(uid) == "Terminated"


LIMIT = 1 << 20


@pytest.mark.parametrize("times", [1.1, 1.9])
def test_a_body_over_the_limit_is_refused_and_the_service_lives_on(folder: Path, times: float) -> None:
    with serving(folder, Stopped(), body_limit=LIMIT) as service:
        answer = service.post(b'{"Action": "' + b"x" * int(LIMIT * times) + b'"}')
        assert answer["RetCode"] == 240
        assert "1 MB" in answer["Message"]
        assert service.call("ListModels")["RetCode"] == 0


def test_a_body_far_over_the_limit_is_not_read_to_its_end(folder: Path) -> None:
    with serving(folder, Stopped(), body_limit=LIMIT) as service:
        with suppress(requests.ConnectionError):  # it may break before the answer is seen
            assert service.post(b" " * (40 * LIMIT))["RetCode"] == 240
        assert service.call("ListModels")["RetCode"] == 0


def test_a_queue_that_is_full_asks_for_patience(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "MAX_WAITING", 3)
    with serving(folder, Stopped()) as service:
        params = order(texture(64, 64), dab(64, 64), BatchSize=16)
        answers = [service.call("ModifyMaskedPixels", **params)["RetCode"] for _ in range(4)]
    assert answers == [0, 0, 0, 153]


def test_a_fault_of_the_service_has_a_code_and_tells_the_log_no_key(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(folder, Stopped()) as service:
        (store,) = (path for path in folder.iterdir() if path.is_dir())
        shutil.rmtree(store / "inputs")
        answer = service.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))
        assert answer["RetCode"] == 150
        assert service.call("ListModels")["RetCode"] == 0
    log = (folder / "service.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert PRIVATE not in log
    caplog.clear()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.invalid"])  # noqa: S104 - it must be refused
def test_other_machines_are_let_in_only_when_that_is_asked_for(folder: Path, host: str) -> None:
    with pytest.raises(EngineError, match="can be reached from other machines"):
        Service(Setup(folder, KEYS, host=host))


def test_an_address_that_is_taken_is_said(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(EngineError, match=f"port {port}"):
            Service(Setup(folder, KEYS, port=port))
