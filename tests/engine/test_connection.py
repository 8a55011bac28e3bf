"""Callers who take their time, and more of them than there is room for."""

import asyncio
import contextlib
import json
import resource
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from picpik_studio.engine import bodies, connection
from picpik_studio.engine.connection import MOST, Connection, most_connections
from tests.engine.service import signed
from tests.engine.serving import Served, serving

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture
def service(folder: Path) -> Iterator[Served]:
    with serving(folder) as served:
        yield served


def connected(service: Served) -> socket.socket:
    address = urlsplit(service.url)
    return socket.create_connection((address.hostname, address.port or 0), timeout=30)


@contextlib.contextmanager
def standing(service: Served) -> Iterator[None]:
    """Let the service's loop stand still: who connects and what is sent meanwhile is there at once when it goes on."""
    server, goes_on = service.service._server, threading.Event()
    assert server is not None
    server.servers[0].get_loop().call_soon_threadsafe(goes_on.wait, 30)
    try:
        yield
    finally:
        goes_on.set()


def rest_of(raw: socket.socket) -> bytes:
    """Return what comes until the other side hangs up; fails (by the socket's own limit) if it never does."""
    data = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while piece := raw.recv(1 << 16):
            data += piece
    return bytes(data)


def asked(raw: socket.socket) -> dict[str, object]:
    """Make a call over a connection that is kept; return its answer."""
    body = signed("ListModels")
    raw.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    return answer_on(raw)


def answer_on(raw: socket.socket) -> dict[str, object]:
    data = bytearray()
    while b"\r\n\r\n" not in data:
        data += raw.recv(1 << 16)
    head, _, content = bytes(data).partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(content) < length:
        content += raw.recv(1 << 16)
    answer = json.loads(content)
    assert isinstance(answer, dict)
    return answer


@pytest.mark.parametrize("said", [b"", b"P", HEAD, HEAD + b"X: y\r\n"])
def test_a_caller_whose_head_does_not_come_is_hung_up_on(
    service: Served, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(connection, "HEAD_SECONDS", 0.1)
        with connected(service) as raw:
            with contextlib.suppress(ConnectionError):  # it has been hung up on before it could say it
                raw.sendall(said)
            assert rest_of(raw) == b""
    assert service.call("ListModels")["RetCode"] == 0


def test_so_is_one_whose_second_request_does_not_come(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    with connected(service) as raw:
        assert asked(raw)["RetCode"] == 0
        monkeypatch.setattr(connection, "HEAD_SECONDS", 0.1)
        raw.sendall(b"POST")
        assert rest_of(raw) == b""


def test_a_request_that_is_being_sent_or_answered_is_not_late(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.05)
    body = signed("ListModels")
    with contextlib.ExitStack() as stack:
        with standing(service):
            raw = stack.enter_context(connected(service))
            raw.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body))
        with connected(service) as other:  # long enough for a head that does not come
            assert rest_of(other) == b""
        raw.sendall(body)
        assert answer_on(raw)["RetCode"] == 0


def test_a_body_that_stops_in_its_middle_is_not_waited_for(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PAUSE_SECONDS", 0.1)
    with connected(service) as raw:
        raw.sendall(HEAD + b"Content-Length: 1000\r\n\r\n{")
        answer = answer_on(raw)
    assert (answer["RetCode"], answer["Message"]) == (230, "The request came to a stop in its middle.")
    assert service.files == []


def test_bodies_that_take_too_much_room_together_are_asked_for_patience(service: Served) -> None:
    body = bodies.Body(service.folder, bodies.Room(100))
    second = bodies.Body(service.folder, body._room)
    assert body._counted(bytes(80), 1000) is None
    refusal = second._counted(bytes(80), 1000)
    assert refusal is not None
    assert (refusal.code, "too many large requests" in str(refusal)) == (153, True)
    body.close()
    body.close()
    assert second._counted(bytes(100), 1000) is None
    second.close()
    assert second._room._left == 100


def test_when_there_are_too_many_the_idlest_goes_and_who_sends_stays(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "MOST", 4)
    body = signed("ListModels")
    with contextlib.ExitStack() as stack:
        sending = stack.enter_context(connected(service))
        sending.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body))
        idle = [stack.enter_context(connected(service)) for _ in range(3)]
        for raw in idle:
            assert asked(raw)["RetCode"] == 0
        for oldest in idle:
            assert asked(stack.enter_context(connected(service)))["RetCode"] == 0
            assert rest_of(oldest) == b""
        sending.sendall(body)
        assert answer_on(sending)["RetCode"] == 0


def test_a_crowd_of_half_requests_shuts_nobody_out(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MOST", 8)
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            raw = stack.enter_context(connected(service))
            raw.sendall(HEAD + b"Content-Length: 100000\r\n\r\n{")
            assert service.call("ListModels")["RetCode"] == 0
        server = service.service._server
        assert server is not None
        assert len(server.server_state.connections) <= 9


def test_a_crowd_that_comes_in_one_moment_is_shed_too(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MOST", 8)
    with contextlib.ExitStack() as stack:
        with standing(service):
            crowd = [stack.enter_context(connected(service)) for _ in range(40)]
        server = service.service._server
        assert server is not None
        assert service.call("ListModels")["RetCode"] == 0
        assert len(server.server_state.connections) <= 9
        assert [rest_of(raw) for raw in crowd[:31]] == [b""] * 31


@pytest.mark.parametrize(("files", "most"), [(-1, MOST), (1 << 20, MOST), (256, 96), (10, 1)])
def test_no_more_are_let_in_than_the_system_has_numbers_for(
    monkeypatch: pytest.MonkeyPatch, files: int, most: int
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (files, files))
    assert most_connections() == most


def test_the_services_connections_are_these(service: Served) -> None:
    with connected(service) as raw:
        assert asked(raw)["RetCode"] == 0
        server = service.service._server
        assert server is not None
        (one,) = server.server_state.connections
        assert isinstance(one, Connection)
        assert isinstance(one._late, asyncio.TimerHandle | None)


@pytest.mark.parametrize("method", [b"POST", b"GET", b"PUT"])
@pytest.mark.parametrize("chunk", [b"-1\r\n", b"5\r\nhello!!\r\n", b"f" * 30 + b"\r\n"])
@pytest.mark.parametrize("is_split", [False, True])
def test_a_body_that_is_no_http_is_answered_once_and_leaves_no_fault_in_the_log(
    service: Served, method: bytes, chunk: bytes, *, is_split: bool
) -> None:
    head = method + b" / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connected(service) as raw:
        raw.sendall(head if is_split else head + chunk)
        if is_split:
            assert service.call("ListModels")["RetCode"] == 0
            raw.sendall(chunk)
        answer = rest_of(raw)
    assert answer.count(b"HTTP/1.1") == 1
    assert answer[9:12] in {b"400", b"405"}
    assert service.call("ListModels")["RetCode"] == 0
