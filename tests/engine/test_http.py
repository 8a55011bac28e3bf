"""The service's door over real sockets: bodies that are too long, too slow or broken off, and callers that are odd."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import SpooledTemporaryFile
from urllib.parse import urlsplit

import pytest
import requests

from picpik_studio.api.client import Client
from picpik_studio.api.errors import ServiceError
from picpik_studio.api.wire import ModifyMaskedPixels, checked
from picpik_studio.engine import accepting, bodies
from picpik_studio.engine.bodies import IN_MEMORY
from picpik_studio.files import reading
from tests.engine.service import PRIVATE, PUBLIC, dab, order, signed, texture, until
from tests.engine.serving import Served, serving
from tests.engine.slow import Slow

LIMIT = 1 << 20


@pytest.fixture
def service(folder: Path) -> Iterator[Served]:
    with serving(folder, body_limit=LIMIT) as served:
        yield served


def pieces(length: int) -> Iterator[bytes]:
    """Yield a body in chunks, so that no Content-Length is sent."""
    for _ in range(0, length, 1 << 16):
        yield bytes(1 << 16)


@pytest.mark.parametrize("kind", ["keep-alive", "close", "chunked"])
@pytest.mark.parametrize("times", [1.1, 1.9, 40])
def test_a_caller_who_sends_more_than_the_limit_reads_the_answer(service: Served, times: float, kind: str) -> None:
    # Much more than fits into the buffers of the sockets: a caller sends it all before it listens.
    length = int(LIMIT * times)
    with requests.Session() as session:
        session.headers["Connection"] = "close" if kind == "close" else "keep-alive"
        body = pieces(length) if kind == "chunked" else bytes(length)
        answer = session.post(service.url, data=body, timeout=60).json()
        assert answer["RetCode"] == 240
        assert "more than 1 MB" in answer["Message"]
        assert session.post(service.url, data=signed("ListModels"), timeout=60).json()["RetCode"] == 0
    assert service.files == []


def test_the_editors_client_reads_it_too_and_goes_on(service: Served) -> None:
    client = Client(service.url, PUBLIC, PRIVATE)
    big = {**order(texture(64, 64), dab(64, 64)), "ImageAndMaskList": [bytes(9 * LIMIT).hex()] * 2}
    with pytest.raises(ServiceError, match="more than 1 MB"):
        client.modify_masked_pixels(checked(ModifyMaskedPixels, big))
    assert client.list_models().main
    client.close()


def test_a_body_at_the_limit_is_taken_whole(service: Served) -> None:
    assert service.post(b" " * LIMIT)["RetCode"] == 230
    padded = signed("ListModels")
    assert service.post(padded + b" " * (LIMIT - len(padded)))["RetCode"] == 0
    assert service.post(padded + b" " * (LIMIT - len(padded) + 1))["RetCode"] == 240


def test_a_large_call_goes_over_the_disk_and_leaves_nothing_there(service: Served) -> None:
    params = order(texture(300, 300), dab(300, 300))
    assert len(json.dumps(params)) > IN_MEMORY
    uid = service.accepted(**params)
    assert service.files == [f"{uid}-mask", f"{uid}-picture"]


def test_callers_share_one_connection(service: Served) -> None:
    with requests.Session() as session:
        for _ in range(5):
            for body in (signed("ListModels"), b"{", bytes(LIMIT + 1)):
                session.post(service.url, data=body, timeout=30).close()
        pools = session.get_adapter(service.url).poolmanager.pools  # type: ignore[attr-defined]  # an HTTPAdapter's
        (pool,) = (pools[key] for key in pools.keys())  # noqa: SIM118 - it cannot be iterated itself
        assert (pool.num_connections, pool.num_requests) == (1, 15)


def test_an_answer_is_sent_at_once(service: Served) -> None:
    with requests.Session() as session:
        session.post(service.url, data=signed("ListModels"), timeout=30).close()
        server = service.service._server
        assert server is not None
        (connection,) = server.server_state.connections
        raw = connection.transport.get_extra_info("socket")
        assert raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def connected(service: Served) -> socket.socket:
    address = urlsplit(service.url)
    return socket.create_connection((address.hostname, address.port or 0), timeout=30)


@pytest.mark.parametrize("length", [1000, IN_MEMORY * 3])
def test_a_caller_who_hangs_up_in_the_middle_is_forgotten(service: Served, length: int) -> None:
    with connected(service) as raw:
        raw.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % length + bytes(length - 1))
    assert service.call("ListModels")["RetCode"] == 0


@pytest.mark.parametrize("host", [b"[::1", b"a b/?", b"\xff", b"x" * 3000])
def test_an_odd_host_is_the_callers_own_affair(service: Served, host: bytes) -> None:
    with connected(service) as raw:
        body = signed("ListModels")
        head = b"POST /a//b?c HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        raw.sendall(head % (host, len(body)) + body)
        with raw.makefile("rb") as answer:
            status = answer.read().split(b"\r\n")[0]
    assert status.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
    assert service.call("ListModels")["RetCode"] == 0


def test_every_path_takes_calls_and_no_other_method_does(service: Served) -> None:
    for path in ("", "v1", "a/b/", "results/x.png"):
        with requests.post(service.url + path, data=signed("ListModels"), timeout=30) as response:
            assert response.json()["RetCode"] == 0
    for method in ("GET", "PUT", "DELETE", "OPTIONS", "PATCH"):
        with requests.request(method, service.url, timeout=30) as response:
            assert response.status_code == 405
    for path in ("results/0123.png", "results/.png", "results/..%2Flock.png"):
        with requests.get(service.url + path, timeout=30) as response:
            assert response.status_code in {404, 405}


def test_no_more_is_repeated_and_kept_than_a_caller_may_mean(service: Served) -> None:
    long = "x" * 1000
    answer = service.post(json.dumps({"Action": long, "request_uuid": long}).encode())
    assert len(answer["Action"]) < 300
    assert len(answer["request_uuid"]) < 300
    answer = service.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)), request_uuid=long)
    assert (answer["RetCode"], "request_uuid is 1000 characters" in answer["Message"]) == (240, True)
    answer = service.call("ModifyMaskedPixels", **{**order(texture(64, 64), dab(64, 64)), "Width": long})
    assert len(answer["Message"]) < 300


@pytest.mark.parametrize("key", [None, 5, "", "pub", "pub-key ", "Pub-key", "pub-keyü", ["pub-key"]])
def test_another_public_key_is_nobody(service: Served, key: object) -> None:
    assert service.call("ListModels", PublicKey=key)["RetCode"] == 172


def test_a_disk_without_room_for_the_body_is_said(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(SpooledTemporaryFile[bytes]):
        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(bodies, "SpooledTemporaryFile", Full)
    answer = service.post(bytes(IN_MEMORY * 2))
    assert answer["RetCode"] == 150
    assert answer["Message"] == "The service cannot keep the request on its disk: No space left on device"


def test_calls_with_large_pictures_wait_for_each_other_and_nobody_waits_for_them(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(reading.open_picture)
    monkeypatch.setattr(accepting, "open_picture", slow)
    params = order(texture(300, 300), dab(300, 300))
    with ThreadPoolExecutor(20) as pool:
        large = [pool.submit(service.accepted, **params) for _ in range(20)]
        try:
            until(lambda: slow.inside, lambda inside: inside == 2)
            for _ in range(10):
                assert service.call("ListModels")["RetCode"] == 0
        finally:
            slow.go.set()
        uids = {future.result(60) for future in large}
    assert len(uids) == 20
    assert slow.most == 2
    assert set(service.call("ListRunningTasks")["TaskUIDList"]) == uids
