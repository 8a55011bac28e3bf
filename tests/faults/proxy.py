"""A network that does what networks do: real sockets between the real client and the real engine, and one fault.

The proxy hands every call on to the engine and its answer back, until a fault is put in: then the exchanges of one
stage go as the fault has it. It counts which submissions have reached it whole and which it handed on.
"""

import contextlib
import http.client
import json
import os
import queue
import re
import signal
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Literal
from urllib.parse import urlsplit

Stage = Literal["submit", "poll", "download", "other"]
_STAGES: Mapping[str, Stage] = {"ModifyMaskedPixels": "submit", "ListTasksDetails": "poll"}
_ACTION = re.compile(rb'"Action":\s*"(\w+)"')
_PATIENCE_S = 30.0
_NO_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER so set makes a close a reset."""


@dataclass(frozen=True)
class Answer:
    """What is answered; `length` stands in Content-Length instead of the body's own."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None

    @property
    def raw(self) -> bytes:
        length = len(self.body) if self.length is None else self.length
        lines = [f"HTTP/1.1 {self.status} Said so", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value


class Meter:
    """Counts the bytes that pass in either direction, and kills a process at one of them.

    `arm` says at which, `aim` which process: in any order.
    """

    def __init__(self) -> None:
        self.count = 0
        self._at = 0
        self._pids: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._lock = threading.Lock()

    def arm(self, at: int) -> None:
        self._at = at

    def aim(self, pid: int) -> None:
        self._pids.put(pid)

    def split(self, count: int) -> int | None:
        """Count bytes that are about to pass; return after how many of them it fires, None if after none."""
        with self._lock:
            before, self.count = self.count, self.count + count
        return self._at - before if before < self._at <= self.count else None

    def fire(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pids.get(timeout=_PATIENCE_S), signal.SIGKILL)


class Gone(Exception):  # noqa: N818 - what ends a connection, not an error
    """The connection is over."""


class Exchange:
    """One call on its way; a fault decides what becomes of it."""

    def __init__(self, proxy: "Proxy", connection: socket.socket, incoming: BinaryIO) -> None:
        self.proxy = proxy
        self._connection = connection
        self._incoming = incoming
        line = incoming.readline()
        if not line:
            raise Gone
        self.method, self.path, _version = line.decode().split()
        self.headers = dict(_header(incoming))
        self._length = int(self.headers.get("Content-Length", 0))
        self._start = self._read(min(self._length, 1000))
        self._body: bytes | None = None
        self.stage = self._staged()

    @property
    def body(self) -> bytes:
        """All that is sent; raises Gone when the sender leaves before."""
        if self._body is None:
            body = self._start + self._read(self._length - len(self._start))
            if len(body) < self._length:
                raise Gone
            self._body = body
            self.proxy.note(self)
        return self._body

    def hand_on(self) -> Answer:
        """Return the engine's own answer."""
        line = http.client.HTTPConnection(self.proxy.target, timeout=_PATIENCE_S)
        with self.proxy.in_turn(self), contextlib.closing(line):
            body = self.body
            if self.stage == "submit":
                self.proxy.handed_on.append(self.uuid)
            line.request(self.method, self.path, body or None, {"Host": self.headers["Host"]})
            response = line.getresponse()
            return self.proxy.dressed(self, Answer(response.status, response.read()))

    @property
    def uuid(self) -> str:
        """The request's own UUID."""
        return str(json.loads(self.body)["request_uuid"])

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        first = self.proxy.meter.split(len(data))
        try:
            self._connection.sendall(data[:first])
            if first is not None:
                self.proxy.meter.fire()
                self._connection.sendall(data[first:])
        except OSError:
            raise Gone from None

    def answer(self, answer: Answer) -> None:
        """Send an answer; one whose length is wrong ends the connection."""
        self.send(answer.raw)
        if answer.length is not None:
            raise Gone

    def reset(self) -> None:
        """Break the connection off as a crash does."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_RESET)
        raise Gone

    def hang(self) -> None:
        """Say nothing until the other side has left."""
        self.proxy.holding.set()
        self._connection.settimeout(_PATIENCE_S)
        with contextlib.suppress(OSError):
            self._connection.recv(1)
        raise Gone

    def _read(self, count: int) -> bytes:
        first = self.proxy.meter.split(count)
        if first is None:
            return self._incoming.read(count)
        data = self._incoming.read(first)
        self.proxy.meter.fire()
        return data + self._incoming.read(count - first)

    def _staged(self) -> Stage:
        action = _ACTION.search(self._start)
        return stage_of(self.method, action[1].decode() if action else "")


Fault = Callable[[Exchange], None]


def stage_of(method: str, action: str) -> Stage:
    """Return the stage of a job to which a call belongs."""
    return "download" if method == "GET" else _STAGES.get(action, "other")


def pass_on(exchange: Exchange) -> None:
    """Do what a sound network does."""
    exchange.answer(exchange.hand_on())


class Proxy:
    """The proxy; `put_in` puts a fault in, `lift` takes it out again, also by itself after so many exchanges."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target).netloc
        self.whole: list[str] = []
        """The UUIDs of the submissions that have reached it whole, in order."""
        self.handed_on: list[str] = []
        """The UUIDs of those that it handed on."""
        self.tells_uuid = True
        """Whether the engine's answers name the requests, as the cloud's do not."""
        self.holding = threading.Event()
        self.meter = Meter()
        self._fault: Fault | None = None
        self._stage: Stage = "other"
        self._times = 0
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._open: set[socket.socket] = set()
        self._peers: set[object] = set()
        self._submits: set[Exchange] = set()
        self._threads: list[threading.Thread] = []
        self._held = _bound(0)  # so that no other program gets the port while connections are refused
        self.port = self._held.getsockname()[1]
        self._listener = _listening(self.port)
        self._begin()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def put_in(self, stage: Stage, fault: Fault, times: int) -> None:
        """Let the next `times` exchanges of a stage go as the fault has it."""
        self.holding.clear()
        self._stage, self._fault, self._times = stage, fault, times

    def is_faulty(self, stage: Stage) -> bool:
        """Whether an exchange of that stage may go wrong now."""
        return self._fault is not None and stage == self._stage

    def lift(self) -> None:
        """Be a sound network again."""
        self._fault = None
        if self._listener.fileno() < 0:
            self._listener = _listening(self.port)
            self._begin()

    def refuse(self) -> None:
        """Take no connection any more; those that stand go on."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def hang_up(self) -> None:
        """End all connections."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.refuse()
        self._held.close()
        self.hang_up()
        for thread in self._threads:
            thread.join(_PATIENCE_S)

    def note(self, exchange: Exchange) -> None:
        if exchange.stage == "submit":
            self.whole.append(json.loads(exchange._body or b"")["request_uuid"])

    @contextlib.contextmanager
    def in_turn(self, exchange: Exchange) -> Iterator[None]:
        """Hand one on: the engine is asked what it has only when it has every submission that came before.

        Nobody may wait for the answer of such a one any more. All other exchanges meet at the engine.
        """
        with self._changed:
            if exchange.stage == "submit":
                self._submits.add(exchange)
            elif exchange.stage == "other":
                before = set(self._submits)
                assert self._changed.wait_for(lambda: not before & self._submits, _PATIENCE_S)
        try:
            yield
        finally:
            with self._changed:
                self._submits.discard(exchange)
                self._changed.notify_all()

    def wait_until_idle(self) -> None:
        """Wait until everything that was sent to it before this call is done with, and nobody is connected."""
        with socket.create_connection(("127.0.0.1", self.port)) as last:
            name = last.getsockname()
            with self._changed:
                assert self._changed.wait_for(lambda: name in self._peers, _PATIENCE_S)
        with self._changed:
            assert self._changed.wait_for(lambda: not self._open, _PATIENCE_S)

    def dressed(self, exchange: Exchange, answer: Answer) -> Answer:
        """Return the engine's answer as it is to be seen."""
        if self.tells_uuid or exchange.stage != "poll":
            return answer
        told = answer.json
        for detail in told.get("TaskDetailList", ()):
            detail.pop("request_uuid", None)
        return Answer(answer.status, json.dumps(told).encode())

    def _begin(self) -> None:
        self._run(lambda: self._accept(self._listener))

    def _run(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="fault-proxy", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, peer = listener.accept()
            except OSError:
                return
            with self._changed:
                self._open.add(connection)
                self._peers.add(peer)
                self._changed.notify_all()
            self._run(lambda connection=connection: self._serve(connection))  # type: ignore[misc]  # mypy knows no lambda defaults

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(Gone, OSError, http.client.HTTPException, ValueError):
            incoming = connection.makefile("rb")
            with contextlib.closing(incoming):
                while True:
                    exchange = Exchange(self, connection, incoming)
                    self._now(exchange.stage)(exchange)
        connection.close()
        with self._changed:
            self._open.discard(connection)
            self._changed.notify_all()

    def _now(self, stage: Stage) -> Fault:
        """Return how the next exchange of a stage goes."""
        with self._lock:
            if self._fault is None or stage != self._stage or self._times == 0:
                return pass_on
            self._times -= 1
            return self._fault


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _listening(port: int) -> socket.socket:
    listener = _bound(port)
    listener.listen(64)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _header(incoming: BinaryIO) -> list[tuple[str, str]]:
    lines = []
    while (line := incoming.readline().strip()) != b"":
        name, _, value = line.decode().partition(":")
        lines.append((name, value.strip()))
    return lines
