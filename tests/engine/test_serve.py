"""The service as a team's machine has it: any executor, its own limits, and its address."""

import shutil
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from picpik_studio.api.client import Client
from picpik_studio.api.wire import ModifyMaskedPixels, checked
from picpik_studio.engine import accepting, calls, store, work
from picpik_studio.engine import service as service_module
from picpik_studio.engine.errors import EngineError, StoreError
from picpik_studio.engine.service import Service, Setup
from tests.engine.service import PRIVATE, PUBLIC, Caller, dab, order, texture, until
from tests.engine.serving import KEYS, serving


class Gated:
    """Work whose every image must be let through, one by one."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.gate = threading.Semaphore(0)

    def __call__(self, order: work.Order, picture: bytes, mask: bytes, seed: int) -> bytes:
        assert (order.size, picture[1:4], mask[1:4]) == ((64, 64), b"PNG", b"PNG")
        self.begun.append(seed)
        assert self.gate.acquire(timeout=30)
        return b"png %d" % seed


@pytest.fixture
def gated(monkeypatch: pytest.MonkeyPatch) -> Gated:
    gated = Gated()
    monkeypatch.setattr(work, "redraw", gated)
    return gated


def batch(seed: int, images: int = 1) -> dict[str, object]:
    return order(texture(64, 64), dab(64, 64), Seed=seed, BatchSize=images)


def test_a_plain_executor_will_do(folder: Path) -> None:
    with ThreadPoolExecutor(1) as executor, serving(folder, executor) as service:
        assert service.ended(service.accepted())["Status"] == "Finished"


def test_a_cancel_takes_effect_between_the_images_and_what_comes_late_is_dropped(folder: Path, gated: Gated) -> None:
    with ThreadPoolExecutor(1) as executor, serving(folder, executor) as service:
        first, second = service.accepted(**batch(10, 4)), service.accepted(**batch(20))
        until(lambda: gated.begun, lambda begun: begun == [10])
        gated.gate.release()
        until(lambda: gated.begun, lambda begun: begun == [10, 11])
        assert service.call("TerminateTask", TaskUID=first)["RetCode"] == 0
        assert service.status(first) == "Terminated"
        assert service.status(second) == "Queuing"  # the one thread is still busy, and nothing can end it
        gated.gate.release(2)
        assert service.ended(second)["Status"] == "Finished"
        assert gated.begun == [10, 11, 20]
        detail = service.detail(first)
        assert (detail["Status"], detail["ImgList"]) == ("Terminated", [])
        assert len([name for name in service.files if name.endswith(".png")]) == 1


def test_with_several_slots_several_images_are_made_at_once_and_no_more(folder: Path, gated: Gated) -> None:
    with ThreadPoolExecutor(5) as executor, serving(folder, executor, slots=3) as service:
        uid = service.accepted(**batch(5, 6))
        until(lambda: gated.begun, lambda begun: sorted(begun) == [5, 6, 7])
        gated.gate.release(6)
        assert len(service.ended(uid)["ImgList"]) == 6
        assert sorted(gated.begun) == list(range(5, 11))


def test_without_kill_a_task_is_terminated_all_the_same(folder: Path) -> None:
    with serving(folder) as service:
        first, second = service.accepted(), service.accepted()
        assert (service.status(first), service.status(second)) == ("Running", "Queuing")
        for uid in (first, second):
            assert service.call("TerminateTask", TaskUID=uid)["RetCode"] == 0
            assert service.status(uid) == "Terminated"


def test_work_that_is_not_done_at_the_end_is_done_by_the_next(folder: Path) -> None:
    with serving(folder) as service:
        uid = service.accepted()
    with ThreadPoolExecutor(1) as executor, serving(folder, executor) as service:
        assert service.ended(uid)["Status"] == "Finished"


def test_what_ended_a_day_ago_is_forgotten_while_it_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "LATE_SECONDS", 0)
    monkeypatch.setattr(service_module, "SWEEP_SECONDS", 0.01)
    with ThreadPoolExecutor(1) as executor, serving(folder, executor) as service:
        (address,) = service.ended(service.accepted())["ImgList"]
        uid = service.accepted()
        service.ended(uid)
        assert len(service.files) == 2
        monkeypatch.setattr(store, "KEPT_SECONDS", 0)
        until(lambda: service.call("ListTasksDetails", TaskUIDList=[uid])["TaskDetailList"], lambda found: not found)
        with requests.get(address, timeout=10) as response:
            assert response.status_code == 404
        until(lambda: service.files, lambda files: not files)


def test_a_queue_that_is_full_asks_for_patience(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "MAX_WAITING", 3)
    with serving(folder) as service:
        answers = [service.call("ModifyMaskedPixels", **batch(1, 16))["RetCode"] for _ in range(4)]
    assert answers == [0, 0, 0, 153]


def test_a_disk_that_fails_has_a_code_and_words_and_the_log_no_key(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(folder) as service:
        (path,) = (path for path in folder.iterdir() if path.is_dir())
        shutil.rmtree(path / "inputs")
        answer = service.call("ModifyMaskedPixels", **batch(1))
        assert answer["RetCode"] == 150
        assert answer["Message"].startswith("The service cannot keep its data on the disk")
        assert service.call("ListModels")["RetCode"] == 0
    log = (folder / "service.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert PRIVATE not in log
    caplog.clear()


def test_a_fault_of_the_service_has_a_code_and_the_service_lives_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_request: object) -> None:
        raise RuntimeError("bug")

    with serving(folder) as service:
        monkeypatch.setattr(accepting, "_check_model", fail)
        answer = service.call("ModifyMaskedPixels", **batch(1))
        assert (answer["RetCode"], answer["Message"]) == (150, "The service has a fault of its own.")
        assert service.call("ListModels")["RetCode"] == 0
    assert "bug" in caplog.text
    caplog.clear()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.invalid"])  # noqa: S104 - it must be refused
def test_other_machines_are_let_in_only_when_that_is_asked_for(folder: Path, host: str) -> None:
    with pytest.raises(EngineError, match="can be reached from other machines"):
        Service(Setup(folder, KEYS, host=host))


def _unknown(*_args: object, **_named: object) -> list[object]:
    raise socket.gaierror(8, "Name or service not known")


def test_a_localhost_that_is_elsewhere_is_no_loopback(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service(Setup(folder, KEYS, host="localhost"))
    service.stop()
    service.run(lambda _url: None)
    elsewhere = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: elsewhere)
    with pytest.raises(EngineError, match="localhost can be reached from other machines"):
        Service(Setup(folder, KEYS, host="localhost"))
    monkeypatch.setattr(socket, "getaddrinfo", _unknown)
    with pytest.raises(EngineError, match="localhost can be reached from other machines"):
        Service(Setup(folder, KEYS, host="localhost"))


def test_an_address_that_is_taken_or_none_is_said(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(EngineError, match=f"port {port}"):
            Service(Setup(folder, KEYS, port=port))
    with pytest.raises(EngineError, match=r"no port 99999: choose one from 0 to 65535"):
        Service(Setup(folder, KEYS, port=99_999))
    for host in ("example.invalid", "x" * 70):
        with pytest.raises(EngineError, match=f"cannot listen on {host} port 0"):
            Service(Setup(folder, KEYS, host=host, is_open=True))


@pytest.mark.skipif(not socket.has_ipv6, reason="a machine without IPv6")
def test_an_address_of_six_parts_is_written_as_one(folder: Path) -> None:
    service = Service(Setup(folder, KEYS, host="::1"))
    assert service.url.startswith("http://[::1]:")
    service.stop()
    service.run(lambda _url: None)


def test_a_folder_that_cannot_be_used_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    service = Service(Setup(tmp_path / "file", KEYS))
    with pytest.raises(StoreError):
        service.run(lambda _url: None)
    assert service._socket.fileno() == -1


def test_one_that_is_ended_before_it_began_is_never_ready(folder: Path) -> None:
    service = Service(Setup(folder, KEYS))
    service.stop()
    service.run(lambda _url: pytest.fail("it is not"))


# A process of its own, as the command line starts it


class Serve(Caller):
    """`picpik-studio serve`."""

    def __init__(self, folder: Path) -> None:
        line = [sys.executable, "-m", "picpik_studio", "serve", "--port", "0", "--slots", "1", "--data", str(folder)]
        self.process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = next(word for word in self.process.stdout.readline().split() if word.startswith("http")).rstrip(";")

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send the signal; return the exit code and what was said on standard error."""
        self.process.send_signal(number)
        said = self.process.communicate(timeout=30)[1]
        return self.process.returncode, said


@pytest.mark.parametrize(("number", "said"), [(signal.SIGTERM, ""), (signal.SIGINT, "picpik-studio: Ended.\n")])
def test_a_signal_ends_it_in_order_and_the_next_one_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, said: str
) -> None:
    monkeypatch.setenv("PICPIK_PUBLIC_KEY", PUBLIC)
    monkeypatch.setenv("PICPIK_PRIVATE_KEY", PRIVATE)
    serve = Serve(folder)
    client = Client(serve.url, PUBLIC, PRIVATE)
    request = checked(ModifyMaskedPixels, order(texture(64, 64), dab(64, 64)))
    done = client.modify_masked_pixels(request)
    (address,) = serve.ended(done)["ImgList"]
    assert client.download(address, 1 << 20).startswith(b"\x89PNG")
    uids = [client.modify_masked_pixels(request) for _ in range(12)]
    assert serve.end(number) == (0, said)
    again = Serve(folder)
    assert [again.ended(uid)["Status"] for uid in [done, *uids]] == ["Finished"] * 13
    assert again.end(number) == (0, said)
    client.close()
